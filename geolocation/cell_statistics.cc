#include "geolocation/cell_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <s2/s2closest_point_query.h>
#include <s2/s2point_index.h>

#include "geolocation/s2_position.h"

namespace godwit::geolocation {
namespace {

std::vector<LevelCount> CountLevels(std::span<const Cell> cells) {
  std::map<int, LevelCount> levels;
  for (const Cell& cell : cells) {
    const int level = LevelOf(cell.id);
    LevelCount& count = levels.try_emplace(level, LevelCount{.level = level}).first->second;
    ++count.cells;
    count.photos += cell.photos;
  }
  std::vector<LevelCount> counts;
  std::ranges::transform(levels, std::back_inserter(counts), [](const auto& level) { return level.second; });
  return counts;
}

int PowerOf(double area_km2) { return static_cast<int>(std::floor(std::log10(area_km2))); }

}  // namespace

PartitionStatistics ComputeStatistics(const Partition& partition) {
  const std::span<const Cell> cells = partition.cells();
  PartitionStatistics statistics{.levels = CountLevels(cells)};
  if (cells.empty()) {
    return statistics;
  }
  std::vector<double> areas(cells.size());
  std::ranges::transform(cells, areas.begin(), [](const Cell& cell) { return AreaKm2(cell.id); });
  const auto [least, largest] = std::ranges::minmax(areas);
  const int first_power = PowerOf(least);
  for (int power = first_power; power <= PowerOf(largest); ++power) {
    statistics.areas.push_back({.from_km2 = std::pow(10.0, power)});
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    AreaCount& count = statistics.areas[static_cast<std::size_t>(PowerOf(areas[i]) - first_power)];
    ++count.cells;
    count.photos += cells[i].photos;
    statistics.total_area_km2 += areas[i];
  }
  statistics.min_area_km2 = least;
  statistics.max_area_km2 = largest;
  const auto middle = areas.begin() + (std::ssize(areas) - 1) / 2;
  std::ranges::nth_element(areas, middle);
  statistics.median_area_km2 = *middle;
  return statistics;
}

OracleCeiling ComputeOracleCeiling(const Partition& partition, std::span<const CellId> points,
                                   const core::ThreadPool& pool) {
  const std::span<const Cell> cells = partition.cells();
  S2PointIndex<int> index;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    index.Add(ToS2Point(cells[i].position), static_cast<int>(i));
  }
  constexpr double kNone = std::numeric_limits<double>::infinity();
  std::vector<double> right(points.size(), kNone);
  std::vector<double> nearest(points.size(), kNone);
  constexpr std::int64_t kWorthwhile = 256;
  pool.For(std::ssize(points), kWorthwhile, [&](std::int64_t begin, std::int64_t end) {
    S2ClosestPointQuery<int> query(&index);
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      const LatLng position = CenterOf(points[i]);
      if (const int cell = partition.Find(points[i]); cell >= 0) {
        right[i] = DistanceKm(position, cells[static_cast<std::size_t>(cell)].position);
      }
      S2ClosestPointQuery<int>::PointTarget target(ToS2Point(position));
      if (const auto found = query.FindClosestPoint(&target); !found.is_empty()) {
        nearest[i] = DistanceKm(position, FromS2Point(found.point()));
      }
    }
  });
  return {.points = std::ssize(points),
          .in_cells = std::ranges::count_if(right, [](double km) { return km < kNone; }),
          .right_cell = SharesWithin(right),
          .nearest_cell = SharesWithin(nearest),
          .right_cell_median_km = ComputeLocateMetrics(right).median_km,
          .nearest_cell_median_km = ComputeLocateMetrics(nearest).median_km};
}

}  // namespace godwit::geolocation
