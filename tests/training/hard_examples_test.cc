#include "training/losses/hard_examples.h"

#include <limits>
#include <random>

#include <gmock/gmock.h>

#include "detection/nms.h"
#include "training/losses/anchor_matching.h"

namespace godwit::training {
namespace {

using detection::Box;
using testing::ElementsAre;

constexpr HardExampleOptions kPlain{.suppress_duplicates = false};

TEST(SelectHardExamples, TakesThreeNegativesForEachMatch) {
  const std::vector<double> losses{1, 9, 2, 8, 7, 6, 5};
  const std::vector<int> match{0, -1, -1, -1, -1, -1, -1};
  EXPECT_THAT(SelectHardExamples(losses, match, {}, kPlain), ElementsAre(1, 3, 4, 0));
  EXPECT_THAT(SelectHardExamples(losses, std::vector<int>{-1, -1, 4, 4, -1, -1, -1}, {}, kPlain),
              ElementsAre(1, 3, 4, 5, 6, 2, 0));
}

TEST(SelectHardExamples, LeavesOutTheIgnored) {
  const std::vector<double> losses{1, 9, 2, 8, 7};
  const std::vector<int> match{0, kIgnored, -1, kIgnored, -1};
  EXPECT_THAT(SelectHardExamples(losses, match, {}, kPlain), ElementsAre(4, 2, 0));
}

TEST(SelectHardExamples, WithoutMatchesTakesTheLeast) {
  const std::vector<double> losses{1, 3, 3, 2};
  const std::vector<int> match(4, kBackground);
  HardExampleOptions options = kPlain;
  EXPECT_THAT(SelectHardExamples(losses, match, {}, options), testing::IsEmpty());
  options.min_negatives = 2;
  EXPECT_THAT(SelectHardExamples(losses, match, {}, options), ElementsAre(1, 2));
  options.max_examples = 1;
  EXPECT_THAT(SelectHardExamples(losses, match, {}, options), ElementsAre(1));
  EXPECT_THAT(SelectHardExamples({}, {}, {}, options), testing::IsEmpty());
}

TEST(SelectHardExamples, FollowsTheRatioRoundedDown) {
  HardExampleOptions options = kPlain;
  options.negatives_per_matched = 1.5;
  const std::vector<double> losses{5, 4, 3, 2, 1};
  EXPECT_THAT(SelectHardExamples(losses, std::vector<int>{0, -1, -1, -1, -1}, {}, options), ElementsAre(0, 1));
  EXPECT_THAT(SelectHardExamples(losses, std::vector<int>{0, -1, -1, -1, 0}, {}, options), ElementsAre(0, 1, 2, 3, 4));
}

TEST(SelectHardExamples, LossesThatAreNoNumbersComeFirst) {
  const std::vector<double> losses{1, 2, std::numeric_limits<double>::quiet_NaN(), 3, 4};
  EXPECT_THAT(SelectHardExamples(losses, std::vector<int>{-1, 0, -1, -1, -1}, {}, kPlain), ElementsAre(2, 4, 3, 1));
}

TEST(SelectHardExamples, SuppressesAsPlainSuppressionDoes) {
  std::mt19937 random(3);
  const auto uniform = [&](float low, float high) {
    return low + (high - low) * static_cast<float>(random() >> 8) / static_cast<float>(1 << 24);
  };
  for (const float max_iou : {0.99F, 0.7F, 0.3F}) {
    std::size_t dropped = 0;
    for (int round = 0; round < 20; ++round) {
      std::vector<Box> boxes;
      std::vector<double> losses;
      for (int i = 0; i < 200; ++i) {
        Box box{uniform(0, 1), uniform(0, 1), uniform(0, 1.5F), uniform(0, 1.5F)};  // some are inside out
        if (!boxes.empty() && random() % 2 == 0) {                                  // many lie nearly on another
          box = boxes[random() % boxes.size()];
          box.y_max += uniform(-0.01F, 0.01F);
          box.x_min += uniform(-0.01F, 0.01F);
        }
        boxes.push_back(box);
        losses.push_back(static_cast<double>(random() % 50));
      }
      boxes[7].x_max = std::numeric_limits<float>::infinity();
      boxes[8].y_min = std::numeric_limits<float>::quiet_NaN();

      std::vector<detection::ScoredBox> scored;
      for (std::size_t i = 0; i < boxes.size(); ++i) {
        scored.push_back({boxes[i], static_cast<float>(losses[i]), static_cast<int>(i)});
      }
      std::vector<std::size_t> expected;
      for (const auto& box : NonMaximumSuppression(scored, {max_iou, false, 150})) {
        expected.push_back(static_cast<std::size_t>(box.anchor));
      }
      const HardExampleOptions options{.max_examples = 150, .min_negatives = 1000, .max_iou = max_iou};
      ASSERT_EQ(SelectHardExamples(losses, std::vector<int>(200, kBackground), boxes, options), expected);
      dropped += 200 - expected.size();
    }
    EXPECT_GT(dropped, 200U);
  }
}

}  // namespace
}  // namespace godwit::training
