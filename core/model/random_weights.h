// Weights for timing and testing networks that have no weight file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/model/graph.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// Weights and biases of every layer of a graph, drawn from `seed`: uniform, within bounds that keep activations in a
// sensible range (He et al. 2015). The same graph and seed give the same weights.
class RandomWeights {
 public:
  RandomWeights(const Graph& graph, std::uint32_t seed);
  RandomWeights(const RandomWeights&) = delete;
  RandomWeights& operator=(const RandomWeights&) = delete;

  // Points into this object.
  [[nodiscard]] const WeightTable& table() const { return table_; }

 private:
  std::map<std::string, std::vector<float>> values_;
  WeightTable table_;
};

}  // namespace godwit::core
