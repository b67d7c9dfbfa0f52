#include "core/weights/tflite_tensors.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

#include "core/weights/tflite_generated.h"

namespace godwit::core {
namespace {

using tflite::TensorType;

constexpr std::size_t kMaxTensors = 10'000;
constexpr std::size_t kMaxRank = 8;

std::optional<Dtype> ToDtype(TensorType type) {
  switch (type) {
    case TensorType::FLOAT32:
      return Dtype::kF32;
    case TensorType::FLOAT16:
      return Dtype::kF16;
    case TensorType::INT32:
      return Dtype::kI32;
    case TensorType::UINT8:
      return Dtype::kU8;
    case TensorType::INT64:
      return Dtype::kI64;
    case TensorType::INT8:
      return Dtype::kI8;
  }
  return std::nullopt;
}

// Nothing where there is none, or none that is affine with `channels` scales or one.
std::optional<Quantization> ReadQuantization(const tflite::QuantizationParameters* source, std::size_t channels) {
  if (source == nullptr || source->scale() == nullptr || source->zero_point() == nullptr ||
      source->details_type() != tflite::Details::NONE || source->scale()->size() > std::max<std::size_t>(channels, 1)) {
    return std::nullopt;
  }
  Quantization quantization;
  quantization.scales.assign(source->scale()->begin(), source->scale()->end());
  // The verifier lets vectors of 8-byte elements start at multiples of 4.
  const auto stored =
      std::as_bytes(std::span(source->zero_point()->Data(), source->zero_point()->size() * sizeof(std::int64_t)));
  if (source->zero_point()->size() != quantization.scales.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < quantization.scales.size(); ++i) {
    std::int64_t zero_point = 0;
    std::memcpy(&zero_point, &stored[i * sizeof(zero_point)], sizeof(zero_point));
    if (!std::in_range<std::int32_t>(zero_point)) {
      return std::nullopt;
    }
    quantization.zero_points.push_back(static_cast<std::int32_t>(zero_point));
  }
  if (!IsSound(quantization, channels)) {
    return std::nullopt;
  }
  return quantization;
}

// (rows, columns) to (columns, rows), of elements of this size.
std::vector<std::byte> Transposed(std::span<const std::byte> matrix, std::size_t rows, std::size_t element_bytes) {
  std::vector<std::byte> result(matrix.size());
  const std::size_t columns = matrix.size() / element_bytes / rows;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      std::memcpy(&result[(column * rows + row) * element_bytes], &matrix[(row * columns + column) * element_bytes],
                  element_bytes);
    }
  }
  return result;
}

}  // namespace

std::string TfliteName(const flatbuffers::String* name) {
  constexpr std::size_t kMost = 1000;
  std::string text;
  if (name != nullptr) {
    text.assign(name->c_str(), std::min<std::size_t>(name->size(), kMost));
  }
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < ' ' || letter == 0x7F; }, '?');
  return text;
}

Result<TfliteTensors> TfliteTensors::Create(const tflite::Model& model, std::size_t file_bytes,
                                            const std::string& file) {
  TfliteTensors tensors(model, file_bytes);
  const auto* sources = model.subgraphs()->Get(0)->tensors();
  const std::size_t count = sources == nullptr ? 0 : sources->size();
  if (count > kMaxTensors) {
    return Fail(ErrorKind::kModel, "{}: has {} tensors, more than any network that Godwit knows", file, count);
  }
  tensors.values_.resize(count);
  tensors.places_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (auto read = tensors.ReadTensor(i, file); !read) {
      return Forward(read);
    }
  }
  return tensors;
}

Result<> TfliteTensors::ReadTensor(std::size_t index, const std::string& file) {
  const tflite::Tensor& source = Source(static_cast<int>(index));
  OpValue& value = values_[index];
  value.name = TfliteName(source.name());
  if (source.shape() != nullptr) {
    value.shape.assign(source.shape()->begin(),
                       source.shape()->begin() + std::min<std::size_t>(source.shape()->size(), kMaxRank));
    if (source.shape()->size() > kMaxRank ||
        std::ranges::any_of(value.shape, [](std::int64_t extent) { return extent < 0; })) {
      return Fail(ErrorKind::kModel, "{}: tensor '{}' has a shape that no tensor of a network has", file, value.name);
    }
  }
  Place& place = places_[index];
  if (!Bytes(source).empty()) {
    place.constant = static_cast<int>(index);
    return {};
  }
  value.dtype = ToDtype(source.type()).value_or(Dtype::kI64);
  value.quantization = ReadQuantization(source.quantization(), 1);
  const bool is_stored_in_8_bits = value.dtype == Dtype::kU8 || value.dtype == Dtype::kI8;
  if (!is_stored_in_8_bits) {
    value.quantization.reset();
  }
  place.real = value.dtype == Dtype::kF32 || (is_stored_in_8_bits && value.quantization);
  return {};
}

