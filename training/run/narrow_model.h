// A model to start from, made narrower by what photos show of its channels.
#pragma once

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/model_card.h"
#include "core/model/model_file.h"
#include "core/weights/weight_table.h"
#include "training/data/dataset.h"

namespace godwit::training {

struct NarrowModel {
  core::ModelCard card;  // of the model, with the new width
  core::OwnedWeights weights;
};

// PruneChannels of a MobileNet V1, classifier or detector, by at most 1024 of the photos. Requires a width below the
// model's. Errors: kUsage: a model of another kind; kInput: no photo can be read; those of PruneChannels.
core::Result<NarrowModel> MakeNarrowModel(const core::ModelFile& model, double alpha, const Dataset& photos,
                                          const core::ThreadPool& pool, const core::JobContext& context);

}  // namespace godwit::training
