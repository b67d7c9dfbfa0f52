// Named tensors as they stand in a weight file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace godwit::core {

enum class Dtype { kF32, kF16, kI32, kI8, kU8, kI64 };

std::size_t SizeOf(Dtype dtype);

// As safetensors spells it: "F32".
std::string_view ToString(Dtype dtype);

// Bytes are little-endian, row-major, owned by whoever made the table (a mapped file, an importer), and aligned to the
// element size only where the owner says so.
struct WeightTensor {
  Dtype dtype = Dtype::kF32;
  std::vector<std::int64_t> shape;  // empty: a scalar
  std::span<const std::byte> bytes;

  // Requires a shape whose product was found to fit, as in every table that a reader of this folder returns.
  [[nodiscard]] std::int64_t Elements() const;
};

using WeightTable = std::map<std::string, WeightTensor, std::less<>>;

// A table that owns its tensors' bytes. Move-only.
class OwnedWeights {
 public:
  OwnedWeights() = default;
  OwnedWeights(OwnedWeights&&) noexcept = default;
  OwnedWeights& operator=(OwnedWeights&&) noexcept = default;

  // Require values that fit the shape. A tensor of that name is replaced.
  void Add(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values);
  void Add(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape, std::vector<std::byte> bytes);

  // Points into this object, and stays valid when it moves.
  [[nodiscard]] const WeightTable& table() const { return table_; }

 private:
  std::map<std::string, std::variant<std::vector<float>, std::vector<std::byte>>> values_;
  WeightTable table_;
};

// Product of the dimensions; nothing where one is negative or the product, times `element_bytes`, leaves int64.
std::optional<std::int64_t> CheckedElements(std::span<const std::int64_t> shape, std::size_t element_bytes);

// The values as float32 (from kF32 and kF16 exactly; integers converted). Appends nothing, reads unaligned bytes.
std::vector<float> ToFloats(const WeightTensor& tensor);

// "[3, 3, 32, 1]"
std::string ToString(std::span<const std::int64_t> shape);

// SHA-256 in lower-case hexadecimal over every tensor in order of name: name, dtype, shape and bytes. Tells whether two
// tables hold the same weights, however their files are laid out.
std::string Sha256(const WeightTable& table);

}  // namespace godwit::core
