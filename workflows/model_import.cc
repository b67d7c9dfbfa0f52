#include "workflows/model_import.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "detection/ssd/ssd_graph.h"
#include "recognition/classifier.h"
#include "workflows/known_networks.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;

struct KnownNetwork {
  std::string_view tensor;  // one that only this network has
  core::Result<ImportedModel> (*translate)(const core::WeightTable&, const nlohmann::json& topology,
                                           const std::string& file);
};

constexpr std::array kKnownNetworks{
    KnownNetwork{"BoxPredictor_0/BoxEncodingPredictor_depthwise/depthwise_weights", TranslateCocoSsdLite},
    KnownNetwork{"Prediction/BoxPredictor_0/BoxEncodingPredictor/weights", TranslateFaceSsd},
    KnownNetwork{"conv_dw_1/depthwise_kernel", TranslateKerasMobileNetV1},
    KnownNetwork{"model.1.3.weight", TranslateTorchMobileNetV1},
    KnownNetwork{"features.1.conv.0.0.weight", TranslateTorchvisionMobileNetV2},
    KnownNetwork{"blocks.1.0.conv_pwl.weight", TranslateTimmMobileNetV2},
};

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos ? ""
                                         : std::string(text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin));
}

// Cards are JSON, which is UTF-8.
bool IsUtf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

// Length of the number that a label starts with, and of the colon or blank that parts it from the name; 0 without one.
std::size_t NumberLength(const std::string& label) {
  const std::size_t digits = label.find_first_not_of("0123456789");
  const bool parted = digits != std::string::npos && digits > 0 &&
                      std::string_view(": \t").find(label[digits]) != std::string_view::npos;
  return parted ? digits + 1 : 0;
}

}  // namespace

core::Result<ImportedModel> TranslateWeights(const core::WeightTable& source, const nlohmann::json& topology,
                                             const std::string& file) {
  for (const KnownNetwork& network : kKnownNetworks) {
    if (source.contains(network.tensor)) {
      return network.translate(source, topology, file);
    }
  }
  return core::Fail(
      ErrorKind::kModel,
      "{}: its tensors belong to no network that Godwit knows (COCO SSDLite on MobileNet V2, face-api's SSD "
      "on MobileNet V1, Keras' and PyTorch's MobileNet V1, torchvision's and timm's MobileNet V2)",
      file);
}

core::Result<core::Graph> GraphOf(const core::ModelCard& card) {
  if (card.architecture.starts_with("mobilenet_")) {
    return recognition::ClassifierGraph(card);
  }
  auto config = detection::ReadSsdConfig(card);
  if (!config) {
    return core::Forward(config);
  }
  return detection::SsdGraph(*config);
}

core::Result<std::vector<core::ClassLabel>> ReadLabels(const std::string& file, std::size_t classes) {
  std::ifstream stream(file);
  std::vector<std::string> names;
  for (std::string line; std::getline(stream, line);) {
    names.push_back(Trimmed(line));
  }
  if (!stream.eof()) {
    return core::Fail(ErrorKind::kInput, "{}: the labels cannot be read", file);
  }
  while (!names.empty() && names.back().empty()) {
    names.pop_back();
  }
  if (!std::ranges::all_of(names, IsUtf8)) {
    return core::Fail(ErrorKind::kInput, "{}: the labels are not text in UTF-8", file);
  }
  if (std::ranges::all_of(names, [](const std::string& name) { return NumberLength(name) > 0; })) {
    for (std::string& name : names) {
      name = Trimmed(name.substr(NumberLength(name)));
    }
  }
  std::ranges::replace(names, std::string("???"), std::string());
  if (names.size() == classes + 1) {
    names.erase(names.begin());
  }
  if (names.size() != classes) {
    return core::Fail(ErrorKind::kInput, "{}: has {} labels where the model has {} classes", file, names.size(),
                      classes);
  }
  std::vector<core::ClassLabel> labels;
  for (std::string& name : names) {
    labels.push_back({static_cast<int>(labels.size()), std::move(name)});
  }
  return labels;
}

}  // namespace godwit::workflows
