#include "training/run/save_on_stop.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace godwit::training {
namespace {

// Longer than a checkpoint takes to write; several processes have their turn within the second that mpirun gives.
constexpr std::chrono::milliseconds kTurn{250};

}  // namespace

SaveOnStop::SaveOnStop(const TrainState& state, std::filesystem::path file, const ProcessGroup& processes,
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
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, ended, [&] { return asked_; })) {
    return;
  }
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file_, error);
  if (rank > 0) {
    // Where all come to the end of the run together, none has to do anything.
    const bool over = changed_.wait_for(lock, ended, rank * kTurn, [&] { return ended.stop_requested(); });
    if (over || std::filesystem::last_write_time(file_, error) != written) {
      return;
    }
  }
  lock.unlock();
  if (!std::filesystem::exists(file_.parent_path(), error)) {
    return;
  }
  const auto step = state_.Save(file_);
  if (!step || *step > 0 || rank == 0) {
    told_(step);
  }
}

}  // namespace godwit::training
