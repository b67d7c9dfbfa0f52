// Files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/base/result.h"

namespace godwit::core {

// Writes to a temporary file beside `path`; Commit flushes it to disk and renames it to `path`. Without a Commit (an
// error, an exception, a killed process) `path` is left as it was. An existing file keeps its permissions; a symbolic
// link stays one, and the file it points to is replaced; a pipe or device is written to as it is. Move-only.
class WholeFile {
 public:
  // Creates the folder of `path` where it is missing. Errors: kUsage where `path` is a folder, else kInput, naming it.
  static Result<WholeFile> Create(const std::filesystem::path& path);

  ~WholeFile();
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;

  [[nodiscard]] std::ostream& stream() { return stream_; }

  // Errors: kInput, e.g. where the disk is full.
  Result<> Commit();

 private:
  WholeFile(std::filesystem::path path, std::filesystem::path temporary);

  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty once committed, and for pipes and devices
  std::ofstream stream_;
};

Result<> WriteWholeFile(const std::filesystem::path& path, std::string_view contents);

}  // namespace godwit::core
