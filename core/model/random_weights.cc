#include "core/model/random_weights.h"

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/model/layer_weights.h"

namespace godwit::core {
namespace {

// Inputs that each output of a layer sums over.
std::int64_t FanIn(const LayerKind& kind, const std::vector<std::int64_t>& weight_shape) {
  if (std::holds_alternative<DepthwiseLayer>(kind)) {
    return 3 * 3;
  }
  std::int64_t fan_in = 1;
  for (std::size_t axis = 0; axis + 1 < weight_shape.size(); ++axis) {
    fan_in *= weight_shape[axis];
  }
  return fan_in;
}

}  // namespace

OwnedWeights RandomWeights(const Graph& graph, std::uint32_t seed) {
  OwnedWeights weights;
  std::mt19937 random(seed);
  const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape, float bound) {
    std::vector<float> values(static_cast<std::size_t>(WeightTensor{.shape = shape}.Elements()));
    std::uniform_real_distribution<float> uniform(-bound, bound);
    for (float& value : values) {
      value = uniform(random);
    }
    weights.Add(name, shape, std::move(values));
  };
  const Shape pixel{1, 1, 1, graph.input_channels};  // channel counts do not depend on the input's size
  const std::vector<Shape> shapes = InferShapes(graph, pixel);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Layer& layer = graph.layers[i];
    const Shape& in = layer.input == kGraphInput ? pixel : shapes[static_cast<std::size_t>(layer.input)];
    const std::vector<std::int64_t> weight_shape = WeightShape(layer.kind, in.c);
    if (!weight_shape.empty()) {
      const auto fan_in = static_cast<float>(FanIn(layer.kind, weight_shape));
      add(layer.name + "/weights", weight_shape, std::sqrt(6.0F / fan_in));
      add(layer.name + "/bias", {shapes[i].c}, 0.1F);
    }
  }
  return weights;
}

}  // namespace godwit::core
