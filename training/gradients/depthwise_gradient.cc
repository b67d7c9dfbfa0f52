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

// Cuts rows [begin, end), counted through all images of `height` rows, into those of each image: body(n, first, last).
template <typename Body>
void ForImages(std::int64_t begin, std::int64_t end, std::int64_t height, const Body& body) {
  for (std::int64_t row = begin; row < end;) {
    const std::int64_t first = row % height;
    const std::int64_t last = std::min(height, first + end - row);
    body(row / height, first, last);
    row += last - first;
  }
}

void CheckShapes(const core::Shape& in, const core::Shape& out, std::int64_t stride) {
  core::Check(stride == 1 || stride == 2, "a depthwise convolution has stride 1 or 2");
  core::Check((out == core::Shape{in.n, core::SameOutput(in.h, stride), core::SameOutput(in.w, stride), in.c}),
              "the output has the extent of the input by the stride");
}

}  // namespace

std::size_t DepthwiseInputGradientScratch(std::int64_t channels) { return Scratch::BytesOf<float>(kTaps * channels); }

void PackForInputGradient(std::span<const float> weights, std::int64_t channels, std::int64_t stride,
                          core::DepthwiseWeights& packed, Scratch scratch) {
  core::Check(std::ssize(weights) == kTaps * channels, "depthwise weights are (3, 3, channels, 1)");
  if (stride == 1) {
    // Input x is part of outputs x - 1 to x + 1 through taps 2 to 0: the same sum with the filter turned round.
    const std::span<float> turned = scratch.Take<float>(kTaps * channels);
    for (std::int64_t tap = 0; tap < kTaps; ++tap) {
      std::copy_n(weights.begin() + (kTaps - 1 - tap) * channels, channels, turned.begin() + tap * channels);
    }
    weights = turned;
  }
  packed.Assign(channels, weights, {});
}

void DepthwiseRows(const core::ConstTensorView& in, const core::DepthwiseWeights& weights, std::int64_t stride,
                   core::Padding padding, const core::TensorView& out, std::int64_t begin, std::int64_t end) {
  core::DepthwiseTask task = core::MakeDepthwiseTask(in, weights, stride, core::Activation::kNone, out, padding);
  ForImages(begin, end, out.shape().h, [&](std::int64_t n, std::int64_t first, std::int64_t last) {
    task.row_begin = first;
    task.row_end = last;
    task.in = in.Pixel(n, 0, 0);
    task.out = out.Pixel(n, first, 0);
    weights.kernels().depthwise3x3_f32(task);
  });
}

void DepthwiseInputGradientRows(const core::ConstTensorView& z_gradient, const core::DepthwiseWeights& packed,
                                std::int64_t stride, core::Padding padding, const core::TensorView& in_gradient,
                                std::int64_t begin, std::int64_t end) {
  const core::Shape& in = in_gradient.shape();
  const core::Shape& out = z_gradient.shape();
  CheckShapes(in, out, stride);
  if (stride == 1) {
    // At stride 1 there is one zero on each side, whatever the padding.
    DepthwiseRows(z_gradient, packed, 1, core::Padding::kSymmetric, in_gradient, begin, end);
    return;
  }
  core::DepthwiseInputGradientTask task{.gradient = nullptr,
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
  ForImages(begin, end, in.h, [&](std::int64_t n, std::int64_t first, std::int64_t last) {
    task.row_begin = first;
    task.row_end = last;
    task.gradient = z_gradient.Pixel(n, 0, 0);
    task.out = in_gradient.Pixel(n, first, 0);
    packed.kernels().depthwise_input_gradient_f32(task);
  });
}

void DepthwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            std::int64_t stride, core::Padding padding, core::DepthwiseWeights& packed,
                            const core::TensorView& in_gradient, Scratch scratch, const core::ThreadPool& pool) {
  const core::Shape& in = in_gradient.shape();
  PackForInputGradient(weights, in.c, stride, packed, scratch);
  pool.For(in.n * in.h, core::ParallelGrain(kInputValueCost * in.w * in.c), [&](std::int64_t begin, std::int64_t end) {
    DepthwiseInputGradientRows(z_gradient, packed, stride, padding, in_gradient, begin, end);
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
             ForImages(begin, end, out.h, [&](std::int64_t n, std::int64_t first, std::int64_t last) {
               task.row_begin = first;
               task.row_end = last;
               task.in = in.Pixel(n, 0, 0);
               task.gradient = z_gradient.Pixel(n, 0, 0);
               kernels.depthwise_filter_gradient_f32(task);
             });
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
