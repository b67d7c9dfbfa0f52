// What a run learns, and how well.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/parallel.h"
#include "core/model/graph.h"
#include "core/model/model_card.h"
#include "core/model/random_weights.h"
#include "training/data/batch_loader.h"
#include "training/data/dataset.h"
#include "training/distributed/process_group.h"
#include "training/model/trainable_network.h"

namespace godwit::training {

// Used by one thread at a time.
class TrainTask {
 public:
  virtual ~TrainTask() = default;

  [[nodiscard]] virtual const Dataset& dataset() const = 0;

  // The network that learns, without softmax, and what its weight file will say of itself (id and quality are left
  // out).
  [[nodiscard]] virtual core::Graph MakeGraph() const = 0;
  [[nodiscard]] virtual const core::ModelCard& card() const = 0;

  // Of the base model's weights those that mean the same here: not those of a classifier of other classes.
  [[nodiscard]] virtual core::WeightTable Known(const core::WeightTable& base) const { return base; }

  // What layers without trained weights start from.
  [[nodiscard]] virtual core::OwnedWeights RandomWeights(const core::Graph& graph, std::uint32_t seed) const {
    return core::RandomWeights(graph, seed);
  }

  // This process's share of the loss of a batch that all processes join, each with as many of `photos`, a subset of the
  // data set, which the network has just run forward: over all processes, shares add up to the mean loss. Its gradient
  // goes into the network's TapGradients. Called by all processes together.
  virtual double Learn(TrainableNetwork& network, const Batch& batch, const Dataset& photos, ProcessGroup& processes,
                       const core::ThreadPool& pool) = 0;

  // "accuracy", "AP50": in [0, 1], more is better.
  [[nodiscard]] virtual std::string_view quality_name() const = 0;

  // Quality over all batches that were judged since StartJudging; each has just been run forward, perhaps with more
  // photos behind those of the batch.
  virtual void StartJudging() = 0;
  virtual void Judge(const TrainableNetwork& network, const Batch& batch, const Dataset& photos,
                     const core::ThreadPool& pool) = 0;
  [[nodiscard]] virtual double Quality() const = 0;
};

}  // namespace godwit::training
