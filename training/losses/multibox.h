// What an SSD learns from: a class and a box for each anchor that matches an object, background for the hardest of the
// others (Liu et al., arXiv 1512.02325, section 2.2, in the form of the published object detection configurations).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"
#include "detection/box.h"
#include "detection/box_coder.h"
#include "detection/ssd/post_process.h"
#include "training/losses/anchor_matching.h"
#include "training/losses/hard_examples.h"

namespace godwit::training {

struct MultiboxOptions {
  MatchOptions match;
  HardExampleOptions mining;
  double localization_weight = 1;
  double classification_weight = 1;
  // Whether column 0 learns to tell background. Detection does not read it. Detectors that were published with it fixed
  // at 0 (TensorFlow's encode_background_as_zeros) would unlearn much if it did: it would be most of their loss.
  bool learn_background = true;
};

// What is known of one photo.
struct PhotoTruth {
  std::vector<TrueBox> boxes;
  // Per column, classes whose objects nobody marked in this photo, or empty where all were marked. Where such a column
  // is not the class an anchor learns, it counts for nothing: there may be such an object. Nor does background (column
  // 0) count then. Boxes of such a class that are there all the same are learned.
  std::vector<bool> unmarked;
};

// Where the gradient of one map goes: views of the shapes of its predictions, dense.
struct MapGradients {
  core::TensorView codes;
  core::TensorView logits;
};

struct MultiboxSum {
  double localization = 0;    // weighted, divided by the normalizer
  double classification = 0;  // likewise
  std::int64_t matched = 0;   // anchors that counted
  std::int64_t background = 0;

  [[nodiscard]] double Total() const { return localization + classification; }
};

// The loss of one detector. Immutable; may be used from any number of threads.
class MultiboxLoss {
 public:
  // Anchors are all maps' in order (GenerateAnchors), `classes` the columns of the class predictors, background
  // included.
  MultiboxLoss(std::vector<detection::Box> anchors, const detection::BoxCoder& coder, int classes,
               const MultiboxOptions& options);

  // MatchAnchors for each photo. Requires columns of classes other than background.
  [[nodiscard]] std::vector<std::vector<int>> Match(std::span<const PhotoTruth> photos,
                                                    const core::ThreadPool& pool) const;

  // Anchors that learn a box. The published losses divide by it, or by 1 where it is 0; of a batch that is spread over
  // several machines by that of the whole batch, so it is a step of its own.
  [[nodiscard]] static std::int64_t CountMatched(std::span<const std::vector<int>> matches);

  // The sum over all photos and the anchors that count of smooth L1 of the codes and sigmoid cross-entropy of the
  // logits, divided by `normalizer`, and its gradient. Predictions are as detection::PostProcess takes them, but with N
  // photos: for each map codes (N, H, W, A * 4) and logits (N, H, W, A * classes), dense. `gradients` are as many, or
  // none where only the loss is wanted; all of them is written. Requires matches by Match and normalizer > 0. The
  // result does not depend on the number of threads.
  [[nodiscard]] MultiboxSum Compute(std::span<const detection::MapPredictions> maps, std::span<const PhotoTruth> photos,
                                    std::span<const std::vector<int>> matches, double normalizer,
                                    std::span<const MapGradients> gradients, const core::ThreadPool& pool) const;

 private:
  struct AnchorPointers;
  class Targets;

  void CheckPredictions(std::span<const detection::MapPredictions> maps, std::span<const MapGradients> gradients,
                        std::size_t photos) const;
  [[nodiscard]] std::vector<AnchorPointers> Collect(std::span<const detection::MapPredictions> maps,
                                                    std::span<const MapGradients> gradients, std::int64_t photo) const;
  [[nodiscard]] MultiboxSum ComputePhoto(const std::vector<AnchorPointers>& predictions, const PhotoTruth& photo,
                                         std::span<const int> match, double normalizer) const;

  std::vector<detection::Box> anchors_;
  detection::BoxCoder coder_;
  std::size_t classes_;
  MultiboxOptions options_;
};

}  // namespace godwit::training
