#include "recognition/classifier.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/model/mobilenet.h"
#include "core/model/model_file.h"

namespace godwit::recognition {
namespace {

using core::ErrorKind;

bool HasBackground(const core::ModelCard& card) { return card.head.value("background", false); }

}  // namespace

core::Result<core::Graph> ClassifierGraph(const core::ModelCard& card) {
  const auto background = card.head.find("background");
  if (background != card.head.end() && !background->is_boolean()) {
    return core::Fail(ErrorKind::kModel, "model '{}': head.background is neither true nor false", card.id);
  }
  const int classes = static_cast<int>(card.labels.size()) + (HasBackground(card) ? 1 : 0);
  if (card.architecture == "mobilenet_v1") {
    return core::MobileNetV1({.alpha = card.alpha,
                              .classes = classes,
                              .softmax = true,
                              .activation = card.activation,
                              .padding = card.padding});
  }
  if (card.architecture == "mobilenet_v2" && card.activation == core::Activation::kRelu6) {
    return core::MobileNetV2({.alpha = card.alpha, .classes = classes, .softmax = true, .padding = card.padding});
  }
  return core::Fail(ErrorKind::kModel, "model '{}': architecture '{}' is no classifier that this version knows",
                    card.id, card.architecture);
}

core::Result<Classifier> Classifier::Load(const std::filesystem::path& weight_file, std::optional<int> input) {
  auto file = core::ModelFile::Open(weight_file);
  if (!file) {
    return core::Forward(file);
  }
  core::ModelCard& card = file->card;
  if (card.task != "classify" || card.labels.empty()) {
    return core::Fail(ErrorKind::kModel, "model '{}' is for another task ({}); see: godwit models list", card.id,
                      card.task);
  }
  auto graph = ClassifierGraph(card);
  if (!graph) {
    return core::Forward(graph);
  }
  auto network = core::Network::Create(*std::move(graph), file->weights.tensors(), weight_file.string());
  if (!network) {
    return core::Forward(network);
  }
  if (auto set = core::SetInputSide(card, input); !set) {
    return core::Forward(set);
  }
  return Classifier(std::move(card), *std::move(network));
}

core::DecodeOptions Classifier::decode_options() const {
  const bool crops = card_.preprocessing.fit == core::FitMode::kCentreCrop;
  const double seen = crops ? card_.preprocessing.crop_fraction : 1.0;
  return {.needed_width = static_cast<int>(std::ceil(card_.input_width / seen)),
          .needed_height = static_cast<int>(std::ceil(card_.input_height / seen))};
}

void Classifier::Preprocess(const core::Photo& photo, core::Workspace& workspace, const core::ThreadPool& pool) const {
  core::Check(!photo.image.empty(), "a photo to classify has pixels");
  network_.Prepare(workspace, input_shape(), pool);
  core::Preprocess(photo.image, card_.preprocessing, workspace.input(), pool);
}

std::vector<ClassScore> Classifier::PostProcess(const core::Workspace& workspace, int top) const {
  core::Check(top >= 1, "at least one class is asked for");
  const float* scores = workspace.Tap(0).data() + (HasBackground(card_) ? 1 : 0);
  std::vector<int> order(card_.labels.size());
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + std::min<std::ptrdiff_t>(top, std::ssize(order));
  std::ranges::partial_sort(order, end,
                            [&](int a, int b) { return scores[a] > scores[b] || (scores[a] == scores[b] && a < b); });
  std::vector<ClassScore> classes;
  for (auto index = order.begin(); index != end; ++index) {
    const std::string& name = card_.labels[static_cast<std::size_t>(*index)].name;
    classes.push_back(
        {.label = name.empty() ? fmt::format("class {}", *index) : name, .index = *index, .score = scores[*index]});
  }
  return classes;
}

std::vector<ClassScore> Classifier::Classify(const core::Photo& photo, int top, core::Workspace& workspace,
                                             const core::ThreadPool& pool) const {
  Preprocess(photo, workspace, pool);
  Run(workspace, pool);
  return PostProcess(workspace, top);
}

std::vector<ClassScore> Classifier::Classify(const core::Photo& photo, int top) const {
  core::Workspace workspace;
  return Classify(photo, top, workspace, core::ThreadPool());
}

}  // namespace godwit::recognition
