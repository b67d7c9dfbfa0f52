// What op tests share: random tensors, views with gaps whose guards are watched, and every setting under which an op
// must give the same result.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/base/parallel.h"
#include "core/kernels/dispatch.h"
#include "core/tensor/tensor.h"
#include "tests/support/random_floats.h"

namespace godwit::core {

using tests::RandomFloats;

Tensor RandomTensor(const Shape& shape, unsigned seed);

// A tensor of `shape` in which pixels, rows and images lie at strides that are prime and larger than needed (or back to
// back, if `dense`), with guard values in the gaps, before and behind.
class SpacedTensor {
 public:
  SpacedTensor(const Shape& shape, bool dense);

  [[nodiscard]] TensorView view();
  // Takes over the values of a dense tensor of the same shape.
  void Fill(const Tensor& values);
  [[nodiscard]] Tensor Dense() const;
  [[nodiscard]] bool GuardsAreUntouched() const;

 private:
  static constexpr std::int64_t kBand = 64;
  [[nodiscard]] std::int64_t Offset(std::int64_t n, std::int64_t y, std::int64_t x) const;

  Shape shape_;
  std::int64_t pixel_stride_, row_stride_, image_stride_;
  Tensor values_;
};

// The largest difference, relative to 1 or to the expected value, whichever is more. NaN where a value is NaN.
double LargestDifference(const Tensor& actual, const Tensor& expected);

// How far a sum of k products of RandomFloats may be off: partial sums grow with the square root of k, and their
// rounding errors add up as a random walk once more.
inline double RoundingOf(std::int64_t k) { return 1e-7 * static_cast<double>(k) + 2e-6; }

// Calls `body` for each instruction set, matrix product, and pool of 1, 2 and 3 threads, with a trace for messages.
void ForEverySetting(const std::function<void(const ThreadPool&)>& body);

}  // namespace godwit::core
