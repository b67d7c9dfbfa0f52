// Anchors: the boxes that an SSD predicts offsets from.
#pragma once

#include <utility>
#include <vector>

#include "detection/box.h"

namespace godwit::detection {

// The SSD anchor recipe of the published object detection configurations. Map k of m has scale
//   s_k = min_scale + (max_scale - min_scale) * k / (m - 1),   s_m = 1.
// The first map has 3 anchors a cell: (.1, 1), (s_0, 2), (s_0, 1/2) as (scale, aspect ratio). Every other has 6: aspect
// ratios 1, 2, 1/2, 3, 1/3 at s_k, and the interpolated (sqrt(s_k * s_{k+1}), 1).
struct AnchorConfig {
  double min_scale = 0.2;
  double max_scale = 0.95;
  // Where a cell's interpolated anchor stands: behind the five others (TensorFlow's generator) or after the first.
  enum class Interpolated { kLast, kSecond } interpolated = Interpolated::kLast;
  bool operator==(const AnchorConfig&) const = default;
};

// Anchors of one cell of map `map`.
inline constexpr int AnchorsPerCell(int map) { return map == 0 ? 3 : 6; }

// How the cells of a map lie along one side of the input, in fractions of it: the centre of cell i is at
// (i + 1/2) * pitch + shift, and scales of anchors are multiplied by `scale`.
struct AnchorLine {
  int cells = 1;
  double pitch = 1;
  double shift = 0;
  double scale = 1;
};
struct AnchorMap {
  AnchorLine rows, columns;
};

// All anchors in the order of the predictions: maps, rows, columns, anchors of a cell. Boxes are not clipped. Computed
// in double, rounded once. Requires at least two maps.
std::vector<Box> PlaceAnchors(const AnchorConfig& config, const std::vector<AnchorMap>& maps);

// The same for maps of (height, width) cells that divide the input evenly, as they do where a network was trained.
std::vector<Box> GenerateAnchors(const AnchorConfig& config, const std::vector<std::pair<int, int>>& maps);

}  // namespace godwit::detection
