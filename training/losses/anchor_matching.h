// Which anchor learns which object.
#pragma once

#include <span>
#include <vector>

#include "detection/box.h"

namespace godwit::training {

// An object on a photo as people marked it.
struct TrueBox {
  detection::Box box;
  int column = 0;      // of its class among the logits; 0 is background
  bool crowd = false;  // many objects in one box: no single box can be learned there, but nothing is wrong either
};

struct MatchOptions {
  float min_iou = 0.5F;  // an anchor learns the box it overlaps most, where by at least this
  // An anchor of which a crowd covers at least this much is left out: COCO judges detections on crowds in the same way.
  float min_crowd_cover = 0.5F;
};

inline constexpr int kBackground = -1;
inline constexpr int kIgnored = -2;

// For each anchor the index of the box it learns, kBackground or kIgnored.
//
// Every box gets an anchor first, however little they overlap: of all pairs of a box and an anchor the one with the
// greatest IoU is joined, then the greatest of those left, and so on (the bipartite matching of SSD, Liu et al., arXiv
// 1512.02325, section 2.2; TensorFlow's detectors let a second box with the same best anchor take it from the first).
// Any other anchor learns the box it overlaps most, where the IoU is at least min_iou (published configurations: .5 for
// both thresholds, so there is no zone between). Equal IoUs choose the lower box, then the lower anchor.
//
// Crowds are not learned. A box of no area, or one that meets no anchor, has none.
// Cost: boxes times anchors, and as much again for each box whose best anchor is taken.
std::vector<int> MatchAnchors(std::span<const detection::Box> anchors, std::span<const TrueBox> boxes,
                              const MatchOptions& options);

}  // namespace godwit::training
