// Builds an OpGraph from ONNX nodes, one after the other. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/weights/onnx_node.h"
#include "core/weights/op_graph.h"

namespace godwit::core {

// What messages call a node: its own name where it has one, else that of its output.
std::string OnnxNodeName(const onnx::NodeProto& node);

// ONNX orders axes (N, C, H, W), and some exporters transpose from and to (N, H, W, C); an OpGraph knows (N, H, W, C)
// alone. So each value keeps in which order the file has it, transposing is no operation at all, and weights are
// reordered when they are taken over.
class OnnxGraphBuilder {
 public:
  // `file_bytes` bounds the weights: each may be used once.
  OnnxGraphBuilder(std::string file, int opset, std::size_t file_bytes)
      : opset_(opset), floats_left_(file_bytes / kSmallestFloat) {
    graph_.file = std::move(file);
  }

  // `tensor` must outlive the builder.
  void AddConstant(const std::string& name, const onnx::TensorProto& tensor) { constants_[name] = &tensor; }
  Result<> AddInput(const onnx::ValueInfoProto& input);
  Result<> AddNode(const onnx::NodeProto& node);
  Result<OpGraph> Finish(const onnx::GraphProto& graph);

 private:
  static constexpr std::size_t kSmallestFloat = 2;  // bytes

  struct Value {
    int index = 0;
    bool channels_last = false;  // only where there are four axes
  };
  // What the output of a node is like: shape in an OpGraph's order.
  struct Output {
    std::vector<std::int64_t> shape;
    bool channels_last = false;
  };
  using Step = Result<> (OnnxGraphBuilder::*)(const onnx::NodeProto&, Op&, Output&);

  Result<> Conv(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> BatchNorm(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Clip(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Relu(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Add(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> GlobalPool(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> AveragePool(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> ReduceMean(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Flatten(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Reshape(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Squeeze(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Gemm(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> MatMul(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Softmax(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Pad(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Transpose(const onnx::NodeProto& node, Op& op, Output& output);
  Result<> Identity(const onnx::NodeProto& node, Op& op, Output& output);

  // Reads input 0; the output is like it.
  Result<> Keep(const onnx::NodeProto& node, Op& op, Output& output);

  static Step StepOf(std::string_view type);

  // Adds input `number` of the node, which must be a value, to the operation.
  Result<const OpValue*> ReadInput(const onnx::NodeProto& node, int number, Op& op);
  // The same, with four axes in the file's usual order.
  Result<const OpValue*> ReadMap(const onnx::NodeProto& node, Op& op);
  // A map of one pixel, or two axes: shape (N, C) or (N, 1, 1, C). Gives C.
  Result<std::int64_t> ReadFeatures(const onnx::NodeProto& node, Op& op);

  // Null where the input is left out or is no constant.
  [[nodiscard]] const onnx::TensorProto* Constant(const onnx::NodeProto& node, int number) const;
  Result<std::vector<float>> Floats(const onnx::NodeProto& node, int number);
  Result<std::vector<std::int64_t>> Integers(const onnx::NodeProto& node, int number) const;
  // Whole numbers that older opsets have as an attribute and newer ones as an input.
  Result<std::vector<std::int64_t>> IntegersOrAttribute(const onnx::NodeProto& node, int number,
                                                        const char* attribute) const;
  Result<> ReadPadding(const onnx::NodeProto& node, const OpValue& input, Op& op) const;
  Result<> ReadConvWeights(const onnx::NodeProto& node, std::int64_t channels, Op& op);
  Result<> ReadLinearWeights(const onnx::NodeProto& node, bool transposed, std::int64_t channels, Op& op);
  Result<> ReadBias(const onnx::NodeProto& node, int number, std::int64_t outputs, Op& op);
  // A sum with a constant, input `number`: a bias for each channel.
  Result<> AddBias(const onnx::NodeProto& node, int number, Op& op, Output& output);

  [[nodiscard]] tl::unexpected<Error> Reject(const onnx::NodeProto& node, std::string_view problem) const;
  [[nodiscard]] bool IsChannelsLast(const onnx::NodeProto& node, int number) const;
  void Emit(const onnx::NodeProto& node, Op op, Output output);

  OpGraph graph_;
  int opset_;
  std::size_t floats_left_;
  std::map<std::string, const onnx::TensorProto*, std::less<>> constants_;
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace godwit::core
