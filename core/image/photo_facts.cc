#include "core/image/photo_facts.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/picture_file.h"

namespace godwit::core {
namespace {

// The EXIF block of a JPEG that begins with `bytes`: empty where there is none, nothing where that is only known
// further on in the file.
std::optional<std::span<const std::byte>> JpegExif(std::span<const std::byte> bytes) {
  constexpr unsigned kApp1 = 0xE1;
  constexpr unsigned kStartOfScan = 0xDA;
  constexpr unsigned kEndOfImage = 0xD9;
  constexpr std::array<char, 6> kExif = {'E', 'x', 'i', 'f', 0, 0};
  const auto at = [&](std::size_t i) { return std::to_integer<unsigned>(bytes[i]); };
  std::size_t position = 2;  // behind the start of image
  while (position + 4 <= bytes.size()) {
    if (at(position) != 0xFF) {
      return std::span<const std::byte>();  // damaged
    }
    const unsigned marker = at(position + 1);
    if (marker == 0xFF) {  // fill
      ++position;
      continue;
    }
    if (marker == kStartOfScan || marker == kEndOfImage) {
      return std::span<const std::byte>();
    }
    const std::size_t length = at(position + 2) << 8U | at(position + 3);
    if (length < 2) {
      return std::span<const std::byte>();
    }
    const std::size_t end = position + 2 + length;
    const std::size_t data = position + 4;
    if (marker == kApp1 && data + kExif.size() <= std::min(end, bytes.size()) &&
        std::memcmp(bytes.data() + data, kExif.data(), kExif.size()) == 0) {
      return end <= bytes.size() ? std::optional(bytes.subspan(data, end - data)) : std::nullopt;
    }
    position = end;
  }
  return std::nullopt;
}

// Of what ReadPicture gave, which is a picture.
ImageFormat FormatOf(std::span<const std::byte> bytes) {
  return *SniffImageFormat(bytes.first(std::min(bytes.size(), kSniffedBytes)));
}

PhotoFacts FactsOf(ImageFormat format, const EncodedImage& file) {
  switch (format) {
    case ImageFormat::kJpeg:
      return ExifFacts(JpegExif(file.bytes).value_or(std::span<const std::byte>()));
    case ImageFormat::kPng:
      return ExifFacts(PngExif(file.bytes));
    case ImageFormat::kWebp:
      return ExifFacts(WebpExif(file.bytes));
    case ImageFormat::kHeif:
      return ExifFacts(HeifExif(file));
    case ImageFormat::kTiff:
      return {.gps = TiffGps(file)};
    case ImageFormat::kBmp:
      break;
  }
  return {};
}

}  // namespace

Result<PhotoFacts> ReadPhotoFacts(const std::filesystem::path& path) {
  // Where EXIF is in a JPEG as cameras write it: right at its beginning, in 64 KiB at most.
  constexpr std::size_t kHeadBytes = std::size_t{1} << 17;
  const std::int64_t max_bytes = MaxPictureBytes(DecodeOptions().max_pixels);
  try {
    Buffer buffer;
    auto bytes = ReadPicture(path, max_bytes, buffer, kHeadBytes);
    if (!bytes) {
      return Forward(bytes);
    }
    const bool all_read = bytes->size() < kHeadBytes;
    if (!all_read && (FormatOf(*bytes) != ImageFormat::kJpeg || !JpegExif(*bytes))) {
      bytes = ReadPicture(path, max_bytes, buffer);
      if (!bytes) {
        return Forward(bytes);
      }
    }
    return FactsOf(FormatOf(*bytes), {*bytes, path.native()});
  } catch (const std::bad_alloc&) {
    return Fail(ErrorKind::kInput, "{}: there is not enough free memory to read it", path.string());
  }
}

Result<PhotoGps> ReadPhotoGps(const std::filesystem::path& path) {
  auto facts = ReadPhotoFacts(path);
  if (!facts) {
    return Forward(facts);
  }
  return std::move(facts->gps);
}

}  // namespace godwit::core
