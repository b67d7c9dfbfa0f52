// The layers of an SSD: backbone, extra feature maps, predictors.
#pragma once

#include "core/model/graph.h"
#include "detection/ssd/ssd_config.h"

namespace godwit::detection {

inline constexpr int kSsdMaps = 6;

// Taps: for each map i = 0..5 the layer that gives box codes (1, H, W, A * 4), then the one that gives class logits
// (1, H, W, A * classes), with A = AnchorsPerCell(i). Names: extras `extra_<k>/...`, k = 2..5, and `predictor_<i>/box`,
// `predictor_<i>/class`, which in SSDLite are `.../depthwise` and `.../pointwise` each.
core::Graph SsdGraph(const SsdConfig& config);

}  // namespace godwit::detection
