#include "training/losses/multibox.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "detection/anchors.h"
#include "training/losses/scalar_losses.h"

namespace godwit::training {

using detection::Box;
using detection::MapPredictions;

// One anchor's predictions, and where their gradients go (null: nowhere).
struct MultiboxLoss::AnchorPointers {
  const float* codes = nullptr;
  const float* logits = nullptr;
  float* codes_gradient = nullptr;
  float* logits_gradient = nullptr;
};

// The class targets of one photo.
class MultiboxLoss::Targets {
 public:
  Targets(const PhotoTruth& photo, std::size_t classes, const MultiboxOptions& options)
      : photo_(photo), first_column_(options.learn_background ? 0 : 1), classes_(classes) {
    some_unmarked_ = std::ranges::find(photo.unmarked, true) != photo.unmarked.end();
  }

  // The column that an anchor learns.
  [[nodiscard]] std::size_t Column(int match) const {
    return match < 0 ? 0 : static_cast<std::size_t>(photo_.boxes[static_cast<std::size_t>(match)].column);
  }

  // Calls visit(column, target) for all columns that count for an anchor that learns `learned`.
  template <typename Visit>
  void ForEach(std::size_t learned, const Visit& visit) const {
    for (std::size_t column = first_column_; column < classes_; ++column) {
      if (IsKnown(column, learned)) {
        visit(column, column == learned ? 1.0 : 0.0);
      }
    }
  }

 private:
  [[nodiscard]] bool IsKnown(std::size_t column, std::size_t learned) const {
    if (!some_unmarked_) {
      return true;
    }
    // That an anchor is no background is known, but column 0 would learn nothing else from such photos.
    return column != 0 && (column == learned || !photo_.unmarked[column]);
  }

  const PhotoTruth& photo_;
  std::size_t first_column_;
  std::size_t classes_;
  bool some_unmarked_ = false;
};

MultiboxLoss::MultiboxLoss(std::vector<Box> anchors, const detection::BoxCoder& coder, int classes,
                           const MultiboxOptions& options)
    : anchors_(std::move(anchors)), coder_(coder), classes_(static_cast<std::size_t>(classes)), options_(options) {
  core::Check(!anchors_.empty() && classes > 1, "there are anchors and classes besides background");
  const HardExampleOptions& mining = options.mining;
  core::Check(mining.max_examples >= 0 && mining.negatives_per_matched >= 0 && mining.min_negatives >= 0,
              "counts of examples are not negative");
  core::Check(mining.max_iou > 0, "the overlap of duplicates is positive");
}

std::vector<std::vector<int>> MultiboxLoss::Match(std::span<const PhotoTruth> photos,
                                                  const core::ThreadPool& pool) const {
  for (const PhotoTruth& photo : photos) {
    for (const TrueBox& truth : photo.boxes) {
      core::Check(truth.crowd || (truth.column > 0 && static_cast<std::size_t>(truth.column) < classes_),
                  "the columns of boxes are classes");
    }
  }
  std::vector<std::vector<int>> matches(photos.size());
  pool.For(static_cast<std::int64_t>(photos.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      matches[i] = MatchAnchors(anchors_, photos[i].boxes, options_.match);
    }
  });
  return matches;
}

std::int64_t MultiboxLoss::CountMatched(std::span<const std::vector<int>> matches) {
  std::int64_t count = 0;
  for (const std::vector<int>& match : matches) {
    count += std::ranges::count_if(match, [](int box) { return box >= 0; });
  }
  return count;
}

void MultiboxLoss::CheckPredictions(std::span<const MapPredictions> maps, std::span<const MapGradients> gradients,
                                    std::size_t photos) const {
  core::Check(gradients.empty() || gradients.size() == maps.size(), "each map has its gradients");
  std::int64_t anchors = 0;
  for (std::size_t m = 0; m < maps.size(); ++m) {
    const auto& [codes, logits] = maps[m];
    const core::Shape cells{static_cast<std::int64_t>(photos), codes.shape().h, codes.shape().w,
                            detection::AnchorsPerCell(static_cast<int>(m))};
    core::Check(codes.shape() == core::Shape{cells.n, cells.h, cells.w, cells.c * 4}, "codes are (N, H, W, A * 4)");
    core::Check(logits.shape() == core::Shape{cells.n, cells.h, cells.w, cells.c * static_cast<std::int64_t>(classes_)},
                "logits are (N, H, W, A * classes)");
    core::Check(codes.IsDense() && logits.IsDense(), "predictions are dense");
    anchors += cells.h * cells.w * cells.c;
    if (!gradients.empty()) {
      core::Check(gradients[m].codes.shape() == codes.shape() && gradients[m].logits.shape() == logits.shape(),
                  "gradients have the shapes of the predictions");
      core::Check(gradients[m].codes.IsDense() && gradients[m].logits.IsDense(), "gradients are dense");
    }
  }
  core::Check(anchors == static_cast<std::int64_t>(anchors_.size()), "the maps have as many anchors as the detector");
}

