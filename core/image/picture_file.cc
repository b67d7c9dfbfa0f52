#include "core/image/picture_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/image/decode.h"

namespace godwit::core {
namespace {

class File {
 public:
  // Not blocking: opening a named pipe must not wait for somebody to write to it.
  explicit File(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~File() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

  // Reads until `target` is full or the file ends; the number of bytes, or -1 with errno.
  ssize_t Read(std::span<std::byte> target) {
    std::size_t done = 0;
    while (done < target.size()) {
      const ssize_t got = ::read(descriptor_, target.data() + done, target.size() - done);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return -1;
      }
      if (got == 0) {
        break;
      }
      done += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(done);
  }

 private:
  int descriptor_;
};

tl::unexpected<Error> Unreadable(std::string_view name, int reason) {
  return Fail(ErrorKind::kInput, "{}: cannot be read: {}", name, std::strerror(reason));
}

}  // namespace

tl::unexpected<Error> NotAPicture(std::string_view name) {
  return Fail(ErrorKind::kInput, "{}: this is not a picture Godwit can read (JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF)",
              name);
}

tl::unexpected<Error> EmptyFile(std::string_view name) {
  return Fail(ErrorKind::kInput, "{}: the file is empty", name);
}

std::int64_t MaxPictureBytes(std::int64_t max_pixels) {
  constexpr std::int64_t kMaxBytesPerPixel = 8;
  constexpr std::int64_t kMaxMetadata = std::int64_t{256} << 20;
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 40;
  return std::min(max_pixels, kMostPixels) * kMaxBytesPerPixel + kMaxMetadata;
}

Result<std::span<const std::byte>> ReadPicture(const std::filesystem::path& path, std::int64_t max_bytes,
                                               Buffer& buffer, std::size_t at_most) {
  const std::string name = path.string();
  File file(path);
  struct stat status {};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0) {
    return Unreadable(name, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return Fail(ErrorKind::kInput, "{}: this is a folder, not a picture", name);
  }
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorKind::kInput, "{}: this is not a regular file", name);
  }
  if (status.st_size == 0) {
    return EmptyFile(name);
  }
  std::array<std::byte, kSniffedBytes> head{};
  const ssize_t head_size = file.Read(head);
  if (head_size < 0) {
    return Unreadable(name, errno);
  }
  if (!SniffImageFormat(std::span(head).first(static_cast<std::size_t>(head_size)))) {
    return NotAPicture(name);
  }
  if (status.st_size > max_bytes) {
    return Fail(ErrorKind::kInput, "{}: {} MB is more than a picture file may have ({} MB)", name,
                status.st_size / 1'000'000, max_bytes / 1'000'000);
  }
  const std::size_t size =
      std::max(std::min(static_cast<std::size_t>(status.st_size), at_most), static_cast<std::size_t>(head_size));
  buffer.Reserve(size);
  std::copy_n(head.begin(), head_size, buffer.data());
  const ssize_t rest = file.Read({buffer.data() + head_size, size - static_cast<std::size_t>(head_size)});
  if (rest < 0) {
    return Unreadable(name, errno);
  }
  return std::span<const std::byte>(buffer.data(), static_cast<std::size_t>(head_size + rest));
}

}  // namespace godwit::core
