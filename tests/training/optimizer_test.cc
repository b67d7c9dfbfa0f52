#include "training/optimizers/optimizer.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "tests/support/npy.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;

// Golden values stand beside their generator, which says what they are.
std::vector<float> Golden(const std::string& name) {
  return godwit::tests::ReadNpy<float>("tests/training/data/optimizers/" + name + ".npy").values;
}

double RateOf(int step) { return 0.05 * std::pow(0.9, step); }

constexpr std::int64_t kFrozen = 5;

ParameterLayout GoldenLayout() {
  ParameterLayout layout;
  layout.Add("conv/weights", ParameterKind::kWeights, {3, 3, 2, 2});
  layout.Add("frozen/weights", ParameterKind::kWeights, {kFrozen});
  layout.Add("depthwise/weights", ParameterKind::kDepthwiseWeights, {3, 3, 4, 1});
  layout.Add("depthwise/batch_norm/gamma", ParameterKind::kBatchNormGamma, {4});
  layout.Add("depthwise/batch_norm/beta", ParameterKind::kBatchNormBeta, {4});
  return layout;
}

// The network of the golden files, with a frozen parameter in the middle.
struct Trial {
  explicit Trial(const OptimizerOptions& options)
      : layout(GoldenLayout()),
        optimizer(layout, {true, false, true, true, true}, options),
        values(Spread(Golden("values"))),
        gradients(Golden("gradients")) {}

  [[nodiscard]] std::vector<float> Spread(std::span<const float> packed) const {
    std::vector<float> array(static_cast<std::size_t>(layout.elements()));
    for (std::size_t i = 0; i < layout.parameters().size(); ++i) {
      const std::span<float> place = layout.Of(i, std::span(array));
      if (i == 1) {
        std::ranges::fill(place, 42.0F);
      } else {
        std::ranges::copy(packed.first(place.size()), place.begin());
        packed = packed.subspan(place.size());
      }
    }
    return array;
  }

  void Run(int begin, int end, const core::ThreadPool& pool) {
    for (int step = begin; step < end; ++step) {
      const auto gradient = Spread(std::span(gradients).subspan(static_cast<std::size_t>(step) * 80, 80));
      optimizer.Step(RateOf(step), gradient, values, pool);
    }
  }

  void ExpectValues(std::span<const float> packed) const {
    const std::vector<float> expected = Spread(packed);
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], expected[i], 1e-5 * std::abs(expected[i])) << "at " << i;
    }
  }

  ParameterLayout layout;
  Optimizer optimizer;
  std::vector<float> values;
  std::vector<float> gradients;
};

struct GoldenCase {
  const char* name;
  OptimizerOptions options;
};

const std::vector<GoldenCase>& GoldenCases() {
  static const std::vector<GoldenCase> cases{
      {"sgd", {SgdOptions{0, false}, 0}},
      {"sgd_momentum", {SgdOptions{0.9, false}, 0.01}},
      {"sgd_nesterov", {SgdOptions{0.9, true}, 0.01}},
      {"adamw", {AdamWOptions{0.9, 0.99, 1e-6}, 0.1}},
      {"rmsprop_detection", {RmsPropOptions()}},
      {"rmsprop_keras", {RmsPropOptions{0.95, 0, 1e-7, 0}, 0.01}},
  };
  return cases;
}

class OptimizerGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(OptimizerGolden, OneAndTenStepsAreThoseOfTheReference) {
  const core::ThreadPool pool(2);
  const std::vector<float> expected = Golden(GetParam().name);
  Trial trial(GetParam().options);
  trial.Run(0, 1, pool);
  trial.ExpectValues(std::span(expected).first(80));
  trial.Run(1, 10, pool);
  trial.ExpectValues(std::span(expected).last(80));
  EXPECT_EQ(trial.optimizer.state().steps, 10);
}

TEST_P(OptimizerGolden, GoesOnFromItsStateToTheSameBits) {
  const core::ThreadPool pool(1);
  Trial whole(GetParam().options);
  whole.Run(0, 10, pool);

  Trial first(GetParam().options);
  first.Run(0, 4, pool);
  OptimizerState copy{first.optimizer.state().steps, {}};
  for (const NamedArray& array : first.optimizer.state().arrays) {
    copy.arrays.push_back({array.name, array.values.Clone()});
  }
  Trial second(GetParam().options);
  second.values = first.values;
  ASSERT_TRUE(second.optimizer.Restore(std::move(copy)));
  second.Run(4, 10, pool);
  EXPECT_EQ(second.values, whole.values);
}

INSTANTIATE_TEST_SUITE_P(All, OptimizerGolden, testing::ValuesIn(GoldenCases()),
                         [](const auto& golden) { return std::string(golden.param.name); });

