// The messages of HDF5 that are structures of their own. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace godwit::core {

enum Hdf5TypeClass : std::uint8_t { kHdf5Float = 1, kHdf5String = 3, kHdf5VariableLength = 9 };

struct Hdf5Attribute {
  std::string name;
  std::span<const std::byte> datatype;
  std::span<const std::byte> dataspace;
  std::span<const std::byte> data;
};

// Nothing where it is damaged, or its type or shape lies elsewhere.
std::optional<Hdf5Attribute> ParseHdf5Attribute(std::span<const std::byte> body);

// Bytes of an IEEE float of the machine's order; 0 for any other type.
int Hdf5FloatBytes(std::span<const std::byte> datatype);

// Structures begin at multiples of 8 bytes.
inline std::uint64_t PaddedTo8(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }

// Text up to its first zero byte, or all of it.
std::string UntilZero(std::span<const std::byte> bytes);

}  // namespace godwit::core
