// The decoders of the single formats, and what they share. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/image/photo_gps.h"

namespace godwit::core {

// A picture file in memory; `name` stands for it in messages.
struct EncodedImage {
  std::span<const std::byte> bytes;
  std::string_view name;

  [[nodiscard]] const std::uint8_t* data() const { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }
};

// Each fills the whole Photo, as DecodeImage promises. They throw nothing but std::bad_alloc.
Result<> DecodeJpeg(const EncodedImage& file, const DecodeOptions& options, Photo& photo);
Result<> DecodePng(const EncodedImage& file, const DecodeOptions& options, Photo& photo);
Result<> DecodeWebp(const EncodedImage& file, const DecodeOptions& options, Photo& photo);
Result<> DecodeTiff(const EncodedImage& file, const DecodeOptions& options, Photo& photo);
Result<> DecodeBmp(const EncodedImage& file, const DecodeOptions& options, Photo& photo);
Result<> DecodeHeif(const EncodedImage& file, const DecodeOptions& options, Photo& photo);

// The EXIF block in a file, for exif.h: within its bytes, empty where there is none. Of PNG requires its signature.
std::span<const std::byte> PngExif(std::span<const std::byte> bytes);
std::span<const std::byte> WebpExif(std::span<const std::byte> bytes);
std::vector<std::byte> HeifExif(const EncodedImage& file);

// A TIFF file is not a block of EXIF but has the same entries.
PhotoGps TiffGps(const EncodedImage& file);

// The error of a picture with more than options.max_pixels.
Result<> CheckPixels(const EncodedImage& file, std::int64_t width, std::int64_t height, const DecodeOptions& options);

// A library's message as part of ours: without line breaks and without a full stop at the end.
std::string OneLine(std::string_view message);

// "photo.png: the PNG data is damaged: CRC error"
[[nodiscard]] tl::unexpected<Error> Damaged(const EncodedImage& file, ImageFormat format, std::string_view reason);

// Notes the full size, given as stored, and the orientation.
void SetStoredSize(int width, int height, int orientation, Photo& photo);

// Lays `count` RGBA pixels over white. Straight: the colour is what shows where alpha is 255. Premultiplied: it has
// been multiplied by alpha already.
void StraightOverWhite(const std::uint8_t* rgba, int count, std::uint8_t* rgb) noexcept;
void PremultipliedOverWhite(const std::uint8_t* rgba, int count, std::uint8_t* rgb) noexcept;

// a * b / 255, rounded, for 8-bit values.
constexpr std::uint8_t MultiplyBytes(unsigned a, unsigned b) {
  const unsigned product = a * b + 128;
  return static_cast<std::uint8_t>((product + (product >> 8U)) >> 8U);
}

}  // namespace godwit::core
