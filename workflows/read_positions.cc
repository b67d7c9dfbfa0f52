#include "workflows/read_positions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/base/csv_table.h"
#include "core/image/decode.h"
#include "core/image/photo_gps.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using core::Fail;
using geolocation::LatLng;

// As people and programs (ExifTool, GBIF, R, pandas) name them, in lower case; the first that a header has is taken.
constexpr std::array<std::string_view, 6> kLatNames = {"lat",         "latitude",        "lat_deg",
                                                       "gpslatitude", "decimallatitude", "gps_latitude"};
constexpr std::array<std::string_view, 8> kLonNames = {
    "lon", "longitude", "lng", "long", "lon_deg", "gpslongitude", "decimallongitude", "gps_longitude"};

tl::unexpected<core::Error> Cancelled(const fs::path& from) {
  return Fail(ErrorKind::kCancelled, "{}: cancelled while its positions were read", from.string());
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t begin = std::min(text.find_first_not_of(kBlank), text.size());
  const std::size_t end = text.find_last_not_of(kBlank) + 1;
  return end > begin ? text.substr(begin, end - begin) : std::string_view();
}

template <std::size_t count>
std::optional<std::size_t> FindColumn(const std::vector<std::string>& header,
                                      const std::array<std::string_view, count>& names) {
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(header, name, Trimmed);
    if (found != header.end()) {
      return found - header.begin();
    }
  }
  return std::nullopt;
}

std::optional<double> ParseDegrees(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  double degrees = 0;
  const auto [parsed, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
  return error == std::errc() && parsed == text.data() + text.size() ? std::optional(degrees) : std::nullopt;
}

class TableReader {
 public:
  TableReader(const fs::path& path, const core::JobContext& context) : path_(path), context_(context) {}

  core::Result<PhotoPositions> Read() {
    auto table = core::CsvReader::Open(path_);
    if (!table) {
      return Forward(table);
    }
    const auto lat = FindColumn(table->header(), kLatNames);
    const auto lon = FindColumn(table->header(), kLonNames);
    if (!lat || !lon) {
      return Fail(ErrorKind::kInput,
                  "{}: the header names no column '{}'; give the file a first line like: lat,lon (separated by commas)",
                  path_.string(), lat ? "lon" : "lat");
    }
    // Room for lines of eight bytes, "1.0,2.0": memory that is not written to takes none, and the points never move.
    constexpr std::uintmax_t kShortLine = 8;
    std::error_code error;
    if (const std::uintmax_t bytes = fs::file_size(path_, error); !error) {
      positions_.leaves.reserve(bytes / kShortLine);
    }
    auto read = table->ForEachRow([&](const core::CsvRow& row) -> core::Result<> {
      Take(row.fields[*lat], row.fields[*lon], row.line);
      constexpr std::int64_t kRowsBetweenReports = 1 << 16;
      if (positions_.inputs % kRowsBetweenReports == 0) {
        if (context_.stop.stop_requested()) {
          return Cancelled(path_);
        }
        context_.Report({.done = positions_.inputs, .item = path_.native()});
      }
      return {};
    });
    if (!read) {
      return Forward(read);
    }
    return std::move(positions_);
  }

 private:
  void Take(std::string_view lat_field, std::string_view lon_field, std::int64_t line) {
    ++positions_.inputs;
    const std::string_view lat_text = Trimmed(lat_field);
    const std::string_view lon_text = Trimmed(lon_field);
    if (lat_text.empty() && lon_text.empty()) {
      ++positions_.without;
      return;
    }
    const auto lat = ParseDegrees(lat_text);
    const auto lon = ParseDegrees(lon_text);
    if (lat && lon && geolocation::IsValid({*lat, *lon})) {
      positions_.leaves.push_back(geolocation::LeafCell({*lat, *lon}));
      return;
    }
    constexpr std::size_t kErrorsKept = 20;
    if (++positions_.failed; positions_.errors.size() < kErrorsKept) {
      positions_.errors.push_back({path_.string(), fmt::format("{}: line {}: '{}', '{}' is not a position in degrees",
                                                               path_.string(), line, lat_text, lon_text)});
    }
  }

  const fs::path& path_;
  const core::JobContext& context_;
  PhotoPositions positions_;
};

core::Result<PhotoPositions> ReadPhotos(const fs::path& from, const core::ThreadPool& pool,
                                        const core::JobContext& context) {
  core::ImageList list = core::ListImages({from});
  PhotoPositions positions{.inputs = std::ssize(list.images), .errors = std::move(list.errors)};
  std::vector<core::Result<core::PhotoGps>> slots(static_cast<std::size_t>(pool.threads()) + 1);
  const std::array<core::ThreadPool::Stage, 1> stages{[&](std::int64_t item, int slot) {
    slots[static_cast<std::size_t>(slot)] = core::ReadPhotoGps(list.images[static_cast<std::size_t>(item)].path);
  }};
  const core::ThreadPool::Stage take = [&](std::int64_t item, int slot) {
    const std::string path = list.images[static_cast<std::size_t>(item)].path.string();
    const auto& gps = slots[static_cast<std::size_t>(slot)];
    if (!gps) {
      positions.errors.push_back({path, gps.error().message});
    } else if (gps->position) {
      positions.leaves.push_back(geolocation::LeafCell({gps->position->lat_deg, gps->position->lon_deg}));
    } else if (gps->problem.empty()) {
      ++positions.without;
    } else {
      positions.broken.push_back({path, fmt::format("{}: {}", path, gps->problem)});
    }
    context.Report({.done = item + 1, .total = positions.inputs, .item = path});
  };
  const std::int64_t read = pool.Pipeline(positions.inputs, static_cast<int>(slots.size()), stages, take, context.stop);
  if (read < positions.inputs) {
    return Cancelled(from);
  }
  positions.failed = std::ssize(positions.errors);
  return positions;
}

// A folder or a picture; anything else is a table.
bool HoldsPhotos(const fs::path& from) {
  std::error_code ignored;
  return fs::is_directory(from, ignored) || core::HasImageFileEnding(from);
}

}  // namespace

core::Result<PhotoPositions> ReadPositions(const fs::path& from, const core::ThreadPool& pool,
                                           const core::JobContext& context) {
  auto positions = HoldsPhotos(from) ? ReadPhotos(from, pool, context) : TableReader(from, context).Read();
  if (positions && positions->leaves.empty()) {
    const std::string first = positions->errors.empty() ? "" : "; first of all: " + positions->errors.front().error;
    return Fail(ErrorKind::kInput, "{}: there is no position in it ({} inputs, {} without, {} broken, {} unreadable){}",
                from.string(), positions->inputs, positions->without, positions->broken.size(), positions->failed,
                first);
  }
  return positions;
}

}  // namespace godwit::workflows
