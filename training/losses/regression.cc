#include "training/losses/regression.h"

#include "core/base/check.h"
#include "training/losses/pixel_sum.h"
#include "training/losses/scalar_losses.h"

namespace godwit::training {
namespace {

template <typename LossOf>
double MeanOfDifferences(const core::ConstTensorView& predictions, const core::ConstTensorView& targets,
                         const core::TensorView& gradient, const core::ThreadPool& pool, const LossOf& loss_of) {
  const core::Shape& shape = predictions.shape();
  CheckShapes(shape, gradient);
  core::Check(targets.shape() == shape, "there is a target for each prediction");
  const auto count = static_cast<double>(shape.Elements());
  const double sum = SumOverPixels(shape, pool, [&](std::int64_t pixel) {
    const float* x = PixelAt(predictions, pixel);
    const float* target = PixelAt(targets, pixel);
    float* slope = PixelAt(gradient, pixel);
    double total = 0;
    for (std::int64_t c = 0; c < shape.c; ++c) {
      const LossAndSlope one = loss_of(static_cast<double>(x[c]) - target[c]);
      total += one.loss;
      if (slope != nullptr) {
        slope[c] = static_cast<float>(one.slope / count);
      }
    }
    return total;
  });
  return sum / count;
}

}  // namespace

double SmoothL1(const core::ConstTensorView& predictions, const core::ConstTensorView& targets, double delta,
                const core::TensorView& gradient, const core::ThreadPool& pool) {
  core::Check(delta > 0, "delta is positive");
  return MeanOfDifferences(predictions, targets, gradient, pool,
                           [delta](double difference) { return SmoothL1Of(difference, delta); });
}

double SquaredDifference(const core::ConstTensorView& predictions, const core::ConstTensorView& targets,
                         const core::TensorView& gradient, const core::ThreadPool& pool) {
  return MeanOfDifferences(predictions, targets, gradient, pool, [](double difference) {
    return LossAndSlope{difference * difference, 2 * difference};
  });
}

}  // namespace godwit::training
