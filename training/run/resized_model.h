// A model of another width to start from, made of installed ones.
#pragma once

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/model_card.h"
#include "core/model/model_file.h"
#include "core/weights/weight_table.h"
#include "training/data/dataset.h"

namespace godwit::training {

struct ResizedModel {
  core::ModelCard card;  // of the model, with the new width
  core::OwnedWeights weights;
};

// PruneChannels of a MobileNet V1, classifier or detector, by at most 1024 of the photos, which take up to
// 1.2 GB while it lasts, and about as much again for what the layers see. Requires a width below the
// model's. Errors: kUsage: a model of another kind; kInput: no photo can be read; those of PruneChannels.
core::Result<ResizedModel> MakeNarrowModel(const core::ModelFile& model, double alpha, const Dataset& photos,
                                           const core::ThreadPool& pool, const core::JobContext& context);

// The same with any values, at once.
core::Result<ResizedModel> MakeUnfittedNarrowModel(const core::ModelFile& model, double alpha);

// JoinNetworks of two models of one task and the same classes, each a MobileNet V1: as wide as both together, and at
// first what the first of them is. Errors: kUsage: models of another kind, or that differ in more than their width and
// weights; those of JoinNetworks.
core::Result<ResizedModel> MakeJoinedModel(const core::ModelFile& first, const core::ModelFile& second);

}  // namespace godwit::training
