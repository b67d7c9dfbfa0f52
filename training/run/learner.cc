#include "training/run/learner.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "training/run/starting_weights.h"

namespace godwit::training {
namespace {

// Which parameters are learned: those of layers from `first` on.
std::vector<bool> LearnedFrom(const core::Graph& graph, int first, const ParameterLayout& layout) {
  std::vector<bool> learned = AllLearned(layout);
  for (int i = 0; i < first; ++i) {
    const std::string prefix = graph.layers[static_cast<std::size_t>(i)].name + '/';
    for (std::size_t p = 0; p < learned.size(); ++p) {
      if (layout.parameters()[p].name.starts_with(prefix)) {
        learned[p] = false;
      }
    }
  }
  return learned;
}

}  // namespace

core::Result<Learner> MakeLearner(const TrainTask& task, const TrainSettings& settings, const core::WeightTable& from,
                                  std::function<void(std::span<double>)> sum_over_processes) {
  core::Graph graph = task.MakeGraph();
  const StartingWeights start = MakeStartingWeights(
      graph, task.Known(from), task.RandomWeights(graph, static_cast<std::uint32_t>(settings.seed)));
  const int first = settings.train == "head" ? FirstFreshLayer(graph, start.fresh) : 0;
  if (first == static_cast<int>(graph.layers.size())) {
    return core::Fail(core::ErrorKind::kUsage, "there is nothing to learn: every layer has weights; train all layers");
  }
  // Fresh layers need batch norm to learn at all fast; those that lost theirs to a bias, to learn without damage.
  std::set<std::string> learned, calibrated;
  for (auto layer = graph.layers.begin() + first; layer != graph.layers.end(); ++layer) {
    learned.insert(layer->name);
    if (!start.fresh.contains(layer->name) && start.table.contains(layer->name + "/bias")) {
      calibrated.insert(layer->name);
    }
  }
  TrainableOptions options{.first_trained = first,
                           .attach_batch_norm =
                               [learned](const core::Layer& layer) {
                                 return layer.activation != core::Activation::kNone && learned.contains(layer.name);
                               },
                           .sum_over_processes = std::move(sum_over_processes)};
  auto network =
      TrainableNetwork::Create(std::move(graph), start.table, "the weights to start from", std::move(options));
  if (!network) {
    return core::Forward(network);
  }
  Optimizer optimizer(network->layout(), LearnedFrom(network->graph(), first, network->layout()),
                      OptimizerOf(settings));
  std::optional<MovingAverage> average;
  if (settings.average > 0) {
    average.emplace(settings.average, true, network->values());
  }
  return Learner{*std::move(network), std::move(optimizer), std::move(average), std::move(calibrated)};
}

}  // namespace godwit::training
