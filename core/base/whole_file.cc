#include "core/base/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace godwit::core {
namespace {

// The rename must not reach the disk before the contents do.
bool FlushToDisk(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  const bool flushed = ::fsync(file) == 0;
  ::close(file);
  return flushed;
}

// Hidden, and unlike the name of any other process or thread that writes the same file.
std::filesystem::path TemporaryBeside(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  return path.parent_path() / fmt::format(".{}.{}-{}.part", path.filename().string(), ::getpid(), counter.fetch_add(1));
}

}  // namespace

WholeFile::WholeFile(std::filesystem::path path, std::filesystem::path temporary)
    : path_(std::move(path)),
      temporary_(std::move(temporary)),
      stream_(temporary_.empty() ? path_ : temporary_, std::ios::binary) {}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      stream_(std::move(other.stream_)) {}

WholeFile::~WholeFile() {
  if (!temporary_.empty()) {
    stream_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
  }
}

Result<WholeFile> WholeFile::Create(const std::filesystem::path& path) {
  std::error_code error;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) {
      return Fail(ErrorKind::kInput, "{}: the folder cannot be made: {}", path.string(), error.message());
    }
  }
  if (std::filesystem::is_directory(path, error)) {
    return Fail(ErrorKind::kUsage, "{}: is a folder; name a file to write", path.string());
  }
  // A pipe or a device is written to, never replaced; behind a link, what it points to is.
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  const bool replaced = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  std::filesystem::path target = path;
  if (replaced && std::filesystem::is_symlink(std::filesystem::symlink_status(path, error))) {
    target = std::filesystem::weakly_canonical(path, error);
  }
  WholeFile file(target, replaced ? TemporaryBeside(target) : std::filesystem::path());
  if (!file.stream_) {
    const int reason = errno;
    file.temporary_.clear();
    return Fail(ErrorKind::kInput, "{}: cannot be written: {}", path.string(), std::strerror(reason));
  }
  return file;
}

Result<> WholeFile::Commit() {
  stream_.close();
  if (!stream_ || (!temporary_.empty() && !FlushToDisk(temporary_))) {
    return Fail(ErrorKind::kInput, "{}: cannot be written whole; is the disk full?", path_.string());
  }
  if (temporary_.empty()) {
    return {};
  }
  std::error_code error;
  if (const auto old = std::filesystem::status(path_, error); std::filesystem::exists(old)) {
    std::filesystem::permissions(temporary_, old.permissions(), error);
  }
  std::filesystem::rename(temporary_, path_, error);
  if (error) {
    return Fail(ErrorKind::kInput, "{}: cannot be written: {}", path_.string(), error.message());
  }
  temporary_.clear();
  return {};
}

Result<> WriteWholeFile(const std::filesystem::path& path, std::string_view contents) {
  auto file = WholeFile::Create(path);
  if (!file) {
    return Forward(file);
  }
  file->stream() << contents;
  return file->Commit();
}

}  // namespace godwit::core
