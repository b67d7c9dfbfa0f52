#include "detection/anchors.h"

#include <gtest/gtest.h>

#include "detection/ssd/ssd_graph.h"
#include "tests/support/npy.h"
#include "tests/support/test_data.h"

namespace godwit::detection {
namespace {

void ExpectAnchors(const AnchorConfig& config, const std::vector<std::pair<int, int>>& maps, const char* golden) {
  GODWIT_REQUIRE_TEST_DATA(golden);
  const std::vector<Box> anchors = GenerateAnchors(config, maps);
  const auto expected = tests::ReadNpy<float>(tests::TestData(golden));
  ASSERT_EQ(expected.values.size(), anchors.size() * 4);
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const float* corner = &expected.values[i * 4];
    // The published graphs computed theirs in float32.
    ASSERT_NEAR(anchors[i].y_min, corner[0], 2e-7) << "anchor " << i;
    ASSERT_NEAR(anchors[i].x_min, corner[1], 2e-7) << "anchor " << i;
    ASSERT_NEAR(anchors[i].y_max, corner[2], 2e-7) << "anchor " << i;
    ASSERT_NEAR(anchors[i].x_max, corner[3], 2e-7) << "anchor " << i;
  }
}

TEST(GenerateAnchors, EqualsThePublishedCocoAnchors) {
  ExpectAnchors({}, {{19, 19}, {10, 10}, {5, 5}, {3, 3}, {2, 2}, {1, 1}},
                "golden/coco_ssdlite_mobilenet_v2/anchors.npy");
}

TEST(GenerateAnchors, EqualsThePublishedFaceAnchors) {
  ExpectAnchors({.interpolated = AnchorConfig::Interpolated::kSecond},
                {{32, 32}, {16, 16}, {8, 8}, {4, 4}, {2, 2}, {1, 1}}, "golden/face_ssd_mobilenet_v1/anchors.npy");
}

TEST(GenerateAnchors, CountsMapsThatAreNotSquare) {
  EXPECT_EQ(GenerateAnchors({}, {{3, 5}, {2, 3}}).size(), 3U * 5 * 3 + 2U * 3 * 6);
}

// On the input it was trained on a network's anchors divide it evenly, to the bit.
TEST(AnchorMaps, AreThoseOfTrainingForItsInput) {
  const core::Graph graph = SsdGraph({.architecture = SsdConfig::Architecture::kSsdMobileNetV1});
  const core::Shape trained{1, 300, 300, 3};
  const std::vector<Box> same = PlaceAnchors({}, AnchorMaps(graph, trained, trained));
  const std::vector<Box> even = GenerateAnchors({}, MapSizes(graph, trained));
  ASSERT_EQ(same.size(), even.size());
  for (std::size_t i = 0; i < same.size(); ++i) {
    EXPECT_EQ(same[i].x_min, even[i].x_min);
    EXPECT_EQ(same[i].y_max, even[i].y_max);
  }
}

// The centre of what a cell of the first map sees: of 300 pixels, sides of 300 and 150 are even and see a pixel, then
// two, further on, 75 is odd, 38 even: eight. Of 224 all are even: 1 + 2 + 4 + 8.
TEST(AnchorMaps, FollowWhatCellsSee) {
  const core::Graph graph = SsdGraph({.architecture = SsdConfig::Architecture::kSsdMobileNetV1});
  const core::Shape input{1, 224, 160, 3};
  const std::vector<AnchorMap> maps = AnchorMaps(graph, {1, 300, 300, 3}, input);
  ASSERT_EQ(maps.size(), 6U);
  EXPECT_EQ(maps[0].rows.cells, 14);
  EXPECT_EQ(maps[0].columns.cells, 10);
  EXPECT_DOUBLE_EQ(maps[0].rows.scale, 300.0 / 224);
  EXPECT_DOUBLE_EQ(maps[0].rows.pitch * 224, 300.0 / 19);
  EXPECT_DOUBLE_EQ(maps[0].rows.shift * 224, (1 + 2 + 4 + 8) - (1 + 2 + 0 + 8));
  EXPECT_DOUBLE_EQ(maps[1].rows.shift * 224, (1 + 2 + 4 + 8 + 16) - (1 + 2 + 0 + 8 + 0));
  EXPECT_DOUBLE_EQ(maps[0].columns.shift * 160, (1 + 2 + 4 + 8) - (1 + 2 + 0 + 8));
  // An anchor has as many pixels as in training.
  const Box trained = GenerateAnchors({}, MapSizes(graph, {1, 300, 300, 3})).front();
  const Box moved = PlaceAnchors({}, maps).front();
  EXPECT_NEAR((moved.y_max - moved.y_min) * 224, (trained.y_max - trained.y_min) * 300, 1e-4);
  EXPECT_NEAR((moved.x_max - moved.x_min) * 160, (trained.x_max - trained.x_min) * 300, 1e-4);
  EXPECT_NEAR((moved.y_min + moved.y_max) / 2 * 224, (trained.y_min + trained.y_max) / 2 * 300 + 4, 1e-4);
}

}  // namespace
}  // namespace godwit::detection
