// Reads NumPy .npy files (version 1.0, little-endian, C order), as golden outputs are stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace godwit::tests {

template <typename T>
struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<T> values;
};

// Throws std::runtime_error where the file is missing or of another dtype. Known dtypes: <f4 (float), <i4 (int32_t),
// |u1 (uint8_t).
template <typename T>
NpyArray<T> ReadNpy(const std::filesystem::path& path);

extern template NpyArray<float> ReadNpy(const std::filesystem::path& path);
extern template NpyArray<std::int32_t> ReadNpy(const std::filesystem::path& path);
extern template NpyArray<std::uint8_t> ReadNpy(const std::filesystem::path& path);

}  // namespace godwit::tests
