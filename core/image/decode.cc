#include "core/image/decode.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <string>

#include "core/image/codecs.h"

namespace godwit::core {
namespace {

constexpr std::size_t kSniffedBytes = 32;

bool StartsWith(std::span<const std::byte> bytes, std::size_t offset, std::string_view prefix) {
  return bytes.size() >= offset + prefix.size() &&
         std::memcmp(bytes.data() + offset, prefix.data(), prefix.size()) == 0;
}

// "BM" alone begins many a text: the size of the header that follows tells.
bool IsBmp(std::span<const std::byte> head) {
  constexpr std::array<unsigned, 7> kHeaderSizes = {12, 40, 52, 56, 64, 108, 124};
  return StartsWith(head, 0, "BM") && head.size() >= 18 &&
         std::find(kHeaderSizes.begin(), kHeaderSizes.end(), std::to_integer<unsigned>(head[14])) !=
             kHeaderSizes.end() &&
         StartsWith(head, 15, std::string_view("\0\0\0", 3));
}

// ISO/IEC 23008-12: the file type box names the brand first, then those it is compatible with.
bool IsHeif(std::span<const std::byte> head) {
  constexpr std::array<std::string_view, 8> kBrands = {"heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis"};
  if (!StartsWith(head, 4, "ftyp")) {
    return false;
  }
  constexpr std::array<std::size_t, 5> kBrandOffsets = {8, 16, 20, 24, 28};
  return std::any_of(kBrandOffsets.begin(), kBrandOffsets.end(), [&](std::size_t offset) {
    return std::any_of(kBrands.begin(), kBrands.end(),
                       [&](std::string_view brand) { return StartsWith(head, offset, brand); });
  });
}

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

tl::unexpected<Error> NotAPicture(std::string_view name) {
  return Fail(ErrorKind::kInput, "{}: this is not a picture Godwit can read (JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF)",
              name);
}

tl::unexpected<Error> Empty(std::string_view name) { return Fail(ErrorKind::kInput, "{}: the file is empty", name); }

// The whole file. It is read, not mapped: a mapped file that somebody else cuts short kills the process.
Result<std::span<const std::byte>> ReadPicture(const std::filesystem::path& path, std::int64_t max_bytes,
                                               Buffer& buffer) {
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
    return Empty(name);
  }
  // Told from its first bytes, a film of many gigabytes is refused without being read.
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
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, head_size));
  buffer.Reserve(size);
  std::copy_n(head.begin(), head_size, buffer.data());
  const ssize_t rest = file.Read({buffer.data() + head_size, size - static_cast<std::size_t>(head_size)});
  if (rest < 0) {
    return Unreadable(name, errno);
  }
  return std::span<const std::byte>(buffer.data(), static_cast<std::size_t>(head_size + rest));
}

Result<> Decode(ImageFormat format, const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  switch (format) {
    case ImageFormat::kJpeg:
      return DecodeJpeg(file, options, photo);
    case ImageFormat::kPng:
      return DecodePng(file, options, photo);
    case ImageFormat::kWebp:
      return DecodeWebp(file, options, photo);
    case ImageFormat::kTiff:
      return DecodeTiff(file, options, photo);
    case ImageFormat::kBmp:
      return DecodeBmp(file, options, photo);
    case ImageFormat::kHeif:
      return DecodeHeif(file, options, photo);
  }
  return NotAPicture(file.name);
}

}  // namespace

std::optional<ImageFormat> SniffImageFormat(std::span<const std::byte> head) {
  if (StartsWith(head, 0, "\xFF\xD8\xFF")) {
    return ImageFormat::kJpeg;
  }
  if (StartsWith(head, 0, "\x89PNG\r\n\x1A\n")) {
    return ImageFormat::kPng;
  }
  if (StartsWith(head, 0, "RIFF") && StartsWith(head, 8, "WEBP")) {
    return ImageFormat::kWebp;
  }
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (StartsWith(head, 0, magic)) {
      return ImageFormat::kTiff;
    }
  }
  if (IsBmp(head)) {
    return ImageFormat::kBmp;
  }
  if (IsHeif(head)) {
    return ImageFormat::kHeif;
  }
  return std::nullopt;
}

std::string_view Name(ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return "JPEG";
    case ImageFormat::kPng:
      return "PNG";
    case ImageFormat::kWebp:
      return "WebP";
    case ImageFormat::kTiff:
      return "TIFF";
    case ImageFormat::kBmp:
      return "BMP";
    case ImageFormat::kHeif:
      return "HEIC";
  }
  return "";
}

std::span<const std::string_view> ImageFileEndings() {
  static constexpr std::array<std::string_view, 10> kEndings = {".jpg",  ".jpeg", ".png",  ".webp", ".tif",
                                                                ".tiff", ".bmp",  ".heic", ".heif", ".avif"};
  return kEndings;
}

bool HasImageFileEnding(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(ImageFileEndings(), ending) != ImageFileEndings().end();
}

Result<> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options, Photo& photo) {
  // Uncompressed 16-bit RGBA and much metadata: nothing that is within the pixel limit is larger.
  constexpr std::int64_t kMaxBytesPerPixel = 8;
  constexpr std::int64_t kMaxMetadata = std::int64_t{256} << 20;
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 40;
  try {
    const auto bytes =
        ReadPicture(path, std::min(options.max_pixels, kMostPixels) * kMaxBytesPerPixel + kMaxMetadata, photo.file);
    if (!bytes) {
      photo.image.Reset(0, 0);
      return tl::unexpected(bytes.error());
    }
    return DecodeImage(*bytes, path.string(), options, photo);
  } catch (const std::bad_alloc&) {
    photo.image.Reset(0, 0);
    return Fail(ErrorKind::kInput, "{}: there is not enough free memory to read it", path.string());
  }
}

Result<> DecodeImage(std::span<const std::byte> bytes, std::string_view name, const DecodeOptions& options,
                     Photo& photo) {
  const auto decode = [&]() -> Result<> {
    if (bytes.empty()) {
      return Empty(name);
    }
    const auto format = SniffImageFormat(bytes.first(std::min(bytes.size(), kSniffedBytes)));
    if (!format) {
      return NotAPicture(name);
    }
    try {
      return Decode(*format, {bytes, name}, options, photo);
    } catch (const std::bad_alloc&) {
      return Fail(ErrorKind::kInput, "{}: there is not enough free memory to decode it", name);
    }
  };
  auto result = decode();
  if (!result) {
    photo.image.Reset(0, 0);
  }
  return result;
}

Result<Photo> DecodeImage(const std::filesystem::path& path, const DecodeOptions& options) {
  Photo photo;
  if (auto decoded = DecodeImage(path, options, photo); !decoded) {
    return Forward(decoded);
  }
  return photo;
}

}  // namespace godwit::core
