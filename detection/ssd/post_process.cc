#include "detection/ssd/post_process.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/check.h"

namespace godwit::detection {
namespace {

float Sigmoid(float logit) { return static_cast<float>(1 / (1 + std::exp(-static_cast<double>(logit)))); }

// Nearly all of the tens of thousands of logits lie far below the score limit: they are told apart without an
// exponential. The margin leaves the decision at the limit itself to the score.
float LowestLogit(float min_score) {
  if (min_score <= 0) {
    return -std::numeric_limits<float>::infinity();
  }
  if (min_score >= 1) {
    return std::numeric_limits<float>::infinity();
  }
  const double score = min_score;
  return static_cast<float>(std::log(score / (1 - score)) - 1e-3);
}

// Calls visit(anchor, code, logits) for each anchor in order; `logits` are its `classes` values.
template <typename Visit>
void ForEachAnchor(std::span<const MapPredictions> maps, std::size_t anchors, int classes, Visit visit) {
  std::size_t anchor = 0;
  for (const MapPredictions& map : maps) {
    const std::int64_t count = map.codes.shape().Elements() / 4;
    core::Check(map.codes.IsDense() && map.logits.IsDense() && map.logits.shape().Elements() == count * classes,
                "a map's codes and logits belong to the same anchors");
    for (std::int64_t i = 0; i < count; ++i, ++anchor) {
      core::Check(anchor < anchors, "there are as many anchors as predictions");
      visit(anchor, map.codes.data() + i * 4, map.logits.data() + i * classes);
    }
  }
  core::Check(anchor == anchors, "there are as many anchors as predictions");
}

}  // namespace

std::vector<ScoredBox> PostProcess(std::span<const MapPredictions> maps, std::span<const Box> anchors,
                                   const BoxCoder& coder, int classes, int scored, const SsdPostProcess& options) {
  core::Check(scored >= 1 && scored < classes, "the scored columns are among the classes behind background");
  const bool per_class = options.nms == NmsKind::kPerClass;
  const float lowest_logit = LowestLogit(options.min_score);
  std::vector<std::vector<ScoredBox>> candidates(per_class ? static_cast<std::size_t>(scored) : 1);

  const auto consider = [&](std::size_t anchor, const float* code, float logit, int column) {
    if (logit < lowest_logit) {
      return;
    }
    const float score = Sigmoid(logit);
    if (score > options.min_score) {
      candidates[per_class ? static_cast<std::size_t>(column) : 0].push_back(
          {coder.Decode(code, anchors[anchor]), score, static_cast<int>(anchor), column});
    }
  };
  ForEachAnchor(maps, anchors.size(), classes, [&](std::size_t anchor, const float* code, const float* logits) {
    const std::span<const float> foreground(logits + 1, static_cast<std::size_t>(scored));
    if (per_class) {
      for (int column = 0; column < scored; ++column) {
        consider(anchor, code, foreground[static_cast<std::size_t>(column)], column);
      }
    } else {
      const auto best = std::ranges::max_element(foreground);
      consider(anchor, code, *best, static_cast<int>(best - foreground.begin()));
    }
  });

  std::vector<ScoredBox> kept;
  for (std::vector<ScoredBox>& of_class : candidates) {
    const std::vector<ScoredBox> survivors = NonMaximumSuppression(std::move(of_class), options.rule);
    kept.insert(kept.end(), survivors.begin(), survivors.end());
  }
  std::ranges::stable_sort(kept, [](const ScoredBox& a, const ScoredBox& b) { return a.score > b.score; });
  kept.resize(std::min(kept.size(), static_cast<std::size_t>(std::max(options.rule.max_boxes, 0))));
  return kept;
}

}  // namespace godwit::detection
