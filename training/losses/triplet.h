// Embeddings in which photos of one class lie close together (FaceNet, Schroff et al., arXiv 1503.03832, section 3).
#pragma once

#include <cstdint>
#include <span>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// Mean over all ordered pairs (anchor, positive) of a batch of max(0, d(a, p) - d(a, n) + margin), where d is the
// squared distance of the embeddings after L2 normalisation, which is part of the loss: `embeddings` (N, 1, 1, C) are
// the network's raw outputs, and so is what `gradient` is for. Pairs are of the same label; those without any negative
// in the batch are left out, and without pairs the loss is 0.
//
// The negative of a pair is semi-hard (section 3.2): the nearest to the anchor of those that are farther than the
// positive. Where all are nearer, which the paper leaves open, it is the hardest: the nearest of all. Equal distances
// choose the lower index.
//
// An embedding of length below 1e-6 is divided by 1e-6 instead. Requires one label per embedding and margin >= 0;
// FaceNet's margin is 0.2. Cost O(N^2 C + N^3) at worst. Otherwise as all losses (cross_entropy.h).
double TripletLoss(const core::ConstTensorView& embeddings, std::span<const std::int32_t> labels, double margin,
                   const core::TensorView& gradient, const core::ThreadPool& pool);

}  // namespace godwit::training
