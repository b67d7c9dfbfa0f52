// Greedy non-maximum suppression.
#pragma once

#include <vector>

#include "detection/box.h"

namespace godwit::detection {

struct ScoredBox {
  Box box;
  float score = 0;
  int anchor = 0;
  int column = 0;  // of the class, background left out
};

struct NmsRule {
  float max_iou = 0.5F;
  // Whether an IoU of exactly max_iou suppresses (TensorFlow.js) or not yet (face-api, TensorFlow).
  bool suppress_at_limit = true;
  int max_boxes = 100;
};

// Keeps the best box, drops all that overlap it too much, and so on. The result is sorted by score, descending; equal
// scores keep the order of `boxes`. Quadratic at worst in the number of boxes kept times given.
std::vector<ScoredBox> NonMaximumSuppression(std::vector<ScoredBox> boxes, const NmsRule& rule);

}  // namespace godwit::detection
