#include "detection/nms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/npy.h"
#include "tests/support/test_data.h"

namespace godwit::detection {
namespace {

std::vector<int> Kept(const std::vector<ScoredBox>& boxes, const NmsRule& rule) {
  std::vector<int> anchors;
  for (const ScoredBox& box : NonMaximumSuppression(boxes, rule)) {
    anchors.push_back(box.anchor);
  }
  return anchors;
}

struct GoldenCase {
  const char* name;
  float min_score;
  float max_iou;
};

class GoldenNms : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenNms, KeepsTheSameBoxes) {
  const std::string prefix = std::string("golden/units/") + GetParam().name;
  GODWIT_REQUIRE_TEST_DATA(prefix + ".boxes.npy");
  const auto corners = tests::ReadNpy<float>(tests::TestData(prefix + ".boxes.npy")).values;
  const auto scores = tests::ReadNpy<float>(tests::TestData(prefix + ".scores.npy")).values;
  std::vector<ScoredBox> boxes;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] > GetParam().min_score) {
      const float* corner = &corners[i * 4];
      boxes.push_back({{corner[0], corner[1], corner[2], corner[3]}, scores[i], static_cast<int>(i), 0});
    }
  }
  for (const bool at_limit : {true, false}) {
    const auto expected =
        tests::ReadNpy<std::int32_t>(tests::TestData(prefix + (at_limit ? ".keep.npy" : ".keep_gt.npy"))).values;
    EXPECT_EQ(Kept(boxes, {GetParam().max_iou, at_limit, 50}), std::vector<int>(expected.begin(), expected.end()));
  }
}

INSTANTIATE_TEST_SUITE_P(Units, GoldenNms,
                         testing::Values(GoldenCase{"nms_thr0.05_iou0.5", 0.05F, 0.5F},
                                         GoldenCase{"nms_thr0.02_iou0.3", 0.02F, 0.3F},
                                         GoldenCase{"nms_thr0.5_iou0.5", 0.5F, 0.5F}),
                         [](const auto& golden) { return "Case" + std::to_string(golden.index); });

TEST(NonMaximumSuppression, TiesKeepTheirOrderAndTheLimitIsARule) {
  // Halves of each other: IoU exactly 1/2.
  const std::vector<ScoredBox> halves{{{0, 0, 1, 1}, 0.9F, 0, 0}, {{0, 0, 1, 0.5F}, 0.9F, 1, 0}};
  EXPECT_THAT(Kept(halves, {0.5F, true, 10}), testing::ElementsAre(0));
  EXPECT_THAT(Kept(halves, {0.5F, false, 10}), testing::ElementsAre(0, 1));
  EXPECT_THAT(Kept(halves, {0.5F, false, 1}), testing::ElementsAre(0));
}

TEST(NonMaximumSuppression, OfNothingIsNothing) { EXPECT_TRUE(NonMaximumSuppression({}, {}).empty()); }

TEST(NonMaximumSuppression, EmptyBoxesSuppressNothing) {
  const std::vector<ScoredBox> boxes{{{1, 1, 0, 0}, 0.9F, 0, 0}, {{1, 1, 0, 0}, 0.8F, 1, 0}};
  EXPECT_THAT(Kept(boxes, {0.5F, true, 10}), testing::ElementsAre(0, 1));
}

}  // namespace
}  // namespace godwit::detection
