#include "tests/support/npy.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>

namespace godwit::tests {
namespace {

template <typename T>
constexpr const char* kDescr = nullptr;
template <>
constexpr const char* kDescr<float> = "<f4";
template <>
constexpr const char* kDescr<std::int32_t> = "<i4";
template <>
constexpr const char* kDescr<std::uint8_t> = "|u1";

}  // namespace

template <typename T>
NpyArray<T> ReadNpy(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (bytes.size() < 10 || bytes.compare(0, 6, "\x93NUMPY") != 0) {
    throw std::runtime_error(path.string() + ": not an npy file");
  }
  const std::size_t header_size = static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
  const std::string header = bytes.substr(10, header_size);
  const std::size_t shape = header.find("'shape': (");
  const std::size_t shape_end = header.find(')', shape);
  if (header.find(kDescr<T>) == std::string::npos || header.find("'fortran_order': False") == std::string::npos ||
      shape == std::string::npos || shape_end == std::string::npos) {
    throw std::runtime_error(path.string() + ": unexpected npy header " + header);
  }
  NpyArray<T> array;
  std::size_t elements = 1;
  std::istringstream dims(header.substr(shape + 10, shape_end - shape - 10));  // "3, 4" or "3,"
  for (int dim = 0; dims >> dim; dims.ignore(2, ' ')) {
    array.shape.push_back(dim);
    elements *= static_cast<std::size_t>(dim);
  }
  if (bytes.size() != 10 + header_size + elements * sizeof(T)) {
    throw std::runtime_error(path.string() + ": size does not fit the header");
  }
  array.values.resize(elements);
  std::memcpy(array.values.data(), bytes.data() + 10 + header_size, elements * sizeof(T));
  return array;
}

template NpyArray<float> ReadNpy(const std::filesystem::path& path);
template NpyArray<std::int32_t> ReadNpy(const std::filesystem::path& path);
template NpyArray<std::uint8_t> ReadNpy(const std::filesystem::path& path);

}  // namespace godwit::tests
