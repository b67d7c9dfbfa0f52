#include "core/weights/op_graph.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace godwit::core {
namespace {

bool HasWeights(OpKind kind) {
  return kind == OpKind::kConv || kind == OpKind::kDepthwise || kind == OpKind::kLinear || kind == OpKind::kScaleShift;
}

// "[1, 1, 1, 1024] U8 of scale 0.0235 and zero point 0"
std::string Describe(const OpValue& value) {
  std::string text = fmt::format("{} {}", ToString(value.shape), ToString(value.dtype));
  if (value.quantization) {
    text += fmt::format(" of scale {} and zero point {}", value.quantization->scales[0],
                        value.quantization->zero_points[0]);
  }
  return text;
}

bool IsConvolution(OpKind kind) { return kind == OpKind::kConv || kind == OpKind::kDepthwise; }

bool HasClamp(const Op& op) {
  const Op without;
  return op.min != without.min || op.max != without.max;
}

// How many values an operation of this kind reads; -1: any number but none.
int InputsOf(OpKind kind) {
  switch (kind) {
    case OpKind::kAdd:
    case OpKind::kDetectionPostProcess:
      return 2;
    case OpKind::kConcat:
      return -1;
    default:
      return 1;
  }
}

// Whether weights, bias, kernel and so on are of one mind.
bool SizesFit(const Op& op) {
  constexpr int kMaxExtent = 4096;  // far above any network's; sums of a few thousand stay in range
  const auto small = [](int extent, int least) { return extent >= least && extent <= kMaxExtent; };
  const OpPadding& padding = op.padding;
  if (!small(op.kernel, 1) || !small(op.stride, 1) || !small(padding.top, 0) || !small(padding.left, 0) ||
      !small(padding.bottom, 0) || !small(padding.right, 0)) {
    return false;
  }
  const std::vector<std::int64_t>& shape = op.weight_shape;
  const std::int64_t outputs = static_cast<std::int64_t>(op.bias.size());
  const std::int64_t k = op.kernel;
  bool fits = false;
  switch (op.kind) {
    case OpKind::kConv:
      fits = shape.size() == 4 && shape[0] == k && shape[1] == k && shape[3] == outputs;
      break;
    case OpKind::kDepthwise:
      fits = shape.size() == 4 && shape[0] == k && shape[1] == k && shape[2] == outputs && shape[3] == 1;
      break;
    case OpKind::kLinear:
      fits = shape.size() == 2 && shape[1] == outputs;
      break;
    case OpKind::kScaleShift:
      fits = shape.size() == 1 && shape[0] == outputs;
      break;
    default:
      return op.weights.empty() && op.bias.empty();
  }
  const auto elements = CheckedElements(shape, sizeof(float));
  return fits && outputs > 0 && elements && *elements == static_cast<std::int64_t>(op.weights.size());
}

// Takes the folding kinds out of a graph, one kind after the other; every step leaves a sound graph.
class Folder {
 public:
  explicit Folder(OpGraph& graph) : graph_(graph) {}

  Result<> Run() {
    if (auto sound = CheckGraph(); !sound) {
      return sound;
    }
    DropIdentities();
    CountReads();
    std::vector<Op> ops = std::exchange(graph_.ops, {});
    for (Op& op : ops) {
      if (auto folded = Fold(op); !folded) {
        return folded;
      }
    }
    for (const int output : graph_.outputs) {
      if (pads_[static_cast<std::size_t>(output)].source != kNone) {
        return Fail(ErrorKind::kModel, "{}: the network gives padded values, which only a convolution may read",
                    graph_.file);
      }
    }
    return {};
  }

 private:
  static constexpr int kNone = -1;

  tl::unexpected<Error> Reject(const Op& op, std::string_view problem) const {
    return FailAt(graph_.file, op, problem);
  }

