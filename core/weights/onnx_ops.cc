// What each ONNX operation that computes is in an OpGraph. Definitions: https://onnx.ai/onnx/operators
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/tensor/same_padding.h"
#include "core/weights/onnx_graph.h"
#include "core/weights/weight_table.h"

namespace godwit::core {
namespace {

constexpr std::int64_t kMaxExtent = 4096;  // of kernels, strides and padding: far above any network's

using Extents = std::vector<std::int64_t>;

bool AllInRange(const Extents& extents, std::int64_t least) {
  return std::ranges::all_of(extents, [=](std::int64_t extent) { return extent >= least && extent <= kMaxExtent; });
}

// The extent after a convolution or pool; -1 where the one before is open, 0 where the filter does not fit.
std::int64_t OutputExtent(std::int64_t in, std::int64_t padding, std::int64_t kernel, std::int64_t stride) {
  if (in < 0) {
    return -1;
  }
  return in + padding < kernel ? 0 : (in + padding - kernel) / stride + 1;
}

// weights (outer, inner) -> (inner, outer)
std::vector<float> Transposed(const std::vector<float>& weights, std::int64_t outer, std::int64_t inner) {
  std::vector<float> transposed(weights.size());
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      transposed[static_cast<std::size_t>(i * outer + o)] = weights[static_cast<std::size_t>(o * inner + i)];
    }
  }
  return transposed;
}

}  // namespace

Result<> OnnxGraphBuilder::ReadPadding(const onnx::NodeProto& node, const OpValue& input, Op& op) const {
  const OnnxAttributes attributes(node);
  const std::string automatic = attributes.Text("auto_pad", "NOTSET");
  const Extents pads = attributes.Ints("pads", {0, 0, 0, 0});
  if (automatic == "VALID") {
    return {};
  }
  if (automatic == "NOTSET") {
    if (pads.size() != 4 || !AllInRange(pads, 0)) {
      return Reject(node, fmt::format("has the padding [{}]", fmt::join(pads, ", ")));
    }
    op.padding = {static_cast<int>(pads[0]), static_cast<int>(pads[1]), static_cast<int>(pads[2]),
                  static_cast<int>(pads[3])};
    return {};
  }
  const bool more_before = automatic == "SAME_LOWER";
  if (!more_before && automatic != "SAME_UPPER") {
    return Reject(node, fmt::format("has the padding '{}'", automatic));
  }
  if (input.shape[1] < 0 || input.shape[2] < 0) {
    return Reject(node, "pads by the size of its input, which the file leaves open; export it with a fixed size");
  }
  const auto split = [&](std::int64_t in, int& before, int& after) {
    const auto total = static_cast<int>(SamePaddingTotal(in, op.kernel, op.stride));
    before = more_before ? total - total / 2 : total / 2;
    after = total - before;
  };
  split(input.shape[1], op.padding.top, op.padding.bottom);
  split(input.shape[2], op.padding.left, op.padding.right);
  return {};
}

