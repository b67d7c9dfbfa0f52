#include "core/ops/kernel_support.h"

#include <algorithm>
#include <limits>

#include "core/kernels/packing.h"
#include "core/ops/conv.h"

namespace godwit::core {
namespace {

GemmTask Rows(GemmTask task, std::int64_t begin, std::int64_t end) {
  task.a += begin * task.a_stride;
  task.out += begin * task.out_stride;
  if (task.residual != nullptr) {
    task.residual += begin * task.residual_stride;
  }
  task.rows = end - begin;
  return task;
}

}  // namespace

ClampRange ClampOf(Activation activation) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  switch (activation) {
    case Activation::kRelu:
      return {0, kInfinity};
    case Activation::kRelu6:
      return {0, 6};
    case Activation::kNone:
      break;
  }
  return {-kInfinity, kInfinity};
}

std::int64_t ParallelGrain(std::int64_t unit_multiply_adds) {
  constexpr std::int64_t kWorthAThread = 60'000;
  return std::max<std::int64_t>(1, kWorthAThread / std::max<std::int64_t>(1, unit_multiply_adds));
}

DepthwiseTask MakeDepthwiseTask(const ConstTensorView& in, const DepthwiseWeights& weights, std::int64_t stride,
                                Activation activation, const TensorView& out, Padding padding) {
  Check(stride == 1 || stride == 2, "a depthwise convolution has stride 1 or 2");
  const Shape& shape = in.shape();
  const std::int64_t out_h = SameOutput(shape.h, stride);
  const std::int64_t out_w = SameOutput(shape.w, stride);
  Check(shape.c == weights.channels(), "the input has the channels of the weights");
  Check((out.shape() == Shape{shape.n, out_h, out_w, shape.c}), "the output has the extent of the input by the stride");
  return {.in_row_stride = in.row_stride(),
          .in_pixel_stride = in.pixel_stride(),
          .in_height = shape.h,
          .in_width = shape.w,
          .padding_top = PaddingBefore(padding, shape.h, 3, stride),
          .padding_left = PaddingBefore(padding, shape.w, 3, stride),
          .stride = stride,
          .packed = weights.packed(),
          .out_row_stride = out.row_stride(),
          .out_pixel_stride = out.pixel_stride(),
          .out_width = out_w,
          .channels = shape.c,
          .clamp = ClampOf(activation)};
}

GemmTask MakePointwiseTask(const ConstTensorView& in, const PointwiseWeights& weights, Activation activation,
                           const ConstTensorView& residual, const TensorView& out) {
  const Shape& shape = in.shape();
  Check(shape.c == weights.in(), "the input has the channels of the weights");
  Check((out.shape() == Shape{shape.n, shape.h, shape.w, weights.out()}),
        "the output has a pixel for each input pixel");
  Check(residual.data() == nullptr || residual.shape() == out.shape(), "a residual has the shape of the output");
  return {.a_stride = in.pixel_stride(),
          .segments = 1,
          .segment_stride = 0,
          .segment_length = shape.c,
          .packed = weights.packed(),
          .residual_stride = residual.pixel_stride(),
          .out_stride = out.pixel_stride(),
          .columns = weights.out(),
          .panel_begin = 0,
          .panel_end = GemmPanels(weights.kernels(), weights.out()),
          .clamp = ClampOf(activation)};
}

void RunGemm(const GemmKernels& kernels, const GemmTask& task, const ThreadPool& pool) {
  const std::int64_t panels = GemmPanels(kernels, task.columns);
  const std::int64_t tiles = (task.rows + kernels.row_tile - 1) / kernels.row_tile;
  const std::int64_t row_multiply_adds = task.segments * task.segment_length * task.columns;
  if (tiles >= panels) {
    pool.For(tiles, ParallelGrain(kernels.row_tile * row_multiply_adds), [&](std::int64_t begin, std::int64_t end) {
      GemmTask part = Rows(task, begin * kernels.row_tile, std::min<std::int64_t>(end * kernels.row_tile, task.rows));
      part.panel_begin = 0;
      part.panel_end = panels;
      kernels.run(part);
    });
  } else {
    pool.For(panels, ParallelGrain(task.rows * row_multiply_adds / panels), [&](std::int64_t begin, std::int64_t end) {
      GemmTask part = task;
      part.panel_begin = begin;
      part.panel_end = end;
      kernels.run(part);
    });
  }
}

}  // namespace godwit::core
