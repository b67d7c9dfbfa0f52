#include "core/ops/depthwise.h"

#include <algorithm>

#include "core/kernels/dispatch.h"
#include "core/kernels/packing.h"
#include "core/ops/conv.h"
#include "core/ops/kernel_support.h"

namespace godwit::core {
namespace {

// Threads that share the channels take whole cache lines of them.
constexpr std::int64_t kChannelUnit = static_cast<std::int64_t>(kAlignment / sizeof(float));

// With fewer rows a thread than this, one more row is too large a part of its work.
constexpr std::int64_t kMinRowsPerThread = 2;

}  // namespace

DepthwiseWeights::DepthwiseWeights(std::int64_t channels, std::span<const float> weights, std::span<const float> bias) {
  Assign(channels, weights, bias);
}

void DepthwiseWeights::Assign(std::int64_t channels, std::span<const float> weights, std::span<const float> bias) {
  kernels_ = &Kernels();
  channels_ = channels;
  Check(channels >= 1 && std::ssize(weights) == 9 * channels, "depthwise weights are (3, 3, channels, 1)");
  Check(bias.empty() || std::ssize(bias) == channels, "a bias has one value a channel");
  packed_.Reserve(static_cast<std::size_t>(PackedDepthwiseSize(kernels_->lanes, channels)) * sizeof(float));
  PackDepthwise(kernels_->lanes, channels, weights.data(), bias.empty() ? nullptr : bias.data(),
                reinterpret_cast<float*>(packed_.data()));
}

void Depthwise(const ConstTensorView& in, const DepthwiseWeights& weights, std::int64_t stride, Activation activation,
               const TensorView& out, const ThreadPool& pool, Padding padding) {
  const Shape& shape = in.shape();
  const std::int64_t out_h = out.shape().h;
  const std::int64_t out_w = out.shape().w;
  const DepthwiseTask prototype = MakeDepthwiseTask(in, weights, stride, activation, out, padding);
  // The rows of all images are one range.
  const auto run = [&](std::int64_t first_row, std::int64_t last_row, std::int64_t channel, std::int64_t channels) {
    DepthwiseTask task = prototype;
    task.packed = weights.packed() + channel * kDepthwiseVectors;
    task.channels = channels;
    for (std::int64_t row = first_row; row < last_row; row += task.row_end - task.row_begin) {
      const std::int64_t n = row / out_h;
      task.row_begin = row % out_h;
      task.row_end = std::min(out_h, task.row_begin + last_row - row);
      task.in = in.Pixel(n, 0, 0) + channel;
      task.out = out.Pixel(n, task.row_begin, 0) + channel;
      weights.kernels().depthwise3x3_f32(task);
    }
  };
  const std::int64_t rows = shape.n * out_h;
  const std::int64_t units = (shape.c + kChannelUnit - 1) / kChannelUnit;
  if (rows >= kMinRowsPerThread * pool.threads() || units <= rows) {
    pool.For(rows, ParallelGrain(kDepthwiseCost * out_w * shape.c),
             [&](std::int64_t begin, std::int64_t end) { run(begin, end, 0, shape.c); });
  } else {
    pool.For(units, ParallelGrain(kDepthwiseCost * rows * out_w * kChannelUnit),
             [&](std::int64_t begin, std::int64_t end) {
               run(0, rows, begin * kChannelUnit, std::min(end * kChannelUnit, shape.c) - begin * kChannelUnit);
             });
  }
}

}  // namespace godwit::core
