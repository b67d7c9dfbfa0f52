#include "training/run/save_on_stop.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace godwit::training {
namespace {

// Longer than a checkpoint takes to write; several processes have their turn within the second that mpirun gives.
constexpr std::chrono::milliseconds kTurn{250};

}  // namespace

SaveOnStop::SaveOnStop(TrainState& state, std::filesystem::path file, const ProcessGroup& processes,
                       const std::stop_token& stop, Told told)
    : state_(state), file_(std::move(file)), told_(std::move(told)) {
  on_stop_.emplace(stop, [this] {
    {
      const std::lock_guard lock(mutex_);
      asked_ = true;
    }
    changed_.notify_all();
  });
  thread_ = std::jthread([this, rank = processes.rank()](const std::stop_token& ended) { Run(ended, rank); });
}

void SaveOnStop::Run(const std::stop_token& ended, int rank) {
  {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, ended, [&] { return asked_; })) {
      return;
    }
    // Those that wait for their turn are spared it where all come to the end of the run together.
    const auto run_ended = [&] { return ended.stop_requested(); };
    if (rank > 0 && changed_.wait_for(lock, ended, rank * kTurn, run_ended)) {
      return;
    }
  }
  if (std::error_code error; !std::filesystem::exists(file_.parent_path(), error)) {
    return;
  }
  auto saved = state_.SaveIfBehind(file_);
  if (!saved) {
    told_(core::Forward(saved));
  } else if (*saved && (**saved > 0 || rank == 0)) {
    told_(**saved);
  }
}

}  // namespace godwit::training
