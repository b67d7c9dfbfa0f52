#include "training/optimizers/moving_average.h"

#include <algorithm>

#include "core/base/check.h"

namespace godwit::training {

MovingAverage::MovingAverage(double decay, bool count_updates, std::span<const float> values)
    : decay_(decay), count_updates_(count_updates), average_({1, 1, 1, static_cast<std::int64_t>(values.size())}) {
  core::Check(decay >= 0 && decay <= 1, "the decay of an average is 0 to 1");
  Restore(values, 0);
}

void MovingAverage::Update(std::span<const float> values, const core::ThreadPool& pool) {
  core::Check(values.size() == average().size(), "an average is over arrays of one layout");
  const auto n = static_cast<double>(updates_);
  const double decay = count_updates_ ? std::min(decay_, (1 + n) / (10 + n)) : decay_;
  const auto share = static_cast<float>(1 - decay);
  constexpr std::int64_t kGrain = 16384;
  pool.For(static_cast<std::int64_t>(values.size()), kGrain, [&](std::int64_t begin, std::int64_t end) {
    float* average = average_.data();
    for (std::int64_t i = begin; i < end; ++i) {
      average[i] -= share * (average[i] - values[static_cast<std::size_t>(i)]);
    }
  });
  ++updates_;
}

void MovingAverage::Restore(std::span<const float> average, std::int64_t updates) {
  core::Check(average.size() == this->average().size() && updates >= 0, "an average is over arrays of one layout");
  std::ranges::copy(average, average_.data());
  updates_ = updates;
}

}  // namespace godwit::training
