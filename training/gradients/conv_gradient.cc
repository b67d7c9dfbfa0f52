#include <algorithm>

#include "core/ops/conv.h"
#include "core/ops/kernel_support.h"
#include "training/gradients/layer_gradients.h"
#include "training/gradients/matrix.h"

namespace godwit::training {
namespace {

// Windows are made and used in blocks that stay in the second-level cache.
constexpr std::int64_t kWindowFloats = 128 * 1024;
constexpr std::int64_t kCopyCost = 16;

std::int64_t WindowSize(const ConvGeometry& geometry, std::int64_t in) {
  return geometry.kernel * geometry.kernel * in;
}

core::Shape OutputShape(const core::Shape& in, const ConvGeometry& geometry, std::int64_t out) {
  return {in.n, core::SameOutput(in.h, geometry.stride), core::SameOutput(in.w, geometry.stride), out};
}

// Output pixels of an image whose windows are in a block; at least a row of tiles.
std::int64_t BlockPixels(const core::Shape& in, const ConvGeometry& geometry) {
  constexpr std::int64_t kLeast = 32;
  const core::Shape out = OutputShape(in, geometry, 1);
  return std::min(out.h * out.w, std::max(kLeast, kWindowFloats / WindowSize(geometry, in.c)));
}

// Adds the gradients of the windows of output pixels [begin, end) to those of the pixels they were copied from.
void AddWindows(const float* windows, const ConvGeometry& geometry, std::int64_t begin, std::int64_t end,
                std::int64_t out_width, std::int64_t n, const core::TensorView& in_gradient) {
  const core::Shape& in = in_gradient.shape();
  const std::int64_t top = core::PaddingBefore(geometry.padding, in.h, geometry.kernel, geometry.stride);
  const std::int64_t left = core::PaddingBefore(geometry.padding, in.w, geometry.kernel, geometry.stride);
  for (std::int64_t pixel = begin; pixel < end; ++pixel) {
    const std::int64_t first_row = pixel / out_width * geometry.stride - top;
    const std::int64_t first_column = pixel % out_width * geometry.stride - left;
    for (std::int64_t row = first_row; row < first_row + geometry.kernel; ++row) {
      for (std::int64_t column = first_column; column < first_column + geometry.kernel; ++column, windows += in.c) {
        if (row >= 0 && row < in.h && column >= 0 && column < in.w) {
          float* const to = in_gradient.Pixel(n, row, column);
          std::transform(windows, windows + in.c, to, to, [](float a, float b) { return a + b; });
        }
      }
    }
  }
}

}  // namespace

std::size_t ConvInputGradientScratch(const core::Shape& in, std::int64_t out, const ConvGeometry& geometry,
                                     int threads) {
  const std::int64_t window = WindowSize(geometry, in.c);
  return Scratch::BytesOf<float>(window * out) +
         static_cast<std::size_t>(threads) * Scratch::BytesOf<float>(BlockPixels(in, geometry) * window);
}

void ConvInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                       const ConvGeometry& geometry, core::PointwiseWeights& packed,
                       const core::TensorView& in_gradient, Scratch scratch, const core::ThreadPool& pool) {
  const core::Shape& in = in_gradient.shape();
  const core::Shape& out = z_gradient.shape();
  core::Check(out == OutputShape(in, geometry, out.c), "the output has the extent of the input by the stride");
  core::Check(z_gradient.IsDense() && in_gradient.IsDense(), "gradients are dense");
  const std::int64_t window = WindowSize(geometry, in.c);
  const std::int64_t block = BlockPixels(in, geometry);
  const std::span<float> transposed = scratch.Take<float>(window * out.c);
  const std::span<float> windows = scratch.Take<float>(pool.threads() * block * window);
  Transpose(weights.data(), window, out.c, transposed.data(), pool);
  packed.Assign(out.c, window, transposed, {});
  // The windows of one image overlap: each image has one thread.
  pool.For(pool.threads(), 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t slot = first; slot < last; ++slot) {
      float* const own = windows.data() + slot * block * window;
      for (std::int64_t n = slot * in.n / pool.threads(); n < (slot + 1) * in.n / pool.threads(); ++n) {
        std::fill_n(in_gradient.Pixel(n, 0, 0), in.h * in.w * in.c, 0.0F);
        for (std::int64_t begin = 0; begin < out.h * out.w; begin += block) {
          const std::int64_t pixels = std::min(block, out.h * out.w - begin);
          const core::ConstTensorView part(z_gradient.Pixel(n, 0, 0) + begin * out.c, {1, 1, pixels, out.c});
          core::Pointwise(part, packed, core::Activation::kNone, {}, core::TensorView(own, {1, 1, pixels, window}),
                          pool);
          AddWindows(own, geometry, begin, begin + pixels, out.w, n, in_gradient);
        }
      }
    }
  });
}

std::size_t ConvWeightGradientScratch(const core::Shape& in, const ConvGeometry& geometry) {
  // The product reads whole vectors.
  return Scratch::BytesOf<float>(BlockPixels(in, geometry) * WindowSize(geometry, in.c)) + core::kTailBytes;
}

void ConvWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                        const ConvGeometry& geometry, std::span<float> weight_gradient, Scratch scratch,
                        const core::ThreadPool& pool) {
  const core::Shape& shape = in.shape();
  const core::Shape& out = z_gradient.shape();
  core::Check(out == OutputShape(shape, geometry, out.c), "the output has the extent of the input by the stride");
  core::Check(in.IsDense() && z_gradient.IsDense(), "tensors are dense");
  const std::int64_t window = WindowSize(geometry, shape.c);
  core::Check(std::ssize(weight_gradient) == window * out.c, "convolution weights are (kernel, kernel, in, out)");
  const std::int64_t block = BlockPixels(shape, geometry);
  float* const windows = scratch.Take<float>(block * window).data();
  for (std::int64_t n = 0; n < out.n; ++n) {
    for (std::int64_t first = 0; first < out.h * out.w; first += block) {
      const std::int64_t pixels = std::min(block, out.h * out.w - first);
      pool.For(pixels, core::ParallelGrain(kCopyCost * window), [&](std::int64_t begin, std::int64_t end) {
        core::CopyWindows(in, geometry.kernel, geometry.stride, geometry.padding, n, first + begin, first + end,
                          windows + begin * window);
      });
      OuterProduct(windows, z_gradient.Pixel(n, 0, 0) + first * out.c, pixels, window, out.c, weight_gradient.data(),
                   n > 0 || first > 0, pool);
    }
  }
}

}  // namespace godwit::training