  [[nodiscard]] Result<> CheckGraph() const {
    std::vector<bool> written(graph_.values.size());
    const auto take = [&](int value, bool expected) {
      return value >= 0 && static_cast<std::size_t>(value) < written.size() &&
             written[static_cast<std::size_t>(value)] == expected;
    };
    for (const int input : graph_.inputs) {
      if (!take(input, false)) {
        return Fail(ErrorKind::kModel, "{}: the network's inputs are no values of their own", graph_.file);
      }
      written[static_cast<std::size_t>(input)] = true;
    }
    for (const Op& op : graph_.ops) {
      const int inputs = InputsOf(op.kind);
      if (op.inputs.empty() || (inputs >= 0 && op.inputs.size() != static_cast<std::size_t>(inputs))) {
        return Reject(op, fmt::format("reads {} values", op.inputs.size()));
      }
      if (!std::ranges::all_of(op.inputs, [&](int value) { return take(value, true); })) {
        return Reject(op, "reads a value that nothing before it gives");
      }
      if (op.outputs.empty() || (op.outputs.size() > 1 && op.kind != OpKind::kDetectionPostProcess)) {
        return Reject(op, fmt::format("gives {} values", op.outputs.size()));
      }
      for (const int output : op.outputs) {
        if (!take(output, false)) {
          return Reject(op, "gives a value that is given already");
        }
        written[static_cast<std::size_t>(output)] = true;
      }
      if (!SizesFit(op)) {
        return Reject(op, "has weights, bias, stride or padding of a size that does not fit");
      }
    }
    if (!std::ranges::all_of(graph_.outputs, [&](int value) { return take(value, true); })) {
      return Fail(ErrorKind::kModel, "{}: the network gives a value that no operation computes", graph_.file);
    }
    return {};
  }

  void DropIdentities() {
    std::vector<int> same(graph_.values.size());
    for (std::size_t i = 0; i < same.size(); ++i) {
      same[i] = static_cast<int>(i);
    }
    const auto follow = [&](int& value) { value = same[static_cast<std::size_t>(value)]; };
    for (Op& op : graph_.ops) {
      std::ranges::for_each(op.inputs, follow);
      if (op.kind == OpKind::kIdentity) {
        same[static_cast<std::size_t>(op.outputs[0])] = op.inputs[0];
        OpValue& kept = Value(op.inputs[0]);
        if (!kept.quantization) {
          kept.dtype = Value(op.outputs[0]).dtype;
          kept.quantization = Value(op.outputs[0]).quantization;
        }
      }
    }
    std::ranges::for_each(graph_.outputs, follow);
    std::erase_if(graph_.ops, [](const Op& op) { return op.kind == OpKind::kIdentity; });
  }

  void CountReads() {
    reads_.assign(graph_.values.size(), 0);
    pads_.assign(graph_.values.size(), {});
    producers_.assign(graph_.values.size(), kNone);
    const auto count = [&](int value) { ++reads_[static_cast<std::size_t>(value)]; };
    for (const Op& op : graph_.ops) {
      std::ranges::for_each(op.inputs, count);
    }
    std::ranges::for_each(graph_.outputs, count);
  }

  Result<> Fold(Op& op) {
    for (int& input : op.inputs) {
      const Pad& pad = pads_[static_cast<std::size_t>(input)];
      if (pad.source == kNone) {
        continue;
      }
      if (!IsConvolution(op.kind) && op.kind != OpKind::kPad) {
        return Reject(op, fmt::format("reads padded values ('{}'), which only a convolution may", Value(input).name));
      }
      input = pad.source;
      op.padding.top += pad.padding.top;
      op.padding.left += pad.padding.left;
      op.padding.bottom += pad.padding.bottom;
      op.padding.right += pad.padding.right;
    }
    switch (op.kind) {
      case OpKind::kPad:
        pads_[static_cast<std::size_t>(op.outputs[0])] = {op.inputs[0], op.padding};
        return {};
      case OpKind::kClamp:
      case OpKind::kScaleShift:
        return FoldIntoBefore(op);
      default:
        for (const int output : op.outputs) {
          producers_[static_cast<std::size_t>(output)] = static_cast<int>(graph_.ops.size());
        }
        graph_.ops.push_back(std::move(op));
        return {};
    }
  }

