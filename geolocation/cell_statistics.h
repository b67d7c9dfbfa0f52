// What a partition is like, and how well the best of locators could do with it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "geolocation/cell_id.h"
#include "geolocation/locate_metrics.h"
#include "geolocation/partition.h"

namespace godwit::geolocation {

struct LevelCount {
  int level = 0;
  std::int64_t cells = 0;
  std::int64_t photos = 0;
};

// Cells of at least `from_km2` and less than ten times that.
struct AreaCount {
  double from_km2 = 0;  // a power of ten
  std::int64_t cells = 0;
  std::int64_t photos = 0;
};

struct PartitionStatistics {
  std::vector<LevelCount> levels;  // those that occur, ascending
  std::vector<AreaCount> areas;    // from the smallest that occurs to the largest, those between included
  double min_area_km2 = 0;
  double median_area_km2 = 0;  // the lower of the middle two for an even count
  double max_area_km2 = 0;
  double total_area_km2 = 0;  // the Earth has 510 million
};

PartitionStatistics ComputeStatistics(const Partition& partition);

// The metrics of two locators that know the truth and can answer with positions of cells only.
struct OracleCeiling {
  std::int64_t points = 0;
  std::int64_t in_cells = 0;    // points that lie in a kept cell
  DistanceShares right_cell{};  // names the cell the point lies in; has no answer for points in none
  DistanceShares
      nearest_cell{};  // names the cell whose position is nearest: no classifier over these cells does better
  double right_cell_median_km = 0;    // infinite where most points lie in no cell
  double nearest_cell_median_km = 0;  // infinite where there are no cells
};

// `points` are leaf cells in any order. Which cell is nearest is told to a metre. Takes some microseconds a point and
// thread, and 16 bytes a point.
OracleCeiling ComputeOracleCeiling(const Partition& partition, std::span<const CellId> points,
                                   const core::ThreadPool& pool);

}  // namespace godwit::geolocation
