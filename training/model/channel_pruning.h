// A narrower network out of a wide one that has learned: channel pruning (He, Zhang and Sun, arXiv 1707.06168, in the
// spirit of Luo et al.'s ThiNet, arXiv 1707.06342).
//
// Of each layer's outputs those channels stay that together tell most of what the layers that read them compute: chosen
// one after the other, each the one that explains most of what is not yet explained. Then the weights of each reader
// are fitted anew, by least squares, so that from the fewer channels, as they are after all that was pruned before, it
// comes closest to what it computed. Both are linear algebra over a few photos; learning repairs what is left.
#pragma once

#include <string>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/tensor/tensor.h"
#include "core/weights/weight_table.h"

namespace godwit::training {

// Weights and biases of every layer of `narrow` (batch norm is folded). `wide` has the layers of `narrow`, by name,
// kind and place, each at least as wide, and no residuals; where a layer is as wide it keeps its channels. `images` are
// what the networks see, (N, H, W, 3), and should be a hundred or more. `file` names the weights in messages. The
// result does not depend on the number of threads by more than rounding. Takes about as long as running the narrow
// network on the images once for each of its layers.
// Errors: those of core::Network::Create for `weights`; kCancelled.
core::Result<core::OwnedWeights> PruneChannels(const core::Graph& wide, const core::WeightTable& weights,
                                               const std::string& file, const core::Graph& narrow,
                                               const core::ConstTensorView& images, const core::ThreadPool& pool,
                                               const core::JobContext& context);

}  // namespace godwit::training
