// The inner loops, as one table of function pointers for each instruction set.
//
// The tasks are plain data and this header defines no function: it is included by objects that are compiled for
// different instruction sets, and an inline function with external linkage would be merged by the linker across them
// (see kernels.inl).
#pragma once

#include <cstddef>

namespace godwit::core {

enum class Isa {
  kBaseline,  // x86-64 as it was in 2003: SSE2
  kAvx2,      // AVX2 and FMA
  kAvx512,    // AVX-512 F, VL, BW, DQ
};

// What follows a sum before it is stored: min(max(sum, low), high). A NaN stays NaN. No bound: infinity.
struct ClampRange {
  float low;
  float high;
};

// out[r][c] = clamp(sum over k of a[r][k] * weights[k][c] + bias[c] + residual[r][c]), for all rows and the columns of
// panels [panel_begin, panel_end) (packing.h). Row r of `a` is `segments` runs of `segment_length` floats, so that a
// convolution window of a few image rows is multiplied without being copied. Strides count floats. `out` must not
// overlap `a`; it may be the residual itself.
struct GemmTask {
  const float* a;
  std::ptrdiff_t a_stride;
  std::ptrdiff_t segments;
  std::ptrdiff_t segment_stride;
  std::ptrdiff_t segment_length;
  const float* packed;    // (segments * segment_length, columns), by PackGemm for the same kernels
  const float* residual;  // or null
  std::ptrdiff_t residual_stride;
  float* out;
  std::ptrdiff_t out_stride;
  std::ptrdiff_t rows;
  std::ptrdiff_t columns;
  std::ptrdiff_t panel_begin;
  std::ptrdiff_t panel_end;
  ClampRange clamp;
};

// A matrix product and the layout in which it wants its weights.
struct GemmKernels {
  std::ptrdiff_t lanes;          // floats of a vector
  std::ptrdiff_t panel_vectors;  // widest panel
  std::ptrdiff_t row_tile;       // rows that are worked on together: split over threads at its multiples
  void (*run)(const GemmTask&);
};

// Rows [row_begin, row_end) of the result of a 3x3 depthwise convolution; what lies outside the map is zero. `out` is
// the first of these rows, and must not overlap `in`. Reads may run up to one vector past the last channel of a pixel;
// writes do not.
struct DepthwiseTask {
  const float* in;  // the whole map, even if only some of its rows are needed
  std::ptrdiff_t in_row_stride;
  std::ptrdiff_t in_pixel_stride;
  std::ptrdiff_t in_height;
  std::ptrdiff_t in_width;
  std::ptrdiff_t padding_top;
  std::ptrdiff_t padding_left;
  std::ptrdiff_t stride;  // 1 or 2
  const float* packed;    // by PackDepthwise for the same lanes
  float* out;
  std::ptrdiff_t out_row_stride;
  std::ptrdiff_t out_pixel_stride;
  std::ptrdiff_t out_width;
  std::ptrdiff_t row_begin;
  std::ptrdiff_t row_end;
  std::ptrdiff_t channels;
  ClampRange clamp;
};

// out[c] = mean over height and width of in. Reads may run up to one vector past the last channel of a pixel.
struct MeanTask {
  const float* in;
  std::ptrdiff_t height;
  std::ptrdiff_t width;
  std::ptrdiff_t row_stride;
  std::ptrdiff_t pixel_stride;
  std::ptrdiff_t channels;
  float* out;
};

// The kernels of training work on batches as matrices: `rows` pixels of `channels` floats back to back. What there is
// one of for each channel has room for whole vectors, and so have sums: they write there, too.

// sum[c] += in[r][c] - shift[c] for all r, and square[c] the same of the squares. Shifted by a value of the channel
// itself, the two give a variance that does not drown in the mean.
struct MomentsTask {
  const float* in;
  std::ptrdiff_t rows;
  std::ptrdiff_t channels;
  const float* shift;
  float* sum;
  float* square;
};

// An affine function of each channel, what is added to it, and its activation: u = in * scale + shift + residual, then
// clamp(u).
struct AffineTask {
  const float* in;
  const float* residual;  // or null
  std::ptrdiff_t rows;
  std::ptrdiff_t channels;
  const float* scale;
  const float* shift;
  ClampRange clamp;
};

// g = gradient where low < u < high, else 0: what passes the activation. sum[c] += g and product[c] += g * (in - mean).
struct GradientSumsTask {
  AffineTask affine;
  const float* gradient;
  const float* mean;
  float* sum;
  float* product;
};

// out = g * gradient_scale + in * in_scale + offset with g as above. `out` may be the gradient.
struct AffineGradientTask {
  AffineTask affine;
  const float* gradient;
  const float* gradient_scale;
  const float* in_scale;
  const float* offset;
  float* out;
  float* residual_gradient;  // or null: gets g, or has it added
  bool add_residual_gradient;
};

// Rows of an outer product that are worked on together: split over threads at its multiples.
inline constexpr std::ptrdiff_t kOuterTile = 6;

// out[k][n] (+)= sum over rows of a[row][k] * b[row][n], for k in [k_begin, k_end) and all n: the gradient of the
// weights of a matrix product. Strides count floats; reads may run up to one vector past the end of a row. The sum is
// made of sums over `block` rows, which should fit into the second-level cache.
struct OuterProductTask {
  const float* a;
  std::ptrdiff_t a_stride;
  const float* b;
  std::ptrdiff_t b_stride;
  std::ptrdiff_t rows;
  std::ptrdiff_t block;
  std::ptrdiff_t k_begin;
  std::ptrdiff_t k_end;
  std::ptrdiff_t n;
  float* out;  // (k, n), dense
  bool add;
};

// The gradient of the filters of a DepthwiseTask, from output rows [row_begin, row_end). `sums` are as PackDepthwise
// has taps, but without the bias: for each vector of channels nine vectors, added to.
struct DepthwiseFilterGradientTask {
  const float* in;
  std::ptrdiff_t in_row_stride;
  std::ptrdiff_t in_pixel_stride;
  std::ptrdiff_t in_height;
  std::ptrdiff_t in_width;
  std::ptrdiff_t padding_top;
  std::ptrdiff_t padding_left;
  std::ptrdiff_t stride;
  const float* gradient;  // of the output, the whole map
  std::ptrdiff_t gradient_row_stride;
  std::ptrdiff_t gradient_pixel_stride;
  std::ptrdiff_t out_width;
  std::ptrdiff_t row_begin;
  std::ptrdiff_t row_end;
  std::ptrdiff_t channels;
  float* sums;
};

// The gradient of rows [row_begin, row_end) of the input of a depthwise convolution of stride 2. (That of stride 1 is
// a depthwise convolution with the filter turned round.)
struct DepthwiseInputGradientTask {
  const float* gradient;  // of the output, the whole map
  std::ptrdiff_t gradient_row_stride;
  std::ptrdiff_t gradient_pixel_stride;
  std::ptrdiff_t out_height;
  std::ptrdiff_t out_width;
  std::ptrdiff_t padding_top;
  std::ptrdiff_t padding_left;
  const float* packed;  // by PackDepthwise for the same lanes
  float* out;           // the first of the rows
  std::ptrdiff_t out_row_stride;
  std::ptrdiff_t out_pixel_stride;
  std::ptrdiff_t in_width;
  std::ptrdiff_t row_begin;
  std::ptrdiff_t row_end;
  std::ptrdiff_t channels;
};

struct KernelTable {
  Isa isa;
  std::ptrdiff_t lanes;
  GemmKernels gemm_packed_f32;  // this project's micro-kernel
  GemmKernels gemm_eigen_f32;   // Eigen's product; allocates on every call
  void (*depthwise3x3_f32)(const DepthwiseTask&);
  void (*mean_f32)(const MeanTask&);
  void (*softmax_f32)(const float* in, std::ptrdiff_t count, float* out);  // count >= 1; out may be in
  void (*sigmoid_f32)(float* values, std::ptrdiff_t count);
  void (*moments_f32)(const MomentsTask&);
  void (*affine_f32)(const AffineTask&, float* out);  // out may be the input or the residual
  void (*gradient_sums_f32)(const GradientSumsTask&);
  void (*affine_gradient_f32)(const AffineGradientTask&);
  void (*outer_product_f32)(const OuterProductTask&);
  void (*depthwise_filter_gradient_f32)(const DepthwiseFilterGradientTask&);
  void (*depthwise_input_gradient_f32)(const DepthwiseInputGradientTask&);
  // Does `rounds` rounds of independent multiply-adds in registers and returns how many these were: the roofline's
  // roof. `value` is where they start and becomes their result, x = x / 2 + 1 taken `rounds` times.
  std::ptrdiff_t (*multiply_add_chains_f32)(std::ptrdiff_t rounds, float* value);
};

}  // namespace godwit::core
