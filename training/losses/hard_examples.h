// Which anchors of a photo count in an SSD's loss: there are a thousand of background for each that learns an object.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "detection/box.h"

namespace godwit::training {

// The published detection configurations.
struct HardExampleOptions {
  // Of the anchors by descending classification loss, the first max_examples are candidates. Those matched count, and
  // of background the first negatives_per_matched times as many, at least min_negatives (more than 0 lets photos
  // without objects teach as well).
  int max_examples = 3000;
  double negatives_per_matched = 3;
  int min_negatives = 0;
  // An anchor is no candidate where its predicted box overlaps that of a candidate with a greater loss by more than
  // max_iou. Requires max_iou > 0.
  bool suppress_duplicates = true;
  float max_iou = 0.99F;
};

// The anchors that count, by descending loss; equal losses by index. `losses` are those of classification, `match` by
// MatchAnchors (ignored anchors are no candidates), `boxes` the predicted ones, or empty without suppression. A loss
// that is NaN counts as the greatest, so that it shows in the sum. Cost: n log n, and the pairs of boxes of nearly
// equal area.
std::vector<std::size_t> SelectHardExamples(std::span<const double> losses, std::span<const int> match,
                                            std::span<const detection::Box> boxes, const HardExampleOptions& options);

}  // namespace godwit::training
