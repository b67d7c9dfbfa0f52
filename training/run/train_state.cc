#include "training/run/train_state.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace godwit::training {

TrainState::TrainState(TrainableNetwork network, Optimizer optimizer, std::optional<MovingAverage> average)
    : network_(std::move(network)), optimizer_(std::move(optimizer)), average_(std::move(average)) {}

void TrainState::SetStepsPerEpoch(std::int64_t steps) {
  const std::lock_guard lock(mutex_);
  steps_per_epoch_ = steps;
}

void TrainState::SetBest(const Measured& best) {
  const std::lock_guard lock(mutex_);
  best_ = best;
}

core::Result<> TrainState::Restore(const std::filesystem::path& file) {
  auto checkpoint = ReadCheckpoint(file, network_.layout(), network_.statistics_layout());
  if (!checkpoint) {
    return core::Forward(checkpoint);
  }
  const std::lock_guard lock(mutex_);
  if (auto restored = optimizer_.Restore(std::move(checkpoint->optimizer)); !restored) {
    return core::Fail(core::ErrorKind::kInput, "{}: {}", file.string(), restored.error().message);
  }
  std::ranges::copy(checkpoint->values, network_.values().begin());
  std::ranges::copy(checkpoint->statistics, network_.statistics().begin());
  if (average_ && checkpoint->average.size() == checkpoint->values.size()) {
    average_->Restore(checkpoint->average, checkpoint->average_updates);
  }
  step_ = checkpoint->step;
  steps_per_epoch_ = checkpoint->steps_per_epoch;
  best_ = checkpoint->best;
  return {};
}

void TrainState::BeginStep() {
  const std::lock_guard lock(mutex_);
  statistics_before_.assign(network_.statistics().begin(), network_.statistics().end());
}

void TrainState::EndStep(double learning_rate, const core::ThreadPool& pool) {
  const std::lock_guard lock(mutex_);
  optimizer_.Step(learning_rate, network_.gradients(), network_.values(), pool);
  if (average_) {
    average_->Update(network_.values(), pool);
  }
  ++step_;
  statistics_before_.clear();
}

void TrainState::JoinStatistics(ProcessGroup& processes) {
  if (processes.size() == 1) {
    return;
  }
  std::vector<double> sums(network_.statistics().begin(), network_.statistics().end());
  processes.Sum(sums);
  const std::lock_guard lock(mutex_);
  std::ranges::transform(sums, network_.statistics().begin(),
                         [&](double sum) { return static_cast<float>(sum / processes.size()); });
}

void TrainState::SwapInAverage() {
  const std::lock_guard lock(mutex_);
  if (average_) {
    values_aside_.assign(network_.values().begin(), network_.values().end());
    std::ranges::copy(average_->average(), network_.values().begin());
  }
}

void TrainState::SwapOutAverage() {
  const std::lock_guard lock(mutex_);
  if (average_) {
    std::ranges::copy(values_aside_, network_.values().begin());
    values_aside_.clear();
  }
}

core::Result<std::int64_t> TrainState::Save(const std::filesystem::path& file) const {
  const std::lock_guard lock(mutex_);
  if (step_ == 0) {
    return 0;
  }
  const std::span<const float> values = values_aside_.empty() ? network_.values() : std::span(values_aside_);
  const std::span<const float> statistics =
      statistics_before_.empty() ? network_.statistics() : std::span(statistics_before_);
  Checkpoint checkpoint{.step = step_,
                        .steps_per_epoch = steps_per_epoch_,
                        .values = {values.begin(), values.end()},
                        .statistics = {statistics.begin(), statistics.end()},
                        .best = best_};
  checkpoint.optimizer.steps = optimizer_.state().steps;
  for (const NamedArray& array : optimizer_.state().arrays) {
    checkpoint.optimizer.arrays.push_back({array.name, array.values.Clone()});
  }
  if (average_) {
    checkpoint.average.assign(average_->average().begin(), average_->average().end());
    checkpoint.average_updates = average_->updates();
  }
  if (auto written = WriteCheckpoint(file, checkpoint, network_.layout(), network_.statistics_layout()); !written) {
    return core::Forward(written);
  }
  return step_;
}

}  // namespace godwit::training