// (out, in / groups, k, k) -> (k, k, in, out), or with a group for each channel (k, k, c, 1).
Result<> OnnxGraphBuilder::ReadConvWeights(const onnx::NodeProto& node, std::int64_t channels, Op& op) {
  const onnx::TensorProto* tensor = Constant(node, 1);
  auto weights = Floats(node, 1);
  if (!weights) {
    return Forward(weights);
  }
  const Extents shape(tensor->dims().begin(), tensor->dims().end());
  const std::int64_t groups = OnnxAttributes(node).Int("group", 1);
  if (shape.size() != 4 || shape[2] != shape[3] || shape[2] < 1 || shape[2] > kMaxExtent) {
    return Reject(node, fmt::format("has weights of shape {}; only square filters are read", ToString(shape)));
  }
  const bool depthwise = groups > 1 && groups == shape[0] && shape[1] == 1;
  const std::int64_t in = depthwise ? groups : shape[1];
  if ((groups != 1 && !depthwise) || in < 1 || shape[0] < 1 || (channels >= 0 && channels != in)) {
    return Reject(node, fmt::format("has {} groups, weights of shape {} and {} channels; only dense and depthwise "
                                    "convolutions are read",
                                    groups, ToString(shape), channels));
  }
  op.kind = depthwise ? OpKind::kDepthwise : OpKind::kConv;
  op.kernel = static_cast<int>(shape[2]);
  op.weight_shape = depthwise ? Extents{shape[2], shape[2], in, 1} : Extents{shape[2], shape[2], in, shape[0]};
  const std::int64_t taps = shape[2] * shape[3];
  if (depthwise) {
    op.weights = Transposed(*weights, in, taps);
    return {};
  }
  op.weights.resize(weights->size());
  const float* from = weights->data();
  for (std::int64_t o = 0; o < shape[0]; ++o) {
    for (std::int64_t i = 0; i < in; ++i) {
      for (std::int64_t tap = 0; tap < taps; ++tap) {
        op.weights[static_cast<std::size_t>((tap * in + i) * shape[0] + o)] = *from++;
      }
    }
  }
  return {};
}

Result<> OnnxGraphBuilder::ReadBias(const onnx::NodeProto& node, int number, std::int64_t outputs, Op& op) {
  if (number >= node.input_size() || node.input(number).empty()) {
    op.bias.assign(static_cast<std::size_t>(outputs), 0.0F);
    return {};
  }
  auto bias = Floats(node, number);
  if (!bias) {
    return Forward(bias);
  }
  if (static_cast<std::int64_t>(bias->size()) != outputs) {
    return Reject(node, fmt::format("has {} biases for {} outputs", bias->size(), outputs));
  }
  op.bias = *std::move(bias);
  return {};
}

