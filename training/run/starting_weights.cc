#include "training/run/starting_weights.h"

#include <string_view>
#include <utility>

namespace godwit::training {

StartingWeights MakeStartingWeights(const core::Graph& graph, const core::WeightTable& from, core::OwnedWeights own) {
  StartingWeights start{.random = std::move(own)};
  const core::WeightTable& random = start.random.table();
  for (const core::Layer& layer : graph.layers) {
    const std::string weights = layer.name + "/weights";
    const auto wanted = random.find(weights);
    if (wanted == random.end()) {
      continue;
    }
    const auto given = from.find(weights);
    const bool fits = given != from.end() && given->second.shape == wanted->second.shape;
    if (!fits) {
      start.fresh.insert(layer.name);
    }
    // All tensors of the layer: its bias or batch norm too, and how they are quantised.
    const core::WeightTable& source = fits ? from : random;
    const std::string prefix = layer.name + '/';
    for (auto tensor = source.lower_bound(prefix); tensor != source.end() && tensor->first.starts_with(prefix);
         ++tensor) {
      const std::string_view part = std::string_view(tensor->first).substr(prefix.size());
      const bool deeper = part.find('/') != std::string_view::npos && !part.starts_with("batch_norm/");
      if (!deeper) {
        start.table.insert(*tensor);
      }
    }
  }
  return start;
}

int FirstFreshLayer(const core::Graph& graph, const std::set<std::string>& fresh) {
  for (std::size_t i = 0; i < graph.layers.size(); ++i) {
    if (fresh.contains(graph.layers[i].name)) {
      return static_cast<int>(i);
    }
  }
  return static_cast<int>(graph.layers.size());
}

}  // namespace godwit::training
