#include "detection/ssd/post_process.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::detection {
namespace {

float Logit(double score) { return static_cast<float>(std::log(score / (1 - score))); }

// Two maps of one cell: 2 anchors, then 1; 3 classes of which two are scored behind background.
class PostProcessTest : public testing::Test {
 protected:
  PostProcessTest() {
    const float very_low = -20;
    SetLogits({9, very_low, very_low}, {9, very_low, very_low}, {9, very_low, very_low});
    std::fill_n(codes_[0].data(), 8, 0.0F);
    std::fill_n(codes_[1].data(), 4, 0.0F);
  }

  void SetLogits(std::array<float, 3> a, std::array<float, 3> b, std::array<float, 3> c) {
    std::copy(a.begin(), a.end(), logits_[0].data());
    std::copy(b.begin(), b.end(), logits_[0].data() + 3);
    std::copy(c.begin(), c.end(), logits_[1].data());
  }

  std::vector<ScoredBox> Run(const SsdPostProcess& options) const {
    const std::array<MapPredictions, 2> maps{MapPredictions{codes_[0].view(), logits_[0].view()},
                                             MapPredictions{codes_[1].view(), logits_[1].view()}};
    return PostProcess(maps, anchors_, BoxCoder(), 3, 2, options);
  }

  std::vector<Box> anchors_{{0, 0, 1, 1}, {0, 0, 1, 0.9F}, {0.5F, 0.5F, 1, 1}};
  core::Tensor codes_[2] = {core::Tensor({1, 1, 1, 8}), core::Tensor({1, 1, 1, 4})};
  core::Tensor logits_[2] = {core::Tensor({1, 1, 1, 6}), core::Tensor({1, 1, 1, 3})};
};

TEST_F(PostProcessTest, BackgroundNeverScores) { EXPECT_TRUE(Run({}).empty()); }

TEST_F(PostProcessTest, ClassAgnosticTakesTheBestClassThenSuppressesAcrossClasses) {
  SetLogits({0, Logit(0.6), Logit(0.8)}, {0, Logit(0.9), Logit(0.7)}, {0, Logit(0.55), -20});
  const auto found = Run({.nms = NmsKind::kClassAgnostic});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].anchor, 1);
  EXPECT_EQ(found[0].column, 0);
  EXPECT_NEAR(found[0].score, 0.9, 1e-6);
  EXPECT_EQ(found[1].anchor, 2);
}

TEST_F(PostProcessTest, PerClassSuppressesWithinEachClass) {
  SetLogits({0, Logit(0.6), Logit(0.8)}, {0, Logit(0.9), Logit(0.7)}, {0, Logit(0.55), -20});
  const auto found = Run({.nms = NmsKind::kPerClass});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].anchor, 1);  // class 0 at 0.9
  EXPECT_EQ(found[1].anchor, 0);  // class 1 at 0.8
  EXPECT_EQ(found[1].column, 1);
  EXPECT_EQ(found[2].anchor, 2);
}

TEST_F(PostProcessTest, TheScoreLimitIsStrict) {
  SetLogits({0, 0, -20}, {0, -20, -20}, {0, -20, -20});  // a score of exactly 0.5
  EXPECT_TRUE(Run({.min_score = 0.5F}).empty());
  EXPECT_EQ(Run({.min_score = 0.4999F}).size(), 1U);
}

TEST_F(PostProcessTest, LimitsAtTheEndsOfTheRange) {
  EXPECT_EQ(Run({.min_score = 0, .rule = {.max_iou = 1.0F, .suppress_at_limit = false}}).size(), 3U);
  SetLogits({0, 30, 0}, {0, 0, 0}, {0, 0, 0});
  EXPECT_TRUE(Run({.min_score = 1}).empty());
  EXPECT_TRUE(Run({.min_score = 0, .rule = {.max_boxes = 0}}).empty());
}

TEST_F(PostProcessTest, CountsMustAgree) {
  anchors_.pop_back();
  EXPECT_THROW(Run({}), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::detection
