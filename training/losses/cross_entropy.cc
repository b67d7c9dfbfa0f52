#include "training/losses/cross_entropy.h"

#include <cmath>

#include "core/base/check.h"
#include "training/losses/pixel_sum.h"
#include "training/losses/scalar_losses.h"
#include "training/losses/softmax_row.h"

namespace godwit::training {
namespace {

// The mean of both softmax losses. target_of_pixel(pixel) gives a function from channel to target.
template <typename TargetOfPixel>
double SoftmaxMean(const core::ConstTensorView& logits, const SoftmaxOptions& options, const core::TensorView& gradient,
                   const core::ThreadPool& pool, const TargetOfPixel& target_of_pixel) {
  const core::Shape& shape = logits.shape();
  const std::int64_t pixels = shape.n * shape.h * shape.w;
  CheckShapes(shape, gradient);
  core::Check(options.weights.empty() || static_cast<std::int64_t>(options.weights.size()) == pixels,
              "there are as many weights as predictions");
  core::Check(options.label_smoothing >= 0 && options.label_smoothing <= 1, "labels are smoothed by 0 to 1");
  const double floor = options.label_smoothing / static_cast<double>(shape.c);

  const double sum = SumOverPixels(shape, pool, [&](std::int64_t pixel) {
    const float* x = PixelAt(logits, pixel);
    const double weight = options.weights.empty() ? 1 : options.weights[static_cast<std::size_t>(pixel)];
    const double log_sum = LogSumExp(x, shape.c);
    const auto target_of = target_of_pixel(pixel);
    double loss = 0;
    double mass = 0;  // of the targets
    for (std::int64_t c = 0; c < shape.c; ++c) {
      const double target = (1 - options.label_smoothing) * target_of(c) + floor;
      loss += target * (log_sum - x[c]);
      mass += target;
    }
    if (float* slope = PixelAt(gradient, pixel)) {
      const double scale = weight / static_cast<double>(pixels);
      for (std::int64_t c = 0; c < shape.c; ++c) {
        const double target = (1 - options.label_smoothing) * target_of(c) + floor;
        slope[c] = static_cast<float>(scale * (std::exp(x[c] - log_sum) * mass - target));
      }
    }
    return weight * loss;
  });
  return sum / static_cast<double>(pixels);
}

// The mean over channels as well. loss_of(logit, target, weight) gives LossAndSlope.
template <typename LossOf>
double SigmoidMean(const core::ConstTensorView& logits, const core::ConstTensorView& targets,
                   const core::ConstTensorView& weights, const core::TensorView& gradient, const core::ThreadPool& pool,
                   const LossOf& loss_of) {
  const core::Shape& shape = logits.shape();
  CheckShapes(shape, gradient);
  core::Check(targets.shape() == shape, "there is a target for each logit");
  core::Check(weights.data() == nullptr || weights.shape() == shape, "there is a weight for each logit");
  const auto count = static_cast<double>(shape.Elements());
  const double sum = SumOverPixels(shape, pool, [&](std::int64_t pixel) {
    const float* x = PixelAt(logits, pixel);
    const float* target = PixelAt(targets, pixel);
    const float* weight = PixelAt(weights, pixel);
    float* slope = PixelAt(gradient, pixel);
    double total = 0;
    for (std::int64_t c = 0; c < shape.c; ++c) {
      const double factor = weight != nullptr ? weight[c] : 1;
      const LossAndSlope one = loss_of(x[c], target[c]);
      total += factor * one.loss;
      if (slope != nullptr) {
        slope[c] = static_cast<float>(factor * one.slope / count);
      }
    }
    return total;
  });
  return sum / count;
}

}  // namespace

double SoftmaxCrossEntropy(const core::ConstTensorView& logits, std::span<const std::int32_t> labels,
                           const SoftmaxOptions& options, const core::TensorView& gradient,
                           const core::ThreadPool& pool) {
  const core::Shape& shape = logits.shape();
  core::Check(static_cast<std::int64_t>(labels.size()) == shape.n * shape.h * shape.w, "each prediction has a label");
  for (const std::int32_t label : labels) {
    core::Check(label >= 0 && label < shape.c, "labels are classes");
  }
  return SoftmaxMean(logits, options, gradient, pool, [&](std::int64_t pixel) {
    const std::int32_t label = labels[static_cast<std::size_t>(pixel)];
    return [label](std::int64_t c) { return c == label ? 1.0 : 0.0; };
  });
}

double SoftmaxCrossEntropy(const core::ConstTensorView& logits, const core::ConstTensorView& targets,
                           const SoftmaxOptions& options, const core::TensorView& gradient,
                           const core::ThreadPool& pool) {
  core::Check(targets.shape() == logits.shape(), "there is a target for each logit");
  return SoftmaxMean(logits, options, gradient, pool, [&](std::int64_t pixel) {
    const float* target = PixelAt(targets, pixel);
    return [target](std::int64_t c) { return static_cast<double>(target[c]); };
  });
}

double SigmoidCrossEntropy(const core::ConstTensorView& logits, const core::ConstTensorView& targets,
                           const core::ConstTensorView& weights, const core::TensorView& gradient,
                           const core::ThreadPool& pool) {
  return SigmoidMean(logits, targets, weights, gradient, pool, SigmoidCrossEntropyOf);
}

double FocalLoss(const core::ConstTensorView& logits, const core::ConstTensorView& targets, const FocalOptions& options,
                 const core::TensorView& gradient, const core::ThreadPool& pool) {
  core::Check(options.gamma >= 0, "gamma is not negative");
  return SigmoidMean(logits, targets, {}, gradient, pool, [&](double logit, double target) -> LossAndSlope {
    core::Check(target == 0 || target == 1, "focal loss knows targets 0 and 1");
    // In terms of x = the logit in favour of the truth, p = sigmoid(x) and q = 1 - p:
    //   d/dx [q^g (-log p)] = -q^g (g p (-log p) + q).
    const double sign = target == 1 ? 1 : -1;
    const auto [surprise, minus_q] = SigmoidCrossEntropyOf(sign * logit, 1);
    const double q = -minus_q;
    const double alpha = options.alpha ? (target == 1 ? *options.alpha : 1 - *options.alpha) : 1;
    const double scale = alpha * std::pow(q, options.gamma);
    return {scale * surprise, -sign * scale * (options.gamma * (1 - q) * surprise + q)};
  });
}

}  // namespace godwit::training
