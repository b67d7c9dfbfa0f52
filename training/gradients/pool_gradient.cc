#include <algorithm>

#include "core/ops/kernel_support.h"
#include "training/gradients/layer_gradients.h"

namespace godwit::training {

void GlobalAveragePoolGradient(const core::ConstTensorView& z_gradient, const core::TensorView& in_gradient,
                               const core::ThreadPool& pool) {
  const core::Shape& shape = in_gradient.shape();
  core::Check((z_gradient.shape() == core::Shape{shape.n, 1, 1, shape.c}) && in_gradient.IsDense(),
              "a mean has one pixel an image, of a dense map");
  const float share = 1.0F / static_cast<float>(shape.h * shape.w);
  pool.For(shape.n, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t n = begin; n < end; ++n) {
      const float* const gradient = z_gradient.Pixel(n, 0, 0);
      float* out = in_gradient.Pixel(n, 0, 0);
      for (std::int64_t pixel = 0; pixel < shape.h * shape.w; ++pixel, out += shape.c) {
        std::transform(gradient, gradient + shape.c, out, [share](float value) { return share * value; });
      }
    }
  });
}

void AddTo(const core::ConstTensorView& addend, const core::TensorView& sum, const core::ThreadPool& pool) {
  core::Check(addend.IsDense() && sum.IsDense() && addend.shape() == sum.shape(),
              "sums are of dense tensors of one shape");
  constexpr std::int64_t kAddCost = 8;
  pool.For(sum.shape().Elements(), core::ParallelGrain(kAddCost), [&](std::int64_t begin, std::int64_t end) {
    const float* const from = addend.data();
    float* const to = sum.data();
    for (std::int64_t i = begin; i < end; ++i) {
      to[i] += from[i];
    }
  });
}

}  // namespace godwit::training
