#include "geolocation/partition.h"

#include <gmock/gmock.h>
#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include <limits>
#include <map>

#include "core/base/check.h"
#include "tests/geolocation/random_positions.h"

namespace godwit::geolocation {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

S2CellId S2(CellId cell) { return S2CellId(static_cast<std::uint64_t>(cell)); }

// PlaNet's rule as the paper says it: every cell looks through all of its points.
class NaivePartition {
 public:
  NaivePartition(const std::vector<CellId>& leaves, const PartitionOptions& options) : options_(options) {
    for (int face = 0; face < 6; ++face) {
      Split(S2CellId::FromFace(face), leaves);
    }
  }

  std::map<S2CellId, std::vector<CellId>> kept;
  std::int64_t dropped_photos = 0;
  std::int64_t dropped_cells = 0;

 private:
  void Split(S2CellId cell, const std::vector<CellId>& candidates) {
    std::vector<CellId> inside;
    std::ranges::copy_if(candidates, std::back_inserter(inside), [&](CellId leaf) { return cell.contains(S2(leaf)); });
    const bool too_many = std::ssize(inside) > options_.max_photos && cell.level() < options_.max_level;
    if (!inside.empty() && (too_many || cell.level() < options_.min_level)) {
      for (S2CellId child = cell.child_begin(); child != cell.child_end(); child = child.next()) {
        Split(child, inside);
      }
    } else if (std::ssize(inside) >= options_.min_photos) {
      kept[cell] = inside;
    } else if (!inside.empty()) {
      dropped_photos += std::ssize(inside);
      ++dropped_cells;
    }
  }

  PartitionOptions options_;
};

const std::vector<PartitionOptions> kOptions{
    {.max_photos = 50, .min_photos = 5},
    {.max_photos = 1, .min_photos = 1},
    {.max_photos = 7, .min_photos = 7},
    {.max_photos = 1'000'000, .min_photos = 1},
    {.max_photos = 1'000'000, .min_photos = 1'000'000},
    {.max_photos = 20, .min_photos = 2, .min_level = 3, .max_level = 6},
    {.max_photos = 20, .min_photos = 2, .max_level = 0},
    {.max_photos = 5, .min_photos = 1, .min_level = 30, .max_level = 30},
};

MadePartition Make(const std::vector<CellId>& leaves, const PartitionOptions& options, int threads = 1) {
  const core::ThreadPool pool(threads);
  return MakePartition(SortedPoints(leaves, pool), options, pool);
}

TEST(MakePartition, IsTheNaiveOne) {
  for (const tests::Cloud& cloud : tests::AwkwardClouds(700, 6)) {
    const std::vector<CellId> leaves = tests::LeavesOf(cloud.positions);
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
      SCOPED_TRACE(testing::Message() << cloud.name << ", options " << i);
      const MadePartition made = Make(leaves, kOptions[i]);
      const NaivePartition naive(leaves, kOptions[i]);
      EXPECT_EQ(made.dropped_photos, naive.dropped_photos);
      EXPECT_EQ(made.dropped_cells, naive.dropped_cells);
      ASSERT_EQ(made.partition.cells().size(), naive.kept.size());
      auto expected = naive.kept.begin();
      for (const Cell& cell : made.partition.cells()) {
        EXPECT_EQ(S2(cell.id), expected->first);
        EXPECT_EQ(cell.photos, std::ssize(expected->second));
        ++expected;
      }
    }
  }
}

