// Tables of comma-separated values as spreadsheets write them (RFC 4180).
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/function_ref.h"
#include "core/base/result.h"

namespace godwit::core {

struct CsvRow {
  std::int64_t line = 0;  // of the file, from 1
  std::vector<std::string> fields;
};

// Reads a table row by row, in memory that does not grow with the file. Fields may be quoted, with "" for a quote and
// line breaks inside; lines end in LF or CRLF; a byte order mark and empty lines are skipped. Move-only.
class CsvReader {
 public:
  // Reads the header. Errors: kInput, naming the file: unreadable, a folder, empty; those of ForEachRow.
  static Result<CsvReader> Open(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }  // names in lower case

  // The place of a column, or -1.
  [[nodiscard]] int Column(std::string_view name) const;

  // Calls visit(row) for each row that is left, which has as many fields as the header and may be taken apart; its
  // memory is used again. Ends with the first error, of the visit or kInput, naming the file and the line: an open
  // quote, a row of another length, a file that fails.
  Result<> ForEachRow(FunctionRef<Result<>(CsvRow&)> visit);

 private:
  explicit CsvReader(const std::filesystem::path& path);

  Result<bool> Next(CsvRow& row);  // false at the end
  Result<bool> NextRow(CsvRow& row);
  int Peek();  // the next character, or -1 at the end
  void TakeField(std::string& field);
  void TakeQuoted(std::string& field);

  std::filesystem::path path_;
  std::ifstream file_;
  std::vector<std::string> header_;
  std::vector<char> block_;
  std::size_t position_ = 0;  // within the block
  std::size_t filled_ = 0;    // of the block
  std::int64_t line_ = 1;
  std::int64_t open_quote_ = 0;  // the line of a quote that nothing has closed, or 0
};

struct CsvTable {
  std::vector<std::string> header;  // names in lower case
  std::vector<CsvRow> rows;         // each with as many fields as the header; empty lines are left out

  // The place of a column, or -1.
  [[nodiscard]] int Column(std::string_view name) const;
};

// All of a table. Errors: as CsvReader.
Result<CsvTable> ReadCsv(const std::filesystem::path& path);

}  // namespace godwit::core
