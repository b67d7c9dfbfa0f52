// Losses of differences. What holds for all losses stands in cross_entropy.h.
#pragma once

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// Mean over all N*H*W*C of the Huber loss, which is quadratic up to `delta` and linear beyond. Requires delta > 0 and
// targets of the predictions' shape.
double SmoothL1(const core::ConstTensorView& predictions, const core::ConstTensorView& targets, double delta,
                const core::TensorView& gradient, const core::ThreadPool& pool);

// Mean over all N*H*W*C of (prediction - target)^2. With a teacher's logits or embeddings as targets it is the
// distillation of paper 4.5 and of FaceNet (Table 14).
double SquaredDifference(const core::ConstTensorView& predictions, const core::ConstTensorView& targets,
                         const core::TensorView& gradient, const core::ThreadPool& pool);

}  // namespace godwit::training
