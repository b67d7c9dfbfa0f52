#include "detection/ssd/ssd_config.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace godwit::detection {
namespace {

using core::ErrorKind;
using nlohmann::json;

// Null where all is well, else what is wrong with an entry that is there.
const char* ReadHead(const json& head, SsdConfig& config) {
  constexpr int kMaxClasses = 100'000;
  const json& classes = head.at("classes");
  if (!classes.is_number_integer() || classes < 1 || classes > kMaxClasses) {
    return "classes is no count";
  }
  config.classes = classes.get<int>();
  config.box_coder.scales = head.at("box_coder").get<std::array<float, 4>>();
  const auto is_scale = [](float scale) { return std::isfinite(scale) && scale > 0; };
  if (!std::ranges::all_of(config.box_coder.scales, is_scale)) {
    return "box_coder has a scale that is not positive";
  }
  const json& anchors = head.at("anchors");
  config.anchors.min_scale = anchors.at("min_scale").get<double>();
  config.anchors.max_scale = anchors.at("max_scale").get<double>();
  if (!(config.anchors.min_scale > 0 && config.anchors.min_scale <= config.anchors.max_scale &&
        config.anchors.max_scale <= 1)) {
    return "anchors have scales outside (0, 1]";
  }
  const auto interpolated = anchors.at("interpolated").get<std::string>();
  if (interpolated != "second" && interpolated != "last") {
    return "anchors.interpolated is neither second nor last";
  }
  config.anchors.interpolated =
      interpolated == "second" ? AnchorConfig::Interpolated::kSecond : AnchorConfig::Interpolated::kLast;
  config.suppress_at_limit = head.at("nms").at("iou_inclusive").get<bool>();
  return nullptr;
}

}  // namespace

core::Result<SsdConfig> ReadSsdConfig(const core::ModelCard& card) {
  SsdConfig config;
  if (card.architecture == "ssd_mobilenet_v1") {
    config.architecture = SsdConfig::Architecture::kSsdMobileNetV1;
  } else if (card.architecture == "ssdlite_mobilenet_v2") {
    config.architecture = SsdConfig::Architecture::kSsdLiteMobileNetV2;
  } else {
    return core::Fail(ErrorKind::kModel, "model '{}' does not detect objects (its architecture is '{}')", card.id,
                      card.architecture);
  }
  config.alpha = card.alpha;
  if (card.padding != core::Padding::kSame || card.activation != core::Activation::kRelu6 ||
      (card.preprocessing.fit != core::FitMode::kStretch && card.preprocessing.fit != core::FitMode::kPadCorner)) {
    return core::Fail(ErrorKind::kModel,
                      "model '{}': detectors of this padding, activation or fit are not known to "
                      "this version",
                      card.id);
  }
  try {
    if (const char* problem = ReadHead(card.head, config)) {
      return core::Fail(ErrorKind::kModel, "model '{}': the settings of its head: {}", card.id, problem);
    }
  } catch (const json::exception& error) {
    return core::Fail(ErrorKind::kModel, "model '{}': the settings of its head are incomplete: {}", card.id,
                      error.what());
  }
  const auto labels = static_cast<int>(card.labels.size());
  if (labels < 1 || config.classes <= labels || config.alpha <= 0 || config.alpha > 1) {
    return core::Fail(ErrorKind::kModel, "model '{}': {} labels do not fit {} classes at alpha {}", card.id, labels,
                      config.classes, config.alpha);
  }
  return config;
}

json SsdHead(const SsdConfig& config) {
  const bool second = config.anchors.interpolated == AnchorConfig::Interpolated::kSecond;
  return {{"classes", config.classes},
          {"box_coder", config.box_coder.scales},
          {"anchors",
           {{"min_scale", config.anchors.min_scale},
            {"max_scale", config.anchors.max_scale},
            {"interpolated", second ? "second" : "last"}}},
          {"nms", {{"kind", "class_agnostic_best"}, {"iou_inclusive", config.suppress_at_limit}}}};
}

}  // namespace godwit::detection