TEST(Optimizer, DoesNotDependOnThreads) {
  ParameterLayout layout;
  layout.Add("a", ParameterKind::kWeights, {3 * ParameterBlocks::kBlock + 7});
  layout.Add("b", ParameterKind::kBias, {1});
  layout.Add("c", ParameterKind::kDepthwiseWeights, {ParameterBlocks::kBlock});
  const auto elements = static_cast<std::size_t>(layout.elements());
  std::vector<float> gradients(elements);
  for (std::size_t i = 0; i < elements; ++i) {
    gradients[i] = std::sin(static_cast<float>(i));
  }
  for (const GoldenCase& golden : GoldenCases()) {
    std::vector<std::vector<float>> results;
    for (const int threads : {1, 2, 5}) {
      const core::ThreadPool pool(threads);
      Optimizer optimizer(layout, AllLearned(layout), golden.options);
      std::vector<float> values(elements, 0.5F);
      for (int step = 0; step < 3; ++step) {
        optimizer.Step(0.1, gradients, values, pool);
      }
      results.push_back(values);
    }
    EXPECT_EQ(results[0], results[1]) << golden.name;
    EXPECT_EQ(results[0], results[2]) << golden.name;
  }
}

TEST(Optimizer, DecaysWhatItIsToldTo) {
  ParameterLayout layout;
  layout.Add("weights", ParameterKind::kWeights, {1});
  layout.Add("depthwise", ParameterKind::kDepthwiseWeights, {1});
  layout.Add("gamma", ParameterKind::kBatchNormGamma, {1});
  layout.Add("bias", ParameterKind::kBias, {1});
  const core::ThreadPool pool(1);
  const std::vector<float> none(static_cast<std::size_t>(layout.elements()));
  const auto after = [&](const OptimizerOptions& options) {
    Optimizer optimizer(layout, AllLearned(layout), options);
    std::vector<float> values(none.size(), 8.0F);
    optimizer.Step(0.5, none, values, pool);
    return std::vector<float>{values[0], values[16], values[32], values[48]};
  };
  EXPECT_THAT(after({SgdOptions(), 0.25}), testing::ElementsAre(7, 8, 8, 8));
  EXPECT_THAT(after({SgdOptions(), 0.25, {ParameterKind::kDepthwiseWeights, ParameterKind::kBias}}),
              testing::ElementsAre(8, 7, 8, 7));
  EXPECT_THAT(after({AdamWOptions(), 0.25}), testing::ElementsAre(7, 8, 8, 8));
}

TEST(Optimizer, TheFirstStepOfRmsPropByHand) {
  // s = 1 + .1 * (3^2 - 1) = 1.8; m = .5 * 3 / sqrt(1.8 + .45) = 1; and then, with a gradient of 0 and no rate,
  // m = .9 * 1.
  ParameterLayout layout;
  layout.Add("w", ParameterKind::kBias, {1});
  Optimizer optimizer(layout, AllLearned(layout), {RmsPropOptions{.epsilon = 0.45}});
  std::vector<float> values(16, 10);
  std::vector<float> gradients(16, 0);
  gradients[0] = 3;
  const core::ThreadPool pool(1);
  optimizer.Step(0.5, gradients, values, pool);
  EXPECT_FLOAT_EQ(values[0], 9);
  gradients[0] = 0;
  optimizer.Step(0, gradients, values, pool);
  EXPECT_FLOAT_EQ(values[0], 8.1F);
  EXPECT_FLOAT_EQ(optimizer.state().arrays[0].span()[0], 1.62F);
  EXPECT_EQ(values[1], 10);  // padding is nobody's
}

TEST(Optimizer, MovingAveragesOfBatchNormAreNotLearned) {
  ParameterLayout layout;
  layout.Add("mean", ParameterKind::kBatchNormMean, {2});
  layout.Add("beta", ParameterKind::kBatchNormBeta, {2});
  layout.Add("variance", ParameterKind::kBatchNormVariance, {2});
  EXPECT_THAT(AllLearned(layout), testing::ElementsAre(false, true, false));
}

TEST(Optimizer, RefusesAStateOfAnother) {
  ParameterLayout layout;
  layout.Add("w", ParameterKind::kBias, {3});
  Optimizer sgd(layout, AllLearned(layout), {SgdOptions()});
  const auto arrays = [](const char* name, std::int64_t elements) {
    std::vector<NamedArray> made;
    made.push_back({name, core::Tensor({1, 1, 1, elements}, 0)});
    return made;
  };
  EXPECT_TRUE(sgd.Restore({3, arrays("momentum", 16)}));
  EXPECT_EQ(sgd.state().steps, 3);
  EXPECT_FALSE(sgd.Restore({4, arrays("momentum", 32)}));
  EXPECT_FALSE(sgd.Restore({4, arrays("mean", 16)}));
  EXPECT_FALSE(sgd.Restore({-1, arrays("momentum", 16)}));
  const auto refused = sgd.Restore({4, {}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("another network"));
  EXPECT_EQ(sgd.state().steps, 3);
}

TEST(Optimizer, RefusesArraysThatDoNotFit) {
  ParameterLayout layout;
  layout.Add("w", ParameterKind::kBias, {3});
  const core::ThreadPool pool(1);
  EXPECT_THROW(Optimizer(layout, {}, {}), core::ContractViolation);
  EXPECT_THROW(Optimizer(layout, {true}, {SgdOptions{1.5}}), core::ContractViolation);
  Optimizer sgd(layout, {true}, {SgdOptions()});
  std::vector<float> values(15);
  EXPECT_THROW(sgd.Step(0.1, std::vector<float>(16), values, pool), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
