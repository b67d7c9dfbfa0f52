// Depthwise 3x3 convolution: one filter a channel (paper 3.1).
#pragma once

#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/kernels/kernel_table.h"
#include "core/ops/activation.h"
#include "core/ops/padding.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

// Filters packed for the kernels of this machine. Thread-safe while nothing is assigned.
class DepthwiseWeights {
 public:
  DepthwiseWeights() = default;
  // `weights` are (3, 3, channels, 1), `bias` has `channels` values or is empty (zeros).
  DepthwiseWeights(std::int64_t channels, std::span<const float> weights, std::span<const float> bias);

  // Packs others, as the constructor does, into the same memory where it suffices.
  void Assign(std::int64_t channels, std::span<const float> weights, std::span<const float> bias);

  [[nodiscard]] std::int64_t channels() const { return channels_; }
  [[nodiscard]] const float* packed() const { return reinterpret_cast<const float*>(packed_.data()); }
  [[nodiscard]] const KernelTable& kernels() const { return *kernels_; }  // those it is packed for

 private:
  const KernelTable* kernels_ = nullptr;
  std::int64_t channels_ = 0;
  Buffer packed_;
};

// out (N, ceil(H/stride), ceil(W/stride), C) = act(depthwise(in) + bias), padded with zeros, stride 1 or 2. `out` must
// not overlap `in`. Row strips run in parallel; where rows are few, channels do.
void Depthwise(const ConstTensorView& in, const DepthwiseWeights& weights, std::int64_t stride, Activation activation,
               const TensorView& out, const ThreadPool& pool, Padding padding = Padding::kSame);

}  // namespace godwit::core
