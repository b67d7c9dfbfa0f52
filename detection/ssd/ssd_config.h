// Everything that tells one SSD detector from another.
#pragma once

#include "core/base/result.h"
#include "core/model/model_card.h"
#include "detection/anchors.h"
#include "detection/box_coder.h"

namespace godwit::detection {

struct SsdConfig {
  // SSD on MobileNet V1 (paper Table 13; maps conv_11, conv_13 and four extra, dense 3x3 extras, 1x1 predictors), or
  // SSDLite on MobileNet V2 (maps block_13/expand, conv_last and four extra; depthwise separable extras and
  // predictors).
  enum class Architecture { kSsdMobileNetV1, kSsdLiteMobileNetV2 } architecture = Architecture::kSsdLiteMobileNetV2;
  double alpha = 1.0;
  int classes = 91;  // columns of the class predictors, background (column 0) included
  AnchorConfig anchors;
  BoxCoder box_coder;
  // Whether overlap of exactly the limit suppresses, in the class-agnostic suppression this model was published with.
  bool suppress_at_limit = true;
};

// Reads the configuration out of a model's card: architecture, alpha, and of `head` the entries classes, box_coder,
// anchors {min_scale, max_scale, interpolated: "last" or "second"}, nms {iou_inclusive}. Errors: kModel, naming the
// model and the entry.
core::Result<SsdConfig> ReadSsdConfig(const core::ModelCard& card);

// What ReadSsdConfig finds in `head`.
nlohmann::json SsdHead(const SsdConfig& config);

}  // namespace godwit::detection
