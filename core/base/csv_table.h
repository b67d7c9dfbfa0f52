// Tables of comma-separated values as spreadsheets write them (RFC 4180).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace godwit::core {

struct CsvRow {
  std::int64_t line = 0;  // of the file, from 1
  std::vector<std::string> fields;
};

struct CsvTable {
  std::vector<std::string> header;  // names in lower case
  std::vector<CsvRow> rows;         // each with as many fields as the header; empty lines are left out

  // The place of a column, or -1.
  [[nodiscard]] int Column(const std::string& name) const;
};

// Fields may be quoted, with "" for a quote and line breaks inside; lines end in LF or CRLF; a byte order mark is
// skipped. Errors: kInput, naming the file and the line: unreadable, empty, an open quote, a row of another length.
Result<CsvTable> ReadCsv(const std::filesystem::path& path);

}  // namespace godwit::core
