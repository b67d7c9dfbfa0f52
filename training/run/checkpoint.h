// All that a run needs to go on as if it had never stopped, in one file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "training/model/parameter_layout.h"
#include "training/optimizers/optimizer.h"

namespace godwit::training {

// A quality that was measured, and when.
struct Measured {
  double quality = 0;
  std::int64_t step = 0;
  bool operator==(const Measured&) const = default;
};

struct Checkpoint {
  std::int64_t step = 0;             // steps done
  std::int64_t steps_per_epoch = 0;  // other photos have others: a run goes on with its own
  std::vector<float> values, statistics;
  OptimizerState optimizer;
  std::vector<float> average;  // of the values; empty: the run keeps none
  std::int64_t average_updates = 0;
  std::optional<Measured> best;
};

// Writes a safetensors file whole: flat arrays "values", "statistics", "average", "optimizer/<array>", with their
// layouts and the rest as JSON under the metadata key "godwit-checkpoint". Errors: kInput, naming the path.
core::Result<> WriteCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint,
                               const ParameterLayout& layout, const ParameterLayout& statistics_layout);

// Errors: kInput, naming the path: no such file, a file that is damaged, one of another network.
core::Result<Checkpoint> ReadCheckpoint(const std::filesystem::path& path, const ParameterLayout& layout,
                                        const ParameterLayout& statistics_layout);

// How far a checkpoint is, whatever the network.
struct CheckpointPlace {
  std::int64_t step = 0, steps_per_epoch = 0;
  std::optional<Measured> best;
};

// Reads no weights. Errors: kInput, naming the path: no such file, one that is cut short or no checkpoint.
core::Result<CheckpointPlace> ReadCheckpointPlace(const std::filesystem::path& path);

}  // namespace godwit::training
