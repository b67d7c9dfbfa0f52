#include "core/model/cost.h"

namespace godwit::core {
namespace {

struct LayerCost {
  std::int64_t in;
  std::int64_t pixels;  // of the output, all images

  Cost operator()(const ConvLayer& conv) const {
    return Weighted(std::int64_t{conv.kernel} * conv.kernel * in * conv.out, conv.out);
  }
  Cost operator()(const DepthwiseLayer&) const { return Weighted(3 * 3 * in, in); }
  Cost operator()(const PointwiseLayer& pointwise) const { return Weighted(in * pointwise.out, pointwise.out); }
  Cost operator()(const GlobalAveragePoolLayer&) const { return {}; }
  Cost operator()(const LinearLayer& linear) const { return Weighted(in * linear.out, linear.out); }
  Cost operator()(const SoftmaxLayer&) const { return {}; }

  [[nodiscard]] Cost Weighted(std::int64_t weights, std::int64_t out) const {
    return {.multiply_adds = weights * pixels, .parameters = weights, .biases = out};
  }
};

}  // namespace

Cost& Cost::operator+=(const Cost& other) {
  multiply_adds += other.multiply_adds;
  parameters += other.parameters;
  biases += other.biases;
  return *this;
}

std::vector<Cost> LayerCosts(const Graph& graph, const Shape& input) {
  const std::vector<Shape> shapes = InferShapes(graph, input);
  std::vector<Cost> costs;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Layer& layer = graph.layers[i];
    const Shape& in = layer.input == kGraphInput ? input : shapes[static_cast<std::size_t>(layer.input)];
    const Shape& out = shapes[i];
    costs.push_back(std::visit(LayerCost{in.c, out.n * out.h * out.w}, layer.kind));
  }
  return costs;
}

Cost TotalCost(const Graph& graph, const Shape& input) {
  Cost total;
  for (const Cost& cost : LayerCosts(graph, input)) {
    total += cost;
  }
  return total;
}

}  // namespace godwit::core
