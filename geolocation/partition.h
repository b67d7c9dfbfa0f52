// PlaNet's division of the Earth into cells that hold similar numbers of photos (Weyand et al. 2016, arXiv 1602.05314,
// section 3): start from the six faces, split every cell with more than t1 photos into its four children, then drop
// cells with fewer than t2. Large cells where few photos are taken, small ones in cities, none on the sea.
//
// A hierarchy is several partitions of the same points: with a smaller t1 every cell is a cell of the coarser partition
// or lies in one of its cells (kept or dropped); Ancestors tells in which.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "geolocation/cell_id.h"
#include "geolocation/position.h"

namespace godwit::geolocation {

struct PartitionOptions {
  std::int64_t max_photos = 10'000;  // t1: a cell with more is split
  std::int64_t min_photos = 50;      // t2: a cell with fewer is dropped
  int min_level = 0;                 // cells above this level are split whatever they hold
  int max_level = kMaxCellLevel;     // cells at this level are not split any more
};

// Errors: kUsage, where 1 <= min_photos <= max_photos or 0 <= min_level <= max_level <= 30 does not hold.
core::Result<> CheckOptions(const PartitionOptions& options);

// A cell of a partition: what a locator calls a class.
struct Cell {
  CellId id{};
  std::int64_t photos = 0;
  LatLng position;  // the mean of the cell's photos on the sphere: the best guess for a photo that is in the cell
};

// Cells that do not overlap, in order of their ids. Immutable, so safe to share between threads.
class Partition {
 public:
  Partition() = default;

  // Requires ids in ascending order of cells that do not overlap.
  explicit Partition(std::vector<Cell> cells);

  [[nodiscard]] std::span<const Cell> cells() const { return cells_; }
  [[nodiscard]] std::int64_t photos() const { return photos_; }

  // The index of the cell that holds a cell (a leaf cell, say) or a valid position; -1 where none does. A binary
  // search.
  [[nodiscard]] int Find(CellId cell) const;
  [[nodiscard]] int Find(const LatLng& position) const { return Find(LeafCell(position)); }

 private:
  std::vector<Cell> cells_;
  std::int64_t photos_ = 0;
};

// Points as their leaf cells, in order, from which any number of partitions can be made: 8 bytes a point, 2 cm exact.
class SortedPoints {
 public:
  // Takes leaf cells in any order and sorts them in place, on all threads of `pool`. O(n log n).
  SortedPoints(std::vector<CellId> leaves, const core::ThreadPool& pool);

  [[nodiscard]] std::span<const CellId> leaves() const { return leaves_; }

 private:
  std::vector<CellId> leaves_;
};

struct MadePartition {
  Partition partition;
  std::int64_t dropped_photos = 0;  // in cells with fewer than min_photos; the others are in exactly one kept cell
  std::int64_t dropped_cells = 0;   // that held a photo
};

// The same on any number of threads. O(cells log points) and a pass over the points for their means. Requires options
// that pass CheckOptions.
MadePartition MakePartition(const SortedPoints& points, const PartitionOptions& options, const core::ThreadPool& pool);

// For every cell of `fine` the index of the cell of `coarse` that is or holds it, or -1.
std::vector<int> Ancestors(const Partition& fine, const Partition& coarse);

}  // namespace godwit::geolocation
