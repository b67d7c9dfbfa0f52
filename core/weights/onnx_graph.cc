#include "core/weights/onnx_graph.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace godwit::core {
namespace {

// Extents far above any network's, so that sums and products of a few stay in range.
constexpr std::int64_t kMaxExtent = 1 << 20;

}  // namespace

std::string OnnxNodeName(const onnx::NodeProto& node) {
  return !node.name().empty() || node.output_size() == 0 ? node.name() : node.output(0);
}

tl::unexpected<Error> OnnxGraphBuilder::Reject(const onnx::NodeProto& node, std::string_view problem) const {
  return Fail(ErrorKind::kModel, "{}: operation {} '{}' {}", graph_.file, node.op_type(), OnnxNodeName(node), problem);
}

Result<> OnnxGraphBuilder::AddInput(const onnx::ValueInfoProto& input) {
  if (constants_.contains(input.name())) {
    return {};  // before IR version 4, initial values are inputs with a default
  }
  std::vector<std::int64_t> extents;
  for (const auto& dimension : input.type().tensor_type().shape().dim()) {
    const std::int64_t extent = dimension.dim_value();
    extents.push_back(extent > 0 && extent <= kMaxExtent ? extent : -1);
  }
  Value value{.index = static_cast<int>(graph_.values.size())};
  constexpr std::size_t kMapAxes = 4;
  if (extents.size() == kMapAxes) {
    constexpr std::int64_t kColors = 3;
    value.channels_last = extents[1] != kColors && extents[3] == kColors;
    if (!value.channels_last) {
      std::rotate(extents.begin() + 1, extents.begin() + 2, extents.end());
    }
  } else if (extents.size() != 2) {
    return Fail(ErrorKind::kModel, "{}: its input '{}' has {} axes, which no picture has", graph_.file, input.name(),
                extents.size());
  }
  graph_.values.push_back({.name = input.name(), .shape = std::move(extents)});
  graph_.inputs.push_back(value.index);
  values_[input.name()] = value;
  return {};
}

OnnxGraphBuilder::Step OnnxGraphBuilder::StepOf(std::string_view type) {
  using B = OnnxGraphBuilder;
  static constexpr std::array<std::pair<std::string_view, Step>, 18> kSteps{{{"Conv", &B::Conv},
                                                                             {"BatchNormalization", &B::BatchNorm},
                                                                             {"Clip", &B::Clip},
                                                                             {"Relu", &B::Relu},
                                                                             {"Add", &B::Add},
                                                                             {"GlobalAveragePool", &B::GlobalPool},
                                                                             {"AveragePool", &B::AveragePool},
                                                                             {"ReduceMean", &B::ReduceMean},
                                                                             {"Flatten", &B::Flatten},
                                                                             {"Reshape", &B::Reshape},
                                                                             {"Squeeze", &B::Squeeze},
                                                                             {"Gemm", &B::Gemm},
                                                                             {"MatMul", &B::MatMul},
                                                                             {"Softmax", &B::Softmax},
                                                                             {"Pad", &B::Pad},
                                                                             {"Transpose", &B::Transpose},
                                                                             {"Identity", &B::Identity},
                                                                             {"Dropout", &B::Identity}}};
  const auto* const found = std::ranges::find(kSteps, type, &std::pair<std::string_view, Step>::first);
  return found == kSteps.end() ? nullptr : found->second;
}

Result<> OnnxGraphBuilder::AddNode(const onnx::NodeProto& node) {
  if (node.output_size() < 1 || node.output(0).empty()) {
    return Reject(node, "gives no value");
  }
  const std::string& name = node.output(0);
  if (constants_.contains(name) || values_.contains(name)) {
    return Reject(node, "gives a value that is given already");
  }
  if (node.op_type() == "Constant") {
    const auto* value = OnnxAttributes(node).Find("value");
    if (value == nullptr) {
      return Reject(node, "holds no tensor");
    }
    AddConstant(name, value->t());
    return {};
  }
  if (const onnx::TensorProto* constant = Constant(node, 0); constant != nullptr && node.op_type() == "Identity") {
    AddConstant(name, *constant);
    return {};
  }
  const Step step = StepOf(node.op_type());
  if (step == nullptr) {
    return Fail(ErrorKind::kModel, "{}: operation {} '{}' is none that Godwit reads", graph_.file, node.op_type(),
                OnnxNodeName(node));
  }
  Op op{.type = node.op_type(), .name = OnnxNodeName(node)};
  Output output;
  if (auto taken = (this->*step)(node, op, output); !taken) {
    return taken;
  }
  Emit(node, std::move(op), std::move(output));
  return {};
}

