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

// The forward of some image rows of the output, counted through all images, on the calling thread; for what is summed
// while it is made (MakeRows). out (+)= in * weights, or depthwise(in).
void PointwiseRows(const core::ConstTensorView& in, const core::PointwiseWeights& weights, bool add,
                   const core::TensorView& out, std::int64_t begin, std::int64_t end);
void DepthwiseRows(const core::ConstTensorView& in, const core::DepthwiseWeights& weights, std::int64_t stride,
                   core::Padding padding, const core::TensorView& out, std::int64_t begin, std::int64_t end);

// Pointwise and linear layers: weights (in, out). in_gradient (+)= z_gradient * weights^T. `packed` is memory for the
// transposed weights: with them, PointwiseRows of z_gradient does the same for some rows.
std::size_t PointwiseInputGradientScratch(std::int64_t in, std::int64_t out);
void PackTransposed(std::span<const float> weights, std::int64_t in, std::int64_t out, core::PointwiseWeights& packed,
                    Scratch scratch, const core::ThreadPool& pool);
void PointwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            core::PointwiseWeights& packed, const core::TensorView& in_gradient, bool add,
                            Scratch scratch, const core::ThreadPool& pool);

// weight_gradient (in, out) = in^T * z_gradient over all pixels.
void PointwiseWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                             std::span<float> weight_gradient, const core::ThreadPool& pool);

// Depthwise 3x3 layers of stride 1 or 2: weights (3, 3, C, 1). `packed` is memory for the weights, as
// PackForInputGradient puts them there for ...Rows, which makes image rows [begin, end) of in_gradient.
std::size_t DepthwiseInputGradientScratch(std::int64_t channels);
void PackForInputGradient(std::span<const float> weights, std::int64_t channels, std::int64_t stride,
                          core::DepthwiseWeights& packed, Scratch scratch);
void DepthwiseInputGradientRows(const core::ConstTensorView& z_gradient, const core::DepthwiseWeights& packed,
                                std::int64_t stride, core::Padding padding, const core::TensorView& in_gradient,
                                std::int64_t begin, std::int64_t end);
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
