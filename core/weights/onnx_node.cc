#include "core/weights/onnx_node.h"

#include <cstring>
#include <span>
#include <utility>

#include "core/weights/half.h"
#include "core/weights/weight_table.h"

namespace godwit::core {
namespace {

// Numbers of TensorProto.DataType.
enum DataType : std::int32_t { kFloat = 1, kInt64 = 7, kFloat16 = 10, kDouble = 11 };

// The elements as the file stores them: raw little-endian bytes, or a list of numbers. `list` may hold them in a wider
// type.
template <typename Stored, typename To, typename List, typename Convert>
Result<std::vector<To>> Elements(const onnx::TensorProto& tensor, const List& list, Convert convert) {
  const auto shape = OnnxShape(tensor);
  if (!shape) {
    return tl::unexpected<Error>(shape.error());
  }
  const auto count = CheckedElements(*shape, sizeof(Stored));
  const std::string& raw = tensor.raw_data();
  const bool fits =
      count && (raw.empty() ? static_cast<std::uint64_t>(*count) == static_cast<std::uint64_t>(list.size())
                            : static_cast<std::uint64_t>(*count) * sizeof(Stored) == raw.size());
  if (!fits) {
    return Fail(ErrorKind::kModel, "tensor '{}' has not the {} elements of its shape; the file is damaged",
                tensor.name(), ToString(*shape));
  }
  std::vector<To> values(static_cast<std::size_t>(*count));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Stored stored;
    if (raw.empty()) {
      stored = static_cast<Stored>(list[static_cast<int>(i)]);
    } else {
      std::memcpy(&stored, raw.data() + i * sizeof(Stored), sizeof(Stored));
    }
    values[i] = convert(stored);
  }
  return values;
}

}  // namespace

Result<std::vector<std::int64_t>> OnnxShape(const onnx::TensorProto& tensor) {
  if (tensor.data_location() == onnx::TensorProto::EXTERNAL) {
    return Fail(ErrorKind::kModel,
                "tensor '{}' is in another file (external data); save the model as one file, in Python with "
                "onnx.save_model(model, path, save_as_external_data=False)",
                tensor.name());
  }
  std::vector<std::int64_t> shape(tensor.dims().begin(), tensor.dims().end());
  constexpr std::size_t kMaxRank = 8;
  if (shape.size() > kMaxRank || !CheckedElements(shape, sizeof(double))) {
    return Fail(ErrorKind::kModel, "tensor '{}' has the shape {}; the file is damaged", tensor.name(), ToString(shape));
  }
  return shape;
}

Result<std::vector<float>> OnnxFloats(const onnx::TensorProto& tensor) {
  const auto narrow = [](auto value) { return static_cast<float>(value); };
  switch (tensor.data_type()) {
    case kFloat:
      return Elements<float, float>(tensor, tensor.float_data(), narrow);
    case kDouble:
      return Elements<double, float>(tensor, tensor.double_data(), narrow);
    case kFloat16:
      return Elements<std::uint16_t, float>(tensor, tensor.int32_data(), HalfToFloat);
    default:
      return Fail(ErrorKind::kModel, "tensor '{}' has data type {}, which is none of float32, float16, float64",
                  tensor.name(), tensor.data_type());
  }
}

Result<std::vector<std::int64_t>> OnnxIntegers(const onnx::TensorProto& tensor) {
  if (tensor.data_type() != kInt64) {
    return Fail(ErrorKind::kModel, "tensor '{}' has data type {}, which is not int64", tensor.name(),
                tensor.data_type());
  }
  return Elements<std::int64_t, std::int64_t>(tensor, tensor.int64_data(), [](std::int64_t value) { return value; });
}

const onnx::AttributeProto* OnnxAttributes::Find(std::string_view name) const {
  for (const onnx::AttributeProto& attribute : node_.attribute()) {
    if (attribute.name() == name) {
      return &attribute;
    }
  }
  return nullptr;
}

std::int64_t OnnxAttributes::Int(std::string_view name, std::int64_t otherwise) const {
  const auto* found = Find(name);
  return found == nullptr ? otherwise : found->i();
}

float OnnxAttributes::Float(std::string_view name, float otherwise) const {
  const auto* found = Find(name);
  return found == nullptr ? otherwise : found->f();
}

std::string OnnxAttributes::Text(std::string_view name, std::string_view otherwise) const {
  const auto* found = Find(name);
  return found == nullptr ? std::string(otherwise) : found->s();
}

std::vector<std::int64_t> OnnxAttributes::Ints(std::string_view name, std::vector<std::int64_t> otherwise) const {
  const auto* found = Find(name);
  return found == nullptr ? std::move(otherwise)
                          : std::vector<std::int64_t>(found->ints().begin(), found->ints().end());
}

}  // namespace godwit::core