void OnnxGraphBuilder::Emit(const onnx::NodeProto& node, Op op, Output output) {
  const Value value{.index = static_cast<int>(graph_.values.size()), .channels_last = output.channels_last};
  graph_.values.push_back({.name = node.output(0), .shape = std::move(output.shape)});
  op.outputs = {value.index};
  graph_.ops.push_back(std::move(op));
  values_[node.output(0)] = value;
}

Result<OpGraph> OnnxGraphBuilder::Finish(const onnx::GraphProto& graph) {
  for (const onnx::ValueInfoProto& output : graph.output()) {
    const auto found = values_.find(output.name());
    if (found == values_.end()) {
      return Fail(ErrorKind::kModel, "{}: its output '{}' is given by no operation", graph_.file, output.name());
    }
    graph_.outputs.push_back(found->second.index);
  }
  return std::move(graph_);
}

const onnx::TensorProto* OnnxGraphBuilder::Constant(const onnx::NodeProto& node, int number) const {
  const auto found = number < node.input_size() ? constants_.find(node.input(number)) : constants_.end();
  return found == constants_.end() ? nullptr : found->second;
}

Result<std::vector<float>> OnnxGraphBuilder::Floats(const onnx::NodeProto& node, int number) {
  const onnx::TensorProto* tensor = Constant(node, number);
  if (tensor == nullptr) {
    return Reject(node, fmt::format("has no constant as its input {}", number));
  }
  auto floats = OnnxFloats(*tensor);
  if (!floats) {
    return Reject(node, fmt::format("cannot be read: {}", floats.error().message));
  }
  // One tensor is as large as its bytes in the file; many nodes that read it again are not.
  if (floats->size() > floats_left_) {
    return Reject(node, "shares its weights with others, which no network that Godwit knows does");
  }
  floats_left_ -= floats->size();
  return floats;
}

Result<std::vector<std::int64_t>> OnnxGraphBuilder::Integers(const onnx::NodeProto& node, int number) const {
  const onnx::TensorProto* tensor = Constant(node, number);
  if (tensor == nullptr) {
    return Reject(node, fmt::format("has no constant as its input {}", number));
  }
  auto integers = OnnxIntegers(*tensor);
  return integers ? std::move(integers) : Reject(node, fmt::format("cannot be read: {}", integers.error().message));
}

Result<std::vector<std::int64_t>> OnnxGraphBuilder::IntegersOrAttribute(const onnx::NodeProto& node, int number,
                                                                        const char* attribute) const {
  const OnnxAttributes attributes(node);
  return attributes.Has(attribute) ? attributes.Ints(attribute, {}) : Integers(node, number);
}

Result<const OpValue*> OnnxGraphBuilder::ReadInput(const onnx::NodeProto& node, int number, Op& op) {
  const std::string name = number < node.input_size() ? node.input(number) : "";
  const auto found = values_.find(name);
  if (found == values_.end()) {
    return Reject(node, fmt::format("reads '{}', which is no result of an operation before it", name));
  }
  op.inputs.push_back(found->second.index);
  return &graph_.values[static_cast<std::size_t>(found->second.index)];
}

bool OnnxGraphBuilder::IsChannelsLast(const onnx::NodeProto& node, int number) const {
  const auto found = number < node.input_size() ? values_.find(node.input(number)) : values_.end();
  return found != values_.end() && found->second.channels_last;
}

Result<const OpValue*> OnnxGraphBuilder::ReadMap(const onnx::NodeProto& node, Op& op) {
  auto input = ReadInput(node, 0, op);
  if (input && ((*input)->shape.size() != 4 || IsChannelsLast(node, 0))) {
    return Reject(node, "reads values that are not in the order (N, C, H, W)");
  }
  return input;
}

Result<std::int64_t> OnnxGraphBuilder::ReadFeatures(const onnx::NodeProto& node, Op& op) {
  const auto input = ReadInput(node, 0, op);
  if (!input) {
    return tl::unexpected<Error>(input.error());
  }
  const std::vector<std::int64_t>& shape = (*input)->shape;
  if (shape.size() == 4 && (shape[1] != 1 || shape[2] != 1)) {
    return Reject(node, "reads a map of more than one pixel");
  }
  return shape.back();
}

}  // namespace godwit::core
