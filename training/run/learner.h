// What learns in a run, as it is before the first step.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/weights/weight_table.h"
#include "training/model/trainable_network.h"
#include "training/optimizers/moving_average.h"
#include "training/optimizers/optimizer.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

struct Learner {
  TrainableNetwork network;
  Optimizer optimizer;
  std::optional<MovingAverage> average;
  std::set<std::string> calibrated;  // layers whose batch norm is to be fitted to the first batch: it was folded
};

// The task's network with the weights of `from` that mean the same in it, others at random; all of it, or the head that
// has no weights yet, as the settings say. `sum_over_processes` is TrainableOptions'. Errors: kUsage: a head alone that
// has all its weights; those of TrainableNetwork::Create.
core::Result<Learner> MakeLearner(const TrainTask& task, const TrainSettings& settings, const core::WeightTable& from,
                                  std::function<void(std::span<double>)> sum_over_processes);

}  // namespace godwit::training
