// Small ONNX models, made node by node.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/weights/onnx.h"
#include "core/weights/onnx.pb.h"

namespace godwit::tests {

using Ints = std::vector<std::int64_t>;

enum OnnxDataType { kFloat = 1, kInt64 = 7, kFloat16 = 10, kDouble = 11 };

// A model that reads "x" (1, 2, 6, 6) in ONNX's order unless told otherwise.
class OnnxModel {
 public:
  explicit OnnxModel(int opset = 13, const Ints& input = {1, 2, 6, 6}) {
    proto_.set_ir_version(7);
    proto_.add_opset_import()->set_version(opset);
    auto& value = *proto_.mutable_graph()->add_input();
    value.set_name("x");
    for (const std::int64_t extent : input) {
      value.mutable_type()->mutable_tensor_type()->mutable_shape()->add_dim()->set_dim_value(extent);
    }
  }

  // The output is named after the operation.
  onnx::NodeProto& Node(const std::string& type, const std::vector<std::string>& inputs) {
    onnx::NodeProto& node = *graph().add_node();
    node.set_op_type(type);
    for (const std::string& input : inputs) {
      node.add_input(input);
    }
    node.add_output("y" + std::to_string(graph().node_size()));
    return node;
  }

  // Elements count up in eighths from 1/8.
  std::string Floats(const std::string& name, const Ints& shape) {
    onnx::TensorProto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(kFloat);
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
      tensor.add_dims(extent);
      count *= extent;
    }
    for (std::int64_t i = 1; i <= count; ++i) {
      tensor.add_float_data(static_cast<float>(i) / 8);
    }
    return name;
  }
  std::string Integers(const std::string& name, const Ints& values) {
    onnx::TensorProto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(kInt64);
    tensor.add_dims(static_cast<std::int64_t>(values.size()));
    tensor.mutable_int64_data()->Add(values.begin(), values.end());
    return name;
  }

  onnx::GraphProto& graph() { return *proto_.mutable_graph(); }
  onnx::ModelProto& proto() { return proto_; }

  // Reads the model; its output is that of the last node.
  core::Result<core::OpGraph> Read() {
    graph().clear_output();
    graph().add_output()->set_name(graph().node(graph().node_size() - 1).output(0));
    const std::string bytes = proto_.SerializeAsString();
    return core::ParseOnnx(std::as_bytes(std::span(bytes)), "file");
  }
  core::OpGraph ReadSound() {
    auto graph = Read();
    EXPECT_TRUE(graph) << graph.error().message;
    return graph ? *std::move(graph) : core::OpGraph();
  }
  std::string Error() {
    const auto read = Read();
    if (read) {
      return "";
    }
    EXPECT_EQ(read.error().kind, core::ErrorKind::kModel);
    EXPECT_THAT(read.error().message,
                testing::AllOf(testing::StartsWith("file: "), testing::Not(testing::HasSubstr("\n"))));
    return read.error().message;
  }

 private:
  onnx::ModelProto proto_;
};

inline onnx::AttributeProto& Attribute(onnx::NodeProto& node, const std::string& name) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  return attribute;
}
inline void Set(onnx::NodeProto& node, const std::string& name, const Ints& values) {
  Attribute(node, name).mutable_ints()->Add(values.begin(), values.end());
}
inline void Set(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  Attribute(node, name).set_i(value);
}
inline void SetText(onnx::NodeProto& node, const std::string& name, const std::string& value) {
  Attribute(node, name).set_s(value);
}
inline void SetFloat(onnx::NodeProto& node, const std::string& name, float value) {
  Attribute(node, name).set_f(value);
}

// A sound convolution of "x", 1x1 to 2 channels, for others to follow.
inline std::string AddConv(OnnxModel& model) {
  model.Node("Conv", {"x", model.Floats("w", {2, 2, 1, 1})});
  return "y1";
}
// Behind it the pool: features of two axes.
inline std::string AddFeatures(OnnxModel& model) {
  AddConv(model);
  model.Node("GlobalAveragePool", {"y1"});
  model.Node("Flatten", {"y2"});
  return "y3";
}

}  // namespace godwit::tests
