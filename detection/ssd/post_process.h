// From an SSD's raw predictions to boxes with scores.
#pragma once

#include <span>
#include <vector>

#include "core/tensor/tensor.h"
#include "detection/anchors.h"
#include "detection/box_coder.h"
#include "detection/nms.h"

namespace godwit::detection {

enum class NmsKind {
  kClassAgnostic,  // the best class of each anchor, then one suppression over all (TensorFlow.js coco-ssd, face-api)
  kPerClass,       // every class by itself, then the best overall (TensorFlow's usual way)
};

struct SsdPostProcess {
  NmsKind nms = NmsKind::kClassAgnostic;
  float min_score = 0.5F;  // scores must be above it
  NmsRule rule;
};

// The predictions of one map: box codes (1, H, W, A * 4) and class logits (1, H, W, A * classes), dense.
struct MapPredictions {
  core::ConstTensorView codes;
  core::ConstTensorView logits;
};

// Scores are sigmoids of the logits of columns 1..`scored` of `classes`; column 0 is background, others are ignored.
// Anchors are all maps' in order. Boxes are decoded only for anchors that score. Requires the sizes to agree.
std::vector<ScoredBox> PostProcess(std::span<const MapPredictions> maps, std::span<const Box> anchors,
                                   const BoxCoder& coder, int classes, int scored, const SsdPostProcess& options);

}  // namespace godwit::detection
