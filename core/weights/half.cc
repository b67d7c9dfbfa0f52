#include "core/weights/half.h"

#include <bit>
#include <cmath>

namespace godwit::core {

float HalfToFloat(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1FU;
  const std::uint32_t mantissa = half & 0x3FFU;
  if (exponent == 0) {
    // Zero and subnormals: mantissa * 2^-24, which a float32 holds exactly.
    const float magnitude = std::ldexp(static_cast<float>(mantissa), -24);
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
  }
  // Exponent bias 15 becomes 127; all ones (infinity, NaN) stay all ones.
  const std::uint32_t wide_exponent = exponent == 0x1FU ? 0xFFU : exponent + (127 - 15);
  return std::bit_cast<float>(sign | (wide_exponent << 23) | (mantissa << 13));
}

std::uint16_t FloatToHalf(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000U);
  const float magnitude = std::abs(value);
  if (std::isnan(value)) {
    return sign | 0x7E00U;
  }
  if (magnitude >= 65520.0F) {
    return sign | 0x7C00U;
  }
  if (magnitude < 0x1p-14F) {
    // Subnormals: multiples of 2^-24, rounded as the addition rounds; the largest carries over to the least normal.
    const float rounded = magnitude + 0.5F;
    return static_cast<std::uint16_t>(sign |
                                      (std::bit_cast<std::uint32_t>(rounded) - std::bit_cast<std::uint32_t>(0.5F)));
  }
  // Ten bits of the mantissa stay; the carry of rounding runs into the exponent, as it should.
  const std::uint32_t wide = bits & 0x7FFFFFFFU;
  const std::uint32_t rounded = wide + 0xFFFU + (wide >> 13 & 1U);
  return static_cast<std::uint16_t>(sign | ((rounded >> 13) - ((127U - 15U) << 10)));
}

}  // namespace godwit::core
