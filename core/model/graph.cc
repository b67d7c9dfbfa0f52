#include "core/model/graph.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/ops/conv.h"

namespace godwit::core {
namespace {

struct OutputShape {
  Shape in;

  Shape operator()(const ConvLayer& conv) const { return Strided(conv.stride, conv.out); }
  Shape operator()(const DepthwiseLayer& depthwise) const { return Strided(depthwise.stride, in.c); }
  Shape operator()(const PointwiseLayer& pointwise) const { return {in.n, in.h, in.w, pointwise.out}; }
  Shape operator()(const GlobalAveragePoolLayer&) const { return {in.n, 1, 1, in.c}; }
  Shape operator()(const LinearLayer& linear) const {
    Check(in.h == 1 && in.w == 1, "a linear layer reads a 1x1 map");
    return {in.n, 1, 1, linear.out};
  }
  Shape operator()(const SoftmaxLayer&) const { return in; }

  [[nodiscard]] Shape Strided(int stride, std::int64_t channels) const {
    return {in.n, SameOutput(in.h, stride), SameOutput(in.w, stride), channels};
  }
};

struct KindName {
  std::string_view operator()(const ConvLayer&) const { return "conv"; }
  std::string_view operator()(const DepthwiseLayer&) const { return "depthwise"; }
  std::string_view operator()(const PointwiseLayer&) const { return "pointwise"; }
  std::string_view operator()(const GlobalAveragePoolLayer&) const { return "pool"; }
  std::string_view operator()(const LinearLayer&) const { return "linear"; }
  std::string_view operator()(const SoftmaxLayer&) const { return "softmax"; }
};

}  // namespace

std::string_view Name(const LayerKind& kind) { return std::visit(KindName{}, kind); }

int Graph::Find(std::string_view name) const {
  const auto found = std::ranges::find(layers, name, &Layer::name);
  Check(found != layers.end(), fmt::format("the graph has no layer '{}'", name));
  return static_cast<int>(found - layers.begin());
}

int Graph::Add(Layer layer) {
  layers.push_back(std::move(layer));
  return static_cast<int>(layers.size()) - 1;
}

std::vector<Shape> InferShapes(const Graph& graph, const Shape& input) {
  Check(input.n >= 1 && input.h >= 1 && input.w >= 1, "a network needs an input of at least one pixel");
  Check(input.c == graph.input_channels, "the input has the channels the graph was built for");
  std::vector<Shape> shapes;
  std::set<std::string_view> names;
  for (const Layer& layer : graph.layers) {
    const int index = static_cast<int>(shapes.size());
    Check(names.insert(layer.name).second, fmt::format("layer name '{}' appears twice", layer.name));
    Check(layer.input >= kGraphInput && layer.input < index,
          fmt::format("layer '{}' reads an earlier layer", layer.name));
    const Shape& in = layer.input == kGraphInput ? input : shapes[static_cast<std::size_t>(layer.input)];
    shapes.push_back(std::visit(OutputShape{in}, layer.kind));
    if (layer.residual != kNoLayer) {
      Check(std::holds_alternative<PointwiseLayer>(layer.kind) && layer.residual >= 0 && layer.residual < index &&
                shapes[static_cast<std::size_t>(layer.residual)] == shapes.back(),
            fmt::format("layer '{}' adds an earlier layer of its own shape", layer.name));
    }
  }
  for (const int tap : graph.taps) {
    Check(tap >= 0 && tap < static_cast<int>(shapes.size()), "a tap is a layer of the graph");
  }
  return shapes;
}

}  // namespace godwit::core
