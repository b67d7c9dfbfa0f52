#include "core/weights/quantization.h"

#include <limits>
#include <span>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/check.h"

namespace godwit::core {
namespace {

using testing::ElementsAre;

template <typename T>
WeightTensor Tensor(Dtype dtype, const std::vector<T>& values) {
  return {.dtype = dtype, .shape = {std::ssize(values)}, .bytes = std::as_bytes(std::span(values))};
}

TEST(Dequantize, RoundsOnce) {
  const std::vector<std::uint8_t> stored{0, 128, 255};
  const float scale = 0.1F;
  EXPECT_THAT(Dequantize(Tensor(Dtype::kU8, stored), {{scale}, {128}}),
              ElementsAre(static_cast<float>(-128 * static_cast<double>(scale)), 0,
                          static_cast<float>(127 * static_cast<double>(scale))));
}

TEST(Dequantize, TakesTheScaleOfTheChannel) {
  const std::vector<std::int8_t> stored{-128, 127, 1, 2};
  EXPECT_THAT(Dequantize(Tensor(Dtype::kI8, stored), {{1, 10}, {0, 1}}), ElementsAre(-128, 1260, 1, 10));
}

TEST(Dequantize, ReadsBiasesOf32Bits) {
  const std::vector<std::int32_t> stored{std::numeric_limits<std::int32_t>::min(), 3};
  EXPECT_THAT(Dequantize(Tensor(Dtype::kI32, stored), {{0.5F}, {1}}), ElementsAre(-1073741824.5F, 1));
  EXPECT_THROW(Dequantize(Tensor(Dtype::kI64, stored), {{0.5F}, {1}}), ContractViolation);
  EXPECT_THROW(Dequantize(Tensor(Dtype::kI32, stored), {}), ContractViolation);
}

TEST(Quantization, IsSoundWithOneScaleOrOneAChannel) {
  EXPECT_TRUE(IsSound({{1}, {0}}, 3));
  EXPECT_TRUE(IsSound({{1, 2, 3}, {0, 0, 0}}, 3));
  EXPECT_FALSE(IsSound({{1, 2}, {0, 0}}, 3));
  EXPECT_FALSE(IsSound({{1, 2, 3}, {0}}, 3));
  EXPECT_FALSE(IsSound({}, 3));
  EXPECT_FALSE(IsSound({{0}, {0}}, 3));
  EXPECT_FALSE(IsSound({{std::numeric_limits<float>::quiet_NaN()}, {0}}, 3));
}

}  // namespace
}  // namespace godwit::core