const tflite::Tensor& TfliteTensors::Source(int tensor) const {
  return *model_->subgraphs()->Get(0)->tensors()->Get(static_cast<unsigned>(tensor));
}

std::span<const std::byte> TfliteTensors::Bytes(const tflite::Tensor& tensor) const {
  const auto* buffers = model_->buffers();
  if (buffers == nullptr || tensor.buffer() >= buffers->size()) {
    return {};
  }
  const auto* data = buffers->Get(tensor.buffer())->data();
  return data == nullptr ? std::span<const std::byte>() : std::as_bytes(std::span(data->data(), data->size()));
}

Result<TfliteConstant> TfliteTensors::ReadWeights(int tensor, int axis) {
  const int place = places_[static_cast<std::size_t>(tensor)].constant;
  const tflite::Tensor& source = Source(place);
  const OpValue& value = values_[static_cast<std::size_t>(place)];
  const auto wrong = [&](std::string_view problem) {
    return Fail(ErrorKind::kModel, "has constants '{}' {}", value.name, problem);
  };
  const std::optional<Dtype> dtype = ToDtype(source.type());
  if (!dtype || *dtype == Dtype::kI64) {
    return wrong("of a data type that weights do not have");
  }
  const std::span<const std::byte> bytes = Bytes(source);
  const auto elements = CheckedElements(value.shape, SizeOf(*dtype));
  if (!elements || static_cast<std::size_t>(*elements) * SizeOf(*dtype) != bytes.size()) {
    return wrong("whose bytes do not fit their shape");
  }
  if (static_cast<std::size_t>(*elements) > floats_left_) {
    return wrong("that too many other operations have as well");
  }
  floats_left_ -= static_cast<std::size_t>(*elements);

  const bool has_axis = axis >= 0 && static_cast<std::size_t>(axis) < value.shape.size();
  const std::size_t channels = has_axis ? static_cast<std::size_t>(value.shape[static_cast<std::size_t>(axis)]) : 1;
  const bool channels_first = has_axis && axis == 0 && value.shape.size() > 1;
  WeightTensor stored{.dtype = *dtype, .shape = value.shape, .bytes = bytes};
  std::vector<std::byte> transposed;
  if (channels_first) {
    stored.bytes = transposed = Transposed(bytes, channels, SizeOf(*dtype));
  }
  TfliteConstant constant{.shape = value.shape, .values = {}, .quantized = {}};
  if (*dtype == Dtype::kF32 || *dtype == Dtype::kF16) {
    constant.values = ToFloats(stored);
    return constant;
  }
  auto quantization = ReadQuantization(source.quantization(), channels);
  if (!quantization || (quantization->scales.size() > 1 && source.quantization()->quantized_dimension() != axis)) {
    return wrong("without a scale that fits");
  }
  constant.values = Dequantize(stored, *quantization);
  constant.quantized = {
      .dtype = *dtype, .data = {stored.bytes.begin(), stored.bytes.end()}, .quantization = *std::move(quantization)};
  return constant;
}

std::vector<std::int64_t> TfliteTensors::ReadIntegers(int tensor) const {
  constexpr std::size_t kFew = 64;
  if (!IsConstant(tensor)) {
    return {};
  }
  const tflite::Tensor& source = Source(places_[static_cast<std::size_t>(tensor)].constant);
  const std::span<const std::byte> bytes = Bytes(source);
  const auto read = [&]<typename T>(T value) {
    std::vector<std::int64_t> values;
    for (std::size_t at = 0; at + sizeof(T) <= std::min(bytes.size(), kFew * sizeof(T)); at += sizeof(T)) {
      std::memcpy(&value, &bytes[at], sizeof(T));
      values.push_back(value);
    }
    return values;
  };
  switch (source.type()) {
    case TensorType::INT32:
      return read(std::int32_t{});
    case TensorType::INT64:
      return read(std::int64_t{});
    default:
      return {};
  }
}

}  // namespace godwit::core
