#include "core/model/match_graph.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/model/layer_weights.h"
#include "core/ops/conv.h"
#include "core/ops/kernel_support.h"
#include "core/tensor/same_padding.h"

namespace godwit::core {
namespace {

// What an operation must be to be a layer.
struct Wanted {
  OpKind kind = OpKind::kConv;
  int kernel = 1;
  int stride = 1;
  Padding padding = Padding::kSame;
  bool has_weights = true;
  bool or_linear = false;  // a linear operation will do as well
};

struct WantedOf {
  Wanted operator()(const ConvLayer& conv) const { return {OpKind::kConv, conv.kernel, conv.stride, conv.padding}; }
  Wanted operator()(const DepthwiseLayer& depthwise) const {
    return {OpKind::kDepthwise, 3, depthwise.stride, depthwise.padding};
  }
  Wanted operator()(const PointwiseLayer&) const { return {OpKind::kConv}; }
  Wanted operator()(const GlobalAveragePoolLayer&) const {
    return {.kind = OpKind::kGlobalAveragePool, .has_weights = false};
  }
  Wanted operator()(const LinearLayer&) const { return {.kind = OpKind::kConv, .or_linear = true}; }
  Wanted operator()(const SoftmaxLayer&) const { return {.kind = OpKind::kSoftmax, .has_weights = false}; }
};

// Operations that may stand around a network.
bool IsAround(OpKind kind) {
  return kind == OpKind::kReshape || kind == OpKind::kConcat || kind == OpKind::kSoftmax || kind == OpKind::kSigmoid ||
         kind == OpKind::kDetectionPostProcess;
}

OpPadding PaddingFor(const Wanted& wanted, const Shape& in) {
  const auto before = [&](std::int64_t extent) {
    return static_cast<int>(PaddingBefore(wanted.padding, extent, wanted.kernel, wanted.stride));
  };
  const auto after = [&](std::int64_t extent) {
    return wanted.padding == Padding::kSymmetric
               ? before(extent)
               : static_cast<int>(SamePaddingTotal(extent, wanted.kernel, wanted.stride)) - before(extent);
  };
  return {.top = before(in.h), .left = before(in.w), .bottom = after(in.h), .right = after(in.w)};
}

std::string ToString(const OpPadding& padding) {
  return fmt::format("{}/{} above and below, {}/{} left and right", padding.top, padding.bottom, padding.left,
                     padding.right);
}

// (1, 1, in, out) is the matrix (in, out).
std::vector<std::int64_t> WithoutKernelOfOne(std::vector<std::int64_t> shape) {
  if (shape.size() == 4 && shape[0] == 1 && shape[1] == 1) {
    shape.erase(shape.begin(), shape.begin() + 2);
  }
  return shape;
}

bool SameClamp(const Op& op, Activation activation) {
  const ClampRange range = ClampOf(activation);
  return op.min == range.low && op.max == range.high;
}

class Matcher {
 public:
  Matcher(const OpGraph& source, const Graph& graph, const Shape& input)
      : source_(source), graph_(graph), input_(input), shapes_(InferShapes(graph, input)) {
    readers_.resize(source.values.size());
    used_.resize(source.ops.size());
    for (std::size_t i = 0; i < source.ops.size(); ++i) {
      for (const int value : source.ops[i].inputs) {
        readers_[static_cast<std::size_t>(value)].push_back(i);
      }
    }
  }

  Result<GraphMatch> Run() {
    if (source_.inputs.size() != 1) {
      return Fail(ErrorKind::kModel, "{}: the network reads {} inputs, where Godwit's read one image", source_.file,
                  source_.inputs.size());
    }
    AddQuantization("input", Value(source_.inputs[0]));
    for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
      if (auto matched = MatchLayer(i); !matched) {
        return Forward(matched);
      }
    }
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (const Op& op = source_.ops[i]; !used_[i] && !IsAround(op.kind)) {
        return FailAt(source_.file, op, "is no layer of the network that the file seems to hold");
      }
    }
    return std::move(match_);
  }

 private:
  struct Found {
    std::size_t op;
    std::optional<std::size_t> addition;  // of the residual
  };

  Result<> MatchLayer(std::size_t index) {
    const Layer& layer = graph_.layers[index];
    const int from = layer.input == kGraphInput ? source_.inputs[0] : Output(layer.input);
    std::optional<Found> found;
    std::string problem;
    for (const std::size_t candidate : ReadersOf(from)) {
      Found next{.op = candidate, .addition = {}};
      std::string difference = Difference(layer, next);
      if (!difference.empty()) {
        // What is wrong with one of the right kind tells more.
        if (problem.empty() || source_.ops[candidate].kind == std::visit(WantedOf{}, layer.kind).kind) {
          const Op& op = source_.ops[candidate];
          problem = fmt::format("operation {} '{}' {}", op.type, op.name, difference);
        }
        continue;
      }
      if (found) {
        return Fail(ErrorKind::kModel, "{}: layer '{}' could be both '{}' and '{}'", source_.file, layer.name,
                    source_.ops[found->op].name, source_.ops[candidate].name);
      }
      found = next;
    }
    if (!found) {
      if (problem.empty()) {
        problem = fmt::format("nothing more reads '{}'", Value(from).name);
      }
      return Fail(ErrorKind::kModel, "{}: layer '{}' ({}) is not in the file: {}", source_.file, layer.name,
                  Name(layer.kind), problem);
    }
    Take(layer, *found);
    return {};
  }

