#include "detection/compare_detections.h"

#include <algorithm>

namespace godwit::detection {
namespace {

struct Candidate {
  double iou;
  std::size_t a;
  std::size_t b;
};

std::vector<std::size_t> Unmarked(const std::vector<bool>& marks) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i]) {
      indices.push_back(i);
    }
  }
  return indices;
}

}  // namespace

double IntersectionOverUnion(const PixelBox& a, const PixelBox& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double intersection = width * height;
  return intersection / (a.width * a.height + b.width * b.height - intersection);
}

DetectionComparison CompareDetections(const std::vector<Detection>& a, const std::vector<Detection>& b,
                                      double min_iou) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      const double iou = IntersectionOverUnion(a[i].box, b[j].box);
      if (a[i].label == b[j].label && iou > 0 && iou >= min_iou) {
        candidates.push_back({iou, i, j});
      }
    }
  }
  std::ranges::stable_sort(candidates, [](const auto& x, const auto& y) { return x.iou > y.iou; });
  DetectionComparison comparison;
  std::vector<bool> a_taken(a.size());
  std::vector<bool> b_taken(b.size());
  for (const Candidate& candidate : candidates) {
    if (!a_taken[candidate.a] && !b_taken[candidate.b]) {
      a_taken[candidate.a] = b_taken[candidate.b] = true;
      comparison.matched.emplace_back(candidate.a, candidate.b);
    }
  }
  comparison.only_a = Unmarked(a_taken);
  comparison.only_b = Unmarked(b_taken);
  return comparison;
}

}  // namespace godwit::detection
