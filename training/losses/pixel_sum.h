// The loop that the losses of this folder share. Internal to it.
#pragma once

#include <cstdint>

#include "core/base/function_ref.h"
#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// The first channel of pixel number `index` of N*H*W; null where the view has no data.
template <typename T>
T* PixelAt(const core::BasicTensorView<T>& view, std::int64_t index) {
  if (view.data() == nullptr) {
    return nullptr;
  }
  const core::Shape& shape = view.shape();
  const std::int64_t row = index / shape.w;
  return view.Pixel(row / shape.h, row % shape.h, index % shape.w);
}

// Sum of loss_of_pixel(0 .. N*H*W - 1), which run on several threads and are added in order of the pixels: the sum does
// not depend on the number of threads.
double SumOverPixels(const core::Shape& shape, const core::ThreadPool& pool,
                     core::FunctionRef<double(std::int64_t)> loss_of_pixel);

// Throws unless there is something to average over and `gradient` is empty or has the predictions' shape.
void CheckShapes(const core::Shape& predictions, const core::TensorView& gradient);

}  // namespace godwit::training
