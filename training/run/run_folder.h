// A run's folder as one finds it: what was asked for, how far it came, how good it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "training/run/checkpoint.h"
#include "training/run/run_log.h"
#include "training/run/train_config.h"

namespace godwit::training {

struct RunSummary {
  std::filesystem::path folder;
  TrainConfig config;
  std::int64_t step = 0;             // of the checkpoint
  std::int64_t steps_per_epoch = 0;  // 0: there is no checkpoint yet, so that the run begins anew
  std::optional<Measured> best;
  std::vector<LogLine> lines;  // up to that step: what comes after is done again
  bool has_model = false;
  std::string error;  // why the run cannot go on; what could be read is there nevertheless

  [[nodiscard]] bool finished() const {
    return error.empty() && has_model && steps_per_epoch > 0 && step >= steps_per_epoch * config.settings.epochs;
  }
  [[nodiscard]] std::int64_t epochs_done() const { return steps_per_epoch > 0 ? step / steps_per_epoch : 0; }
};

// Whether a folder holds a run, or what is left of one.
bool HoldsRun(const std::filesystem::path& folder);

// Reads everything but the weights. Whether photos and models are still there shows when the run goes on.
RunSummary ReadRun(const std::filesystem::path& folder);

// The folders in `folder` that hold runs, in order of name. One that is not there has none.
std::vector<std::filesystem::path> RunsIn(const std::filesystem::path& folder);

// Deletes the files of a run, and the folder if nothing else is in it. Requires that the run is not under way. Errors:
// kInput, naming what is not a run or cannot be deleted.
core::Result<> RemoveRun(const std::filesystem::path& folder);

}  // namespace godwit::training
