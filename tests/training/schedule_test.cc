#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "training/optimizers/gradients.h"
#include "training/optimizers/learning_rate.h"
#include "training/optimizers/moving_average.h"

namespace godwit::training {
namespace {

TEST(LearningRate, StaysConstant) {
  EXPECT_EQ((LearningRate{ConstantRate{0.25}}.At(0)), 0.25);
  EXPECT_EQ((LearningRate{ConstantRate{0.25}}.At(1'000'000)), 0.25);
}

TEST(LearningRate, DecaysExponentially) {
  const LearningRate smooth{ExponentialRate{2, 0.25, 10}};
  EXPECT_DOUBLE_EQ(smooth.At(0), 2);
  EXPECT_DOUBLE_EQ(smooth.At(5), 1);
  EXPECT_DOUBLE_EQ(smooth.At(20), 0.125);
  const LearningRate stairs{ExponentialRate{2, 0.25, 10, true}};
  EXPECT_DOUBLE_EQ(stairs.At(9), 2);
  EXPECT_DOUBLE_EQ(stairs.At(10), 0.5);
  EXPECT_DOUBLE_EQ(stairs.At(29), 0.125);
}

TEST(LearningRate, FollowsACosine) {
  const LearningRate rate{CosineRate{3, 1, 100}};
  EXPECT_DOUBLE_EQ(rate.At(0), 3);
  EXPECT_DOUBLE_EQ(rate.At(25), 2 + std::sqrt(0.5));
  EXPECT_DOUBLE_EQ(rate.At(50), 2);
  EXPECT_DOUBLE_EQ(rate.At(100), 1);
  EXPECT_DOUBLE_EQ(rate.At(1000), 1);
}

TEST(LearningRate, ChangesAtBoundaries) {
  const LearningRate rate{PiecewiseRate{{10, 20}, {3, 2, 1}}};
  EXPECT_EQ(rate.At(0), 3);
  EXPECT_EQ(rate.At(9), 3);
  EXPECT_EQ(rate.At(10), 2);
  EXPECT_EQ(rate.At(20), 1);
  EXPECT_EQ(rate.At(9999), 1);
}

TEST(LearningRate, WarmsUpInFrontOfTheSchedule) {
  const LearningRate rate{PiecewiseRate{{10}, {8, 2}}, 4, 0.5};
  EXPECT_EQ(rate.At(0), 4);
  EXPECT_EQ(rate.At(1), 5);
  EXPECT_EQ(rate.At(3), 7);
  EXPECT_EQ(rate.At(4), 8);
  EXPECT_EQ(rate.At(13), 8);
  EXPECT_EQ(rate.At(14), 2);
}

TEST(LearningRate, RefusesSchedulesThatAreNone) {
  EXPECT_THROW((void)LearningRate{}.At(-1), core::ContractViolation);
  EXPECT_THROW((void)(LearningRate{PiecewiseRate{{10}, {1}}}.At(0)), core::ContractViolation);
  EXPECT_THROW((void)(LearningRate{PiecewiseRate{{20, 10}, {1, 2, 3}}}.At(0)), core::ContractViolation);
  EXPECT_THROW((void)(LearningRate{CosineRate{1, 0, 0}}.At(0)), core::ContractViolation);
}

TEST(MovingAverage, FollowsTheValues) {
  const core::ThreadPool pool(2);
  MovingAverage average(0.75, false, std::vector<float>{8, -8});
  average.Update(std::vector<float>{4, -8}, pool);
  EXPECT_THAT(average.average(), testing::ElementsAre(7, -8));
  average.Update(std::vector<float>{3, 0}, pool);
  EXPECT_THAT(average.average(), testing::ElementsAre(6, -6));
  EXPECT_EQ(average.updates(), 2);
}

TEST(MovingAverage, CountsUpdatesAsTensorFlow) {
  const core::ThreadPool pool(1);
  MovingAverage average(0.125, true, std::vector<float>{10});
  average.Update(std::vector<float>{0}, pool);  // min(.125, 1 / 10)
  EXPECT_FLOAT_EQ(average.average()[0], 1);
  average.Update(std::vector<float>{0}, pool);  // min(.125, 2 / 11)
  EXPECT_FLOAT_EQ(average.average()[0], 0.125F);
}

TEST(MovingAverage, GoesOnFromWhatItWas) {
  const core::ThreadPool pool(1);
  MovingAverage first(0.999, true, std::vector<float>{1, 2});
  first.Update(std::vector<float>{3, 5}, pool);
  MovingAverage second(0.999, true, std::vector<float>{0, 0});
  second.Restore(first.average(), first.updates());
  first.Update(std::vector<float>{-1, 0.3F}, pool);
  second.Update(std::vector<float>{-1, 0.3F}, pool);
  EXPECT_THAT(second.average(), testing::ElementsAreArray(first.average()));
  EXPECT_THROW(second.Restore(std::vector<float>(3), 1), core::ContractViolation);
}

class Gradients : public testing::Test {
 protected:
  Gradients() {
    layout_.Add("a", ParameterKind::kWeights, {2});
    layout_.Add("frozen", ParameterKind::kWeights, {3});
    layout_.Add("b", ParameterKind::kBias, {2 * ParameterBlocks::kBlock + 3});
    blocks_.emplace(layout_, std::vector<bool>{true, false, true});
    array_.resize(static_cast<std::size_t>(layout_.elements()));
  }

