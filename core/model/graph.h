// A network as data: a flat, typed list of layers in the order they run. Shape inference, costs, weight checks, the
// memory plan, the profiler, training and the printed summary all walk this one list.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/ops/activation.h"
#include "core/ops/padding.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

// Every convolution has a bias; batch norm is part of it (folded when weights load).
struct ConvLayer {
  int kernel = 3;
  int stride = 1;
  int out = 0;
  Padding padding = Padding::kSame;
};
struct DepthwiseLayer {  // 3x3
  int stride = 1;
  Padding padding = Padding::kSame;
};
struct PointwiseLayer {  // 1x1
  int out = 0;
};
struct GlobalAveragePoolLayer {};
struct LinearLayer {  // fully connected, over a 1x1 map
  int out = 0;
};
struct SoftmaxLayer {};  // over channels

using LayerKind =
    std::variant<ConvLayer, DepthwiseLayer, PointwiseLayer, GlobalAveragePoolLayer, LinearLayer, SoftmaxLayer>;

// "conv", "depthwise", "pointwise", "pool", "linear", "softmax"
std::string_view Name(const LayerKind& kind);

inline constexpr int kGraphInput = -1;
inline constexpr int kNoLayer = -2;

struct Layer {
  std::string name;  // unique; its weights are "<name>/weights" and so on
  LayerKind kind;
  Activation activation = Activation::kNone;
  int input = kGraphInput;  // index of an earlier layer, or kGraphInput
  int residual = kNoLayer;  // pointwise only: an earlier layer of the same shape, added before the activation
};

struct Graph {
  int input_channels = 3;
  std::vector<Layer> layers;
  std::vector<int> taps;  // layers whose outputs are there after a run, in this order; heads read them

  // Index of the layer of that name. Requires that it exists.
  [[nodiscard]] int Find(std::string_view name) const;

  // Appends a layer and returns its index, to be the input of the next.
  int Add(Layer layer);
};

// Output shape of every layer for an input (N, H, W, input_channels). Throws ContractViolation for a malformed graph:
// a forward reference, a repeated name, a residual of another shape, a linear layer over more than one pixel.
std::vector<Shape> InferShapes(const Graph& graph, const Shape& input);

}  // namespace godwit::core
