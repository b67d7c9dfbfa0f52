// Averages of the weights over the last steps, which often do better than the weights themselves.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// average <- average - (1 - d) * (average - values), from the first values on, as TensorFlow's
// ExponentialMovingAverage. With count_updates d = min(decay, (1 + n) / (10 + n)) for the n updates done before, so
// that the average does not hang on the first values for long; else d = decay.
class MovingAverage {
 public:
  // Requires decay in [0, 1] and values. Memory: one array.
  MovingAverage(double decay, bool count_updates, std::span<const float> values);

  // Requires as many values as at the start. Bit-identical for any number of threads.
  void Update(std::span<const float> values, const core::ThreadPool& pool);

  [[nodiscard]] std::span<const float> average() const {
    return {average_.data(), static_cast<std::size_t>(average_.shape().Elements())};
  }
  [[nodiscard]] std::int64_t updates() const { return updates_; }

  // Goes on from what another one's average() and updates() gave. Requires the same number of values.
  void Restore(std::span<const float> average, std::int64_t updates);

 private:
  double decay_;
  bool count_updates_;
  std::int64_t updates_ = 0;
  core::Tensor average_;
};

}  // namespace godwit::training
