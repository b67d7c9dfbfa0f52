// What a run changes from step to step, and the checkpoint that holds it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "training/distributed/process_group.h"
#include "training/model/trainable_network.h"
#include "training/optimizers/moving_average.h"
#include "training/optimizers/optimizer.h"
#include "training/run/checkpoint.h"

namespace godwit::training {

// Used by one thread, but for Save, which any thread may call at any time.
class TrainState {
 public:
  TrainState(TrainableNetwork network, Optimizer optimizer, std::optional<MovingAverage> average);

  [[nodiscard]] TrainableNetwork& network() { return network_; }
  [[nodiscard]] const Optimizer& optimizer() const { return optimizer_; }
  [[nodiscard]] std::int64_t step() const { return step_; }  // steps done
  [[nodiscard]] std::int64_t steps_per_epoch() const { return steps_per_epoch_; }
  [[nodiscard]] const std::optional<Measured>& best() const { return best_; }

  void SetStepsPerEpoch(std::int64_t steps);
  void SetBest(const Measured& best);

  // Goes on from a checkpoint. Errors: those of ReadCheckpoint; kInput: one of another optimiser.
  core::Result<> Restore(const std::filesystem::path& file);

  // A step: the network's forward and backward come in between. One that fails is not ended.
  void BeginStep();
  void EndStep(double learning_rate, const core::ThreadPool& pool);

  // Makes the moving statistics the mean of those of all processes. Between steps.
  void JoinStatistics(ProcessGroup& processes);

  // Calls `use` while the network has the averaged values, if there are any. Between steps.
  template <typename Use>
  auto WithAverage(Use&& use) {
    SwapInAverage();
    auto result = use();
    SwapOutAverage();
    return result;
  }

  // Writes what there was after the last step that was ended, and returns that step. Before the first there is nothing
  // to write: a run that begins anew comes there. Errors: kInput, naming the file.
  core::Result<std::int64_t> Save(const std::filesystem::path& file) const;

 private:
  void SwapInAverage();
  void SwapOutAverage();

  // Guards what a checkpoint holds while it changes. The gradients and, within a step, the network's statistics change
  // unguarded.
  mutable std::mutex mutex_;
  TrainableNetwork network_;
  Optimizer optimizer_;
  std::optional<MovingAverage> average_;
  std::int64_t step_ = 0, steps_per_epoch_ = 0;
  std::optional<Measured> best_;
  std::vector<float> statistics_before_;  // of the step under way; empty between steps
  std::vector<float> values_aside_;       // while the network has the averaged ones; else empty
};

}  // namespace godwit::training
