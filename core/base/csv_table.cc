#include "core/base/csv_table.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace godwit::core {
namespace {

// Takes the rows of a text apart, one at a time.
class CsvParser {
 public:
  explicit CsvParser(const std::string& text) : text_(text) {}

  // The next row that is not empty; nothing at the end.
  std::optional<CsvRow> Next() {
    while (position_ < text_.size()) {
      CsvRow row{.line = line_, .fields = {}};
      bool more = true;
      while (more) {
        row.fields.push_back(Field());
        more = position_ < text_.size() && text_[position_] == ',';
        position_ += more ? 1 : 0;
      }
      SkipLineEnd();
      if (row.fields.size() > 1 || !row.fields.front().empty()) {
        return row;
      }
    }
    return std::nullopt;
  }

  // The line of a quote that nothing closes; 0 where there is none.
  [[nodiscard]] std::int64_t open_quote() const { return open_quote_; }

 private:
  std::string Field() {
    std::string field;
    if (position_ < text_.size() && text_[position_] == '"') {
      open_quote_ = line_;
      ++position_;
      while (position_ < text_.size()) {
        const char c = text_[position_++];
        if (c == '"' && (position_ == text_.size() || text_[position_] != '"')) {
          open_quote_ = 0;
          break;
        }
        position_ += c == '"' ? 1 : 0;
        line_ += c == '\n' ? 1 : 0;
        field += c;
      }
    }
    while (position_ < text_.size() && text_[position_] != ',' && text_[position_] != '\n') {
      field += text_[position_++];
    }
    if (field.ends_with('\r')) {
      field.pop_back();
    }
    return field;
  }

  void SkipLineEnd() {
    if (position_ < text_.size()) {
      ++position_;
      ++line_;
    }
  }

  const std::string& text_;
  std::size_t position_ = 0;
  std::int64_t line_ = 1;
  std::int64_t open_quote_ = 0;
};

std::string LowerCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

int CsvTable::Column(const std::string& name) const {
  const auto found = std::ranges::find(header, name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

Result<CsvTable> ReadCsv(const std::filesystem::path& path) {
  if (std::error_code error; std::filesystem::is_directory(path, error)) {
    return Fail(ErrorKind::kInput, "{}: is a folder; name a CSV file", path.string());
  }
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file) {
    return Fail(ErrorKind::kInput, "{}: cannot be read", path.string());
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.erase(0, 3);
  }
  CsvParser parser(text);
  CsvTable table;
  while (auto row = parser.Next()) {
    if (parser.open_quote() != 0) {
      return Fail(ErrorKind::kInput, "{}: line {}: a quote is opened but not closed", path.string(),
                  parser.open_quote());
    }
    if (table.header.empty()) {
      std::ranges::transform(row->fields, std::back_inserter(table.header), LowerCase);
    } else if (row->fields.size() != table.header.size()) {
      return Fail(ErrorKind::kInput, "{}: line {}: has {} fields where the header has {}", path.string(), row->line,
                  row->fields.size(), table.header.size());
    } else {
      table.rows.push_back(*std::move(row));
    }
  }
  if (table.header.empty()) {
    return Fail(ErrorKind::kInput, "{}: the file is empty", path.string());
  }
  return table;
}

}  // namespace godwit::core
