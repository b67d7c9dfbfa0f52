// 1x1 convolution, which is where a MobileNet spends 95 percent of its multiply-adds (paper Table 2); also the fully
// connected layer, as the same product over a 1x1 map.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/kernels/kernel_table.h"
#include "core/ops/activation.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

// A (in, out) matrix packed for the kernels of this machine. Thread-safe while nothing is assigned.
class PointwiseWeights {
 public:
  PointwiseWeights() = default;
  // `weights` are row-major (in, out), `bias` has `out` values or is empty (zeros).
  PointwiseWeights(std::int64_t in, std::int64_t out, std::span<const float> weights, std::span<const float> bias);

  // Packs others, as the constructor does, into the same memory where it suffices.
  void Assign(std::int64_t in, std::int64_t out, std::span<const float> weights, std::span<const float> bias);

  [[nodiscard]] std::int64_t in() const { return in_; }
  [[nodiscard]] std::int64_t out() const { return out_; }
  [[nodiscard]] const float* packed() const { return reinterpret_cast<const float*>(packed_.data()); }
  [[nodiscard]] const GemmKernels& kernels() const { return *kernels_; }  // those it is packed for

 private:
  const GemmKernels* kernels_ = nullptr;
  std::int64_t in_ = 0, out_ = 0;
  Buffer packed_;
};

// out (N, H, W, Out) = act(in (N, H, W, In) * weights + bias + residual). `residual` has the shape of `out` or no data.
// `out` must not overlap `in`; it may be the residual itself. Splits over pixels or output channels, whichever is
// larger.
void Pointwise(const ConstTensorView& in, const PointwiseWeights& weights, Activation activation,
               const ConstTensorView& residual, const TensorView& out, const ThreadPool& pool);

}  // namespace godwit::core
