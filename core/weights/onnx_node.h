// Attributes and constant tensors of ONNX nodes, checked. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/weights/onnx.pb.h"

namespace godwit::core {

// The shape and number of elements of a tensor; an error text where it is damaged, external or too large to be true.
Result<std::vector<std::int64_t>> OnnxShape(const onnx::TensorProto& tensor);

// Elements of a float16, float32 or float64 tensor, whose bytes fit its shape. Errors without the file's name.
Result<std::vector<float>> OnnxFloats(const onnx::TensorProto& tensor);

// Elements of an int64 tensor.
Result<std::vector<std::int64_t>> OnnxIntegers(const onnx::TensorProto& tensor);

// Attributes of a node by name; `otherwise` where the node has none of that name.
class OnnxAttributes {
 public:
  explicit OnnxAttributes(const onnx::NodeProto& node) : node_(node) {}

  [[nodiscard]] bool Has(std::string_view name) const { return Find(name) != nullptr; }
  [[nodiscard]] std::int64_t Int(std::string_view name, std::int64_t otherwise) const;
  [[nodiscard]] float Float(std::string_view name, float otherwise) const;
  [[nodiscard]] std::string Text(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] std::vector<std::int64_t> Ints(std::string_view name, std::vector<std::int64_t> otherwise) const;
  // Null where there is none.
  [[nodiscard]] const onnx::AttributeProto* Find(std::string_view name) const;

 private:
  const onnx::NodeProto& node_;
};

}  // namespace godwit::core
