// Reading little-endian numbers out of bytes that may end too early.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace godwit::core {

// Goes through bytes from front to back. A read beyond the end gives zeros (or nothing) and makes the reader bad for
// good, so that a whole structure can be read first and checked once. Whoever loops checks within the loop.
class ByteReader {
 public:
  // `bytes` from `offset` on; bad at once where that lies behind the end.
  explicit ByteReader(std::span<const std::byte> bytes, std::uint64_t offset = 0)
      : rest_(offset <= bytes.size() ? bytes.subspan(static_cast<std::size_t>(offset)) : std::span<const std::byte>()),
        ok_(offset <= bytes.size()) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::span<const std::byte> rest() const { return rest_; }

  std::span<const std::byte> Take(std::uint64_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(static_cast<std::size_t>(count));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

  // The next `width` bytes, at most 8, as a number.
  std::uint64_t Number(std::size_t width) {
    std::uint64_t value = 0;
    const std::span<const std::byte> bytes = Take(width);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    }
    return value;
  }

 private:
  std::span<const std::byte> rest_;
  bool ok_;
};

}  // namespace godwit::core