std::vector<MultiboxLoss::AnchorPointers> MultiboxLoss::Collect(std::span<const MapPredictions> maps,
                                                                std::span<const MapGradients> gradients,
                                                                std::int64_t photo) const {
  std::vector<AnchorPointers> all;
  all.reserve(anchors_.size());
  for (std::size_t m = 0; m < maps.size(); ++m) {
    const core::Shape& shape = maps[m].codes.shape();
    AnchorPointers next{maps[m].codes.Pixel(photo, 0, 0), maps[m].logits.Pixel(photo, 0, 0)};
    if (!gradients.empty()) {
      next.codes_gradient = gradients[m].codes.Pixel(photo, 0, 0);
      next.logits_gradient = gradients[m].logits.Pixel(photo, 0, 0);
      std::fill_n(next.codes_gradient, shape.h * shape.w * shape.c, 0.0F);
      std::fill_n(next.logits_gradient, shape.h * shape.w * maps[m].logits.shape().c, 0.0F);
    }
    for (std::int64_t i = 0; i < shape.h * shape.w * shape.c / 4; ++i) {
      all.push_back(next);
      next.codes += 4;
      next.logits += classes_;
      if (!gradients.empty()) {
        next.codes_gradient += 4;
        next.logits_gradient += classes_;
      }
    }
  }
  return all;
}

MultiboxSum MultiboxLoss::ComputePhoto(const std::vector<AnchorPointers>& predictions, const PhotoTruth& photo,
                                       std::span<const int> match, double normalizer) const {
  const Targets targets(photo, classes_, options_);
  std::vector<double> losses(match.size());
  for (std::size_t anchor = 0; anchor < match.size(); ++anchor) {
    if (match[anchor] != kIgnored) {
      targets.ForEach(targets.Column(match[anchor]), [&](std::size_t column, double target) {
        losses[anchor] += SigmoidCrossEntropyOf(predictions[anchor].logits[column], target).loss;
      });
    }
  }

  std::vector<Box> boxes;
  if (options_.mining.suppress_duplicates) {
    for (std::size_t anchor = 0; anchor < match.size(); ++anchor) {
      boxes.push_back(coder_.Decode(predictions[anchor].codes, anchors_[anchor]));
    }
  }
  MultiboxSum sum;
  const double class_scale = options_.classification_weight / normalizer;
  const double box_scale = options_.localization_weight / normalizer;
  for (const std::size_t anchor : SelectHardExamples(losses, match, boxes, options_.mining)) {
    const AnchorPointers& prediction = predictions[anchor];
    sum.classification += class_scale * losses[anchor];
    if (prediction.logits_gradient != nullptr) {
      targets.ForEach(targets.Column(match[anchor]), [&](std::size_t column, double target) {
        const double slope = SigmoidCrossEntropyOf(prediction.logits[column], target).slope;
        prediction.logits_gradient[column] = static_cast<float>(class_scale * slope);
      });
    }
    if (match[anchor] < 0) {
      ++sum.background;
      continue;
    }
    ++sum.matched;
    const auto codes = coder_.Encode(photo.boxes[static_cast<std::size_t>(match[anchor])].box, anchors_[anchor]);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const auto [loss, slope] = SmoothL1Of(static_cast<double>(prediction.codes[i]) - codes[i], 1);
      sum.localization += box_scale * loss;
      if (prediction.codes_gradient != nullptr) {
        prediction.codes_gradient[i] = static_cast<float>(box_scale * slope);
      }
    }
  }
  return sum;
}

MultiboxSum MultiboxLoss::Compute(std::span<const MapPredictions> maps, std::span<const PhotoTruth> photos,
                                  std::span<const std::vector<int>> matches, double normalizer,
                                  std::span<const MapGradients> gradients, const core::ThreadPool& pool) const {
  CheckPredictions(maps, gradients, photos.size());
  core::Check(matches.size() == photos.size() && normalizer > 0, "all photos are matched");
  for (std::size_t i = 0; i < photos.size(); ++i) {
    core::Check(matches[i].size() == anchors_.size(), "matches are of these anchors");
    core::Check(photos[i].unmarked.empty() || photos[i].unmarked.size() == classes_, "each column is marked or not");
  }
  std::vector<MultiboxSum> sums(photos.size());
  pool.For(static_cast<std::int64_t>(photos.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t photo = begin; photo < end; ++photo) {
      const auto i = static_cast<std::size_t>(photo);
      sums[i] = ComputePhoto(Collect(maps, gradients, photo), photos[i], matches[i], normalizer);
    }
  });
  MultiboxSum total;
  for (const MultiboxSum& sum : sums) {
    total.localization += sum.localization;
    total.classification += sum.classification;
    total.matched += sum.matched;
    total.background += sum.background;
  }
  return total;
}

}  // namespace godwit::training
