// What two detectors agree on.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "detection/detector.h"

namespace godwit::detection {

// 0 where the boxes do not touch or one is empty.
double IntersectionOverUnion(const PixelBox& a, const PixelBox& b);

struct DetectionComparison {
  std::vector<std::pair<std::size_t, std::size_t>> matched;  // indices into a and b, best overlap first
  std::vector<std::size_t> only_a;                           // rising
  std::vector<std::size_t> only_b;
};

// Pairs detections of the same label that overlap by at least `min_iou`, each at most once: those that overlap most go
// first, of equal overlaps the one that comes first in a, then in b. Labels count, not class ids, which differ from
// label set to label set.
DetectionComparison CompareDetections(const std::vector<Detection>& a, const std::vector<Detection>& b,
                                      double min_iou = 0.5);

}  // namespace godwit::detection
