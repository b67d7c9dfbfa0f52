// Where a photo says it was taken.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace godwit::core {

// Degrees, WGS84: latitude -90 to 90, longitude -180 to 180.
struct GpsPosition {
  double lat_deg = 0;
  double lon_deg = 0;
};

struct PhotoGps {
  std::optional<GpsPosition> position;
  // Why a photo that has GPS entries has no position all the same: "its GPS position is 0, 0, which cameras write when
  // they do not know theirs". Empty where there is a position, and where there are no entries.
  std::string problem;
};

// Reads the EXIF GPS entries of a JPEG, PNG, WebP, TIFF, HEIC or AVIF file, told by content; a BMP has none. No pixel
// is decoded, and of a JPEG only the beginning is read. Damaged metadata count as none. Positions in XMP are not read.
// Errors: as DecodeImage, for files that cannot be read or are no pictures. Thread-safe.
Result<PhotoGps> ReadPhotoGps(const std::filesystem::path& path);

}  // namespace godwit::core
