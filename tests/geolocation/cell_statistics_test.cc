#include "geolocation/cell_statistics.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tests/geolocation/random_positions.h"

namespace godwit::geolocation {
namespace {

using testing::Each;
using testing::IsEmpty;

Partition MakeCells(const std::vector<LatLng>& positions, const PartitionOptions& options) {
  const core::ThreadPool pool(1);
  return MakePartition(SortedPoints(tests::LeavesOf(positions), pool), options, pool).partition;
}

TEST(Statistics, CountLevelsAndAreas) {
  const CellId face = FaceCell(3);
  const CellId small = Ancestor(LeafCell(CenterOf(Child(face, 2))), 12);
  const Partition partition(
      {{.id = Child(face, 0), .photos = 10}, {.id = Child(face, 1), .photos = 20}, {.id = small, .photos = 5}});
  const PartitionStatistics statistics = ComputeStatistics(partition);
  ASSERT_EQ(statistics.levels.size(), 2U);
  EXPECT_EQ(statistics.levels[0].level, 1);
  EXPECT_EQ(statistics.levels[0].cells, 2);
  EXPECT_EQ(statistics.levels[0].photos, 30);
  EXPECT_EQ(statistics.levels[1].level, 12);
  EXPECT_EQ(statistics.levels[1].photos, 5);
  // 21 million km2 and about 6 km2, with all powers of ten between.
  ASSERT_EQ(statistics.areas.size(), 8U);
  EXPECT_DOUBLE_EQ(statistics.areas.front().from_km2, 1);
  EXPECT_EQ(statistics.areas.front().photos, 5);
  EXPECT_EQ(statistics.areas[3].cells, 0);
  EXPECT_DOUBLE_EQ(statistics.areas.back().from_km2, 1e7);
  EXPECT_EQ(statistics.areas.back().cells, 2);
  EXPECT_EQ(statistics.areas.back().photos, 30);
  EXPECT_DOUBLE_EQ(statistics.min_area_km2, AreaKm2(small));
  EXPECT_DOUBLE_EQ(statistics.median_area_km2, std::min(AreaKm2(Child(face, 0)), AreaKm2(Child(face, 1))));
  EXPECT_NEAR(statistics.total_area_km2, AreaKm2(Child(face, 0)) + AreaKm2(Child(face, 1)) + AreaKm2(small), 1e-3);
}

TEST(Statistics, OfNoCells) {
  const PartitionStatistics statistics = ComputeStatistics(Partition());
  EXPECT_THAT(statistics.levels, IsEmpty());
  EXPECT_THAT(statistics.areas, IsEmpty());
  EXPECT_EQ(statistics.total_area_km2, 0);
}

TEST(OracleCeiling, IsTheBruteForceOne) {
  for (const tests::Cloud& cloud : tests::AwkwardClouds(1'500, 11)) {
    SCOPED_TRACE(cloud.name);
    const Partition partition = MakeCells(cloud.positions, {.max_photos = 60, .min_photos = 20});
    const std::vector<CellId> points = tests::LeavesOf(cloud.positions);
    std::vector<double> right;
    std::vector<double> nearest;
    for (const CellId point : points) {
      const LatLng position = CenterOf(point);
      const int in = partition.Find(point);
      right.push_back(in < 0 ? std::numeric_limits<double>::infinity()
                             : DistanceKm(position, partition.cells()[static_cast<std::size_t>(in)].position));
      nearest.push_back(std::numeric_limits<double>::infinity());
      for (const Cell& cell : partition.cells()) {
        nearest.back() = std::min(nearest.back(), DistanceKm(position, cell.position));
      }
    }
    for (const int threads : {1, 3}) {
      const OracleCeiling ceiling = ComputeOracleCeiling(partition, points, core::ThreadPool(threads));
      EXPECT_EQ(ceiling.points, 1'500);
      EXPECT_EQ(ceiling.in_cells, std::ranges::count_if(right, [](double km) { return std::isfinite(km); }));
      EXPECT_EQ(ceiling.right_cell, SharesWithin(right));
      EXPECT_EQ(ceiling.nearest_cell, SharesWithin(nearest));
      EXPECT_EQ(ceiling.right_cell_median_km, ComputeLocateMetrics(right).median_km);
      EXPECT_NEAR(ceiling.nearest_cell_median_km, ComputeLocateMetrics(nearest).median_km, 1e-3);
    }
  }
}

TEST(OracleCeiling, WithoutCellsOrPoints) {
  const core::ThreadPool pool(1);
  const std::vector<CellId> points{LeafCell({1, 2})};
  const OracleCeiling no_cells = ComputeOracleCeiling(Partition(), points, pool);
  EXPECT_THAT(no_cells.nearest_cell, Each(0));
  EXPECT_EQ(no_cells.in_cells, 0);
  const OracleCeiling no_points =
      ComputeOracleCeiling(MakeCells({{1, 2}}, {.max_photos = 1, .min_photos = 1}), {}, pool);
  EXPECT_EQ(no_points.points, 0);
  EXPECT_THAT(no_points.right_cell, Each(0));
}

}  // namespace
}  // namespace godwit::geolocation
