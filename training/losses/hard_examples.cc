#include "training/losses/hard_examples.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/check.h"
#include "training/losses/anchor_matching.h"

namespace godwit::training {
namespace {

using detection::Box;

// For each candidate those that are not candidates beside it. Few boxes overlap by .99, and none that differ in area by
// more than a hundredth: a sweep by area meets all such pairs and hardly any other, where plain suppression tries them
// all.
std::vector<std::vector<std::size_t>> FindDuplicates(std::span<const std::size_t> candidates,
                                                     std::span<const Box> boxes, float max_iou) {
  std::vector<std::pair<float, std::size_t>> by_area;
  for (const std::size_t anchor : candidates) {
    const float area = boxes[anchor].Area();
    if (area > 0 && std::isfinite(area)) {
      by_area.emplace_back(area, anchor);
    }
  }
  std::ranges::sort(by_area);
  constexpr float kRounding = 1e-5F;
  const float least_ratio = max_iou - kRounding;
  std::vector<std::vector<std::size_t>> duplicates(boxes.size());
  for (auto small = by_area.begin(); small != by_area.end(); ++small) {
    for (auto large = small + 1; large != by_area.end() && large->first * least_ratio <= small->first; ++large) {
      if (IntersectionOverUnion(boxes[small->second], boxes[large->second]) > max_iou) {
        duplicates[small->second].push_back(large->second);
        duplicates[large->second].push_back(small->second);
      }
    }
  }
  return duplicates;
}

// Candidates without those that a kept one before them suppresses.
std::vector<std::size_t> Suppress(std::span<const std::size_t> candidates, std::span<const Box> boxes, float max_iou) {
  const auto duplicates = FindDuplicates(candidates, boxes, max_iou);
  std::vector<bool> suppressed(boxes.size(), false);
  std::vector<std::size_t> kept;
  for (const std::size_t anchor : candidates) {
    if (!suppressed[anchor]) {
      kept.push_back(anchor);
      for (const std::size_t other : duplicates[anchor]) {
        suppressed[other] = true;
      }
    }
  }
  return kept;
}

}  // namespace

std::vector<std::size_t> SelectHardExamples(std::span<const double> losses, std::span<const int> match,
                                            std::span<const Box> boxes, const HardExampleOptions& options) {
  core::Check(losses.size() == match.size(), "each anchor has a loss and a match");
  core::Check(options.suppress_duplicates ? boxes.size() == match.size() : true, "each anchor predicts a box");
  std::vector<std::size_t> candidates;
  for (std::size_t anchor = 0; anchor < match.size(); ++anchor) {
    if (match[anchor] != kIgnored) {
      candidates.push_back(anchor);
    }
  }
  std::ranges::stable_sort(candidates, std::ranges::greater(), [&](std::size_t anchor) {
    return std::isnan(losses[anchor]) ? std::numeric_limits<double>::infinity() : losses[anchor];
  });
  if (options.suppress_duplicates) {
    candidates = Suppress(candidates, boxes, options.max_iou);
  }
  candidates.resize(std::min(candidates.size(), static_cast<std::size_t>(options.max_examples)));

  const auto matched = std::ranges::count_if(candidates, [&](std::size_t anchor) { return match[anchor] >= 0; });
  const double ratio = std::floor(options.negatives_per_matched * static_cast<double>(matched));
  double negatives = std::max(ratio, static_cast<double>(options.min_negatives));
  std::erase_if(candidates, [&](std::size_t anchor) { return match[anchor] < 0 && negatives-- <= 0; });
  return candidates;
}

}  // namespace godwit::training
