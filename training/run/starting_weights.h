// What a network knows before it learns.
#pragma once

#include <set>
#include <string>

#include "core/model/graph.h"
#include "core/weights/weight_table.h"

namespace godwit::training {

// Weights for every layer of a graph: those of `from` where it has the layer with weights of the same shape, random
// ones elsewhere.
struct StartingWeights {
  core::WeightTable table;      // points into `from` and `random`
  core::OwnedWeights random;    // owns those of fresh layers
  std::set<std::string> fresh;  // names of layers that start at random
};

// `random` has weights for every layer (core::RandomWeights). `from` may be empty, and must outlive the result; what it
// has beyond the graph is left out.
StartingWeights MakeStartingWeights(const core::Graph& graph, const core::WeightTable& from, core::OwnedWeights random);

// The first layer from which on all that the graph has is needed to learn the fresh layers: layers before it keep their
// weights when the head alone learns.
int FirstFreshLayer(const core::Graph& graph, const std::set<std::string>& fresh);

}  // namespace godwit::training
