// What EXIF says of a photo: how it is shown and where it was taken. Internal to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/image/photo_facts.h"

namespace godwit::core {

// The orientation, 1..8, in an EXIF block: "Exif\0\0" and a TIFF structure (JPEG's APP1 segment), or the structure
// alone (PNG's eXIf, WebP's EXIF chunk). 1, as the file is stored, where the block is damaged or says nothing: broken
// metadata must not make a photo unreadable. Thread-safe.
int ExifOrientation(std::span<const std::byte> exif);

// All that such a block says of the photo, or its position alone. Thread-safe.
PhotoFacts ExifFacts(std::span<const std::byte> exif);
PhotoGps ExifGps(std::span<const std::byte> exif);

// One of the two entries of a position, as a file has it.
struct GpsCoordinate {
  double degrees = 0;     // NaN or infinite where a denominator is zero
  char reference = '\0';  // N, S, E or W; 0 where the file does not say
};

// What a position's two entries amount to; see PhotoGps.
PhotoGps JudgeGps(const std::optional<GpsCoordinate>& latitude, const std::optional<GpsCoordinate>& longitude);

}  // namespace godwit::core
