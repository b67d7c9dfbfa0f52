#include "core/weights/hdf5_messages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/weights/byte_reader.h"

namespace godwit::core {

std::string UntilZero(std::span<const std::byte> bytes) {
  const auto end = std::ranges::find(bytes, std::byte{0});
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(end - bytes.begin())};
}

// Versions differ in padding, and in a character set before the name.
std::optional<Hdf5Attribute> ParseHdf5Attribute(std::span<const std::byte> body) {
  ByteReader reader(body);
  const auto version = reader.Number(1);
  const auto flags = reader.Number(1);  // where not zero, type or shape lie elsewhere
  const auto name_bytes = reader.Number(2);
  const auto datatype_bytes = reader.Number(2);
  const auto dataspace_bytes = reader.Number(2);
  const auto padded = [&](std::uint64_t bytes) { return version == 1 ? PaddedTo8(bytes) : bytes; };
  if (version == 3) {
    reader.Take(1);
  }
  Hdf5Attribute attribute;
  attribute.name = UntilZero(reader.Take(padded(name_bytes)));
  attribute.datatype = reader.Take(padded(datatype_bytes));
  attribute.dataspace = reader.Take(padded(dataspace_bytes));
  attribute.data = reader.rest();
  const bool known = version >= 1 && version <= 3 && (version == 1 || flags == 0);
  return known && reader.ok() ? std::optional(std::move(attribute)) : std::nullopt;
}

// What is told of its bits: where they are, where the exponent is, how many bits it has, where the mantissa is, how
// many, and the bias.
int Hdf5FloatBytes(std::span<const std::byte> datatype) {
  struct Ieee {
    std::uint64_t bytes, exponent_at, exponent, mantissa, bias;
  };
  static constexpr std::array<Ieee, 3> kKnown{{{2, 10, 5, 10, 15}, {4, 23, 8, 23, 127}, {8, 52, 11, 52, 1023}}};
  constexpr std::uint64_t kByteOrder = 0x41;
  ByteReader reader(datatype);
  const bool is_float = (reader.Number(1) & 0xFU) == kHdf5Float;
  const bool little_endian = (reader.Number(3) & kByteOrder) == 0;
  const auto bytes = reader.Number(4);
  const bool whole = reader.Number(2) == 0 && reader.Number(2) == 8 * bytes;
  const auto exponent_at = reader.Number(1);
  const auto exponent = reader.Number(1);
  const bool mantissa_at_0 = reader.Number(1) == 0;
  const auto mantissa = reader.Number(1);
  const auto bias = reader.Number(4);
  const auto matches = [&](const Ieee& ieee) {
    return ieee.bytes == bytes && ieee.exponent_at == exponent_at && ieee.exponent == exponent &&
           ieee.mantissa == mantissa && ieee.bias == bias;
  };
  const bool known = is_float && little_endian && whole && mantissa_at_0 && reader.ok();
  return known && std::ranges::any_of(kKnown, matches) ? static_cast<int>(bytes) : 0;
}

}  // namespace godwit::core
