// BMP through stb_image.
#include <cstring>
#include <limits>
#include <memory>

#include "core/image/codecs.h"
#include "core/image/stb_image_bmp.h"
#include "core/image/upright_writer.h"

namespace godwit::core {
namespace {

std::uint32_t LittleEndian32(const std::uint8_t* bytes) {
  return bytes[0] | std::uint32_t{bytes[1]} << 8U | std::uint32_t{bytes[2]} << 16U | std::uint32_t{bytes[3]} << 24U;
}

struct BmpLayout {
  std::uint64_t pixels_at = 0;  // offset in the file
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint64_t bits_per_pixel = 0;

  // Rows are padded to four bytes.
  [[nodiscard]] std::uint64_t FileBytes() const { return pixels_at + (width * bits_per_pixel + 31) / 32 * 4 * height; }
};

// Bitmap file header, then either the OS/2 header of 12 bytes with 16-bit sizes or one of the longer ones. A negative
// height means that the top row comes first.
BmpLayout ReadLayout(const std::uint8_t* bytes) {
  BmpLayout layout;
  layout.pixels_at = LittleEndian32(bytes + 10);
  const std::uint32_t size = LittleEndian32(bytes + 18);
  if (LittleEndian32(bytes + 14) == 12) {
    layout.width = size & 0xFFFFU;
    layout.height = size >> 16U;
    layout.bits_per_pixel = bytes[24];
  } else {
    const std::uint32_t height = LittleEndian32(bytes + 22);
    layout.width = size;
    layout.height = (height >> 31U) != 0 ? 0U - height : height;
    layout.bits_per_pixel = bytes[28];
  }
  return layout;
}

}  // namespace

Result<> DecodeBmp(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  constexpr std::size_t kLongestNeeded = 30;
  if (file.bytes.size() < kLongestNeeded) {
    return Damaged(file, ImageFormat::kBmp, "the file is cut off");
  }
  const BmpLayout layout = ReadLayout(file.data());
  constexpr auto kMaxSide = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
  if (layout.width == 0 || layout.height == 0 || layout.width > kMaxSide || layout.height > kMaxSide) {
    return Damaged(file, ImageFormat::kBmp, "it has no valid size");
  }
  const auto width = static_cast<int>(layout.width);
  const auto height = static_cast<int>(layout.height);
  if (auto size = CheckPixels(file, width, height, options); !size) {
    return size;
  }
  // stb_image takes what is missing at the end for zeros.
  if (layout.FileBytes() > file.bytes.size()) {
    return Damaged(file, ImageFormat::kBmp, "the file is cut off");
  }
  StbPicture picture = LoadBmp(file.bytes);
  if (picture.pixels == nullptr || picture.width != width || picture.height != height) {
    return Damaged(file, ImageFormat::kBmp, picture.failure != nullptr ? picture.failure : "its sizes disagree");
  }
  SetStoredSize(width, height, 1, photo);
  UprightWriter writer(width, height, 1, photo.image);
  const std::size_t stride = static_cast<std::size_t>(width) * static_cast<std::size_t>(picture.channels);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = picture.pixels.get() + stride * static_cast<std::size_t>(y);
    if (picture.channels == 4) {
      StraightOverWhite(row, width, writer.NextRow());
    } else {
      std::memcpy(writer.NextRow(), row, stride);
    }
  }
  writer.Finish();
  return {};
}

}  // namespace godwit::core
