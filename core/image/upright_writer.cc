#include "core/image/upright_writer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace godwit::core {
namespace {

using Pixel = std::array<std::uint8_t, 3>;

// So many stored rows are turned at once: each becomes 3 bytes of a column, so that a strip writes whole cache lines
// (64 rows make 192 bytes) while what it reads stays in the cache.
constexpr int kStripRows = 64;

// A whole number of cache lines, odd, so that the rows of a strip do not all fall into the same cache set.
std::size_t StripStride(int width) {
  constexpr std::size_t kLine = 64;
  return ((static_cast<std::size_t>(width) * 3 + kLine - 1) / kLine | 1) * kLine;
}

}  // namespace

UprightWriter::UprightWriter(int stored_width, int stored_height, int orientation, Image& upright)
    : stored_width_(stored_width),
      stored_height_(stored_height),
      orientation_(orientation),
      upright_(upright),
      strip_stride_(StripStride(stored_width)) {
  Check(orientation >= 1 && orientation <= 8, "EXIF orientations are 1 to 8");
  if (SwapsSides(orientation)) {
    upright.Reset(stored_height, stored_width);
    strip_.Reserve(strip_stride_ * kStripRows);
  } else {
    upright.Reset(stored_width, stored_height);
  }
}

std::uint8_t* UprightWriter::NextRow() noexcept {
  const int row = rows_;
  if (SwapsSides(orientation_)) {
    if (row > 0 && row % kStripRows == 0) {
      TurnStrip();
    }
    ++rows_;
    return reinterpret_cast<std::uint8_t*>(strip_.data()) + strip_stride_ * (row % kStripRows);
  }
  MirrorLastRow();
  ++rows_;
  const bool bottom_first = orientation_ == 3 || orientation_ == 4;
  return upright_.Row(bottom_first ? stored_height_ - 1 - row : row);
}

void UprightWriter::Finish() noexcept {
  if (rows_ == 0) {
    return;
  }
  if (SwapsSides(orientation_)) {
    TurnStrip();
  } else {
    MirrorLastRow();
  }
}

void UprightWriter::MirrorLastRow() noexcept {
  if (rows_ == 0 || (orientation_ != 2 && orientation_ != 3)) {
    return;
  }
  auto* pixels = reinterpret_cast<Pixel*>(upright_.Row(orientation_ == 3 ? stored_height_ - rows_ : rows_ - 1));
  std::reverse(pixels, pixels + stored_width_);
}

// Stored pixel (x, y) becomes upright (y, x) for orientation 5, the others mirror one or both of these.
void UprightWriter::TurnStrip() noexcept {
  const int first = (rows_ - 1) / kStripRows * kStripRows;
  const int count = rows_ - first;
  const bool right_to_left = orientation_ == 6 || orientation_ == 7;
  const bool bottom_to_top = orientation_ == 7 || orientation_ == 8;
  const int left = right_to_left ? stored_height_ - rows_ : first;
  const auto stride = static_cast<std::ptrdiff_t>(strip_stride_);
  const auto* strip = reinterpret_cast<const std::uint8_t*>(strip_.data());
  for (int x = 0; x < stored_width_; ++x) {
    std::uint8_t* target =
        upright_.Row(bottom_to_top ? stored_width_ - 1 - x : x) + static_cast<std::ptrdiff_t>(left) * 3;
    const std::uint8_t* source =
        strip + (right_to_left ? (count - 1) * stride : 0) + static_cast<std::ptrdiff_t>(x) * 3;
    const std::ptrdiff_t step = right_to_left ? -stride : stride;
    for (int i = 0; i < count; ++i, source += step, target += 3) {
      std::memcpy(target, source, 3);
    }
  }
}

}  // namespace godwit::core
