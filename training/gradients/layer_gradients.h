// Gradients of the linear part of every layer: of a loss by the layer's input and by its weights, from the gradient by
// its output ("z_gradient": before batch norm and activation). The forwards are those of core/ops.
//
// Tensors are dense, of one batch. Gradients are written, not added up, but where `add` says so. `scratch` has at least
// as many bytes as the function of the same name with Scratch behind says. Weights are as in the weight file. Sums over
// the batch do not depend on the number of threads. Nothing is allocated, but that packed weights grow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/ops/depthwise.h"
#include "core/ops/padding.h"
#include "core/ops/pointwise.h"
#include "core/tensor/tensor.h"
#include "training/gradients/partition.h"

namespace godwit::training {

// Pointwise and linear layers: weights (in, out). in_gradient (+)= z_gradient * weights^T. `packed` is memory for the
// transposed weights.
std::size_t PointwiseInputGradientScratch(std::int64_t in, std::int64_t out);
void PointwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            core::PointwiseWeights& packed, const core::TensorView& in_gradient, bool add,
                            Scratch scratch, const core::ThreadPool& pool);

// weight_gradient (in, out) = in^T * z_gradient over all pixels.
void PointwiseWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                             std::span<float> weight_gradient, const core::ThreadPool& pool);

// Depthwise 3x3 layers of stride 1 or 2: weights (3, 3, C, 1). `packed` is memory for the weights.
std::size_t DepthwiseInputGradientScratch(std::int64_t channels);
void DepthwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            std::int64_t stride, core::Padding padding, core::DepthwiseWeights& packed,
                            const core::TensorView& in_gradient, Scratch scratch, const core::ThreadPool& pool);

std::size_t DepthwiseWeightGradientScratch(std::int64_t channels);
void DepthwiseWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                             std::int64_t stride, core::Padding padding, std::span<float> weight_gradient,
                             Scratch scratch, const core::ThreadPool& pool);

// Dense convolutions: weights (kernel, kernel, in, out).
struct ConvGeometry {
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  core::Padding padding = core::Padding::kSame;
};
std::size_t ConvInputGradientScratch(const core::Shape& in, std::int64_t out, const ConvGeometry& geometry,
                                     int threads);
void ConvInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                       const ConvGeometry& geometry, core::PointwiseWeights& packed,
                       const core::TensorView& in_gradient, Scratch scratch, const core::ThreadPool& pool);

std::size_t ConvWeightGradientScratch(const core::Shape& in, const ConvGeometry& geometry);
void ConvWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                        const ConvGeometry& geometry, std::span<float> weight_gradient, Scratch scratch,
                        const core::ThreadPool& pool);

// The mean over a map: each pixel gets its share of the gradient (N, 1, 1, C).
void GlobalAveragePoolGradient(const core::ConstTensorView& z_gradient, const core::TensorView& in_gradient,
                               const core::ThreadPool& pool);

// sum += addend.
void AddTo(const core::ConstTensorView& addend, const core::TensorView& sum, const core::ThreadPool& pool);

}  // namespace godwit::training
