#include "training/optimizers/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/check.h"

namespace godwit::training {
namespace {

double RateAt(const ConstantRate& schedule, std::int64_t) { return schedule.rate; }

double RateAt(const ExponentialRate& schedule, std::int64_t step) {
  core::Check(schedule.steps > 0, "a schedule has steps");
  const double periods = static_cast<double>(step) / static_cast<double>(schedule.steps);
  return schedule.rate * std::pow(schedule.factor, schedule.staircase ? std::floor(periods) : periods);
}

double RateAt(const CosineRate& schedule, std::int64_t step) {
  core::Check(schedule.steps > 0, "a schedule has steps");
  const double done = static_cast<double>(std::min(step, schedule.steps)) / static_cast<double>(schedule.steps);
  return schedule.last_rate + (schedule.rate - schedule.last_rate) * (1 + std::cos(std::numbers::pi * done)) / 2;
}

double RateAt(const PiecewiseRate& schedule, std::int64_t step) {
  core::Check(schedule.rates.size() == schedule.boundaries.size() + 1, "there is one rate more than boundaries");
  core::Check(std::ranges::is_sorted(schedule.boundaries), "boundaries ascend");
  const auto piece = std::ranges::upper_bound(schedule.boundaries, step) - schedule.boundaries.begin();
  return schedule.rates[static_cast<std::size_t>(piece)];
}

}  // namespace

double LearningRate::At(std::int64_t step) const {
  core::Check(step >= 0, "steps count from 0");
  const std::int64_t after_warm_up = std::max<std::int64_t>(step - warm_up_steps, 0);
  const double rate = std::visit([&](const auto& of) { return RateAt(of, after_warm_up); }, schedule);
  if (step >= warm_up_steps) {
    return rate;
  }
  const double done = static_cast<double>(step) / static_cast<double>(warm_up_steps);
  return rate * (warm_up_factor + (1 - warm_up_factor) * done);
}

}  // namespace godwit::training
