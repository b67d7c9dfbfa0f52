// TensorFlow's "SAME" padding, which is asymmetric: before = floor(total / 2), after = the rest.
#pragma once

#include <algorithm>
#include <cstdint>

namespace godwit::core {

// Extent after a convolution or pool: ceil(in / stride). PyTorch's symmetric padding gives the same.
constexpr std::int64_t SameOutput(std::int64_t in, std::int64_t stride) { return (in + stride - 1) / stride; }

// Before and after together.
constexpr std::int64_t SamePaddingTotal(std::int64_t in, std::int64_t kernel, std::int64_t stride) {
  return std::max<std::int64_t>((SameOutput(in, stride) - 1) * stride + kernel - in, 0);
}

constexpr std::int64_t SamePaddingBefore(std::int64_t in, std::int64_t kernel, std::int64_t stride) {
  return SamePaddingTotal(in, kernel, stride) / 2;
}

}  // namespace godwit::core
