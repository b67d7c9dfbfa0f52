// Cross-entropies of logits: of one class among many, and of many independent labels.
//
// Common to all losses of this folder: predictions are (N, H, W, C), N*H*W of them with C channels each, and N*H*W is
// 1*1 per photo for a classifier. A function returns the mean loss and writes d(mean loss)/d(prediction) into
// `gradient`, which has the predictions' shape and does not overlap them; an empty view asks for the loss alone.
// Arithmetic is in double, results do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

struct SoftmaxOptions {
  // The target is 1 - s for the labelled class and s / C is added to all (Szegedy et al., arXiv 1512.00567, section 7).
  double label_smoothing = 0;
  // A factor for each of the N*H*W losses, or none. The mean divides by N*H*W, not by the sum of the weights, so that
  // the loss of a batch is the mean of the losses of its parts.
  std::span<const float> weights;
};

// Mean of -log softmax(logits)[label]. Requires N*H*W labels in [0, C).
double SoftmaxCrossEntropy(const core::ConstTensorView& logits, std::span<const std::int32_t> labels,
                           const SoftmaxOptions& options, const core::TensorView& gradient,
                           const core::ThreadPool& pool);

// Mean of -sum_c targets[c] log softmax(logits)[c]. Requires targets of the logits' shape; each pixel's sum to 1 in a
// distribution, which is not checked. Labels are smoothed as above.
double SoftmaxCrossEntropy(const core::ConstTensorView& logits, const core::ConstTensorView& targets,
                           const SoftmaxOptions& options, const core::TensorView& gradient,
                           const core::ThreadPool& pool);

// Mean over all N*H*W*C of the cross-entropy between sigmoid(logit) and a target in [0, 1]: 0 or 1, or a teacher's
// score. `weights` is empty, or has the logits' shape: a factor for each, 0 where the label is not known. The mean
// divides by the number of all.
double SigmoidCrossEntropy(const core::ConstTensorView& logits, const core::ConstTensorView& targets,
                           const core::ConstTensorView& weights, const core::TensorView& gradient,
                           const core::ThreadPool& pool);

// -a (1 - p)^gamma log p where p is the probability given to the truth and a is alpha for a target of 1, 1 - alpha for
// 0 (Lin et al., arXiv 1708.02002, equation 5). Without alpha, a = 1. Defaults are the paper's.
struct FocalOptions {
  std::optional<double> alpha = 0.25;
  double gamma = 2;
};

// Mean over all N*H*W*C. Requires targets that are 0 or 1.
double FocalLoss(const core::ConstTensorView& logits, const core::ConstTensorView& targets, const FocalOptions& options,
                 const core::TensorView& gradient, const core::ThreadPool& pool);

}  // namespace godwit::training
