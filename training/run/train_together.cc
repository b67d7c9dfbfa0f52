#include "training/run/train_together.h"

#include <functional>

#include <fmt/format.h>

#include "training/distributed/agreement.h"

namespace godwit::training {

core::Result<std::int64_t> ShareBatch(std::int64_t batch, const ProcessGroup& processes) {
  const std::int64_t own = batch / processes.size();
  if (own * processes.size() == batch) {
    return own;
  }
  const std::string even = own > 0 ? fmt::format(", or begin a run with --batch {}", own * processes.size()) : "";
  return core::Fail(core::ErrorKind::kUsage,
                    "{} processes cannot share a batch of {} photos evenly; start a number of them that divides it{}",
                    processes.size(), batch, even);
}

core::Result<> BeginTogether(ProcessGroup& processes, TrainState& state, const Dataset& photos,
                             std::span<const std::size_t> samples) {
  std::string seen = fmt::format("{} {}\n", state.step(), state.steps_per_epoch());
  for (const std::size_t index : samples) {
    seen += photos.samples[index].name;
    seen += '\n';
  }
  if (const int other = FindOther(processes, std::hash<std::string>()(seen)); other >= 0) {
    return core::Fail(core::ErrorKind::kInput,
                      "process {} of {} finds other photos or another run than process 0; photos, models and the run's "
                      "folder must be the same for all: use a file system that their machines share",
                      other, processes.size());
  }
  BroadcastFromLeader(processes, state.network().values());
  BroadcastFromLeader(processes, state.network().statistics());
  return {};
}

std::string StopMessage(std::int64_t step, const std::string& resume_command) {
  return fmt::format("a stop was asked for, or a process of the run has ended; {}. Go on with: {}",
                     step > 0 ? fmt::format("the checkpoint holds step {}", step) : "no step was done yet",
                     resume_command);
}

}  // namespace godwit::training
