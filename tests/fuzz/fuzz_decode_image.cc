// Any bytes either decode to a picture of the promised size or give a reason; nothing else may happen.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/image/decode.h"

namespace {

void Require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void DecodeOnce(std::span<const std::byte> bytes, const godwit::core::DecodeOptions& options,
                godwit::core::Photo& photo) {
  const auto decoded = godwit::core::DecodeImage(bytes, "photo", options, photo);
  if (!decoded) {
    Require(photo.image.empty() && decoded.error().message.starts_with("photo: "));
    return;
  }
  const godwit::core::Image& image = photo.image;
  Require(!image.empty() && photo.orientation >= 1 && photo.orientation <= 8);
  Require(std::int64_t{image.width()} * image.height() <= options.max_pixels);
  Require(image.width() <= photo.width && image.height() <= photo.height);
  const bool scaled = image.width() < photo.width || image.height() < photo.height;
  Require(!scaled || (image.width() >= 2 * options.needed_width && image.height() >= 2 * options.needed_height));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kMaxPixels = 1 << 18;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  godwit::core::Photo photo;
  DecodeOnce(bytes, {.max_pixels = kMaxPixels}, photo);
  DecodeOnce(bytes, {.needed_width = 20, .needed_height = 30, .max_pixels = kMaxPixels}, photo);
  return 0;
}
