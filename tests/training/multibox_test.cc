#include "training/losses/multibox.h"

#include <array>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "detection/anchors.h"
#include "tests/training/gradient_check.h"
#include "tests/training/predictions.h"

namespace godwit::training {
namespace {

using detection::Box;
using tests::kClasses;
using tests::kMaps;
using tests::Predictions;
using tests::RandomValues;
using Values = std::vector<double>;

// The loss by the book, for predictions anywhere: what test cases differ in is who counts.
double PlainLoss(const Predictions& predictions, const Values& x, const std::vector<Box>& anchors,
                 const std::vector<PhotoTruth>& photos, const std::vector<std::vector<int>>& matches,
                 const MultiboxOptions& options, double normalizer) {
  double total = 0;
  for (std::size_t n = 0; n < photos.size(); ++n) {
    const PhotoTruth& photo = photos[n];
    const bool partial = std::accumulate(photo.unmarked.begin(), photo.unmarked.end(), 0) > 0;
    std::vector<std::pair<double, std::size_t>> by_loss;
    Values class_loss(anchors.size());
    std::size_t matched = 0;
    for (std::size_t a = 0; a < anchors.size(); ++a) {
      const int box = matches[n][a];
      if (box == kIgnored) {
        continue;
      }
      const int learned = box < 0 ? 0 : photo.boxes[static_cast<std::size_t>(box)].column;
      matched += box >= 0 ? 1 : 0;
      for (int c = 0; c < kClasses; ++c) {
        const std::size_t column = static_cast<std::size_t>(c);
        if (c == 0 && !options.learn_background) {
          continue;
        }
        const double target = c == learned ? 1 : 0;
        if (partial && (c == 0 || (c != learned && photo.unmarked[column]))) {
          continue;
        }
        const double p = 1 / (1 + std::exp(-x[predictions.Find(n, a).logits + column]));
        class_loss[a] -= target * std::log(p) + (1 - target) * std::log(1 - p);
      }
      if (box < 0) {
        by_loss.emplace_back(-class_loss[a], a);
      }
    }
    std::ranges::sort(by_loss);
    const auto wanted =
        std::max(static_cast<std::size_t>(options.mining.negatives_per_matched * static_cast<double>(matched)),
                 static_cast<std::size_t>(options.mining.min_negatives));
    by_loss.resize(std::min(by_loss.size(), wanted));
    for (const auto& [minus_loss, anchor] : by_loss) {
      total -= options.classification_weight * minus_loss / normalizer;
    }
    for (std::size_t a = 0; a < anchors.size(); ++a) {
      if (matches[n][a] < 0) {
        continue;
      }
      total += options.classification_weight * class_loss[a] / normalizer;
      const Box& truth = photo.boxes[static_cast<std::size_t>(matches[n][a])].box;
      const double ha = anchors[a].y_max - anchors[a].y_min;
      const double wa = anchors[a].x_max - anchors[a].x_min;
      const std::array<double, 4> code{
          10 * ((truth.y_min + truth.y_max) / 2.0 - (anchors[a].y_min + anchors[a].y_max) / 2.0) / ha,
          10 * ((truth.x_min + truth.x_max) / 2.0 - (anchors[a].x_min + anchors[a].x_max) / 2.0) / wa,
          5 * std::log((truth.y_max - truth.y_min) / ha), 5 * std::log((truth.x_max - truth.x_min) / wa)};
      for (std::size_t i = 0; i < 4; ++i) {
        const double d = std::abs(x[predictions.Find(n, a).codes + i] - code[i]);
        total += options.localization_weight * (d < 1 ? d * d / 2 : d - 0.5) / normalizer;
      }
    }
  }
  return total;
}

class Multibox : public testing::Test {
 protected:
  Multibox() : predictions_(2), anchors_(detection::GenerateAnchors({}, kMaps)) {
    predictions_.values = RandomValues(predictions_.values.size(), 3, -2, 2);
    photos_[0].boxes = {{{0.1F, 0.1F, 0.6F, 0.5F}, 2}, {{0.5F, 0.2F, 0.9F, 0.9F}, 1}};
    photos_[1].boxes = {{{0.3F, 0.6F, 0.35F, 0.65F}, 3}, {{0, 0, 0.5F, 0.5F}, 0, true}};
    options_.mining.suppress_duplicates = false;
  }

