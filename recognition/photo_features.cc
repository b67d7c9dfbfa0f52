#include "recognition/photo_features.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.h"
#include "core/model/mobilenet.h"
#include "core/model/model_file.h"

namespace godwit::recognition {
namespace {

using core::ErrorKind;

// The layers up to the mean over the last feature map; no layer for an architecture without a MobileNet.
core::Graph BackboneGraph(const core::ModelCard& card) {
  const auto holds = [&](std::string_view backbone) { return card.architecture.find(backbone) != std::string::npos; };
  core::Graph graph;
  if (holds("mobilenet_v1")) {
    graph = core::MobileNetV1({.alpha = card.alpha, .activation = card.activation, .padding = card.padding});
  } else if (holds("mobilenet_v2") && card.activation == core::Activation::kRelu6) {
    graph = core::MobileNetV2({.alpha = card.alpha, .padding = card.padding});
  } else {
    return graph;
  }
  const int last = static_cast<int>(graph.layers.size()) - 1;
  graph.taps = {graph.Add({"pool", core::GlobalAveragePoolLayer{}, core::Activation::kNone, last})};
  return graph;
}

// The tensors of the graph's layers alone: the network refuses those of a head.
core::WeightTable TensorsOf(const core::Graph& graph, const core::WeightTable& weights) {
  core::WeightTable chosen;
  for (const core::Layer& layer : graph.layers) {
    const std::string prefix = layer.name + "/";
    for (auto tensor = weights.lower_bound(prefix); tensor != weights.end() && tensor->first.starts_with(prefix);
         ++tensor) {
      // "weights", "bias_scale" of 8-bit networks, "batch_norm/gamma"; other layers may stand below it as well.
      const std::string_view rest = std::string_view(tensor->first).substr(prefix.size());
      if (rest.starts_with("weights") || rest.starts_with("bias") || rest.starts_with("batch_norm/")) {
        chosen.insert(*tensor);
      }
    }
  }
  return chosen;
}

}  // namespace

bool HasBackbone(const core::ModelCard& card) { return !BackboneGraph(card).layers.empty(); }

FeatureExtractor::FeatureExtractor(core::ModelCard card, core::Network network)
    : card_(std::move(card)), network_(std::move(network)) {
  const core::Shape input{1, card_.input_height, card_.input_width, 3};
  size_ = static_cast<int>(core::InferShapes(network_.graph(), input).back().c);
}

core::Result<FeatureExtractor> FeatureExtractor::Load(const std::filesystem::path& weight_file) {
  auto file = core::ModelFile::Open(weight_file);
  if (!file) {
    return core::Forward(file);
  }
  core::Graph graph = BackboneGraph(file->card);
  if (graph.layers.empty()) {
    return core::Fail(
        ErrorKind::kModel,
        "{}: its architecture '{}' has no MobileNet that could tell what photos look like; choose another "
        "model, see: godwit models list",
        weight_file.string(), file->card.architecture);
  }
  const core::WeightTable tensors = TensorsOf(graph, file->weights.tensors());
  auto network = core::Network::Create(std::move(graph), tensors, weight_file.string());
  if (!network) {
    return core::Forward(network);
  }
  return FeatureExtractor(std::move(file->card), *std::move(network));
}

core::DecodeOptions FeatureExtractor::decode_options() const {
  const bool crops = card_.preprocessing.fit == core::FitMode::kCentreCrop;
  const double seen = crops ? card_.preprocessing.crop_fraction : 1.0;
  return {.needed_width = static_cast<int>(std::ceil(card_.input_width / seen)),
          .needed_height = static_cast<int>(std::ceil(card_.input_height / seen))};
}

void FeatureExtractor::Preprocess(const core::Photo& photo, core::Workspace& workspace,
                                  const core::ThreadPool& pool) const {
  core::Check(!photo.image.empty(), "a photo to look at has pixels");
  network_.Prepare(workspace, {1, card_.input_height, card_.input_width, 3}, pool);
  core::Preprocess(photo.image, card_.preprocessing, workspace.input(), pool);
}

void FeatureExtractor::PostProcess(const core::Workspace& workspace, std::span<float> features) const {
  core::Check(std::ssize(features) == size_, "a float for each channel");
  const float* means = workspace.Tap(0).data();
  double length = 0;
  for (const float& mean : std::span(means, features.size())) {
    length += std::abs(mean);  // the squares of the roots
  }
  const double scale = length > 0 ? 1 / std::sqrt(length) : 0;
  for (std::size_t c = 0; c < features.size(); ++c) {
    features[c] = static_cast<float>(std::copysign(std::sqrt(std::abs(means[c])), means[c]) * scale);
  }
}

}  // namespace godwit::recognition
