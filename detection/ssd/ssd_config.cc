#include "detection/ssd/ssd_config.h"

#include <string>

namespace godwit::detection {
namespace {

using core::ErrorKind;
using nlohmann::json;

void ReadHead(const json& head, SsdConfig& config) {
  config.classes = head.at("classes").get<int>();
  config.box_coder.scales = head.at("box_coder").get<std::array<float, 4>>();
  const json& anchors = head.at("anchors");
  config.anchors.min_scale = anchors.at("min_scale").get<double>();
  config.anchors.max_scale = anchors.at("max_scale").get<double>();
  config.anchors.interpolated = anchors.at("interpolated").get<std::string>() == "second"
                                    ? AnchorConfig::Interpolated::kSecond
                                    : AnchorConfig::Interpolated::kLast;
  config.suppress_at_limit = head.at("nms").at("iou_inclusive").get<bool>();
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
  try {
    ReadHead(card.head, config);
  } catch (const json::exception& error) {
    return core::Fail(ErrorKind::kModel, "model '{}': the settings of its head are incomplete: {}", card.id,
                      error.what());
  }
  const auto labels = static_cast<int>(card.labels.size());
  constexpr int kMaxClasses = 100'000;
  if (labels < 1 || config.classes <= labels || config.classes > kMaxClasses || config.alpha <= 0 || config.alpha > 1) {
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
