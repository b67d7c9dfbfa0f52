// What a photo says of its own making: where, when, by which camera.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/image/photo_gps.h"

namespace godwit::core {

// A camera's clock. Most write local time and not how far it is from UTC.
struct PhotoTime {
  std::int64_t local_s = 0;              // seconds of the clock's own date since 1970-01-01 00:00 of the same clock
  std::optional<int> utc_offset_s = {};  // local minus UTC

  friend bool operator==(const PhotoTime&, const PhotoTime&) = default;
};

// Text entries are empty where the photo does not have them.
struct PhotoFacts {
  PhotoGps gps;
  std::optional<PhotoTime> taken;  // DateTimeOriginal, else DateTimeDigitized; not the date of the file
  std::string camera;              // make and model: "Canon EOS 5D"
  std::string camera_serial;
  std::string lens_serial;
  std::string owner;
  std::string artist;
};

// "2018:07:25 16:34:23" as EXIF has it, with "+02:00" or "". Nothing for a text that is no date, such as the zeros and
// blanks of clocks that were never set. Thread-safe.
std::optional<PhotoTime> ParseExifTime(const std::string& date, const std::string& offset);

// Reads EXIF as ReadPhotoGps does; of a TIFF file only the position. Errors: the same. Thread-safe.
Result<PhotoFacts> ReadPhotoFacts(const std::filesystem::path& path);

}  // namespace godwit::core
