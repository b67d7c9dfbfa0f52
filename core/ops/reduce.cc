#include "core/ops/reduce.h"

#include "core/kernels/dispatch.h"

namespace godwit::core {

void GlobalAveragePool(const ConstTensorView& in, const TensorView& out, const ThreadPool& pool) {
  const Shape& shape = in.shape();
  Check(shape.h >= 1 && shape.w >= 1, "a mean needs at least one pixel");
  Check((out.shape() == Shape{shape.n, 1, 1, shape.c}), "the output has one pixel an image");
  pool.For(shape.n, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t n = begin; n < end; ++n) {
      Kernels().mean_f32({.in = in.Pixel(n, 0, 0),
                          .height = shape.h,
                          .width = shape.w,
                          .row_stride = in.row_stride(),
                          .pixel_stride = in.pixel_stride(),
                          .channels = shape.c,
                          .out = out.Pixel(n, 0, 0)});
    }
  });
}

void Softmax(const ConstTensorView& in, const TensorView& out) {
  const Shape& shape = in.shape();
  Check(out.shape() == shape && shape.c >= 1, "softmax keeps the shape and needs a channel");
  for (std::int64_t n = 0; n < shape.n; ++n) {
    for (std::int64_t y = 0; y < shape.h; ++y) {
      for (std::int64_t x = 0; x < shape.w; ++x) {
        Kernels().softmax_f32(in.Pixel(n, y, x), shape.c, out.Pixel(n, y, x));
      }
    }
  }
}

void Sigmoid(float* values, std::int64_t count) { Kernels().sigmoid_f32(values, count); }

}  // namespace godwit::core
