#include "core/weights/weight_table.h"

#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/check.h"
#include "core/weights/half.h"
#include "core/weights/sha256.h"

namespace godwit::core {

static_assert(std::endian::native == std::endian::little, "weight files are little-endian and read in place");

namespace {

template <typename T, typename Convert>
void ConvertAll(std::span<const std::byte> bytes, std::vector<float>& values, Convert convert) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = convert(value);
  }
}

template <typename T>
void ConvertAll(std::span<const std::byte> bytes, std::vector<float>& values) {
  ConvertAll<T>(bytes, values, [](T value) { return static_cast<float>(value); });
}

void HashNumber(Sha256Stream& hash, std::uint64_t number) { hash.Update(std::as_bytes(std::span(&number, 1))); }

// The length goes first, so that no two different sequences of strings give the same bytes.
void HashText(Sha256Stream& hash, std::string_view text) {
  HashNumber(hash, text.size());
  hash.Update(std::as_bytes(std::span(text)));
}

}  // namespace

std::size_t SizeOf(Dtype dtype) {
  switch (dtype) {
    case Dtype::kF32:
    case Dtype::kI32:
      return 4;
    case Dtype::kF16:
      return 2;
    case Dtype::kI8:
    case Dtype::kU8:
      return 1;
    case Dtype::kI64:
      return 8;
  }
  ThrowContractViolation("unknown dtype", SourceLocation::Current());
}

std::string_view ToString(Dtype dtype) {
  switch (dtype) {
    case Dtype::kF32:
      return "F32";
    case Dtype::kF16:
      return "F16";
    case Dtype::kI32:
      return "I32";
    case Dtype::kI8:
      return "I8";
    case Dtype::kU8:
      return "U8";
    case Dtype::kI64:
      return "I64";
  }
  ThrowContractViolation("unknown dtype", SourceLocation::Current());
}

std::int64_t WeightTensor::Elements() const {
  std::int64_t elements = 1;
  for (const std::int64_t dimension : shape) {
    elements *= dimension;
  }
  return elements;
}

void OwnedWeights::Add(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values) {
  const auto& kept = values_[name].emplace<std::vector<float>>(std::move(values));
  table_[name] = {.dtype = Dtype::kF32, .shape = std::move(shape), .bytes = std::as_bytes(std::span(kept))};
  Check(table_[name].Elements() == std::ssize(kept), "a tensor's values fit its shape");
}

void OwnedWeights::Add(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape,
                       std::vector<std::byte> bytes) {
  const auto& kept = values_[name].emplace<std::vector<std::byte>>(std::move(bytes));
  table_[name] = {.dtype = dtype, .shape = std::move(shape), .bytes = kept};
  Check(static_cast<std::size_t>(table_[name].Elements()) * SizeOf(dtype) == kept.size(),
        "a tensor's bytes fit its shape");
}

std::optional<std::int64_t> CheckedElements(std::span<const std::int64_t> shape, std::size_t element_bytes) {
  std::int64_t elements = 1;
  for (const std::int64_t dimension : shape) {
    if (dimension < 0 || __builtin_mul_overflow(elements, dimension, &elements)) {
      return std::nullopt;
    }
  }
  if (std::int64_t bytes = 0; __builtin_mul_overflow(elements, element_bytes, &bytes)) {
    return std::nullopt;
  }
  return elements;
}

std::vector<float> ToFloats(const WeightTensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(tensor.Elements()));
  Check(tensor.bytes.size() == values.size() * SizeOf(tensor.dtype), "a tensor's bytes fit its shape");
  switch (tensor.dtype) {
    case Dtype::kF32:
      if (!values.empty()) {
        std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
      }
      break;
    case Dtype::kF16:
      ConvertAll<std::uint16_t>(tensor.bytes, values, HalfToFloat);
      break;
    case Dtype::kI32:
      ConvertAll<std::int32_t>(tensor.bytes, values);
      break;
    case Dtype::kI8:
      ConvertAll<std::int8_t>(tensor.bytes, values);
      break;
    case Dtype::kU8:
      ConvertAll<std::uint8_t>(tensor.bytes, values);
      break;
    case Dtype::kI64:
      ConvertAll<std::int64_t>(tensor.bytes, values);
      break;
  }
  return values;
}

std::string ToString(std::span<const std::int64_t> shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::string Sha256(const WeightTable& table) {
  Sha256Stream hash;
  for (const auto& [name, tensor] : table) {
    HashText(hash, name);
    HashText(hash, ToString(tensor.dtype));
    HashNumber(hash, tensor.shape.size());
    for (const std::int64_t dimension : tensor.shape) {
      HashNumber(hash, static_cast<std::uint64_t>(dimension));
    }
    HashNumber(hash, tensor.bytes.size());
    hash.Update(tensor.bytes);
  }
  return hash.Hex();
}

}  // namespace godwit::core