  Result<> FoldIntoBefore(Op& op) {
    const auto input = static_cast<std::size_t>(op.inputs[0]);
    if (producers_[input] == kNone) {
      return Reject(op, "has no operation before it that it can be part of");
    }
    Op& before = graph_.ops[static_cast<std::size_t>(producers_[input])];
    if (reads_[input] != 1) {
      return Reject(
          op, fmt::format("cannot be part of {} '{}', whose result is read elsewhere too", before.type, before.name));
    }
    const bool fits = op.kind == OpKind::kClamp
                          ? HasWeights(before.kind) || before.kind == OpKind::kAdd
                          : HasWeights(before.kind) && !HasClamp(before) && before.bias.size() == op.bias.size();
    if (!fits) {
      return Reject(op, fmt::format("cannot be part of {} '{}' before it", before.type, before.name));
    }
    if (op.kind == OpKind::kScaleShift) {
      ScaleAndShift(op, before);
    }
    before.min = std::max(before.min, op.min);
    before.max = std::min(before.max, op.max);
    before.outputs[0] = op.outputs[0];
    producers_[static_cast<std::size_t>(op.outputs[0])] = producers_[input];
    return {};
  }

  // (x * w + b) * s + t = x * (w * s) + (b * s + t), for each output channel.
  static void ScaleAndShift(const Op& scale, Op& op) {
    const std::size_t outputs = op.bias.size();
    for (std::size_t i = 0; i < op.weights.size(); ++i) {
      op.weights[i] = static_cast<float>(static_cast<double>(op.weights[i]) * scale.weights[i % outputs]);
    }
    for (std::size_t c = 0; c < outputs; ++c) {
      op.bias[c] = static_cast<float>(static_cast<double>(op.bias[c]) * scale.weights[c] + scale.bias[c]);
    }
    op.quantized_weights.reset();
    op.quantized_bias.reset();
  }

  OpValue& Value(int index) { return graph_.values[static_cast<std::size_t>(index)]; }

  struct Pad {
    int source = kNone;  // what was padded; kNone: nothing was
    OpPadding padding;
  };

  OpGraph& graph_;
  // Of each value:
  std::vector<int> reads_;      // by operations, and as an output of the network
  std::vector<Pad> pads_;       // how it came about
  std::vector<int> producers_;  // index into the operations that stay
};

}  // namespace

std::string_view Name(OpKind kind) {
  static constexpr std::array<std::string_view, 14> kNames{
      "conv",      "depthwise", "linear", "add",   "global average pool", "softmax", "sigmoid", "reshape", "concat",
      "detection", "identity",  "pad",    "clamp", "scale and shift"};
  return kNames[static_cast<std::size_t>(kind)];
}

tl::unexpected<Error> FailAt(const std::string& file, const Op& op, std::string_view problem) {
  return Fail(ErrorKind::kModel, "{}: operation {} '{}' {}", file, op.type, op.name, problem);
}

Result<> FoldOps(OpGraph& graph) { return Folder(graph).Run(); }

Result<OpGraph> JoinGraphs(OpGraph body, OpGraph head) {
  const std::string files = fmt::format("{} and {}", body.file, head.file);
  if (body.outputs.size() != 1 || head.inputs.size() != 1) {
    return Fail(ErrorKind::kModel,
                "{}: the first gives {} values and the second reads {}, where one is needed to join them; name the "
                "body first, then the head",
                files, body.outputs.size(), head.inputs.size());
  }
  const int joint = body.outputs[0];
  const OpValue& given = body.values[static_cast<std::size_t>(joint)];
  const OpValue& read = head.values[static_cast<std::size_t>(head.inputs[0])];
  if (given.shape != read.shape || given.dtype != read.dtype || given.quantization != read.quantization) {
    return Fail(
        ErrorKind::kModel,
        "{}: do not belong together: the first gives {}, the second reads {} (name the body first, then the head)",
        files, Describe(given), Describe(read));
  }
  const int offset = static_cast<int>(body.values.size());
  const auto move = [&](int& value) { value = value == head.inputs[0] ? joint : value + offset; };
  for (Op& op : head.ops) {
    std::ranges::for_each(op.inputs, move);
    std::ranges::for_each(op.outputs, move);
    body.ops.push_back(std::move(op));
  }
  std::ranges::for_each(head.outputs, move);
  body.values.insert(body.values.end(), std::make_move_iterator(head.values.begin()),
                     std::make_move_iterator(head.values.end()));
  body.outputs = std::move(head.outputs);
  body.file = files;
  return body;
}

}  // namespace godwit::core