Result<> OnnxGraphBuilder::Conv(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadMap(node, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  const Extents in = (*input)->shape;
  if (auto read = ReadConvWeights(node, in[3], op); !read) {
    return read;
  }
  const std::int64_t outputs = op.kind == OpKind::kDepthwise ? op.weight_shape[2] : op.weight_shape[3];
  if (auto read = ReadBias(node, 2, outputs, op); !read) {
    return read;
  }
  const OnnxAttributes attributes(node);
  const Extents strides = attributes.Ints("strides", {1, 1});
  const Extents kernel = attributes.Ints("kernel_shape", {op.kernel, op.kernel});
  if (strides.size() != 2 || strides[0] != strides[1] || !AllInRange(strides, 1) ||
      kernel != Extents{op.kernel, op.kernel} || attributes.Ints("dilations", {1, 1}) != Extents{1, 1}) {
    return Reject(node, "is dilated, or has strides or a kernel that are not the same both ways");
  }
  op.stride = static_cast<int>(strides[0]);
  if (auto read = ReadPadding(node, **input, op); !read) {
    return read;
  }
  output.shape = {in[0], OutputExtent(in[1], op.padding.top + op.padding.bottom, op.kernel, op.stride),
                  OutputExtent(in[2], op.padding.left + op.padding.right, op.kernel, op.stride), outputs};
  if (output.shape[1] == 0 || output.shape[2] == 0) {
    return Reject(node, "has a filter that is larger than its input");
  }
  return {};
}

// y = (x - mean) / sqrt(variance + epsilon) * scale + bias
Result<> OnnxGraphBuilder::BatchNorm(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadMap(node, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  const OnnxAttributes attributes(node);
  if (attributes.Int("training_mode", 0) != 0 || attributes.Int("spatial", 1) != 1) {
    return Reject(node, "computes statistics of its own; export the model for inference (model.eval())");
  }
  enum { kScale, kBias, kMean, kVariance, kCount };
  std::array<std::vector<float>, kCount> statistics;
  for (int i = 0; i < kCount; ++i) {
    auto values = Floats(node, i + 1);
    if (!values) {
      return Forward(values);
    }
    statistics[static_cast<std::size_t>(i)] = *std::move(values);
  }
  const auto& [scale, bias, mean, variance] = statistics;
  const std::size_t channels = scale.size();
  if (channels == 0 || bias.size() != channels || mean.size() != channels || variance.size() != channels) {
    return Reject(node, "has statistics of different sizes");
  }
  const double epsilon = attributes.Float("epsilon", 1e-5F);
  op.kind = OpKind::kScaleShift;
  op.weight_shape = {static_cast<std::int64_t>(channels)};
  for (std::size_t c = 0; c < channels; ++c) {
    const double factor = scale[c] / std::sqrt(variance[c] + epsilon);
    op.weights.push_back(static_cast<float>(factor));
    op.bias.push_back(static_cast<float>(bias[c] - mean[c] * factor));
  }
  output.shape = (*input)->shape;
  return {};
}

// Limits are attributes up to opset 10, inputs that may be left out later.
Result<> OnnxGraphBuilder::Clip(const onnx::NodeProto& node, Op& op, Output& output) {
  constexpr int kLimitsAreInputs = 11;
  const OnnxAttributes attributes(node);
  std::array<float, 2> limits{attributes.Float("min", op.min), attributes.Float("max", op.max)};
  for (int i = 0; opset_ >= kLimitsAreInputs && i < 2; ++i) {
    if (i + 1 >= node.input_size() || node.input(i + 1).empty()) {
      continue;
    }
    const auto limit = Floats(node, i + 1);
    if (!limit) {
      return tl::unexpected<Error>(limit.error());
    }
    if (limit->size() != 1) {
      return Reject(node, "has limits that are no single numbers");
    }
    limits[static_cast<std::size_t>(i)] = limit->front();
  }
  op.min = limits[0];
  op.max = limits[1];
  op.kind = OpKind::kClamp;
  return Keep(node, op, output);
}

Result<> OnnxGraphBuilder::Relu(const onnx::NodeProto& node, Op& op, Output& output) {
  op.min = 0;
  op.kind = OpKind::kClamp;
  return Keep(node, op, output);
}

Result<> OnnxGraphBuilder::Keep(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto input = ReadInput(node, 0, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  output.shape = (*input)->shape;
  output.channels_last = IsChannelsLast(node, 0);
  return {};
}

Result<> OnnxGraphBuilder::Identity(const onnx::NodeProto& node, Op& op, Output& output) {
  op.kind = OpKind::kIdentity;
  return Keep(node, op, output);
}

Result<> OnnxGraphBuilder::AddBias(const onnx::NodeProto& node, int number, Op& op, Output& output) {
  const auto input = ReadInput(node, 1 - number, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  output.shape = (*input)->shape;
  output.channels_last = IsChannelsLast(node, 1 - number);
  const std::int64_t channels = output.shape.back();
  // Shapes are aligned at their ends, so the axis of the channels is told by its distance from there.
  const onnx::TensorProto& tensor = *Constant(node, number);
  const std::int64_t behind = output.shape.size() == 2 || output.channels_last ? 0 : 2;
  for (int i = 0; i < tensor.dims_size(); ++i) {
    const bool is_channels = tensor.dims_size() - 1 - i == behind;
    if (tensor.dims(i) != (is_channels ? channels : 1)) {
      return Reject(node, "adds a constant that has not one number for each channel");
    }
  }
  if (auto read = ReadBias(node, number, channels, op); !read) {
    return read;
  }
  op.kind = OpKind::kScaleShift;
  op.weight_shape = {channels};
  op.weights.assign(op.bias.size(), 1.0F);
  return {};
}

Result<> OnnxGraphBuilder::Add(const onnx::NodeProto& node, Op& op, Output& output) {
  for (const int number : {0, 1}) {
    if (Constant(node, number) != nullptr) {
      return AddBias(node, number, op, output);
    }
  }
  if (auto kept = Keep(node, op, output); !kept) {
    return kept;
  }
  const auto other = ReadInput(node, 1, op);
  if (!other) {
    return tl::unexpected<Error>(other.error());
  }
  if ((*other)->shape != output.shape || IsChannelsLast(node, 1) != output.channels_last) {
    return Reject(node, "adds values of different shapes");
  }
  op.kind = OpKind::kAdd;
  return {};
}

// Weights (in, out), or (out, in) if `transposed`.
Result<> OnnxGraphBuilder::ReadLinearWeights(const onnx::NodeProto& node, bool transposed, std::int64_t channels,
                                             Op& op) {
  auto weights = Floats(node, 1);
  if (!weights) {
    return Forward(weights);
  }
  const onnx::TensorProto& tensor = *Constant(node, 1);
  const Extents shape(tensor.dims().begin(), tensor.dims().end());
  if (shape.size() != 2 || shape[transposed ? 1 : 0] != channels || weights->empty()) {
    return Reject(node, fmt::format("has weights of shape {} for {} features", ToString(shape), channels));
  }
  op.kind = OpKind::kLinear;
  op.weight_shape = transposed ? Extents{shape[1], shape[0]} : shape;
  op.weights = transposed ? Transposed(*weights, shape[0], shape[1]) : *std::move(weights);
  return {};
}

Result<> OnnxGraphBuilder::Gemm(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto channels = ReadFeatures(node, op);
  if (!channels) {
    return tl::unexpected<Error>(channels.error());
  }
  const OnnxAttributes attributes(node);
  if (attributes.Int("transA", 0) != 0 || attributes.Float("alpha", 1) != 1 || attributes.Float("beta", 1) != 1) {
    return Reject(node, "scales or transposes what it reads");
  }
  if (auto read = ReadLinearWeights(node, attributes.Int("transB", 0) != 0, *channels, op); !read) {
    return read;
  }
  output.shape = {graph_.values[static_cast<std::size_t>(op.inputs[0])].shape[0], op.weight_shape[1]};
  return ReadBias(node, 2, op.weight_shape[1], op);
}

Result<> OnnxGraphBuilder::MatMul(const onnx::NodeProto& node, Op& op, Output& output) {
  const auto channels = ReadFeatures(node, op);
  if (!channels) {
    return tl::unexpected<Error>(channels.error());
  }
  const Extents in = graph_.values[static_cast<std::size_t>(op.inputs[0])].shape;
  if (in.size() != 2) {
    return Reject(node, "is no product with features of two axes");
  }
  if (auto read = ReadLinearWeights(node, false, *channels, op); !read) {
    return read;
  }
  output.shape = {in[0], op.weight_shape[1]};
  op.bias.assign(static_cast<std::size_t>(op.weight_shape[1]), 0.0F);
  return {};
}

Result<> OnnxGraphBuilder::Softmax(const onnx::NodeProto& node, Op& op, Output& output) {
  constexpr int kLastAxisByDefault = 13;
  const auto channels = ReadFeatures(node, op);
  if (!channels) {
    return tl::unexpected<Error>(channels.error());
  }
  output.shape = graph_.values[static_cast<std::size_t>(op.inputs[0])].shape;
  output.channels_last = IsChannelsLast(node, 0);
  const auto axes = static_cast<std::int64_t>(output.shape.size());
  const std::int64_t axis = OnnxAttributes(node).Int("axis", opset_ >= kLastAxisByDefault ? -1 : 1);
  const std::int64_t over = axis < 0 ? axis + axes : axis;
  // Until opset 12, it is over all axes from the given one on; of those, only the channels are more than one.
  const std::int64_t wanted = output.channels_last ? axes - 1 : 1;
  if (over != wanted && !(opset_ < kLastAxisByDefault && over >= 1 && over <= wanted)) {
    return Reject(node, "is not over the channels");
  }
  op.kind = OpKind::kSoftmax;
  return {};
}

}  // namespace godwit::core
