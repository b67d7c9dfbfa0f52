// Dense convolution, e.g. the first layer of every MobileNet.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/kernels/kernel_table.h"
#include "core/ops/activation.h"
#include "core/ops/padding.h"
#include "core/tensor/same_padding.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

// Zeros before the first value. Requires an odd kernel where the padding is symmetric.
std::int64_t PaddingBefore(Padding padding, std::int64_t in, std::int64_t kernel, std::int64_t stride);

// Filters packed for the kernels of this machine. Thread-safe while nothing is assigned.
class ConvWeights {
 public:
  ConvWeights() = default;
  // `weights` are HWIO (kernel, kernel, in, out), `bias` has `out` values or is empty (zeros).
  ConvWeights(std::int64_t kernel, std::int64_t in, std::int64_t out, std::span<const float> weights,
              std::span<const float> bias);

  // Packs others, as the constructor does, into the same memory where it suffices.
  void Assign(std::int64_t kernel, std::int64_t in, std::int64_t out, std::span<const float> weights,
              std::span<const float> bias);

  [[nodiscard]] std::int64_t kernel() const { return kernel_; }
  [[nodiscard]] std::int64_t in() const { return in_; }
  [[nodiscard]] std::int64_t out() const { return out_; }
  [[nodiscard]] const float* packed() const { return reinterpret_cast<const float*>(packed_.data()); }
  [[nodiscard]] const GemmKernels& kernels() const { return *kernels_; }  // those it is packed for

 private:
  const GemmKernels* kernels_ = nullptr;
  std::int64_t kernel_ = 0, in_ = 0, out_ = 0;
  Buffer packed_;
};

// What each output of a convolution is the product of: for output pixels [begin, end) of image n, counted along the
// rows of (ceil(H/stride), ceil(W/stride)), their windows of kernel * kernel * C values one after the other, zeros
// where they lie outside the image.
void CopyWindows(const ConstTensorView& in, std::int64_t kernel, std::int64_t stride, Padding padding, std::int64_t n,
                 std::int64_t begin, std::int64_t end, float* windows);

// Floats of scratch that Conv2d needs for an input of this shape.
std::int64_t Conv2dScratch(const Shape& in, std::int64_t kernel, std::int64_t stride);
std::int64_t Conv2dScratch(const Shape& in, const ConvWeights& weights, std::int64_t stride);

// out (N, ceil(H/stride), ceil(W/stride), Out) = act(conv(in) + bias), padded with zeros. Cross-correlation, no flip.
// `out` must not overlap `in`.
void Conv2d(const ConstTensorView& in, const ConvWeights& weights, std::int64_t stride, Activation activation,
            std::span<float> scratch, const TensorView& out, const ThreadPool& pool, Padding padding = Padding::kSame);

}  // namespace godwit::core
