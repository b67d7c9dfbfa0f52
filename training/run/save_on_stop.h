// A checkpoint at the moment when a stop is asked for.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/base/result.h"
#include "training/distributed/process_group.h"
#include "training/run/train_state.h"

namespace godwit::training {

// Open MPI's mpirun kills all processes of a job a second after it asked them to stop (SIGTERM), be it that people did
// or that one of them died. The step under way may take longer, and without the dead process never ends. So the first
// process writes the checkpoint of the last step at once, on a thread of its own, and tells. The others look some time
// later, each in its turn, whether the file is a new one, and do it themselves if not: the first may be the one that
// died.
class SaveOnStop {
 public:
  // Called on that thread with the step that the checkpoint holds, or why it could not be written.
  using Told = std::function<void(const core::Result<std::int64_t>& step)>;

  // What is referred to must outlive this. `file` is written only where its folder is there.
  SaveOnStop(const TrainState& state, std::filesystem::path file, const ProcessGroup& processes,
             const std::stop_token& stop, Told told);

 private:
  void Run(const std::stop_token& ended, int rank);

  const TrainState& state_;
  std::filesystem::path file_;
  Told told_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool asked_ = false;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
  std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace godwit::training
