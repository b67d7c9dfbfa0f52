#include "detection/anchors.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace godwit::detection
