// The learning rate of each step.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

namespace godwit::training {

struct ConstantRate {
  double rate = 0.001;
};

// rate * factor^(step / steps); in a staircase the exponent is rounded down. The paper's detectors: .004 * .95^.. each
// 800,720 steps.
struct ExponentialRate {
  double rate = 0.001;
  double factor = 0.95;
  std::int64_t steps = 1;
  bool staircase = false;
};

// Half a period of a cosine from `rate` at step 0 to `last_rate` at step `steps` and after (Loshchilov and Hutter,
// arXiv 1608.03983, without restarts).
struct CosineRate {
  double rate = 0.001;
  double last_rate = 0;
  std::int64_t steps = 1;
};

// rates[i] from step boundaries[i - 1] on, until boundaries[i]. Requires ascending boundaries and one rate more.
struct PiecewiseRate {
  std::vector<std::int64_t> boundaries;
  std::vector<double> rates{0.001};
};

struct LearningRate {
  std::variant<ConstantRate, ExponentialRate, CosineRate, PiecewiseRate> schedule;
  // Steps in front of the schedule, in which the rate grows in equal parts from warm_up_factor times the schedule's
  // first rate up to it.
  std::int64_t warm_up_steps = 0;
  double warm_up_factor = 0.1;

  // The rate of step 0, 1, 2 ...: so many steps were done before. Requires steps of schedules above 0.
  [[nodiscard]] double At(std::int64_t step) const;
};

}  // namespace godwit::training
