// From a file to upright RGB pixels. The format is told by content, never by the file's ending:
// JPEG, PNG, WebP, TIFF, BMP, HEIC/AVIF (where libheif can).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/image/image.h"
#include "core/tensor/buffer.h"

namespace godwit::core {

enum class ImageFormat { kJpeg, kPng, kWebp, kTiff, kBmp, kHeif };

// The format by the first bytes (32 suffice), or nothing where they belong to no picture we read.
std::optional<ImageFormat> SniffImageFormat(std::span<const std::byte> head);
std::string_view Name(ImageFormat format);  // "JPEG"

// The endings that files of these formats usually have: ".jpg". For file dialogs, and to tell a damaged photo from a
// file that never was one.
std::span<const std::string_view> ImageFileEndings();
bool HasImageFileEnding(const std::filesystem::path& path);  // in any case

struct DecodeOptions {
  // The network's input in pixels; 0 decodes at full size. A JPEG may be decoded at 1/2, 1/4 or 1/8 as long as both
  // sides of the result stay at least twice the needed ones: far cheaper than full size, and no detail the network
  // could see is lost.
  int needed_width = 0;
  int needed_height = 0;
  bool exact = false;                     // always decode at full size
  std::int64_t max_pixels = 200'000'000;  // larger results are refused before any memory is taken
};

// A decoded photo. Reuse it for the next one to reuse its memory.
struct Photo {
  Image image;    // EXIF orientation applied; possibly scaled down, see DecodeOptions; empty after an error
  int width = 0;  // of the photo at full size as a person sees it (orientation applied), pixels
  int height = 0;
  int orientation = 1;  // EXIF 1..8, as stored in the file (HEIC: always 1, its own rotation is part of the format)
  Buffer file;          // the bytes of the file while it was decoded; kept only for its memory
};

// Decodes a file into `photo`. Grey, palette, alpha (over white), CMYK and 16-bit pictures become 8-bit RGB.
// Errors (ErrorKind::kInput, message begins with the path): unreadable, empty, not a picture, damaged, truncated so far
// that nothing can be shown, too large. A JPEG whose end is cut is decoded as far as it goes only if at least the
// first half of its rows is there; otherwise it is an error. Never throws for bad input. Thread-safe.
Result<> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options, Photo& photo);

// The same by value, for those who read one photo.
Result<Photo> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options = {});

// The same from memory; `name` stands for the path in messages.
Result<> DecodeImage(std::span<const std::byte> bytes, std::string_view name, const DecodeOptions& options,
                     Photo& photo);

}  // namespace godwit::core
