#include "geolocation/partition.h"

#include <algorithm>
#include <functional>

#include <s2/s2cell_id.h>

#include "core/base/check.h"
#include "geolocation/s2_position.h"

namespace godwit::geolocation {
namespace {

// Divides `values` into parts that differ little in size, each with values no larger than the next one's, and sorts the
// parts at the same time: in place, where a merge would need the memory twice.
void SortInParallel(std::span<CellId> values, const core::ThreadPool& pool) {
  constexpr std::size_t kWorthwhile = 1 << 16;
  std::vector<std::span<CellId>> parts{values};
  const auto for_each_part = [&](const auto& work) {
    pool.For(std::ssize(parts), 1, [&](std::int64_t begin, std::int64_t end) {
      std::for_each(parts.begin() + begin, parts.begin() + end, work);
    });
  };
  while (std::ssize(parts) < pool.threads() && parts.front().size() > kWorthwhile) {
    for_each_part([](std::span<CellId> part) {
      std::nth_element(part.begin(), part.begin() + std::ssize(part) / 2, part.end());
    });
    std::vector<std::span<CellId>> halves;
    for (const std::span<CellId> part : parts) {
      halves.push_back(part.first(part.size() / 2));
      halves.push_back(part.subspan(part.size() / 2));
    }
    parts = std::move(halves);
  }
  for_each_part([](std::span<CellId> part) { std::ranges::sort(part); });
}

// A kept cell and where its points are.
struct KeptCell {
  CellId id;
  std::span<const CellId> leaves;
};

class Splitter {
 public:
  explicit Splitter(const PartitionOptions& options) : options_(options) {}

  // `leaves` are all the points in `cell`. At most 30 deep.
  void Split(CellId cell, std::span<const CellId> leaves) {
    if (leaves.empty()) {
      return;
    }
    const int level = LevelOf(cell);
    const std::int64_t photos = std::ssize(leaves);
    if (level < options_.min_level || (photos > options_.max_photos && level < options_.max_level)) {
      for (int i = 0; i < 4; ++i) {
        const CellId child = Child(cell, i);
        const auto end = std::ranges::upper_bound(leaves, LastLeaf(child));
        Split(child, {leaves.begin(), end});
        leaves = {end, leaves.end()};
      }
    } else if (photos >= options_.min_photos) {
      kept.push_back({cell, leaves});
    } else {
      ++dropped_cells;
      dropped_photos += photos;
    }
  }

  std::vector<KeptCell> kept;
  std::int64_t dropped_cells = 0;
  std::int64_t dropped_photos = 0;

 private:
  const PartitionOptions& options_;
};

// Cells are smaller than half a sphere, so that the sum is never zero, and convex, so that the mean is inside.
LatLng MeanOf(std::span<const CellId> leaves) {
  S2Point sum(0, 0, 0);
  for (const CellId leaf : leaves) {
    sum += S2CellId(static_cast<std::uint64_t>(leaf)).ToPoint();
  }
  return FromS2Point(sum);
}

}  // namespace

core::Result<> CheckOptions(const PartitionOptions& options) {
  if (options.min_photos < 1) {
    return core::Fail(core::ErrorKind::kUsage, "min-photos {} must be 1 or more: cells without photos are never kept",
                      options.min_photos);
  }
  if (options.max_photos < options.min_photos) {
    return core::Fail(core::ErrorKind::kUsage,
                      "max-photos {} must not be below min-photos {}: cells would be split until they are dropped",
                      options.max_photos, options.min_photos);
  }
  if (options.min_level < 0 || options.max_level > kMaxCellLevel || options.max_level < options.min_level) {
    return core::Fail(core::ErrorKind::kUsage,
                      "min-level {} and max-level {} must be levels from 0 to {}, the first not above the second",
                      options.min_level, options.max_level, kMaxCellLevel);
  }
  return {};
}

Partition::Partition(std::vector<Cell> cells) : cells_(std::move(cells)) {
  const auto overlap = [](const Cell& a, const Cell& b) { return LastLeaf(a.id) >= FirstLeaf(b.id); };
  core::Check(std::ranges::adjacent_find(cells_, overlap) == cells_.end(), "cells are in order and do not overlap");
  for (const Cell& cell : cells_) {
    photos_ += cell.photos;
  }
}

int Partition::Find(CellId cell) const {
  const auto found = std::ranges::lower_bound(cells_, cell, {}, [](const Cell& other) { return LastLeaf(other.id); });
  return found != cells_.end() && Contains(found->id, cell) ? static_cast<int>(found - cells_.begin()) : -1;
}

SortedPoints::SortedPoints(std::vector<CellId> leaves, const core::ThreadPool& pool) : leaves_(std::move(leaves)) {
  SortInParallel(leaves_, pool);
}

MadePartition MakePartition(const SortedPoints& points, const PartitionOptions& options, const core::ThreadPool& pool) {
  core::Check(CheckOptions(options).has_value(), "a partition needs options that hold together");
  Splitter splitter(options);
  std::span<const CellId> rest = points.leaves();
  for (int face = 0; face < kFaces; ++face) {
    const CellId cell = FaceCell(face);
    const auto end = std::ranges::upper_bound(rest, LastLeaf(cell));
    splitter.Split(cell, {rest.begin(), end});
    rest = {end, rest.end()};
  }
  std::vector<Cell> cells(splitter.kept.size());
  constexpr std::int64_t kCellsWorthwhile = 64;
  pool.For(std::ssize(cells), kCellsWorthwhile, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      const auto& [id, leaves] = splitter.kept[i];
      cells[i] = {.id = id, .photos = std::ssize(leaves), .position = MeanOf(leaves)};
    }
  });
  return {.partition = Partition(std::move(cells)),
          .dropped_photos = splitter.dropped_photos,
          .dropped_cells = splitter.dropped_cells};
}

std::vector<int> Ancestors(const Partition& fine, const Partition& coarse) {
  std::vector<int> ancestors(fine.cells().size());
  std::ranges::transform(fine.cells(), ancestors.begin(), [&](const Cell& cell) { return coarse.Find(cell.id); });
  return ancestors;
}

}  // namespace godwit::geolocation
