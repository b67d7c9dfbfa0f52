// A training run: a folder that holds all of it.
//
//   config.json             what was asked for
//   split.jsonl             which photos learn and which measure
//   log.jsonl, curves.svg   loss, learning rate, speed and quality over time
//   checkpoint.safetensors  where to go on, written at the end of each epoch, every few minutes and when stopped
//   model.safetensors       the best model so far, with its card: what `godwit models import` installs
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/weights/weight_table.h"
#include "training/distributed/process_group.h"
#include "training/run/checkpoint.h"
#include "training/run/run_log.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

inline constexpr const char* kConfigFile = "config.json";
inline constexpr const char* kSplitFile = "split.jsonl";
inline constexpr const char* kLogFile = "log.jsonl";
inline constexpr const char* kCurvesFile = "curves.svg";
inline constexpr const char* kCheckpointFile = "checkpoint.safetensors";
inline constexpr const char* kModelFile = "model.safetensors";

struct TrainReport {
  std::int64_t steps = 0;  // of the whole run
  std::size_t train_photos = 0, validation_photos = 0;
  double seconds = 0;            // of this session
  std::optional<Measured> best;  // quality on the validation photos; none without such photos
  std::string quality_name;      // "accuracy"
  std::filesystem::path model;
};

// What a run is about to do.
struct RunPlan {
  std::int64_t first_step = 0;  // done before: 0, or where a checkpoint left off
  std::int64_t steps = 0, steps_per_epoch = 0;
  std::int64_t batch = 0;  // photos a step
  std::size_t train_photos = 0, validation_photos = 0;
  std::string quality_name;
};

// What there is to see of a run beside its progress. The leader alone calls these, on the thread that runs; they may be
// empty and must not throw.
struct RunWatch {
  std::function<void(const RunPlan&)> begin;                 // before the first step
  std::function<void(std::int64_t step, double loss)> step;  // after each, with its own loss
  std::function<void(const LogLine&)> line;                  // which the log now has
};

// Runs, or goes on with, the run in `folder`. A new one needs a folder that is empty or not there. A run that goes on
// from a checkpoint comes to the same checkpoints, to the bit, as one that was never interrupted, with the same number
// of threads. `from` holds the weights to start from, by name of tensor; it may be empty. Progress counts steps; log
// lines tell of each epoch. When stopped, the checkpoint is written first.
//
// Several processes call this together, with the same arguments but for the pool, and get the same result. Each learns
// from its part of every batch; what comes out is, but for rounding, what one process makes of the joined batch, with
// any number of processes from step to step (batch norm: see TrainSettings::batch_norm). The leader alone writes,
// measures quality and reports; all see the run's folder. A stop or an error of one process is that of all. Where a
// process dies, or its launcher gives it no time, the checkpoint of the last step is written at once (SaveOnStop).
//
// Errors: kUsage: a folder that holds something else, a batch that the processes cannot share evenly; kInput: photos,
// checkpoint or disk, processes that see other photos, and a loss or gradient that is no number, with the step and the
// parameter; kCancelled.
core::Result<TrainReport> RunTraining(const std::filesystem::path& folder, const TrainConfig& config, TrainTask& task,
                                      const core::WeightTable& from, const core::ThreadPool& pool,
                                      const core::JobContext& context, ProcessGroup& processes = ThisProcessAlone(),
                                      const RunWatch& watch = {});

// What goes on with a run that was stopped.
std::string ResumeCommand(const std::filesystem::path& folder, const ProcessGroup& processes = ThisProcessAlone());

}  // namespace godwit::training
