// Losses of one number, for the loops of this folder.
#pragma once

#include <algorithm>
#include <cmath>

namespace godwit::training {

struct LossAndSlope {
  double loss = 0;
  double slope = 0;  // d(loss)/d(prediction)
};

inline double SigmoidOf(double logit) {
  const double tail = std::exp(-std::abs(logit));
  return (logit >= 0 ? 1 : tail) / (1 + tail);
}

// -t log s(x) - (1 - t) log(1 - s(x)) with the sigmoid s, for a target t in [0, 1]. It equals log(1 + exp(x)) - t x,
// which is written here so that no exponential overflows.
inline LossAndSlope SigmoidCrossEntropyOf(double logit, double target) {
  const double tail = std::exp(-std::abs(logit));
  return {std::max(logit, 0.0) + std::log1p(tail) - target * logit, (logit >= 0 ? 1 : tail) / (1 + tail) - target};
}

// Huber's loss: d^2 / 2 for |d| <= delta, else delta (|d| - delta / 2). With delta 1 it is the smooth L1 of Fast R-CNN
// (arXiv 1504.08083, equation 3).
inline LossAndSlope SmoothL1Of(double difference, double delta) {
  const double magnitude = std::abs(difference);
  if (magnitude <= delta) {
    return {difference * difference / 2, difference};
  }
  return {delta * (magnitude - delta / 2), std::copysign(delta, difference)};
}

}  // namespace godwit::training
