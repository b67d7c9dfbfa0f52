// The weights of data/torch_v2_opset13.onnx, most of which are not stored: they follow a formula.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/weights/onnx.pb.h"

namespace godwit::tests {

// `formula` of data/make_import_models.py: statistics (one axis) around 1, weights around 0, by how many an output sums
// up.
inline std::vector<float> FormulaWeights(const onnx::TensorProto& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t extent : tensor.dims()) {
    count *= extent;
  }
  const std::int64_t fan = count / tensor.dims(0);
  const double scale = std::sqrt(24.0 / static_cast<double>(fan));
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    const double value = static_cast<double>(i * 7919 % 2003) / 2003 - 0.5;
    values[static_cast<std::size_t>(i)] = static_cast<float>(tensor.dims_size() == 1 ? 1 + 0.5 * value : value * scale);
  }
  return values;
}

// The model with the tensors that the file leaves empty.
inline onnx::ModelProto CompleteOnnx(const std::string& bytes) {
  onnx::ModelProto model;
  if (!model.ParseFromString(bytes)) {
    throw std::runtime_error("the test's ONNX file is damaged");
  }
  for (onnx::TensorProto& tensor : *model.mutable_graph()->mutable_initializer()) {
    if (tensor.raw_data().empty()) {
      const std::vector<float> values = FormulaWeights(tensor);
      tensor.set_raw_data(values.data(), values.size() * sizeof(float));
    }
  }
  return model;
}

}  // namespace godwit::tests
