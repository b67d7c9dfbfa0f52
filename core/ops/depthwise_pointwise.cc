#include "core/ops/depthwise_pointwise.h"

#include <algorithm>

#include "core/kernels/packing.h"
#include "core/ops/kernel_support.h"

namespace godwit::core {
namespace {

// Bytes of a strip between the two: it stays in the second-level cache beside a panel of weights. Smaller strips have
// the weights of the deep layers read more often, and more products whose last tile is not full.
constexpr std::int64_t kStripBytes = 512 * 1024;

// Splitting so few rows leaves a thread without work for too long; the two by themselves are split by channels.
constexpr std::int64_t kMinRowsPerThread = 4;

bool IsDense(const ConstTensorView& view) {
  const Shape& shape = view.shape();
  return view.row_stride() == shape.w * view.pixel_stride() &&
         (shape.n == 1 || view.image_stride() == shape.h * view.row_stride());
}

}  // namespace

void DepthwisePointwise(const ConstTensorView& in, const DepthwiseStep& depthwise, const TensorView& between,
                        const PointwiseStep& pointwise, const TensorView& out, const ThreadPool& pool) {
  const Shape& middle = between.shape();
  const std::int64_t rows = middle.n * middle.h;
  const bool adds = pointwise.residual.data() != nullptr;
  const bool splits_well = rows % pool.threads() == 0 || rows >= kMinRowsPerThread * pool.threads();
  if (!splits_well || !IsDense(between) || !IsDense(out) || (adds && !IsDense(pointwise.residual))) {
    Depthwise(in, depthwise.weights, depthwise.stride, depthwise.activation, between, pool, depthwise.padding);
    Pointwise(between, pointwise.weights, pointwise.activation, pointwise.residual, out, pool);
    return;
  }
  const DepthwiseTask filter =
      MakeDepthwiseTask(in, depthwise.weights, depthwise.stride, depthwise.activation, between, depthwise.padding);
  const GemmTask product = MakePointwiseTask(between, pointwise.weights, pointwise.activation, pointwise.residual, out);
  const std::int64_t row_bytes = middle.w * middle.c * static_cast<std::int64_t>(sizeof(float));
  // Pairs of rows, as the depthwise kernel works.
  const std::int64_t strip = std::max<std::int64_t>(2, kStripBytes / std::max<std::int64_t>(1, row_bytes) / 2 * 2);
  const std::int64_t row_multiply_adds = middle.w * middle.c * (kDepthwiseCost + out.shape().c);
  pool.For(rows, ParallelGrain(row_multiply_adds), [&](std::int64_t begin, std::int64_t end) {
    // Every strip of a thread lies where its first one did.
    float* const buffer = between.Pixel(begin / middle.h, begin % middle.h, 0);
    DepthwiseTask first = filter;
    GemmTask second = product;
    for (std::int64_t row = begin; row < end; row += first.row_end - first.row_begin) {
      const std::int64_t n = row / middle.h;
      first.row_begin = row % middle.h;
      first.row_end = std::min({middle.h, first.row_begin + end - row, first.row_begin + strip});
      first.in = in.Pixel(n, 0, 0);
      first.out = buffer;
      depthwise.weights.kernels().depthwise3x3_f32(first);
      second.a = buffer;
      second.residual = adds ? pointwise.residual.Pixel(n, first.row_begin, 0) : nullptr;
      second.out = out.Pixel(n, first.row_begin, 0);
      second.rows = (first.row_end - first.row_begin) * middle.w;
      pointwise.weights.kernels().run(second);
    }
  });
}

}  // namespace godwit::core
