#include <algorithm>

#include "core/kernels/dispatch.h"
#include "core/ops/conv.h"
#include "core/ops/kernel_support.h"
#include "training/gradients/layer_gradients.h"

namespace godwit::training {
namespace {

constexpr std::int64_t kTaps = 9;

// An input value of a layer of stride 2 is part of 2.25 outputs; waiting for memory costs more than those.
constexpr std::int64_t kInputValueCost = 12;

void CheckShapes(const core::Shape& in, const core::Shape& out, std::int64_t stride) {
  core::Check(stride == 1 || stride == 2, "a depthwise convolution has stride 1 or 2");
  core::Check((out == core::Shape{in.n, core::SameOutput(in.h, stride), core::SameOutput(in.w, stride), in.c}),
              "the output has the extent of the input by the stride");
}

}  // namespace

std::size_t DepthwiseInputGradientScratch(std::int64_t channels) { return Scratch::BytesOf<float>(kTaps * channels); }

void DepthwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            std::int64_t stride, core::Padding padding, core::DepthwiseWeights& packed,
                            const core::TensorView& in_gradient, Scratch scratch, const core::ThreadPool& pool) {
  const core::Shape& in = in_gradient.shape();
  const core::Shape& out = z_gradient.shape();
  CheckShapes(in, out, stride);
  if (stride == 1) {
    // Input x is part of outputs x - 1 to x + 1 through taps 2 to 0: the same sum with the filter turned round. At
    // stride 1 there is one zero on each side, whatever the padding.
    const std::span<float> turned = scratch.Take<float>(kTaps * in.c);
    for (std::int64_t tap = 0; tap < kTaps; ++tap) {
      std::copy_n(weights.begin() + (kTaps - 1 - tap) * in.c, in.c, turned.begin() + tap * in.c);
    }
    packed.Assign(in.c, turned, {});
    core::Depthwise(z_gradient, packed, 1, core::Activation::kNone, in_gradient, pool, core::Padding::kSymmetric);
    return;
  }
  packed.Assign(in.c, weights, {});
  const core::DepthwiseInputGradientTask prototype{.gradient = nullptr,
                                                   .gradient_row_stride = z_gradient.row_stride(),
                                                   .gradient_pixel_stride = z_gradient.pixel_stride(),
                                                   .out_height = out.h,
                                                   .out_width = out.w,
                                                   .padding_top = core::PaddingBefore(padding, in.h, 3, stride),
                                                   .padding_left = core::PaddingBefore(padding, in.w, 3, stride),
                                                   .packed = packed.packed(),
                                                   .out = nullptr,
                                                   .out_row_stride = in_gradient.row_stride(),
                                                   .out_pixel_stride = in_gradient.pixel_stride(),
                                                   .in_width = in.w,
                                                   .row_begin = 0,
                                                   .row_end = 0,
                                                   .channels = in.c};
  // The rows of all images are one range.
  pool.For(in.n * in.h, core::ParallelGrain(kInputValueCost * in.w * in.c), [&](std::int64_t begin, std::int64_t end) {
    core::DepthwiseInputGradientTask task = prototype;
    for (std::int64_t row = begin; row < end; row += task.row_end - task.row_begin) {
      const std::int64_t n = row / in.h;
      task.row_begin = row % in.h;
      task.row_end = std::min(in.h, task.row_begin + end - row);
      task.gradient = z_gradient.Pixel(n, 0, 0);
      task.out = in_gradient.Pixel(n, task.row_begin, 0);
      packed.kernels().depthwise_input_gradient_f32(task);
    }
  });
}

std::size_t DepthwiseWeightGradientScratch(std::int64_t channels) {
  return Scratch::BytesOf<float>(kParts * kTaps * PaddedChannels(channels));
}

void DepthwiseWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                             std::int64_t stride, core::Padding padding, std::span<float> weight_gradient,
                             Scratch scratch, const core::ThreadPool& pool) {
  const core::Shape& shape = in.shape();
  const core::Shape& out = z_gradient.shape();
  CheckShapes(shape, out, stride);
  core::Check(std::ssize(weight_gradient) == kTaps * shape.c, "depthwise weights are (3, 3, channels, 1)");
  const std::int64_t part_floats = kTaps * PaddedChannels(shape.c);
  const std::span<float> sums = scratch.Take<float>(kParts * part_floats);
  const core::DepthwiseFilterGradientTask prototype{.in = nullptr,
                                                    .in_row_stride = in.row_stride(),
                                                    .in_pixel_stride = in.pixel_stride(),
                                                    .in_height = shape.h,
                                                    .in_width = shape.w,
                                                    .padding_top = core::PaddingBefore(padding, shape.h, 3, stride),
                                                    .padding_left = core::PaddingBefore(padding, shape.w, 3, stride),
                                                    .stride = stride,
                                                    .gradient = nullptr,
                                                    .gradient_row_stride = z_gradient.row_stride(),
                                                    .gradient_pixel_stride = z_gradient.pixel_stride(),
                                                    .out_width = out.w,
                                                    .row_begin = 0,
                                                    .row_end = 0,
                                                    .channels = shape.c,
                                                    .sums = nullptr};
  const core::KernelTable& kernels = core::Kernels();
  ForParts(out.n * out.h, core::kDepthwiseCost * out.w * out.c, pool,
           [&](std::int64_t part, std::int64_t begin, std::int64_t end) {
             core::DepthwiseFilterGradientTask task = prototype;
             task.sums = sums.data() + part * part_floats;
             std::fill_n(task.sums, part_floats, 0.0F);
             for (std::int64_t row = begin; row < end; row += task.row_end - task.row_begin) {
               const std::int64_t n = row / out.h;
               task.row_begin = row % out.h;
               task.row_end = std::min(out.h, task.row_begin + end - row);
               task.in = in.Pixel(n, 0, 0);
               task.gradient = z_gradient.Pixel(n, 0, 0);
               kernels.depthwise_filter_gradient_f32(task);
             }
           });
  for (std::int64_t tap = 0; tap < kTaps; ++tap) {
    for (std::int64_t c = 0; c < shape.c; ++c) {
      const float* from = sums.data() + (c / kernels.lanes * kTaps + tap) * kernels.lanes + c % kernels.lanes;
      double sum = 0;
      for (std::int64_t part = 0; part < kParts; ++part, from += part_floats) {
        sum += *from;
      }
      weight_gradient[static_cast<std::size_t>(tap * shape.c + c)] = static_cast<float>(sum);
    }
  }
}

}  // namespace godwit::training
