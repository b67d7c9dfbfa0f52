#include "training/losses/anchor_matching.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"

namespace godwit::training {
namespace {

using detection::Box;

// How much of `box` lies in `cover`; 0 where either has no area.
float CoveredPart(const Box& box, const Box& cover) {
  const float area = box.Area();
  if (area <= 0 || cover.Area() <= 0) {
    return 0;
  }
  const float height = std::min(box.y_max, cover.y_max) - std::max(box.y_min, cover.y_min);
  const float width = std::min(box.x_max, cover.x_max) - std::max(box.x_min, cover.x_min);
  return std::max(height, 0.0F) * std::max(width, 0.0F) / area;
}

struct BestAnchor {
  int box = 0;
  float iou = 0;  // 0: there is none
  std::size_t anchor = 0;
};

// The anchor that a box overlaps most, of those that no box was given yet.
BestAnchor FindBestAnchor(int box, std::span<const float> ious, const std::vector<bool>& given) {
  BestAnchor best{box};
  for (std::size_t anchor = 0; anchor < ious.size(); ++anchor) {
    if (ious[anchor] > best.iou && !given[anchor]) {
      best = {box, ious[anchor], anchor};
    }
  }
  return best;
}

}  // namespace

std::vector<int> MatchAnchors(std::span<const Box> anchors, std::span<const TrueBox> boxes,
                              const MatchOptions& options) {
  core::Check(options.min_iou > 0 && options.min_crowd_cover > 0, "overlaps are positive");
  std::vector<int> match(anchors.size(), kBackground);
  std::vector<float> best_iou(anchors.size(), 0.0F);
  std::vector<float> ious(boxes.size() * anchors.size());
  const auto ious_of = [&](int box) {
    return std::span(ious).subspan(static_cast<std::size_t>(box) * anchors.size(), anchors.size());
  };

  std::vector<bool> given(anchors.size(), false);
  std::vector<BestAnchor> waiting;
  for (int b = 0; b < static_cast<int>(boxes.size()); ++b) {
    const TrueBox& truth = boxes[static_cast<std::size_t>(b)];
    const std::span<float> of_box = ious_of(b);
    for (std::size_t anchor = 0; anchor < anchors.size(); ++anchor) {
      if (truth.crowd) {
        if (match[anchor] == kBackground && CoveredPart(anchors[anchor], truth.box) >= options.min_crowd_cover) {
          match[anchor] = kIgnored;
        }
        continue;
      }
      of_box[anchor] = IntersectionOverUnion(anchors[anchor], truth.box);
      if (of_box[anchor] >= options.min_iou && of_box[anchor] > best_iou[anchor]) {
        best_iou[anchor] = of_box[anchor];
        match[anchor] = b;
      }
    }
    if (!truth.crowd) {
      waiting.push_back(FindBestAnchor(b, of_box, given));
    }
  }

  while (!waiting.empty()) {
    const auto first = std::ranges::max_element(waiting, {}, &BestAnchor::iou);  // the lower box of equals
    if (first->iou == 0) {
      break;
    }
    if (given[first->anchor]) {
      *first = FindBestAnchor(first->box, ious_of(first->box), given);
      continue;
    }
    given[first->anchor] = true;
    match[first->anchor] = first->box;
    waiting.erase(first);
  }
  return match;
}

}  // namespace godwit::training
