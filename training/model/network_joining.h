// A wide network out of two that have learned, side by side.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/weights/weight_table.h"

namespace godwit::training {

struct NetworkPart {
  const core::Graph& graph;
  const core::WeightTable& weights;
  std::string file;  // names the weights in messages
};

// Weights and biases of every layer of `joined` (batch norm is folded): each has the channels of `first`, then those of
// `second`, that read the channels of their own network alone. Layers that all three networks have equally wide, which
// are those that decide, read the first network's channels: the joined network computes what the first does, and has
// what the second knows at hand for learning. The three have the same layers, by name, kind and place, without
// residuals; a layer of `joined` is as wide as both parts' together, or as each of them. Errors: those of
// core::Network::Create for the weights; kUsage: widths that do not add up, as they are rounded.
core::Result<core::OwnedWeights> JoinNetworks(const NetworkPart& first, const NetworkPart& second,
                                              const core::Graph& joined);

}  // namespace godwit::training
