#include "training/model/network_joining.h"

#include <algorithm>
#include <vector>

#include "core/base/check.h"
#include "core/model/layer_weights.h"
#include "training/model/layer_visits.h"

namespace godwit::training {
namespace {

// One network's part of a layer.
struct LayerPart {
  core::LayerWeights weights;
  std::int64_t in = 0, out = 0;
};

std::int64_t InputChannels(const core::Graph& graph, const std::vector<core::Shape>& shapes, std::size_t layer) {
  const int input = graph.layers[layer].input;
  return input == core::kGraphInput ? graph.input_channels : shapes[IndexOf(input)].c;
}

std::vector<core::Shape> ShapesOf(const core::Graph& graph) {
  return core::InferShapes(graph, {1, 1, 1, graph.input_channels});  // channels do not depend on the input size
}

// A block of a (places, in, out) array, put at (in_offset, out_offset) of each place.
void Place(std::span<const float> block, std::int64_t in, std::int64_t out, std::int64_t in_offset,
           std::int64_t out_offset, std::int64_t joined_in, std::int64_t joined_out, std::vector<float>& joined) {
  const std::int64_t places = std::ssize(block) / (in * out);
  for (std::int64_t row = 0; row < places * in; ++row) {
    const std::int64_t to = (row / in * joined_in + in_offset + row % in) * joined_out + out_offset;
    std::copy_n(block.begin() + row * out, out, joined.begin() + to);
  }
}

}  // namespace

core::Result<core::OwnedWeights> JoinNetworks(const NetworkPart& first, const NetworkPart& second,
                                              const core::Graph& joined) {
  const NetworkPart* const parts[] = {&first, &second};
  const std::vector<core::Shape> part_shapes[] = {ShapesOf(first.graph), ShapesOf(second.graph)};
  const std::vector<core::Shape> shapes = ShapesOf(joined);
  core::WeightReader readers[] = {{first.weights, first.file}, {second.weights, second.file}};
  core::OwnedWeights weights;
  for (std::size_t i = 0; i < joined.layers.size(); ++i) {
    const core::Layer& layer = joined.layers[i];
    const bool depthwise = std::holds_alternative<core::DepthwiseLayer>(layer.kind);
    const std::int64_t in = InputChannels(joined, shapes, i);
    const std::int64_t out = shapes[i].c;
    std::vector<std::int64_t> shape = core::WeightShape(layer.kind, in);
    std::vector<float> values(IndexOf(core::CheckedElements(shape, sizeof(float)).value_or(0)), 0.0F);
    std::vector<float> bias;
    std::int64_t in_offset = 0;
    for (std::size_t p = 0; p < 2 && !shape.empty(); ++p) {
      const core::Graph& graph = parts[p]->graph;
      core::Check(graph.layers.size() == joined.layers.size() && graph.layers[i].name == layer.name &&
                      graph.layers[i].kind.index() == layer.kind.index() && graph.layers[i].input == layer.input &&
                      layer.residual == core::kNoLayer,
                  "the networks have the same layers");
      const std::int64_t part_in = InputChannels(graph, part_shapes[p], i);
      const std::int64_t part_out = part_shapes[p][i].c;
      auto part = readers[p].Read(layer.name, core::WeightShape(graph.layers[i].kind, part_in), part_out);
      if (!part) {
        return core::Forward(part);
      }
      const bool decides = part_out == out && std::ranges::none_of(joined.layers, [&](const core::Layer& reader) {
                             return reader.input == static_cast<int>(i) && !core::WeightShape(reader.kind, out).empty();
                           });
      if (!decides && part_shapes[0][i].c + part_shapes[1][i].c != out) {
        return core::Fail(core::ErrorKind::kUsage,
                          "layer '{}' has {} channels, and its parts {} and {}: the widths do "
                          "not add up",
                          layer.name, out, part_shapes[0][i].c, part_shapes[1][i].c);
      }
      if (!decides || p == 0) {
        const std::int64_t out_offset = p == 0 ? 0 : part_shapes[0][i].c;
        if (depthwise) {
          Place(part->weights(), 1, part_out, 0, out_offset, 1, out, values);
        } else {
          Place(part->weights(), part_in, part_out, part_in == in ? 0 : in_offset, out_offset, in, out, values);
        }
        bias.insert(bias.end(), part->bias().begin(), part->bias().end());
      }
      in_offset += part_in;
    }
    if (!shape.empty()) {
      weights.Add(layer.name + "/weights", std::move(shape), std::move(values));
      weights.Add(layer.name + "/bias", {out}, std::move(bias));
    }
  }
  return weights;
}

}  // namespace godwit::training
