#include "detection/ssd/ssd_graph.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "core/model/mobilenet.h"
#include "core/ops/conv.h"

namespace godwit::detection {
namespace {

using core::Activation;
using core::Graph;

constexpr Activation kAct = Activation::kRelu6;

// Backbone and the two feature maps it gives.
struct Features {
  Graph graph;
  std::array<int, 2> maps;
};

Features Backbone(const SsdConfig& config) {
  if (config.architecture == SsdConfig::Architecture::kSsdMobileNetV1) {
    Graph graph = core::MobileNetV1({.alpha = config.alpha});
    return {graph, {graph.Find("conv_11/pointwise"), graph.Find("conv_13/pointwise")}};
  }
  Graph graph = core::MobileNetV2({.alpha = config.alpha});
  return {graph, {graph.Find("block_13/expand"), graph.Find("conv_last")}};
}

// One more feature map of half the size: 1x1 to `channels` / 2, then 3x3 with stride 2 to `channels`, dense in SSD,
// depthwise separable in SSDLite.
int AddExtraMap(const SsdConfig& config, Graph& graph, const std::string& name, int channels, int input) {
  const int out = std::max(16, static_cast<int>(channels * config.alpha));
  const int reduced = graph.Add({name + "/reduce", core::PointwiseLayer{out / 2}, kAct, input});
  if (config.architecture == SsdConfig::Architecture::kSsdMobileNetV1) {
    return graph.Add({name + "/conv", core::ConvLayer{.kernel = 3, .stride = 2, .out = out}, kAct, reduced});
  }
  const int depthwise = graph.Add({name + "/depthwise", core::DepthwiseLayer{2}, kAct, reduced});
  return graph.Add({name + "/expand", core::PointwiseLayer{out}, kAct, depthwise});
}

int AddPredictor(const SsdConfig& config, Graph& graph, const std::string& name, int channels, int input) {
  if (config.architecture == SsdConfig::Architecture::kSsdMobileNetV1) {
    return graph.Add({name, core::PointwiseLayer{channels}, Activation::kNone, input});
  }
  const int depthwise = graph.Add({name + "/depthwise", core::DepthwiseLayer{1}, kAct, input});
  return graph.Add({name + "/pointwise", core::PointwiseLayer{channels}, Activation::kNone, depthwise});
}

// Where the centre of what a layer's first cell sees lies in the input, in pixels from that of the first pixel, and the
// distance of neighbouring cells.
struct CellCentres {
  double y = 0, x = 0;
  std::int64_t stride = 1;
};

std::vector<CellCentres> CentresOf(const Graph& graph, const core::Shape& input) {
  const std::vector<core::Shape> shapes = core::InferShapes(graph, input);
  std::vector<CellCentres> centres;
  for (const core::Layer& layer : graph.layers) {
    const auto before = static_cast<std::size_t>(std::max(layer.input, 0));
    const bool first = layer.input == core::kGraphInput;
    CellCentres own = first ? CellCentres() : centres[before];
    const core::Shape& shape = first ? input : shapes[before];
    const auto look = [&](core::Padding padding, std::int64_t kernel, std::int64_t stride) {
      const auto middle = static_cast<double>(kernel / 2);
      const auto step = static_cast<double>(own.stride);
      own.y += step * (middle - static_cast<double>(core::PaddingBefore(padding, shape.h, kernel, stride)));
      own.x += step * (middle - static_cast<double>(core::PaddingBefore(padding, shape.w, kernel, stride)));
      own.stride *= stride;
    };
    if (const auto* conv = std::get_if<core::ConvLayer>(&layer.kind)) {
      look(conv->padding, conv->kernel, conv->stride);
    } else if (const auto* depthwise = std::get_if<core::DepthwiseLayer>(&layer.kind)) {
      look(depthwise->padding, 3, depthwise->stride);
    }
    centres.push_back(own);
  }
  return centres;
}

}  // namespace

Graph SsdGraph(const SsdConfig& config) {
  auto [graph, backbone_maps] = Backbone(config);
  std::array<int, kSsdMaps> maps{backbone_maps[0], backbone_maps[1]};
  static constexpr std::array kExtraChannels{512, 256, 256, 128};
  for (std::size_t k = 2; k < kSsdMaps; ++k) {
    maps[k] = AddExtraMap(config, graph, fmt::format("extra_{}", k), kExtraChannels[k - 2], maps[k - 1]);
  }
  graph.taps.clear();
  for (int i = 0; i < kSsdMaps; ++i) {
    const int input = maps[static_cast<std::size_t>(i)];
    const int anchors = AnchorsPerCell(i);
    graph.taps.push_back(AddPredictor(config, graph, fmt::format("predictor_{}/box", i), anchors * 4, input));
    graph.taps.push_back(
        AddPredictor(config, graph, fmt::format("predictor_{}/class", i), anchors * config.classes, input));
  }
  return std::move(graph);
}

std::vector<std::pair<int, int>> MapSizes(const core::Graph& graph, const core::Shape& input) {
  const std::vector<core::Shape> shapes = core::InferShapes(graph, input);
  std::vector<std::pair<int, int>> maps;
  for (std::size_t i = 0; i < graph.taps.size(); i += 2) {  // two predictors a map
    const core::Shape& shape = shapes[static_cast<std::size_t>(graph.taps[i])];
    maps.emplace_back(static_cast<int>(shape.h), static_cast<int>(shape.w));
  }
  return maps;
}

std::vector<AnchorMap> AnchorMaps(const core::Graph& graph, const core::Shape& trained, const core::Shape& input) {
  const std::vector<CellCentres> trained_centres = CentresOf(graph, trained);
  const std::vector<CellCentres> centres = CentresOf(graph, input);
  const auto trained_maps = MapSizes(graph, trained);
  const auto maps = MapSizes(graph, input);
  const auto line = [](int trained_cells, std::int64_t trained_side, double trained_centre, int cells,
                       std::int64_t side, double centre, std::int64_t stride) {
    const auto pixels = static_cast<double>(side);
    const double scale = static_cast<double>(trained_side) / pixels;
    AnchorLine own{
        .cells = cells, .pitch = scale / trained_cells, .shift = (centre - trained_centre) / pixels, .scale = scale};
    if (cells > trained_cells) {
      // Farther from the first cell than it was in training, what counts is how far cells see from each other.
      const double pitch = static_cast<double>(stride) / pixels;
      own.shift += trained_cells * (own.pitch - pitch) / 2;
      own.pitch = pitch;
    }
    return own;
  };
  std::vector<AnchorMap> lines;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const auto tap = static_cast<std::size_t>(graph.taps[2 * i]);
    lines.push_back({line(trained_maps[i].first, trained.h, trained_centres[tap].y, maps[i].first, input.h,
                          centres[tap].y, centres[tap].stride),
                     line(trained_maps[i].second, trained.w, trained_centres[tap].x, maps[i].second, input.w,
                          centres[tap].x, centres[tap].stride)});
  }
  return lines;
}

}  // namespace godwit::detection
