#include "geolocation/cell_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/csv_table.h"
#include "core/base/whole_file.h"

namespace godwit::geolocation {
namespace {

using core::ErrorKind;
using core::Fail;

constexpr std::array<std::string_view, 4> kColumns = {"token", "photos", "lat", "lon"};
enum Column { kToken, kPhotos, kLat, kLon };

template <typename Number>
std::optional<Number> ParseNumber(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && parsed == end ? std::optional(number) : std::nullopt;
}

struct CellLine {
  Cell cell;
  std::int64_t line = 0;
};

class CellReader {
 public:
  explicit CellReader(const std::filesystem::path& path) : path_(path.string()) {}

  core::Result<Partition> Read() {
    auto table = core::CsvReader::Open(path_);
    if (!table) {
      return Forward(table);
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const int place = table->Column(kColumns[i]);
      if (place < 0) {
        return Fail(ErrorKind::kInput,
                    "{}: is no file of cells: its header has no column '{}'; make one with: godwit cells build", path_,
                    kColumns[i]);
      }
      places_[i] = static_cast<std::size_t>(place);
    }
    if (auto read = table->ForEachRow([&](const core::CsvRow& row) { return Take(row); }); !read) {
      return Forward(read);
    }
    return Finish();
  }

 private:
  core::Result<> Take(const core::CsvRow& row) {
    const auto field = [&](Column column) -> const std::string& { return row.fields[places_[column]]; };
    const auto id = CellOfToken(field(kToken));
    if (!id) {
      return Fail(ErrorKind::kInput, "{}: line {}: '{}' is not the token of an S2 cell", path_, row.line,
                  field(kToken));
    }
    const auto photos = ParseNumber<std::int64_t>(field(kPhotos));
    if (!photos || *photos < 1) {
      return Fail(ErrorKind::kInput, "{}: line {}: '{}' is not a number of photos of 1 or more", path_, row.line,
                  field(kPhotos));
    }
    const auto lat = ParseNumber<double>(field(kLat));
    const auto lon = ParseNumber<double>(field(kLon));
    if (!lat || !lon || !IsValid({*lat, *lon})) {
      return Fail(ErrorKind::kInput, "{}: line {}: '{}', '{}' is not a position in degrees", path_, row.line,
                  field(kLat), field(kLon));
    }
    lines_.push_back({{.id = *id, .photos = *photos, .position = {*lat, *lon}}, row.line});
    return {};
  }

  core::Result<Partition> Finish() {
    std::ranges::sort(lines_, {}, [](const CellLine& line) { return std::pair(line.cell.id, line.line); });
    const auto overlap = std::ranges::adjacent_find(
        lines_, [](const CellLine& a, const CellLine& b) { return LastLeaf(a.cell.id) >= FirstLeaf(b.cell.id); });
    if (overlap != lines_.end()) {
      const auto [first, second] = std::minmax(overlap->line, (overlap + 1)->line);
      return Fail(ErrorKind::kInput, "{}: line {}: this cell overlaps the one of line {}; keep one of them", path_,
                  second, first);
    }
    std::vector<Cell> cells(lines_.size());
    std::ranges::transform(lines_, cells.begin(), &CellLine::cell);
    return Partition(std::move(cells));
  }

  std::string path_;
  std::array<std::size_t, kColumns.size()> places_{};
  std::vector<CellLine> lines_;
};

}  // namespace

core::Result<> WriteCells(const Partition& partition, const std::filesystem::path& path) {
  auto file = core::WholeFile::Create(path);
  if (!file) {
    return Forward(file);
  }
  file->stream() << fmt::format("{}\n", fmt::join(kColumns, ","));
  for (const Cell& cell : partition.cells()) {
    file->stream() << fmt::format("{},{},{:.7f},{:.7f}\n", Token(cell.id), cell.photos, cell.position.lat_deg,
                                  cell.position.lon_deg);
  }
  return file->Commit();
}

core::Result<Partition> ReadCells(const std::filesystem::path& path) { return CellReader(path).Read(); }

}  // namespace godwit::geolocation
