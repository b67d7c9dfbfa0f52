// A teacher's softened probabilities as targets. What holds for all losses stands in cross_entropy.h; squared
// difference from a teacher's logits is SquaredDifference (regression.h).
#pragma once

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// Mean over N*H*W of T^2 KL(softmax(teacher / T) || softmax(student / T)) (Hinton et al., arXiv 1503.02531, section 2).
// T^2 keeps the gradient's size when T changes, so that the loss can be added to that of hard labels. Both are logits
// of one shape. Requires T > 0.
double SoftTargets(const core::ConstTensorView& student, const core::ConstTensorView& teacher, double temperature,
                   const core::TensorView& gradient, const core::ThreadPool& pool);

}  // namespace godwit::training
