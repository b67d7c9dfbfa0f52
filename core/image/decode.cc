#include "core/image/decode.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string>

#include "core/image/codecs.h"
#include "core/image/picture_file.h"

namespace godwit::core {
namespace {

bool StartsWith(std::span<const std::byte> bytes, std::size_t offset, std::string_view prefix) {
  return bytes.size() >= offset + prefix.size() &&
         std::memcmp(bytes.data() + offset, prefix.data(), prefix.size()) == 0;
}

// "BM" alone begins many a text: the size of the header that follows tells.
bool IsBmp(std::span<const std::byte> head) {
  constexpr std::array<unsigned, 7> kHeaderSizes = {12, 40, 52, 56, 64, 108, 124};
  return StartsWith(head, 0, "BM") && head.size() >= 18 &&
         std::find(kHeaderSizes.begin(), kHeaderSizes.end(), std::to_integer<unsigned>(head[14])) !=
             kHeaderSizes.end() &&
         StartsWith(head, 15, std::string_view("\0\0\0", 3));
}

// ISO/IEC 23008-12: the file type box names the brand first, then those it is compatible with.
bool IsHeif(std::span<const std::byte> head) {
  constexpr std::array<std::string_view, 8> kBrands = {"heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis"};
  if (!StartsWith(head, 4, "ftyp")) {
    return false;
  }
  constexpr std::array<std::size_t, 5> kBrandOffsets = {8, 16, 20, 24, 28};
  return std::any_of(kBrandOffsets.begin(), kBrandOffsets.end(), [&](std::size_t offset) {
    return std::any_of(kBrands.begin(), kBrands.end(),
                       [&](std::string_view brand) { return StartsWith(head, offset, brand); });
  });
}

Result<> Decode(ImageFormat format, const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  switch (format) {
    case ImageFormat::kJpeg:
      return DecodeJpeg(file, options, photo);
    case ImageFormat::kPng:
      return DecodePng(file, options, photo);
    case ImageFormat::kWebp:
      return DecodeWebp(file, options, photo);
    case ImageFormat::kTiff:
      return DecodeTiff(file, options, photo);
    case ImageFormat::kBmp:
      return DecodeBmp(file, options, photo);
    case ImageFormat::kHeif:
      return DecodeHeif(file, options, photo);
  }
  return NotAPicture(file.name);
}

}  // namespace

std::optional<ImageFormat> SniffImageFormat(std::span<const std::byte> head) {
  if (StartsWith(head, 0, "\xFF\xD8\xFF")) {
    return ImageFormat::kJpeg;
  }
  if (StartsWith(head, 0, "\x89PNG\r\n\x1A\n")) {
    return ImageFormat::kPng;
  }
  if (StartsWith(head, 0, "RIFF") && StartsWith(head, 8, "WEBP")) {
    return ImageFormat::kWebp;
  }
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (StartsWith(head, 0, magic)) {
      return ImageFormat::kTiff;
    }
  }
  if (IsBmp(head)) {
    return ImageFormat::kBmp;
  }
  if (IsHeif(head)) {
    return ImageFormat::kHeif;
  }
  return std::nullopt;
}

std::string_view Name(ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return "JPEG";
    case ImageFormat::kPng:
      return "PNG";
    case ImageFormat::kWebp:
      return "WebP";
    case ImageFormat::kTiff:
      return "TIFF";
    case ImageFormat::kBmp:
      return "BMP";
    case ImageFormat::kHeif:
      return "HEIC";
  }
  return "";
}

std::span<const std::string_view> ImageFileEndings() {
  static constexpr std::array<std::string_view, 10> kEndings = {".jpg",  ".jpeg", ".png",  ".webp", ".tif",
                                                                ".tiff", ".bmp",  ".heic", ".heif", ".avif"};
  return kEndings;
}

bool HasImageFileEnding(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(ImageFileEndings(), ending) != ImageFileEndings().end();
}

Result<> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options, Photo& photo) {
  try {
    const auto bytes = ReadPicture(path, MaxPictureBytes(options.max_pixels), photo.file);
    if (!bytes) {
      photo.image.Reset(0, 0);
      return tl::unexpected(bytes.error());
    }
    return DecodeImage(*bytes, path.string(), options, photo);
  } catch (const std::bad_alloc&) {
    photo.image.Reset(0, 0);
    return Fail(ErrorKind::kInput, "{}: there is not enough free memory to read it", path.string());
  }
}

Result<> DecodeImage(std::span<const std::byte> bytes, std::string_view name, const DecodeOptions& options,
                     Photo& photo) {
  const auto decode = [&]() -> Result<> {
    if (bytes.empty()) {
      return EmptyFile(name);
    }
    const auto format = SniffImageFormat(bytes.first(std::min(bytes.size(), kSniffedBytes)));
    if (!format) {
      return NotAPicture(name);
    }
    try {
      return Decode(*format, {bytes, name}, options, photo);
    } catch (const std::bad_alloc&) {
      return Fail(ErrorKind::kInput, "{}: there is not enough free memory to decode it", name);
    }
  };
  auto result = decode();
  if (!result) {
    photo.image.Reset(0, 0);
  }
  return result;
}

Result<Photo> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options) {
  Photo photo;
  if (auto decoded = DecodeImage(path, options, photo); !decoded) {
    return Forward(decoded);
  }
  return photo;
}

}  // namespace godwit::core
