// Pixels of a photo as a person sees it.
#pragma once

#include <cstdint>

#include "core/base/check.h"
#include "core/tensor/buffer.h"

namespace godwit::core {

// 8-bit RGB, interleaved, rows back to back, top row first. Move-only. Reset keeps the memory, so that one Image
// decodes a whole folder without allocating for each photo.
class Image {
 public:
  Image() = default;
  Image(int width, int height) { Reset(width, height); }

  // Gives the image a new size; the pixels are uninitialised. Requires width, height >= 0.
  void Reset(int width, int height) {
    Check(width >= 0 && height >= 0, "an image has no negative size");
    buffer_.Reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    width_ = width;
    height_ = height;
  }

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] bool empty() const { return width_ == 0 || height_ == 0; }
  [[nodiscard]] std::size_t bytes() const {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3;
  }
  [[nodiscard]] std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(buffer_.data()); }
  [[nodiscard]] const std::uint8_t* data() const { return reinterpret_cast<const std::uint8_t*>(buffer_.data()); }
  [[nodiscard]] std::uint8_t* Row(int y) { return data() + static_cast<std::size_t>(y) * Stride(); }
  [[nodiscard]] const std::uint8_t* Row(int y) const { return data() + static_cast<std::size_t>(y) * Stride(); }
  [[nodiscard]] std::size_t Stride() const { return static_cast<std::size_t>(width_) * 3; }

 private:
  int width_ = 0;
  int height_ = 0;
  Buffer buffer_;
};

}  // namespace godwit::core
