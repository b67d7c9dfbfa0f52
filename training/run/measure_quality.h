// How good a network is on photos that it does not learn from.
#pragma once

#include <optional>
#include <stop_token>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "training/data/batch_loader.h"
#include "training/data/dataset.h"
#include "training/run/train_state.h"
#include "training/run/train_task.h"

namespace godwit::training {

// TrainTask::Quality of the averaged weights on `photos`; nothing where there are none. `options` give batch, input and
// preprocessing, which the network is prepared for. Errors: those of BatchLoader.
core::Result<std::optional<double>> MeasureQuality(TrainTask& task, TrainState& state, const Dataset& photos,
                                                   BatchLoaderOptions options, const std::stop_token& stop,
                                                   const core::ThreadPool& pool);

}  // namespace godwit::training