  // Operations not used yet that read a value, or the same values in another shape.
  [[nodiscard]] std::vector<std::size_t> ReadersOf(int value) const {
    std::vector<std::size_t> readers;
    for (const std::size_t reader : readers_[static_cast<std::size_t>(value)]) {
      const Op& op = source_.ops[reader];
      if (op.kind == OpKind::kReshape) {
        const std::vector<std::size_t> behind = ReadersOf(op.outputs[0]);
        readers.insert(readers.end(), behind.begin(), behind.end());
      } else if (!used_[reader]) {
        readers.push_back(reader);
      }
    }
    return readers;
  }

  // Why an operation is not the layer; empty where it is. Finds the addition that belongs to it.
  std::string Difference(const Layer& layer, Found& found) const {
    const Op& op = source_.ops[found.op];
    const Wanted wanted = std::visit(WantedOf{}, layer.kind);
    const Shape& in = layer.input == kGraphInput ? input_ : shapes_[static_cast<std::size_t>(layer.input)];
    const bool is_linear = wanted.or_linear && op.kind == OpKind::kLinear;
    if (op.kind != wanted.kind && !is_linear) {
      return fmt::format("is of another kind ({})", Name(op.kind));
    }
    if (wanted.has_weights) {
      if (op.kernel != wanted.kernel || op.stride != wanted.stride) {
        return fmt::format("has a kernel of {0}x{0} and stride {1}, not {2}x{2} and {3}", op.kernel, op.stride,
                           wanted.kernel, wanted.stride);
      }
      const std::vector<std::int64_t> shape = WeightShape(layer.kind, in.c);
      if (WithoutKernelOfOne(op.weight_shape) != WithoutKernelOfOne(shape)) {
        return fmt::format("has weights {}, not {}", core::ToString(op.weight_shape), core::ToString(shape));
      }
      if (const OpPadding padding = PaddingFor(wanted, in); !is_linear && op.padding != padding) {
        return fmt::format("pads {}, not {}", ToString(op.padding), ToString(padding));
      }
    }
    if (layer.residual == kNoLayer) {
      return SameClamp(op, layer.activation) ? "" : fmt::format("clamps to [{}, {}]", op.min, op.max);
    }
    if (!SameClamp(op, Activation::kNone)) {
      return fmt::format("clamps to [{}, {}] before something is added", op.min, op.max);
    }
    found.addition = AdditionOf(op.outputs[0], Output(layer.residual));
    if (!found.addition || !SameClamp(source_.ops[*found.addition], layer.activation)) {
      return fmt::format("is not followed by adding '{}'", Value(Output(layer.residual)).name);
    }
    return "";
  }

  // The one operation that reads `value`, if that adds `other` to it.
  [[nodiscard]] std::optional<std::size_t> AdditionOf(int value, int other) const {
    const std::vector<std::size_t>& readers = readers_[static_cast<std::size_t>(value)];
    if (readers.size() != 1) {
      return std::nullopt;
    }
    const Op& op = source_.ops[readers[0]];
    const bool adds =
        op.kind == OpKind::kAdd && (op.inputs == std::vector{value, other} || op.inputs == std::vector{other, value});
    return adds && !used_[readers[0]] ? std::optional(readers[0]) : std::nullopt;
  }

  void Take(const Layer& layer, const Found& found) {
    const Op& op = source_.ops[found.op];
    used_[found.op] = true;
    int output = op.outputs[0];
    if (found.addition) {
      AddQuantization(layer.name + "/summand", Value(output));
      used_[*found.addition] = true;
      output = source_.ops[*found.addition].outputs[0];
    }
    AddQuantization(layer.name + "/output", Value(output));
    match_.values.push_back(output);
    if (!op.weights.empty()) {
      const auto index = match_.values.size() - 1;
      const Shape& in = layer.input == kGraphInput ? input_ : shapes_[static_cast<std::size_t>(layer.input)];
      AddTensor(layer.name + "/weights", WeightShape(layer.kind, in.c), op.weights, op.quantized_weights);
      AddTensor(layer.name + "/bias", {shapes_[index].c}, op.bias, op.quantized_bias);
    }
  }

  void AddTensor(const std::string& name, const std::vector<std::int64_t>& shape, const std::vector<float>& values,
                 const std::optional<QuantizedTensor>& quantized) {
    if (quantized) {
      match_.weights.Add(name, quantized->dtype, shape, quantized->data);
      core::AddQuantization(match_.weights, name, quantized->quantization);
    } else {
      match_.weights.Add(name, shape, values);
    }
  }

  void AddQuantization(const std::string& name, const OpValue& value) {
    if (value.quantization) {
      core::AddQuantization(match_.weights, name, *value.quantization);
    }
  }

  [[nodiscard]] int Output(int layer) const { return match_.values[static_cast<std::size_t>(layer)]; }
  [[nodiscard]] const OpValue& Value(int value) const { return source_.values[static_cast<std::size_t>(value)]; }

  const OpGraph& source_;
  const Graph& graph_;
  const Shape input_;
  const std::vector<Shape> shapes_;
  std::vector<std::vector<std::size_t>> readers_;  // of each value
  std::vector<bool> used_;                         // of each operation
  GraphMatch match_;
};

}  // namespace

Result<GraphMatch> MatchGraph(const OpGraph& source, const Graph& graph, const Shape& input) {
  return Matcher(source, graph, input).Run();
}

}  // namespace godwit::core
