// Reading whole files, with errors that name the path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace godwit::core {

// Appends the bytes of a regular file to `bytes`. A file above `max_bytes` is refused before anything is read.
// Errors: `kind`, naming the path.
Result<> AppendFile(const std::filesystem::path& path, std::uint64_t max_bytes, ErrorKind kind,
                    std::vector<std::byte>& bytes);

Result<std::string> ReadTextFile(const std::filesystem::path& path, std::uint64_t max_bytes, ErrorKind kind);

// Closes the descriptor when it goes. Move-only.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int value) : value_(value) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool valid() const { return value_ >= 0; }

 private:
  int value_ = -1;
};

}  // namespace godwit::core
