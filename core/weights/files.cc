#include "core/weights/files.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace godwit::core {
namespace {

namespace fs = std::filesystem;

// O_NONBLOCK: opening a pipe without a writer must not hang.
Result<FileDescriptor> OpenRegular(const fs::path& path, ErrorKind kind, std::uint64_t& size) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    return Fail(kind, "{}: cannot be read: {}", path.string(), std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return Fail(kind, "{}: not a file", path.string());
  }
  size = static_cast<std::uint64_t>(status.st_size);
  return file;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (value_ >= 0) {
    ::close(value_);
  }
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(value_, other.value_);
  return *this;
}

Result<> AppendFile(const fs::path& path, std::uint64_t max_bytes, ErrorKind kind, std::vector<std::byte>& bytes) {
  std::uint64_t size = 0;
  auto file = OpenRegular(path, kind, size);
  if (!file) {
    return Forward(file);
  }
  if (size > max_bytes) {
    return Fail(kind, "{}: {} bytes, expected at most {}", path.string(), size, max_bytes);
  }
  std::size_t at = bytes.size();
  bytes.resize(at + size);
  while (at < bytes.size()) {
    const ssize_t count = ::read(file->get(), bytes.data() + at, bytes.size() - at);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return Fail(kind, "{}: cannot be read: {}", path.string(),
                  count < 0 ? std::strerror(errno) : "it became shorter meanwhile");
    }
    at += static_cast<std::size_t>(count);
  }
  return {};
}

Result<std::string> ReadTextFile(const fs::path& path, std::uint64_t max_bytes, ErrorKind kind) {
  std::vector<std::byte> bytes;
  if (auto read = AppendFile(path, max_bytes, kind, bytes); !read) {
    return Forward(read);
  }
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace godwit::core
