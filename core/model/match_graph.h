// Which operation of another program's network is which layer of ours.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/weights/op_graph.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

struct GraphMatch {
  // What Network::Create takes. Weights and biases that the file has as integers stay integers, beside their scales,
  // and so do the scales of activations: see layer_weights.h.
  OwnedWeights weights;
  std::vector<int> values;  // of each layer: its output among the source's values
};

// Walks our layers in order and finds the operation for each: one that reads the value that the layer reads (reshapes
// between them do not count), of the layer's kind, kernel, stride, weight shape and activation, and padded as the
// layer is at the network's input size. Pointwise layers are 1x1 convolutions; linear layers may be. A residual is an
// addition of the two values. `source` went through FoldOps.
// Every operation must be found but reshapes, concatenations, softmax, sigmoid and detection's post-processing around
// the network. Errors: kModel, naming the file, the first layer that has no counterpart and what differs, or the
// operation that no layer has. Requires an input shape that InferShapes takes.
Result<GraphMatch> MatchGraph(const OpGraph& source, const Graph& graph, const Shape& input);

}  // namespace godwit::core
