// What a detector learns from another one that predicts for the same anchors and classes: all of it, not only the boxes
// that are left in the end. The score of each class at each anchor is a soft target (Hinton et al., arXiv 1503.02531),
// for a sigmoid each; box codes count as much as the teacher is sure of something there, as only then they mean
// anything (Chen et al., "Learning Efficient Object Detection Models with Knowledge Distillation", 2017).
#pragma once

#include <span>

#include "core/base/parallel.h"
#include "detection/ssd/post_process.h"
#include "training/losses/multibox.h"

namespace godwit::training {

// The sum over all anchors of the best score among columns 1.. of `classes`. What DistilDetector divides by; of a batch
// that is spread over several machines by that of the whole batch, so it is a step of its own. Predictions are those of
// MultiboxLoss::Compute.
double SumBestScores(std::span<const detection::MapPredictions> maps, int classes, const core::ThreadPool& pool);

// The sum over all anchors of the divergence of scores from the teacher's (Kullback and Leibler's, for a sigmoid each),
// but for column 0, background, and where both scores are below one in a thousand; and of smooth L1 from the teacher's
// box codes times its best score there; divided by `normalizer`. It is 0 for a student that predicts what its teacher
// does. Adds `weight` times its gradient to `gradients` multiplied by 1 - `weight`, so that the loss
// is blended with the one that wrote them. Both detectors' maps are of the same shapes. Requires normalizer > 0 and a
// weight in [0, 1]. The result does not depend on the number of threads.
double DistilDetector(std::span<const detection::MapPredictions> student,
                      std::span<const detection::MapPredictions> teacher, int classes, double normalizer, double weight,
                      std::span<const MapGradients> gradients, const core::ThreadPool& pool);

}  // namespace godwit::training
