// From a run's configuration to what it needs: photos, network, weights, teacher.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/model_file.h"
#include "training/run/resized_model.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

// The weight file of an installed model. Errors: kModel, naming the id.
using FindModelFile = std::function<core::Result<std::filesystem::path>(const std::string& id)>;

struct PreparedRun {
  std::unique_ptr<TrainTask> task;
  std::optional<core::ModelFile> base;  // none: weights start from nothing
  std::optional<ResizedModel> resized;  // instead of the base, where the run's network has another width

  [[nodiscard]] core::WeightTable from() const {
    if (resized) {
      return resized->weights.table();
    }
    return base ? base->weights.tensors() : core::WeightTable();
  }
};

// Whether the values of weights to start from matter, or only what there is of them: those of a checkpoint, or of the
// process that leads, take their place.
enum class StartingValues { kNeeded, kReplaced };

// Reads photos and models that the configuration names, makes the model to start from as wide as the settings ask,
// and notes the models' digests in it; a digest that is there
// must be the model's: a run goes on only from what it was begun with. Photos that cannot be decoded are
// left out; all problems of single photos are logged. Errors: those of the data set readers, of the tasks and of
// `find`; kModel: a model that has changed; kCancelled.
core::Result<PreparedRun> PrepareRun(TrainConfig& config, const FindModelFile& find, const core::ThreadPool& pool,
                                     const core::JobContext& context, StartingValues values = StartingValues::kNeeded);

}  // namespace godwit::training
