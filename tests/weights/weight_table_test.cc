#include "core/weights/weight_table.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/weights/half.h"
#include "core/weights/sha256.h"

namespace godwit::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename T>
WeightTensor Tensor(Dtype dtype, std::vector<std::int64_t> shape, const std::vector<T>& values) {
  return {dtype, std::move(shape), std::as_bytes(std::span(values))};
}

TEST(WeightTensor, CountsElements) {
  EXPECT_EQ((WeightTensor{Dtype::kF32, {}, {}}.Elements()), 1);
  EXPECT_EQ((WeightTensor{Dtype::kF32, {3, 3, 32, 1}, {}}.Elements()), 288);
  EXPECT_EQ((WeightTensor{Dtype::kF32, {3, 0, 32}, {}}.Elements()), 0);
}

TEST(CheckedElements, RefusesNegativeAndOverflowingShapes) {
  const std::int64_t large = std::int64_t{1} << 31;
  EXPECT_EQ(CheckedElements(std::array<std::int64_t, 2>{large, large}, 1), large * large);
  EXPECT_FALSE(CheckedElements(std::array<std::int64_t, 2>{large, large}, 4));
  EXPECT_FALSE(CheckedElements(std::array<std::int64_t, 3>{large, large, large}, 1));
  EXPECT_FALSE(CheckedElements(std::array<std::int64_t, 2>{-1, -1}, 1));
  EXPECT_EQ(CheckedElements(std::array<std::int64_t, 2>{0, large}, 4), 0);
}

TEST(ToFloats, ConvertsEveryDtype) {
  EXPECT_THAT(ToFloats(Tensor<float>(Dtype::kF32, {2}, {-0.5F, 1e-40F})), ElementsAre(-0.5F, 1e-40F));
  EXPECT_THAT(ToFloats(Tensor<std::uint16_t>(Dtype::kF16, {2}, {0x3C00, 0xC000})), ElementsAre(1.0F, -2.0F));
  EXPECT_THAT(ToFloats(Tensor<std::int32_t>(Dtype::kI32, {2}, {-7, 1 << 24})), ElementsAre(-7.0F, 16777216.0F));
  EXPECT_THAT(ToFloats(Tensor<std::int8_t>(Dtype::kI8, {2}, {-128, 127})), ElementsAre(-128.0F, 127.0F));
  EXPECT_THAT(ToFloats(Tensor<std::uint8_t>(Dtype::kU8, {2}, {0, 255})), ElementsAre(0.0F, 255.0F));
  EXPECT_THAT(ToFloats(Tensor<std::int64_t>(Dtype::kI64, {}, {-3})), ElementsAre(-3.0F));
  EXPECT_THAT(ToFloats(Tensor<float>(Dtype::kF32, {0, 4}, {})), IsEmpty());
}

TEST(ToFloats, ReadsUnalignedBytes) {
  const float value = 3.25F;
  std::array<std::byte, 5> bytes{};
  std::memcpy(bytes.data() + 1, &value, sizeof(value));
  EXPECT_THAT(ToFloats({Dtype::kF32, {1}, std::span(bytes).subspan(1)}), ElementsAre(3.25F));
}

TEST(FloatToHalf, GivesBackEveryHalf) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if (!std::isnan(HalfToFloat(half))) {
      ASSERT_EQ(FloatToHalf(HalfToFloat(half)), half);
    }
  }
  EXPECT_TRUE(std::isnan(HalfToFloat(FloatToHalf(std::nanf("")))));
}

// Between any two neighbours: below the middle the lower, above it the upper, in the middle the even one.
TEST(FloatToHalf, RoundsToTheNearestEven) {
  for (std::uint16_t half = 0; half < 0x7C00; ++half) {
    const float low = HalfToFloat(half);
    const float high = half == 0x7BFF ? 65536.0F : HalfToFloat(static_cast<std::uint16_t>(half + 1));
    const float middle = (low + high) / 2;
    const auto even = static_cast<std::uint16_t>(half + half % 2);
    const auto upper = static_cast<std::uint16_t>(half + 1);
    ASSERT_EQ(FloatToHalf(std::nextafter(middle, 0.0F)), half);
    ASSERT_EQ(FloatToHalf(middle), even);
    ASSERT_EQ(FloatToHalf(-middle), even | 0x8000);
    ASSERT_EQ(FloatToHalf(std::nextafter(middle, 1e9F)), upper);
  }
  EXPECT_EQ(FloatToHalf(1e30F), 0x7C00);
  EXPECT_EQ(FloatToHalf(1e-30F), 0);
}

// Every pattern against the definition of binary16: (-1)^s * 2^(e-15) * (1 + m/1024), subnormals 2^-14 * m/1024.
TEST(HalfToFloat, IsExactForEveryPattern) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const int exponent = static_cast<int>((bits >> 10) & 0x1F);
    const double mantissa = (bits & 0x3FF) / 1024.0;
    const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
    const float value = HalfToFloat(static_cast<std::uint16_t>(bits));
    ASSERT_EQ(std::signbit(value), sign < 0) << bits;
    if (exponent == 0x1F) {
      ASSERT_EQ(std::isnan(value), mantissa != 0) << bits;
      ASSERT_EQ(std::isinf(value), mantissa == 0) << bits;
    } else {
      const double expected = exponent == 0 ? std::ldexp(mantissa, -14) : std::ldexp(1 + mantissa, exponent - 15);
      ASSERT_EQ(static_cast<double>(value), sign * expected) << bits;
    }
  }
}

TEST(Sha256, KnownDigests) {
  Sha256Stream empty;
  EXPECT_EQ(empty.Hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256Stream pieces;  // FIPS 180-2, appendix B.1: "abc"
  pieces.Update(std::as_bytes(std::span("ab", 2)));
  pieces.Update(std::as_bytes(std::span("c", 1)));
  EXPECT_EQ(pieces.Hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, TellsTablesApartByEveryPart) {
  const std::vector<float> values{1, 2, 3, 4};
  const WeightTable table{{"a", Tensor(Dtype::kF32, {4}, values)}};
  const std::vector<float> other_values{1, 2, 3, 5};
  const WeightTable others[] = {
      {},
      {{"b", Tensor(Dtype::kF32, {4}, values)}},
      {{"a", Tensor(Dtype::kI32, {4}, values)}},
      {{"a", Tensor(Dtype::kF32, {2, 2}, values)}},
      {{"a", Tensor(Dtype::kF32, {4}, other_values)}},
      {{"a", Tensor(Dtype::kF32, {4}, values)}, {"b", Tensor(Dtype::kF32, {4}, values)}},
  };
  const std::vector<float> same_values = values;
  EXPECT_EQ(Sha256(table), Sha256(WeightTable{{"a", Tensor(Dtype::kF32, {4}, same_values)}}));
  for (const WeightTable& other : others) {
    EXPECT_NE(Sha256(table), Sha256(other));
  }
}

TEST(ToString, OfShapes) {
  EXPECT_EQ(ToString(std::vector<std::int64_t>{3, 3, 32, 1}), "[3, 3, 32, 1]");
  EXPECT_EQ(ToString(std::vector<std::int64_t>{}), "[]");
}

}  // namespace
}  // namespace godwit::core
