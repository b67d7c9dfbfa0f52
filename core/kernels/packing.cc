#include "core/kernels/packing.h"

#include <algorithm>

namespace godwit::core {
namespace {

// Copies columns [begin, begin + width) of a row of `n`, with zeros where the row has ended. Returns the end of `to`.
float* CopyPadded(const float* row, std::ptrdiff_t n, std::ptrdiff_t begin, std::ptrdiff_t width, float* to) {
  const std::ptrdiff_t present = std::clamp<std::ptrdiff_t>(n - begin, 0, width);
  if (row != nullptr) {
    to = std::copy_n(row + begin, present, to);
  } else {
    to = std::fill_n(to, present, 0.0F);
  }
  return std::fill_n(to, width - present, 0.0F);
}

}  // namespace

std::ptrdiff_t PackedGemmSize(const GemmKernels& kernels, std::ptrdiff_t k, std::ptrdiff_t n) {
  return (k + 1) * GemmVectors(kernels, n) * kernels.lanes;
}

void PackGemm(const GemmKernels& kernels, std::ptrdiff_t k, std::ptrdiff_t n, const float* weights, const float* bias,
              float* packed) {
  packed = CopyPadded(bias, n, 0, GemmVectors(kernels, n) * kernels.lanes, packed);
  for (std::ptrdiff_t panel = 0; panel < GemmPanels(kernels, n); ++panel) {
    const std::ptrdiff_t begin = GemmPanelBegin(kernels, n, panel) * kernels.lanes;
    const std::ptrdiff_t end = GemmPanelBegin(kernels, n, panel + 1) * kernels.lanes;
    for (std::ptrdiff_t row = 0; row < k; ++row) {
      packed = CopyPadded(weights + row * n, n, begin, end - begin, packed);
    }
  }
}

std::ptrdiff_t PackedDepthwiseSize(std::ptrdiff_t lanes, std::ptrdiff_t channels) {
  return (channels + lanes - 1) / lanes * lanes * kDepthwiseVectors;
}

void PackDepthwise(std::ptrdiff_t lanes, std::ptrdiff_t channels, const float* weights, const float* bias,
                   float* packed) {
  if (DepthwisePair(lanes, channels)) {
    const auto twice = [&](const float* row) {
      for (int pixel = 0; pixel < 2; ++pixel) {
        packed = CopyPadded(row, channels, 0, channels, packed);
      }
    };
    twice(bias);
    for (std::ptrdiff_t tap = 0; tap < kDepthwiseVectors - 1; ++tap) {
      twice(weights + tap * channels);
    }
    return;
  }
  for (std::ptrdiff_t begin = 0; begin < channels; begin += lanes) {
    packed = CopyPadded(bias, channels, begin, lanes, packed);
    for (std::ptrdiff_t tap = 0; tap < kDepthwiseVectors - 1; ++tap) {
      packed = CopyPadded(weights + tap * channels, channels, begin, lanes, packed);
    }
  }
}

}  // namespace godwit::core
