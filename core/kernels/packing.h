// The order in which kernels read weights. Packing happens once, at load.
//
// A matrix of (k, n) is cut into panels of whole vectors, at most `panel_vectors` wide and as even as possible (9
// vectors make 3 + 3 + 3, not 4 + 4 + 1: narrow panels leave the multipliers waiting). The packed form is the bias, one
// value a column, then the panels, each with its k rows back to back; columns are filled up with zeros to whole
// vectors.
#pragma once

#include <cstddef>

#include "core/kernels/kernel_table.h"

namespace godwit::core {

// Functions here are static because objects of every instruction set include them (see kernels.inl).
static constexpr std::ptrdiff_t GemmVectors(const GemmKernels& kernels, std::ptrdiff_t n) {
  return (n + kernels.lanes - 1) / kernels.lanes;
}

static constexpr std::ptrdiff_t GemmPanels(const GemmKernels& kernels, std::ptrdiff_t n) {
  return (GemmVectors(kernels, n) + kernels.panel_vectors - 1) / kernels.panel_vectors;
}

// The first vector of a panel; of the panel behind the last one, the number of vectors.
static constexpr std::ptrdiff_t GemmPanelBegin(const GemmKernels& kernels, std::ptrdiff_t n, std::ptrdiff_t panel) {
  return panel * GemmVectors(kernels, n) / GemmPanels(kernels, n);
}

// Floats of a packed (k, n) matrix with its bias.
std::ptrdiff_t PackedGemmSize(const GemmKernels& kernels, std::ptrdiff_t k, std::ptrdiff_t n);

// `weights` are row-major (k, n); `bias` has n values or is null (zeros). `packed` has room for PackedGemmSize.
void PackGemm(const GemmKernels& kernels, std::ptrdiff_t k, std::ptrdiff_t n, const float* weights, const float* bias,
              float* packed);

// Depthwise: for each vector of channels the bias and the nine taps in row order, so that a kernel reads one stream.
inline constexpr std::ptrdiff_t kDepthwiseVectors = 10;

// Whether a vector holds two pixels of a map: then its packed weights are there twice.
static constexpr bool DepthwisePair(std::ptrdiff_t lanes, std::ptrdiff_t channels) { return lanes == 2 * channels; }

std::ptrdiff_t PackedDepthwiseSize(std::ptrdiff_t lanes, std::ptrdiff_t channels);

// `weights` are (9, channels); `bias` has `channels` values or is null (zeros).
void PackDepthwise(std::ptrdiff_t lanes, std::ptrdiff_t channels, const float* weights, const float* bias,
                   float* packed);

}  // namespace godwit::core
