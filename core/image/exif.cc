#include "core/image/exif.h"

#include <libexif/exif-data.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
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

// A text without the blanks around it; what is no printable ASCII or part of UTF-8 ends it.
std::string Text(const ExifData& data, ExifIfd ifd, int tag) {
  const ExifEntry* entry = exif_content_get_entry(data.ifd[ifd], static_cast<ExifTag>(tag));
  if (entry == nullptr || entry->format != EXIF_FORMAT_ASCII || entry->data == nullptr) {
    return {};
  }
  const std::string_view bytes(reinterpret_cast<const char*>(entry->data), entry->size);
  std::string text(bytes.begin(), std::ranges::find_if(bytes, [](unsigned char c) { return c < ' '; }));
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

PhotoGps GpsOf(const ExifData& data) {
  const ExifByteOrder order = exif_data_get_byte_order(const_cast<ExifData*>(&data));
  return JudgeGps(Coordinate(data, order, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF),
                  Coordinate(data, order, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF));
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

std::optional<PhotoTime> ParseExifTime(const std::string& date, const std::string& offset) {
  namespace chrono = std::chrono;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  // Some programs write dashes for the colons, or a T for the blank.
  if (std::sscanf(date.c_str(), "%4d%*1[:-]%2d%*1[:-]%2d%*1[ T]%2d:%2d:%2d", &year, &month, &day, &hour, &minute,
                  &second) != 6 ||
      year < 1 || hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  const chrono::year_month_day calendar{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                        chrono::day(static_cast<unsigned>(day))};
  if (!calendar.ok()) {
    return std::nullopt;
  }
  PhotoTime time{.local_s = chrono::seconds(chrono::sys_days(calendar).time_since_epoch()).count() + hour * 3600 +
                            minute * 60 + second};
  std::array<char, 2> sign{};
  constexpr int kMostHours = 15;
  if (std::sscanf(offset.c_str(), " %1[+-]%2d:%2d", sign.data(), &hour, &minute) == 3 && hour >= 0 &&
      hour <= kMostHours && minute >= 0 && minute <= 59) {
    time.utc_offset_s = (sign[0] == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
  } else if (offset == "Z") {
    time.utc_offset_s = 0;
  }
  return time;
}

PhotoFacts ExifFacts(std::span<const std::byte> exif) {
  const ExifPtr data = Load(exif);
  if (!data) {
    return {};
  }
  PhotoFacts facts{.gps = GpsOf(*data)};
  facts.taken = ParseExifTime(Text(*data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL),
                              Text(*data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL));
  if (!facts.taken) {
    facts.taken = ParseExifTime(Text(*data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED),
                                Text(*data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_DIGITIZED));
  }
  const std::string make = Text(*data, EXIF_IFD_0, EXIF_TAG_MAKE);
  facts.camera = Text(*data, EXIF_IFD_0, EXIF_TAG_MODEL);
  if (!make.empty() && !facts.camera.starts_with(make)) {  // many models begin with the make
    facts.camera = facts.camera.empty() ? make : fmt::format("{} {}", make, facts.camera);
  }
  facts.camera_serial = Text(*data, EXIF_IFD_EXIF, EXIF_TAG_BODY_SERIAL_NUMBER);
  facts.lens_serial = Text(*data, EXIF_IFD_EXIF, EXIF_TAG_LENS_SERIAL_NUMBER);
  facts.owner = Text(*data, EXIF_IFD_EXIF, EXIF_TAG_CAMERA_OWNER_NAME);
  facts.artist = Text(*data, EXIF_IFD_0, EXIF_TAG_ARTIST);
  return facts;
}

PhotoGps ExifGps(std::span<const std::byte> exif) {
  const ExifPtr data = Load(exif);
  return data ? GpsOf(*data) : PhotoGps();
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