TEST(MakePartition, HoldsItsInvariants) {
  for (const tests::Cloud& cloud : tests::AwkwardClouds(800, 7)) {
    const std::vector<CellId> leaves = tests::LeavesOf(cloud.positions);
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
      SCOPED_TRACE(testing::Message() << cloud.name << ", options " << i);
      const PartitionOptions& options = kOptions[i];
      const MadePartition made = Make(leaves, options);
      const std::span<const Cell> cells = made.partition.cells();
      // Every point lies in exactly one kept cell, the one Find names, or is counted as dropped.
      std::vector<std::int64_t> photos(cells.size());
      std::int64_t dropped = 0;
      for (const LatLng& position : cloud.positions) {
        const int found = made.partition.Find(position);
        const auto holding =
            std::ranges::count_if(cells, [&](const Cell& cell) { return Contains(cell.id, LeafCell(position)); });
        ASSERT_EQ(holding, found >= 0 ? 1 : 0);
        if (found < 0) {
          ++dropped;
        } else {
          ASSERT_TRUE(Contains(cells[static_cast<std::size_t>(found)].id, LeafCell(position)));
          ++photos[static_cast<std::size_t>(found)];
        }
      }
      EXPECT_EQ(dropped, made.dropped_photos);
      EXPECT_EQ(made.partition.photos() + made.dropped_photos, std::ssize(leaves));
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const int level = LevelOf(cells[c].id);
        EXPECT_EQ(cells[c].photos, photos[c]);
        EXPECT_GE(cells[c].photos, options.min_photos);
        EXPECT_TRUE(cells[c].photos <= options.max_photos || level == options.max_level);
        EXPECT_GE(level, options.min_level);
        EXPECT_LE(level, options.max_level);
        if (level > options.min_level) {  // its parent had to be split
          const CellId parent = Ancestor(cells[c].id, level - 1);
          EXPECT_GT(std::ranges::count_if(leaves, [&](CellId leaf) { return Contains(parent, leaf); }),
                    options.max_photos);
        }
      }
    }
  }
}

