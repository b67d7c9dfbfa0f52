// The layers of an SSD: backbone, extra feature maps, predictors.
#pragma once

#include <utility>
#include <vector>

#include "core/model/graph.h"
#include "detection/anchors.h"
#include "detection/ssd/ssd_config.h"

namespace godwit::detection {

inline constexpr int kSsdMaps = 6;

// Taps: for each map i = 0..5 the layer that gives box codes (1, H, W, A * 4), then the one that gives class logits
// (1, H, W, A * classes), with A = AnchorsPerCell(i). Names: extras `extra_<k>/...`, k = 2..5, and `predictor_<i>/box`,
// `predictor_<i>/class`, which in SSDLite are `.../depthwise` and `.../pointwise` each.
core::Graph SsdGraph(const SsdConfig& config);

// (height, width) of each map of such a graph for an input of this shape, as GenerateAnchors wants them.
std::vector<std::pair<int, int>> MapSizes(const core::Graph& graph, const core::Shape& input);

// How such a graph's anchors lie for an input of another shape than it was trained on. A network tells offsets from
// what a cell sees around it, in pixels: anchors keep their size and distance in pixels, and move by as much as zero
// padding, which depends on whether a map's size is odd, moves what the cells see; maps of more cells than in training
// have them as far apart as what the cells see. For the shape it was trained on they divide the input evenly.
std::vector<AnchorMap> AnchorMaps(const core::Graph& graph, const core::Shape& trained, const core::Shape& input);

}  // namespace godwit::detection
