#include "core/image/codecs.h"

#include <algorithm>

#include "core/image/upright_writer.h"

namespace godwit::core {

Result<> CheckPixels(const EncodedImage& file, std::int64_t width, std::int64_t height, const DecodeOptions& options) {
  if (width <= options.max_pixels / std::max<std::int64_t>(height, 1)) {
    return {};
  }
  constexpr double kMega = 1e6;
  return Fail(ErrorKind::kInput,
              "{}: {}x{} pixels ({:.0f} megapixels) is more than the limit of {:.4g}; save a smaller copy and use that",
              file.name, width, height, static_cast<double>(width) * static_cast<double>(height) / kMega,
              static_cast<double>(options.max_pixels) / kMega);
}

std::string OneLine(std::string_view message) {
  std::string line(message);
  std::replace_if(
      line.begin(), line.end(), [](char letter) { return static_cast<unsigned char>(letter) < ' '; }, ' ');
  line.erase(line.find_last_not_of(". ") + 1);
  return line;
}

tl::unexpected<Error> Damaged(const EncodedImage& file, ImageFormat format, std::string_view reason) {
  return Fail(ErrorKind::kInput, "{}: the {} data is damaged: {}", file.name, Name(format), OneLine(reason));
}

void SetStoredSize(int width, int height, int orientation, Photo& photo) {
  photo.width = SwapsSides(orientation) ? height : width;
  photo.height = SwapsSides(orientation) ? width : height;
  photo.orientation = orientation;
}

void StraightOverWhite(const std::uint8_t* rgba, int count, std::uint8_t* rgb) noexcept {
  for (int i = 0; i < count; ++i, rgba += 4, rgb += 3) {
    const unsigned alpha = rgba[3];
    for (int c = 0; c < 3; ++c) {
      // White is 255: one rounding for colour * alpha + 255 * (255 - alpha), all over 255.
      rgb[c] = static_cast<std::uint8_t>(255 - MultiplyBytes(255U - rgba[c], alpha));
    }
  }
}

void PremultipliedOverWhite(const std::uint8_t* rgba, int count, std::uint8_t* rgb) noexcept {
  for (int i = 0; i < count; ++i, rgba += 4, rgb += 3) {
    for (int c = 0; c < 3; ++c) {
      rgb[c] = static_cast<std::uint8_t>(std::min(255, rgba[c] + 255 - rgba[3]));
    }
  }
}

}  // namespace godwit::core
