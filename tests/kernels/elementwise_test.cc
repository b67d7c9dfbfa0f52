#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>

#include "core/kernels/reference.h"
#include "tests/kernels/kernel_test_support.h"

namespace godwit::core {
namespace {

using testing::AllOf;
using testing::Each;
using testing::FloatNear;
using testing::Ge;
using testing::Le;
using testing::Pointwise;

constexpr std::ptrdiff_t kCounts[] = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 64, 100, 1001};

class Elementwise : public EveryIsa {};

TEST_P(Elementwise, MeanIsTheReference) {
  for (const std::ptrdiff_t channels : kCounts) {
    for (const std::ptrdiff_t height : {1, 2, 7}) {
      constexpr std::ptrdiff_t kWidth = 5;
      const std::ptrdiff_t pixel = channels + 3;
      const std::ptrdiff_t row = kWidth * pixel + 7;
      const std::vector<float> in = RandomFloats(height * row + kReadableTail, 1);
      GuardedRows actual(1, channels, channels);
      GuardedRows expected(1, channels, channels);
      MeanTask task{in.data(), height, kWidth, row, pixel, channels, expected.data()};
      reference::Mean(task);
      task.out = actual.data();
      kernels().mean_f32(task);
      EXPECT_LT(LargestDifference(actual, expected), 1e-6) << channels << " channels, height " << height;
      EXPECT_TRUE(actual.GuardsAreUntouched());
    }
  }
}

TEST_P(Elementwise, MultiplyAddChainsDoAllRounds) {
  float value = 10;
  const std::ptrdiff_t each = kernels().multiply_add_chains_f32(1, &value);
  EXPECT_EQ(value, 6);
  EXPECT_EQ(each % kernels().lanes, 0);
  EXPECT_EQ(kernels().multiply_add_chains_f32(3, &value), 3 * each);
  EXPECT_EQ(value, 2.5);
}

TEST_P(Elementwise, SoftmaxIsTheReference) {
  for (const std::ptrdiff_t count : kCounts) {
    std::vector<float> in = RandomFloats(count, 2);
    in[0] = 9;
    GuardedRows actual(1, count, count);
    GuardedRows expected(1, count, count);
    reference::Softmax(in.data(), count, expected.data());
    kernels().softmax_f32(in.data(), count, actual.data());
    EXPECT_LT(LargestDifference(actual, expected), 5e-7) << count;
    EXPECT_TRUE(actual.GuardsAreUntouched());
  }
}

TEST_P(Elementwise, SoftmaxSurvivesLargeLogitsInPlace) {
  std::vector<float> values = {1e30F, -1e30F, 1e30F, 3e38F, -3e38F};
  kernels().softmax_f32(values.data(), std::ssize(values), values.data());
  EXPECT_THAT(values, Pointwise(FloatNear(1e-7F), {0.0F, 0.0F, 0.0F, 1.0F, 0.0F}));
}

TEST_P(Elementwise, SigmoidIsTheReferenceToFloatPrecision) {
  std::vector<float> values;
  for (float x = -100; x <= 100; x += 0.0137F) {
    values.push_back(x);
  }
  std::vector<float> expected = values;
  reference::Sigmoid(expected.data(), std::ssize(expected));
  kernels().sigmoid_f32(values.data(), std::ssize(values));
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Relative to the value, down to where exp leaves the range of normal floats.
    EXPECT_NEAR(values[i], expected[i], 4e-7 * expected[i] + 2e-38);
  }
}

TEST_P(Elementwise, SigmoidOfExtremesStaysInItsRange) {
  const float largest = std::numeric_limits<float>::max();
  const float smallest = std::numeric_limits<float>::denorm_min();
  std::vector<float> values = {largest, -largest, 0.0F, -0.0F, smallest, -smallest, 88.8F, -88.8F, 104.0F, -104.0F};
  kernels().sigmoid_f32(values.data(), std::ssize(values));
  EXPECT_THAT(values, Each(AllOf(Ge(0.0F), Le(1.0F))));
  EXPECT_EQ(values[0], 1.0F);
  EXPECT_LT(values[1], 1e-37F);
  EXPECT_EQ(values[2], 0.5F);
}

TEST_P(Elementwise, SigmoidWritesNothingElse) {
  for (const std::ptrdiff_t count : kCounts) {
    GuardedRows values(1, count, count);
    kernels().sigmoid_f32(values.data(), count);
    EXPECT_TRUE(values.GuardsAreUntouched()) << count;
    EXPECT_EQ(values.At(0, count - 1), 1.0F);
  }
}

INSTANTIATE_TEST_SUITE_P(, Elementwise, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()), IsaTestName);

}  // namespace
}  // namespace godwit::core
