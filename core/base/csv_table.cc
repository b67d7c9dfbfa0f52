#include "core/base/csv_table.h"

#include <algorithm>
#include <cctype>
#include <system_error>
#include <utility>

namespace godwit::core {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void ToLowerCase(std::string& text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

int PlaceOf(const std::vector<std::string>& header, std::string_view name) {
  const auto found = std::ranges::find(header, name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

}  // namespace

CsvReader::CsvReader(const std::filesystem::path& path)
    : path_(path), file_(path, std::ios::binary), block_(kBlockBytes) {}

Result<CsvReader> CsvReader::Open(const std::filesystem::path& path) {
  if (std::error_code error; std::filesystem::is_directory(path, error)) {
    return Fail(ErrorKind::kInput, "{}: is a folder; name a CSV file", path.string());
  }
  CsvReader reader(path);
  if (!reader.file_) {
    return Fail(ErrorKind::kInput, "{}: cannot be read", path.string());
  }
  reader.Peek();
  if (std::string_view(reader.block_.data(), reader.filled_).starts_with(kByteOrderMark)) {
    reader.position_ = kByteOrderMark.size();
  }
  CsvRow row;
  auto read = reader.NextRow(row);
  if (!read) {
    return Forward(read);
  }
  if (!*read) {
    return Fail(ErrorKind::kInput, "{}: the file is empty", path.string());
  }
  std::ranges::for_each(row.fields, ToLowerCase);
  reader.header_ = std::move(row.fields);
  return reader;
}

int CsvReader::Column(std::string_view name) const { return PlaceOf(header_, name); }

Result<bool> CsvReader::Next(CsvRow& row) {
  auto read = NextRow(row);
  if (read && *read && row.fields.size() != header_.size()) {
    return Fail(ErrorKind::kInput, "{}: line {}: has {} fields where the header has {}", path_.string(), row.line,
                row.fields.size(), header_.size());
  }
  return read;
}

Result<bool> CsvReader::NextRow(CsvRow& row) {
  while (Peek() >= 0) {
    row.line = line_;
    std::size_t count = 0;
    bool more = true;
    while (more) {
      if (count == row.fields.size()) {
        row.fields.emplace_back();
      }
      TakeField(row.fields[count++]);
      more = Peek() == ',';
      position_ += more ? 1 : 0;
    }
    row.fields.resize(count);
    if (Peek() == '\n') {
      ++position_;
      ++line_;
    }
    if (open_quote_ != 0) {
      return Fail(ErrorKind::kInput, "{}: line {}: a quote is opened but not closed", path_.string(), open_quote_);
    }
    if (count > 1 || !row.fields.front().empty()) {
      return true;
    }
  }
  if (file_.bad()) {
    return Fail(ErrorKind::kInput, "{}: line {}: cannot be read further", path_.string(), line_);
  }
  return false;
}

int CsvReader::Peek() {
  if (position_ == filled_) {
    file_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    filled_ = static_cast<std::size_t>(file_.gcount());
    position_ = 0;
    if (filled_ == 0) {
      return -1;
    }
  }
  return static_cast<unsigned char>(block_[position_]);
}

// What stands behind a closing quote belongs to the field as well.
void CsvReader::TakeField(std::string& field) {
  field.clear();
  if (Peek() == '"') {
    TakeQuoted(field);
  }
  while (Peek() >= 0) {
    const auto begin = block_.begin() + static_cast<std::ptrdiff_t>(position_);
    const auto filled = block_.begin() + static_cast<std::ptrdiff_t>(filled_);
    const auto end = std::find_if(begin, filled, [](char c) { return c == ',' || c == '\n'; });
    field.append(begin, end);
    position_ += static_cast<std::size_t>(end - begin);
    if (end != filled) {
      break;
    }
  }
  if (field.ends_with('\r')) {
    field.pop_back();
  }
}

void CsvReader::TakeQuoted(std::string& field) {
  open_quote_ = line_;
  ++position_;
  for (int c = Peek(); c >= 0; c = Peek()) {
    ++position_;
    if (c == '"' && Peek() != '"') {
      open_quote_ = 0;
      return;
    }
    position_ += c == '"' ? 1 : 0;
    line_ += c == '\n' ? 1 : 0;
    field += static_cast<char>(c);
  }
}

Result<> CsvReader::ForEachRow(FunctionRef<Result<>(CsvRow&)> visit) {
  CsvRow row;
  while (true) {
    auto read = Next(row);
    if (!read) {
      return Forward(read);
    }
    if (!*read) {
      return {};
    }
    if (auto visited = visit(row); !visited) {
      return visited;
    }
  }
}

int CsvTable::Column(std::string_view name) const { return PlaceOf(header, name); }

Result<CsvTable> ReadCsv(const std::filesystem::path& path) {
  auto reader = CsvReader::Open(path);
  if (!reader) {
    return Forward(reader);
  }
  CsvTable table{.header = reader->header(), .rows = {}};
  auto read = reader->ForEachRow([&](CsvRow& row) -> Result<> {
    table.rows.push_back(std::exchange(row, {}));
    return {};
  });
  if (!read) {
    return Forward(read);
  }
  return table;
}

}  // namespace godwit::core
