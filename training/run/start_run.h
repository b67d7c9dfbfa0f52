// From what a person asks for to a run under way: what the command line and the window share.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/model_card.h"
#include "training/distributed/process_group.h"
#include "training/run/prepare_run.h"
#include "training/run/train_config.h"
#include "training/run/trainer.h"

namespace godwit::training {

// Sides of the network's input in pixels. Published SSDs look at 300.
inline constexpr int kDetectorInput = 300;
inline constexpr int kLeastInput = 32;
inline constexpr int kMostInput = 2048;

// The network as it was asked for. What is left open is that of the model to start from, else of the settings; a new
// detector looks at kDetectorInput.
struct NetworkShape {
  std::optional<double> alpha;
  std::optional<int> input;
};

// Whether a run of a task ("classify", "detect") can start from a model.
bool CanStartFrom(const core::ModelCard& model, std::string_view task);

// Whether it can then be narrower than the model (MakeNarrowModel).
bool CanBeNarrower(const core::ModelCard& model);

// Makes the paths of `config` absolute and fills in the shape of the network. `run` is the folder that the run will
// have. Errors: kUsage: a run among its own photos, annotation files without a folder of photos each, a network that is
// wider than what it starts from or looks at another size than networks can; those of `find` and of
// core::ModelFile::Open.
core::Result<> CompleteConfig(const std::filesystem::path& run, const NetworkShape& shape, const FindModelFile& find,
                              TrainConfig& config);

// PrepareRun, then RunTraining: begins the run in `folder` or goes on with it. Processes call it together, as they do
// RunTraining. Errors: those of both.
core::Result<TrainReport> StartRun(const std::filesystem::path& folder, TrainConfig config, const FindModelFile& find,
                                   const core::ThreadPool& pool, const core::JobContext& context,
                                   ProcessGroup& processes = ThisProcessAlone(), const RunWatch& watch = {});

}  // namespace godwit::training