TEST(MakePartition, PositionsAreMeansOnTheSphere) {
  for (const tests::Cloud& cloud : tests::AwkwardClouds(2'000, 8)) {
    const std::vector<CellId> leaves = tests::LeavesOf(cloud.positions);
    const MadePartition made = Make(leaves, {.max_photos = 300, .min_photos = 1});
    std::vector<std::array<long double, 3>> sums(made.partition.cells().size());
    for (const LatLng& position : cloud.positions) {
      const S2Point point = S2LatLng::FromDegrees(position.lat_deg, position.lon_deg).ToPoint();
      for (int axis = 0; axis < 3; ++axis) {
        sums[static_cast<std::size_t>(made.partition.Find(position))][static_cast<std::size_t>(axis)] += point[axis];
      }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const Cell& cell = made.partition.cells()[i];
      const S2Point mean(static_cast<double>(sums[i][0]), static_cast<double>(sums[i][1]),
                         static_cast<double>(sums[i][2]));
      const S2Point found = S2LatLng::FromDegrees(cell.position.lat_deg, cell.position.lon_deg).ToPoint();
      EXPECT_LT(mean.Angle(found) * kEarthRadiusKm, 2e-5) << cloud.name;  // two centimetres
      EXPECT_LT(S2Cell(S2(cell.id)).GetDistance(found).radians(), 1e-7) << cloud.name;
    }
  }
}

TEST(MakePartition, OfNothingIsNothing) {
  const MadePartition made = Make({}, {});
  EXPECT_THAT(made.partition.cells(), IsEmpty());
  EXPECT_EQ(made.dropped_photos, 0);
  EXPECT_EQ(made.partition.Find(LatLng{1, 2}), -1);
}

TEST(MakePartition, IsTheSameOnAnyNumberOfThreads) {
  tests::PositionSource source(9);
  for (const tests::Cloud& cloud : tests::AwkwardClouds(300'000, 9)) {
    const std::vector<CellId> leaves = tests::LeavesOf(cloud.positions);
    const PartitionOptions options{.max_photos = 100, .min_photos = 3};
    const MadePartition single = Make(leaves, options, 1);
    for (const int threads : {2, 3, 5}) {
      SCOPED_TRACE(testing::Message() << cloud.name << ", threads " << threads);
      const SortedPoints sorted(leaves, core::ThreadPool(threads));
      EXPECT_TRUE(std::ranges::is_sorted(sorted.leaves()));
      const MadePartition made = Make(leaves, options, threads);
      EXPECT_EQ(made.dropped_photos, single.dropped_photos);
      EXPECT_TRUE(
          std::ranges::equal(made.partition.cells(), single.partition.cells(), [](const Cell& a, const Cell& b) {
            return a.id == b.id && a.photos == b.photos && a.position == b.position;
          }));
    }
  }
}

TEST(Ancestors, OfAFinerPartitionOfTheSamePoints) {
  for (const tests::Cloud& cloud : tests::AwkwardClouds(5'000, 10)) {
    SCOPED_TRACE(cloud.name);
    const std::vector<CellId> leaves = tests::LeavesOf(cloud.positions);
    const Partition fine = Make(leaves, {.max_photos = 40, .min_photos = 4}).partition;
    const Partition coarse = Make(leaves, {.max_photos = 400, .min_photos = 4}).partition;
    const Partition sparse = Make(leaves, {.max_photos = 400, .min_photos = 390}).partition;
    const std::vector<int> to_coarse = Ancestors(fine, coarse);
    const std::vector<int> to_sparse = Ancestors(fine, sparse);
    ASSERT_EQ(to_coarse.size(), fine.cells().size());
    for (std::size_t i = 0; i < to_coarse.size(); ++i) {
      // What is kept of the fine one has a place in the coarse one, which drops no more.
      ASSERT_GE(to_coarse[i], 0);
      EXPECT_TRUE(Contains(coarse.cells()[static_cast<std::size_t>(to_coarse[i])].id, fine.cells()[i].id));
      const auto in_sparse =
          std::ranges::find_if(sparse.cells(), [&](const Cell& cell) { return Contains(cell.id, fine.cells()[i].id); });
      EXPECT_EQ(to_sparse[i],
                in_sparse == sparse.cells().end() ? -1 : static_cast<int>(in_sparse - sparse.cells().begin()));
    }
  }
  const Partition whole({{.id = FaceCell(2), .photos = 1}});
  const Partition part({{.id = Child(FaceCell(2), 1), .photos = 1}});
  EXPECT_THAT(Ancestors(whole, part), Each(-1));
  EXPECT_THAT(Ancestors(part, whole), Each(0));
}

TEST(Partition, NeedsCellsInOrderThatDoNotOverlap) {
  const Cell face{.id = FaceCell(1), .photos = 1};
  const Cell child{.id = Child(FaceCell(1), 0), .photos = 1};
  const Cell before{.id = FaceCell(0), .photos = 1};
  EXPECT_THROW(Partition({face, child}), core::ContractViolation);
  EXPECT_THROW(Partition({child, face}), core::ContractViolation);
  EXPECT_THROW(Partition({face, face}), core::ContractViolation);
  EXPECT_THROW(Partition({face, before}), core::ContractViolation);
  EXPECT_EQ(Partition({before, face}).photos(), 2);
}

TEST(CheckOptions, SaysWhatDoesNotHoldTogether) {
  const auto message = [](const PartitionOptions& options) {
    const auto checked = CheckOptions(options);
    EXPECT_TRUE(checked || checked.error().kind == core::ErrorKind::kUsage);
    return checked ? "" : checked.error().message;
  };
  EXPECT_EQ(message({}), "");
  EXPECT_EQ(message({.max_photos = 5, .min_photos = 5, .min_level = 4, .max_level = 4}), "");
  EXPECT_THAT(message({.max_photos = 4, .min_photos = 5}), HasSubstr("max-photos 4 must not be below min-photos 5"));
  EXPECT_THAT(message({.max_photos = 4, .min_photos = 0}), HasSubstr("min-photos 0"));
  EXPECT_THAT(message({.min_level = 5, .max_level = 4}), HasSubstr("min-level 5 and max-level 4"));
  EXPECT_THAT(message({.max_level = 31}), HasSubstr("max-level 31"));
  EXPECT_THAT(message({.min_level = -1}), HasSubstr("min-level -1"));
  const core::ThreadPool pool(1);
  EXPECT_THROW(MakePartition(SortedPoints({}, pool), {.max_photos = 1, .min_photos = 2}, pool),
               core::ContractViolation);
}

}  // namespace
}  // namespace godwit::geolocation
