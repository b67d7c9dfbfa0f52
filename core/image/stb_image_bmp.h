// The BMP part of stb_image behind a plain interface, so that only one file sees the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace godwit::core {

struct FreeMalloc {
  void operator()(std::uint8_t* memory) const { std::free(memory); }
};

struct StbPicture {
  std::unique_ptr<std::uint8_t[], FreeMalloc> pixels;  // null after a failure
  int width = 0;
  int height = 0;
  int channels = 0;               // 3 or 4, interleaved
  const char* failure = nullptr;  // a few words, static
};

// Thread-safe.
StbPicture LoadBmp(std::span<const std::byte> bytes);

}  // namespace godwit::core
