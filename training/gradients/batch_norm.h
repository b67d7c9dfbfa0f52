// What follows a convolution in training: batch norm (Ioffe and Szegedy 2015), a residual and an activation, and the
// way back through them.
//
// With the statistics of a batch known, all of it is an affine function of each channel, u = z * scale + shift
// (+ residual), y = act(u); so is the gradient of z in terms of the gradient that passes the activation and z itself.
// What is expensive is reading the batch: once for its statistics and once for y, and as often on the way back.
// Therefore what is summed over a batch can be made while it is summed, strip by strip, in the cache.
//
// Tensors are dense. Arrays with a value for each channel have PaddedChannels floats. Sums are in double, over parts
// that do not depend on the number of threads. Nothing is allocated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/function_ref.h"
#include "core/base/parallel.h"
#include "core/ops/activation.h"
#include "core/tensor/tensor.h"
#include "training/gradients/partition.h"

namespace godwit::training {

// Writes image rows [begin, end) of a tensor, counted through all images; called from several threads for different
// rows.
using MakeRows = core::FunctionRef<void(std::int64_t, std::int64_t)>;

// For tensors that are there already.
inline constexpr auto kRowsAreThere = [](std::int64_t, std::int64_t) {};

// Bytes of scratch that the sums below need.
std::size_t ChannelSumsScratch(std::int64_t channels);

// sums[c] = sum of z - about[c] over the batch, sums[C + c] = the same of the squares. `make` writes z.
void BatchMoments(const core::ConstTensorView& z, MakeRows make, std::span<const float> about, std::span<double> sums,
                  Scratch scratch, const core::ThreadPool& pool);

// u = z * scale + shift + residual (no data: none), y = act(u).
struct ChannelAffine {
  core::ConstTensorView z;
  core::ConstTensorView residual;
  std::span<const float> scale, shift;
  core::Activation activation = core::Activation::kNone;
};

// `y` may be the input or the residual.
void ApplyAffine(const ChannelAffine& affine, const core::TensorView& y, const core::ThreadPool& pool);

// With g the gradient of u, which is that of y where u is strictly within the activation's bounds and 0 elsewhere:
// sums[c] = sum of g over the batch, sums[C + c] = sum of g * (z - mean[c]). `make` writes y_gradient.
void GradientSums(const ChannelAffine& affine, const core::ConstTensorView& y_gradient, MakeRows make,
                  std::span<const float> mean, std::span<double> sums, Scratch scratch, const core::ThreadPool& pool);

// How the gradient of z depends on g and z: g * gradient_scale + z * z_scale + offset.
struct GradientCoefficients {
  std::span<const float> gradient_scale, z_scale, offset;
};

// `z_gradient` may be `y_gradient`. `residual_gradient` (no data: not wanted) gets g, or has it added.
void ApplyGradient(const ChannelAffine& affine, const core::ConstTensorView& y_gradient,
                   const GradientCoefficients& coefficients, const core::TensorView& z_gradient,
                   const core::TensorView& residual_gradient, bool add_residual_gradient, const core::ThreadPool& pool);

}  // namespace godwit::training
