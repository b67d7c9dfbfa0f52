// Weights for timing and testing networks that have no weight file.
#pragma once

#include <cstdint>

#include "core/model/graph.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// Weights and biases of every layer of a graph, drawn from `seed`: uniform, within bounds that keep activations in a
// sensible range (He et al. 2015). The same graph and seed give the same weights.
OwnedWeights RandomWeights(const Graph& graph, std::uint32_t seed);

}  // namespace godwit::core