  std::span<float> Of(std::size_t parameter) { return layout_.Of(parameter, std::span(array_)); }

  ParameterLayout layout_;
  std::optional<ParameterBlocks> blocks_;
  std::vector<float> array_;
  core::ThreadPool pool_{2};
};

TEST_F(Gradients, BlocksCoverWhatIsLearned) {
  std::vector<int> visits(array_.size());
  for (const ParameterBlocks::Block& block : blocks_->blocks()) {
    for (int& visit : block.Of(std::span(visits))) {
      ++visit;
    }
  }
  std::size_t ones = 0;
  for (const std::size_t learned : {std::size_t{0}, std::size_t{2}}) {
    const Parameter& parameter = layout_.parameters()[learned];
    for (std::int64_t i = 0; i < parameter.elements; ++i) {
      EXPECT_EQ(visits[static_cast<std::size_t>(parameter.offset + i)], 1);
      ++ones;
    }
  }
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(visits, 0)), visits.size() - ones);
}

TEST_F(Gradients, NormIsThatOfLearnedParameters) {
  Of(0)[1] = 3;
  Of(1)[0] = 1000;
  Of(2).back() = 4;
  EXPECT_EQ(GlobalNorm(*blocks_, array_, pool_), 5);
}

TEST_F(Gradients, NormDoesNotDependOnThreads) {
  for (std::size_t i = 0; i < array_.size(); ++i) {
    array_[i] = std::sin(static_cast<float>(i)) * 1e20F;  // squares are beyond float32
  }
  const double norm = GlobalNorm(*blocks_, array_, pool_);
  EXPECT_TRUE(std::isfinite(norm));
  EXPECT_EQ(norm, GlobalNorm(*blocks_, array_, core::ThreadPool(1)));
  EXPECT_EQ(norm, GlobalNorm(*blocks_, array_, core::ThreadPool(4)));
}

TEST_F(Gradients, AreClippedByNorm) {
  Of(0)[0] = 3;
  Of(1)[0] = 7;
  Of(2)[5] = -4;
  EXPECT_EQ(ClipByGlobalNorm(*blocks_, 5, array_, pool_), 5);
  EXPECT_EQ(Of(0)[0], 3);
  EXPECT_EQ(ClipByGlobalNorm(*blocks_, 2.5, array_, pool_), 5);
  EXPECT_EQ(Of(0)[0], 1.5F);
  EXPECT_EQ(Of(1)[0], 7);
  EXPECT_EQ(Of(2)[5], -2);
}

TEST_F(Gradients, AreClippedByValue) {
  Of(0)[0] = 3;
  Of(0)[1] = std::numeric_limits<float>::quiet_NaN();
  Of(1)[0] = 7;
  Of(2)[5] = -std::numeric_limits<float>::infinity();
  ClipByValue(*blocks_, 2, array_, pool_);
  EXPECT_EQ(Of(0)[0], 2);
  EXPECT_TRUE(std::isnan(Of(0)[1]));
  EXPECT_EQ(Of(1)[0], 7);
  EXPECT_EQ(Of(2)[5], -2);
}

TEST_F(Gradients, ThatAreNoNumbersAreFound) {
  EXPECT_EQ(FindNotFinite(*blocks_, array_), std::nullopt);
  Of(1)[2] = std::numeric_limits<float>::infinity();  // frozen: nobody's business
  EXPECT_EQ(FindNotFinite(*blocks_, array_), std::nullopt);
  Of(2).back() = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(FindNotFinite(*blocks_, array_), 2U);
  Of(0)[1] = -std::numeric_limits<float>::infinity();
  EXPECT_EQ(FindNotFinite(*blocks_, array_), 0U);
  EXPECT_FALSE(std::isfinite(GlobalNorm(*blocks_, array_, pool_)));
  Of(2)[0] = 6;
  EXPECT_FALSE(std::isfinite(ClipByGlobalNorm(*blocks_, 1, array_, pool_)));
  EXPECT_EQ(Of(2)[0], 6);  // left as it was, for whoever looks for the cause
}

}  // namespace
}  // namespace godwit::training
