#include "tests/support/npy.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
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
  std::smatch match;
  static const std::regex kShape(R"('shape': \(([^)]*)\))");
  if (header.find(kDescr<T>) == std::string::npos || header.find("'fortran_order': False") == std::string::npos ||
      !std::regex_search(header, match, kShape)) {
    throw std::runtime_error(path.string() + ": unexpected npy header " + header);
  }
  NpyArray<T> array;
  std::size_t elements = 1;
  const std::string dims = match[1];
  static const std::regex kNumber(R"(\d+)");
  for (std::sregex_iterator it(dims.begin(), dims.end(), kNumber), end; it != end; ++it) {
    array.shape.push_back(std::stoll(it->str()));
    elements *= static_cast<std::size_t>(array.shape.back());
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
