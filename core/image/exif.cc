#include "core/image/exif.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace godwit::core {
namespace {

constexpr std::array<unsigned char, 6> kExifHeader = {'E', 'x', 'i', 'f', 0, 0};

struct FreeExif {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

std::vector<unsigned char> WithHeader(std::span<const std::byte> exif) {
  std::vector<unsigned char> block;
  const bool has_header =
      exif.size() >= kExifHeader.size() && std::memcmp(exif.data(), kExifHeader.data(), kExifHeader.size()) == 0;
  block.reserve(exif.size() + kExifHeader.size());
  if (!has_header) {
    block.assign(kExifHeader.begin(), kExifHeader.end());
  }
  std::transform(exif.begin(), exif.end(), std::back_inserter(block),
                 [](std::byte byte) { return std::to_integer<unsigned char>(byte); });
  return block;
}

using ExifPtr = std::unique_ptr<ExifData, FreeExif>;

// Null where there is nothing to read.
ExifPtr Load(std::span<const std::byte> exif) {
  // Larger than a JPEG segment can be, and than the offsets of libexif, 32 bits wide, should have to bear.
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  if (exif.empty() || exif.size() > kMaxBytes) {
    return nullptr;
  }
  ExifPtr data(exif_data_new());
  if (data) {
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    const std::vector<unsigned char> block = WithHeader(exif);
    exif_data_load_data(data.get(), block.data(), static_cast<unsigned int>(block.size()));
  }
  return data;
}

const ExifEntry* GpsEntry(const ExifData& data, int tag) {
  return exif_content_get_entry(data.ifd[EXIF_IFD_GPS], static_cast<ExifTag>(tag));
}

// Degrees, minutes and seconds, of which the last may be missing.
std::optional<double> Degrees(const ExifEntry& entry, ExifByteOrder order) {
  constexpr unsigned long kMaxParts = 3;
  constexpr std::size_t kRationalBytes = 8;
  const std::size_t parts = std::min(entry.components, kMaxParts);
  const bool is_signed = entry.format == EXIF_FORMAT_SRATIONAL;
  if ((entry.format != EXIF_FORMAT_RATIONAL && !is_signed) || parts == 0 || entry.size < parts * kRationalBytes) {
    return std::nullopt;
  }
  double degrees = 0;
  double unit = 1;
  for (std::size_t i = 0; i < parts; ++i, unit /= 60) {
    const unsigned char* bytes = entry.data + i * kRationalBytes;
    if (is_signed) {
      const ExifSRational part = exif_get_srational(bytes, order);
      degrees += unit * part.numerator / static_cast<double>(part.denominator);
    } else {
      const ExifRational part = exif_get_rational(bytes, order);
      degrees += unit * part.numerator / static_cast<double>(part.denominator);
    }
  }
  return degrees;
}

std::optional<GpsCoordinate> Coordinate(const ExifData& data, ExifByteOrder order, int tag, int reference_tag) {
  const ExifEntry* entry = GpsEntry(data, tag);
  const std::optional<double> degrees = entry == nullptr ? std::nullopt : Degrees(*entry, order);
  if (!degrees) {
    return std::nullopt;
  }
  const ExifEntry* reference = GpsEntry(data, reference_tag);
  const bool known = reference != nullptr && reference->size > 0;
  return GpsCoordinate{*degrees, known ? static_cast<char>(std::toupper(reference->data[0])) : '\0'};
}

}  // namespace

int ExifOrientation(std::span<const std::byte> exif) {
  const ExifPtr data = Load(exif);
  if (!data) {
    return 1;
  }
  const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1 || entry->size < 2) {
    return 1;
  }
  const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

PhotoGps ExifGps(std::span<const std::byte> exif) {
  const ExifPtr data = Load(exif);
  if (!data) {
    return {};
  }
  const ExifByteOrder order = exif_data_get_byte_order(data.get());
  return JudgeGps(Coordinate(*data, order, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF),
                  Coordinate(*data, order, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF));
}

PhotoGps JudgeGps(const std::optional<GpsCoordinate>& latitude, const std::optional<GpsCoordinate>& longitude) {
  const auto broken = [](std::string problem) { return PhotoGps{.position = {}, .problem = std::move(problem)}; };
  if (!latitude && !longitude) {
    return {};
  }
  if (!latitude || !longitude) {
    return broken(fmt::format("its GPS position has no {}", latitude ? "longitude" : "latitude"));
  }
  if (!std::isfinite(latitude->degrees) || !std::isfinite(longitude->degrees)) {
    return broken("its GPS position divides by zero: the camera did not know where it was");
  }
  if (latitude->degrees == 0 && longitude->degrees == 0) {
    return broken("its GPS position is 0, 0, which cameras write when they do not know theirs");
  }
  const bool is_south = latitude->reference == 'S';
  const bool is_west = longitude->reference == 'W';
  if ((latitude->reference != 'N' && !is_south) || (longitude->reference != 'E' && !is_west)) {
    return broken("its GPS position does not say whether it is north or south, east or west");
  }
  const double lat = is_south ? -latitude->degrees : latitude->degrees;
  const double lon = is_west ? -longitude->degrees : longitude->degrees;
  if (std::abs(lat) > 90 || std::abs(lon) > 180) {
    return broken(fmt::format("its GPS position {}, {} is not on the Earth", lat, lon));
  }
  return {.position = GpsPosition{lat, lon}, .problem = {}};
}

}  // namespace godwit::core
