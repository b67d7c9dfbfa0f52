#include "detection/nms.h"

#include <algorithm>

namespace godwit::detection {

std::vector<ScoredBox> NonMaximumSuppression(std::vector<ScoredBox> boxes, const NmsRule& rule) {
  std::ranges::stable_sort(boxes, [](const ScoredBox& a, const ScoredBox& b) { return a.score > b.score; });
  std::vector<ScoredBox> kept;
  for (const ScoredBox& candidate : boxes) {
    if (static_cast<int>(kept.size()) >= rule.max_boxes) {
      break;
    }
    const bool suppressed = std::ranges::any_of(kept, [&](const ScoredBox& better) {
      const float iou = IntersectionOverUnion(candidate.box, better.box);
      return rule.suppress_at_limit ? iou >= rule.max_iou : iou > rule.max_iou;
    });
    if (!suppressed) {
      kept.push_back(candidate);
    }
  }
  return kept;
}

}  // namespace godwit::detection