  void ExpectPlainLossAndGradient() {
    const MultiboxLoss loss(anchors_, {}, kClasses, options_);
    const auto matches = loss.Match(photos_, pool_);
    const double normalizer = 5;
    const MultiboxSum sum =
        loss.Compute(predictions_.Maps(), photos_, matches, normalizer, predictions_.Gradients(), pool_);
    const auto plain = [&](const Values& x) {
      return PlainLoss(predictions_, x, anchors_, photos_, matches, options_, normalizer);
    };
    const double expected = plain(Values(predictions_.values.begin(), predictions_.values.end()));
    EXPECT_NEAR(sum.Total(), expected, 1e-6 * expected);  // codes are float32
    const Values slopes = tests::NumericalGradient(plain, predictions_.values);
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      ASSERT_NEAR(predictions_.gradient[i], slopes[i], 1e-6) << "at " << i;
    }
    const MultiboxSum alone = loss.Compute(predictions_.Maps(), photos_, matches, normalizer, {}, pool_);
    EXPECT_EQ(alone.Total(), sum.Total());
  }

  Predictions predictions_;
  std::vector<Box> anchors_;
  std::vector<PhotoTruth> photos_{2};
  MultiboxOptions options_;
  core::ThreadPool pool_{2};
};

TEST_F(Multibox, HasThePlainLossAndGradient) { ExpectPlainLossAndGradient(); }

TEST_F(Multibox, HasThePlainLossWithOtherWeightsAndRatios) {
  options_.localization_weight = 2;
  options_.classification_weight = 0.5;
  options_.mining.negatives_per_matched = 1.5;
  options_.mining.min_negatives = 4;
  ExpectPlainLossAndGradient();
}

TEST_F(Multibox, CanLeaveBackgroundAsItIs) {
  options_.learn_background = false;
  ExpectPlainLossAndGradient();
}

TEST_F(Multibox, LeavesOutTheNegativesOfUnmarkedClasses) {
  photos_[0].unmarked = {false, false, false, true};
  photos_[1].unmarked = {false, true, true, true};
  ExpectPlainLossAndGradient();
  // No anchor of the second photo is moved in class 1 or 2, whatever it learns.
  for (std::size_t anchor = 0; anchor < anchors_.size(); ++anchor) {
    const std::size_t logits = predictions_.Find(1, anchor).logits;
    EXPECT_EQ(predictions_.gradient[logits], 0);
    EXPECT_EQ(predictions_.gradient[logits + 1], 0);
    EXPECT_EQ(predictions_.gradient[logits + 2], 0);
  }
}

TEST_F(Multibox, WithoutBoxesTeachesOnlyWhereAsked) {
  photos_[0].boxes.clear();
  photos_[1].boxes.clear();
  MultiboxLoss loss(anchors_, {}, kClasses, options_);
  const auto matches = loss.Match(photos_, pool_);
  EXPECT_EQ(MultiboxLoss::CountMatched(matches), 0);
  MultiboxSum sum = loss.Compute(predictions_.Maps(), photos_, matches, 1, predictions_.Gradients(), pool_);
  EXPECT_EQ(sum.Total(), 0);
  EXPECT_EQ(sum.background, 0);
  EXPECT_THAT(predictions_.gradient, testing::Each(0));

  options_.mining.min_negatives = 2;
  loss = MultiboxLoss(anchors_, {}, kClasses, options_);
  sum = loss.Compute(predictions_.Maps(), photos_, matches, 1, predictions_.Gradients(), pool_);
  EXPECT_EQ(sum.background, 4);
  EXPECT_EQ(sum.localization, 0);
  EXPECT_GT(sum.classification, 0);
}

TEST_F(Multibox, IgnoresCrowds) {
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  const auto matches = loss.Match(photos_, pool_);
  (void)loss.Compute(predictions_.Maps(), photos_, matches, 1, predictions_.Gradients(), pool_);
  int ignored = 0;
  for (std::size_t anchor = 0; anchor < anchors_.size(); ++anchor) {
    if (matches[1][anchor] == kIgnored) {
      ++ignored;
      const std::size_t logits = predictions_.Find(1, anchor).logits;
      EXPECT_THAT(std::span(predictions_.gradient).subspan(logits, kClasses), testing::Each(0));
    }
  }
  EXPECT_GT(ignored, 0);
}

TEST_F(Multibox, ByHand) {
  // All logits 0: each column costs log 2 and pulls by .5 towards its target. One matched anchor, codes off by (.5,
  // -3).
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  photos_.resize(1);
  photos_[0].boxes = {{anchors_[0], 2}};
  Predictions predictions(1);
  std::ranges::fill(predictions.values, 0.0F);
  const auto matches = loss.Match(photos_, pool_);
  ASSERT_EQ(MultiboxLoss::CountMatched(matches), 1);
  const auto [codes, logits] = predictions.Find(0, 0);
  predictions.values[codes] = 0.5F;
  predictions.values[codes + 3] = -3;
  const MultiboxSum sum = loss.Compute(predictions.Maps(), photos_, matches, 1, predictions.Gradients(), pool_);
  EXPECT_NEAR(sum.localization, 0.125 + 2.5, 1e-6);
  EXPECT_NEAR(sum.classification, 4 * kClasses * std::log(2.0), 1e-6);
  EXPECT_EQ(sum.matched, 1);
  EXPECT_EQ(sum.background, 3);
  EXPECT_THAT(std::span(predictions.gradient).subspan(codes, 4), testing::ElementsAre(0.5F, 0, 0, -1));
  EXPECT_THAT(std::span(predictions.gradient).subspan(logits, 4), testing::ElementsAre(0.5F, 0.5F, -0.5F, 0.5F));
  // Of equally hard negatives the first count.
  const std::size_t negative = predictions.Find(0, 1).logits;
  EXPECT_THAT(std::span(predictions.gradient).subspan(negative, 4), testing::ElementsAre(-0.5F, 0.5F, 0.5F, 0.5F));
  EXPECT_EQ(predictions.gradient[predictions.Find(0, 4).logits], 0);
}

TEST_F(Multibox, CountsOneOfEqualBoxesOnce) {
  // Three background anchors predict the same box; the hardest of them counts, and then two others.
  options_.mining.suppress_duplicates = true;
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  photos_.resize(1);
  photos_[0].boxes = {{anchors_[0], 2}};
  Predictions predictions(1);
  std::ranges::fill(predictions.values, 0.0F);
  for (std::size_t anchor = 1; anchor < anchors_.size(); ++anchor) {
    predictions.values[predictions.Find(0, anchor).logits] = 20;  // sure of background
  }
  const std::array<std::size_t, 5> hard{10, 20, 30, 40, 50};
  for (std::size_t i = 0; i < hard.size(); ++i) {
    const auto [codes, logits] = predictions.Find(0, hard[i]);
    predictions.values[logits + 1] = 8 - static_cast<float>(i);
    if (i < 3) {
      const auto code = detection::BoxCoder().Encode({0.2F, 0.2F, 0.6F, 0.6F}, anchors_[hard[i]]);
      std::ranges::copy(code, predictions.values.begin() + static_cast<std::ptrdiff_t>(codes));
    }
  }
  const auto matches = loss.Match(photos_, pool_);
  const MultiboxSum sum = loss.Compute(predictions.Maps(), photos_, matches, 1, predictions.Gradients(), pool_);
  EXPECT_EQ(sum.matched, 1);
  EXPECT_EQ(sum.background, 3);
  const auto counts = [&](std::size_t anchor) {
    return predictions.gradient[predictions.Find(0, anchor).logits + 1] != 0;
  };
  EXPECT_TRUE(counts(10));
  EXPECT_FALSE(counts(20));
  EXPECT_FALSE(counts(30));
  EXPECT_TRUE(counts(40));
  EXPECT_TRUE(counts(50));
}

TEST_F(Multibox, KeepsWithinTheLimitOfExamples) {
  options_.mining.max_examples = 5;
  options_.mining.min_negatives = 100;
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  const auto matches = loss.Match(photos_, pool_);
  const MultiboxSum sum = loss.Compute(predictions_.Maps(), photos_, matches, 1, {}, pool_);
  EXPECT_EQ(sum.matched + sum.background, 10);  // five a photo
}

TEST_F(Multibox, DoesNotDependOnThreads) {
  options_.mining.suppress_duplicates = true;
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  const core::ThreadPool one(1);
  const auto matches = loss.Match(photos_, one);
  EXPECT_EQ(matches, loss.Match(photos_, pool_));
  const double first = loss.Compute(predictions_.Maps(), photos_, matches, 3, predictions_.Gradients(), one).Total();
  const std::vector<float> gradient = predictions_.gradient;
  EXPECT_EQ(first, loss.Compute(predictions_.Maps(), photos_, matches, 3, predictions_.Gradients(), pool_).Total());
  EXPECT_EQ(gradient, predictions_.gradient);
}

TEST_F(Multibox, RefusesWhatDoesNotFit) {
  const MultiboxLoss loss(anchors_, {}, kClasses, options_);
  const auto matches = loss.Match(photos_, pool_);
  auto maps = predictions_.Maps();
  maps.pop_back();
  EXPECT_THROW((void)loss.Compute(maps, photos_, matches, 1, {}, pool_), core::ContractViolation);
  photos_[0].unmarked = {true};
  EXPECT_THROW((void)loss.Compute(predictions_.Maps(), photos_, matches, 1, {}, pool_), core::ContractViolation);
  photos_[0].boxes[0].column = kClasses;
  EXPECT_THROW((void)loss.Match(photos_, pool_), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
