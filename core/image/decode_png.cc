// PNG through libpng.
//
// libpng reports errors by longjmp. Every call to it is inside a method of PngReader that sets the jump's target and
// owns nothing that needs a destructor.
#include <png.h>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <new>
#include <vector>

#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/upright_writer.h"
#include "core/tensor/buffer.h"

namespace godwit::core {
namespace {

class PngReader {
 public:
  explicit PngReader(const EncodedImage& file);
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  // Each returns whether it went well; message() tells why not. To be called in this order.
  bool ReadHeader();
  bool Start();  // rows are 8-bit RGB or RGBA from here
  bool ReadRow(std::uint8_t* row);

  [[nodiscard]] const char* message() const { return message_.data(); }
  [[nodiscard]] int width() const { return static_cast<int>(png_get_image_width(png_, info_)); }
  [[nodiscard]] int height() const { return static_cast<int>(png_get_image_height(png_, info_)); }
  [[nodiscard]] int channels() const { return png_get_channels(png_, info_); }
  [[nodiscard]] int passes() const { return passes_; }  // 7 in an interlaced picture, else 1

 private:
  static void OnError(png_structp png, png_const_charp message);
  static void OnRead(png_structp png, png_bytep target, std::size_t count);

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::span<const std::byte> rest_;
  int passes_ = 1;
  std::array<char, 128> message_{};
};

PngReader::PngReader(const EncodedImage& file) : rest_(file.bytes) {
  png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, OnError, [](png_structp, png_const_charp) {});
  info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
  if (info_ == nullptr) {
    png_destroy_read_struct(&png_, nullptr, nullptr);
    throw std::bad_alloc();
  }
}

void PngReader::OnError(png_structp png, png_const_charp message) {
  PngReader& self = *static_cast<PngReader*>(png_get_error_ptr(png));
  std::snprintf(self.message_.data(), self.message_.size(), "%s", message);
  png_longjmp(png, 1);
}

void PngReader::OnRead(png_structp png, png_bytep target, std::size_t count) {
  PngReader& self = *static_cast<PngReader*>(png_get_io_ptr(png));
  if (count > self.rest_.size()) {
    png_error(png, "the file is cut off");
  }
  std::memcpy(target, self.rest_.data(), count);
  self.rest_ = self.rest_.subspan(count);
}

bool PngReader::ReadHeader() {
  if (setjmp(png_jmpbuf(png_)) != 0) {
    return false;
  }
  png_set_read_fn(png_, this, OnRead);
  png_read_info(png_, info_);
  return true;
}

bool PngReader::Start() {
  if (setjmp(png_jmpbuf(png_)) != 0) {
    return false;
  }
  png_set_expand(png_);    // palette, 1 to 4 bits, transparent colour
  png_set_scale_16(png_);  // rounds; png_set_strip_16 would cut
  png_set_gray_to_rgb(png_);
  passes_ = png_set_interlace_handling(png_);
  png_read_update_info(png_, info_);
  return true;
}

bool PngReader::ReadRow(std::uint8_t* row) {
  if (setjmp(png_jmpbuf(png_)) != 0) {
    return false;
  }
  png_read_row(png_, row, nullptr);
  return true;
}

std::uint32_t BigEndian32(const std::byte* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    value = value << 8U | std::to_integer<std::uint32_t>(bytes[i]);
  }
  return value;
}

// Rows come in order, each whole.
Result<> ReadSequential(const EncodedImage& file, PngReader& reader, UprightWriter& writer) {
  const bool has_alpha = reader.channels() == 4;
  std::vector<std::uint8_t> rgba(has_alpha ? static_cast<std::size_t>(reader.width()) * 4 : 0);
  for (int y = 0; y < reader.height(); ++y) {
    std::uint8_t* row = writer.NextRow();
    if (!reader.ReadRow(has_alpha ? rgba.data() : row)) {
      return Damaged(file, ImageFormat::kPng, reader.message());
    }
    if (has_alpha) {
      StraightOverWhite(rgba.data(), reader.width(), row);
    }
  }
  return {};
}

// Every pass adds pixels to all rows: the picture is put together first.
Result<> ReadInterlaced(const EncodedImage& file, PngReader& reader, UprightWriter& writer) {
  const int width = reader.width();
  const std::size_t stride = static_cast<std::size_t>(width) * static_cast<std::size_t>(reader.channels());
  Buffer whole(stride * static_cast<std::size_t>(reader.height()));
  auto* rows = reinterpret_cast<std::uint8_t*>(whole.data());
  for (int pass = 0; pass < reader.passes(); ++pass) {
    for (int y = 0; y < reader.height(); ++y) {
      if (!reader.ReadRow(rows + stride * static_cast<std::size_t>(y))) {
        return Damaged(file, ImageFormat::kPng, reader.message());
      }
    }
  }
  for (int y = 0; y < reader.height(); ++y) {
    const std::uint8_t* row = rows + stride * static_cast<std::size_t>(y);
    if (reader.channels() == 4) {
      StraightOverWhite(row, width, writer.NextRow());
    } else {
      std::memcpy(writer.NextRow(), row, stride);
    }
  }
  return {};
}

}  // namespace

std::span<const std::byte> PngExif(std::span<const std::byte> bytes) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kFrame = 12;  // length, type, checksum
  std::span<const std::byte> rest = bytes.subspan(kSignature);
  while (rest.size() >= kFrame) {
    const std::size_t length = BigEndian32(rest.data());
    if (length > rest.size() - kFrame) {
      break;
    }
    if (std::memcmp(rest.data() + 4, "eXIf", 4) == 0) {
      return rest.subspan(8, length);
    }
    rest = rest.subspan(length + kFrame);
  }
  return {};
}

Result<> DecodePng(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  PngReader reader(file);
  if (!reader.ReadHeader()) {
    return Damaged(file, ImageFormat::kPng, reader.message());
  }
  if (auto size = CheckPixels(file, reader.width(), reader.height(), options); !size) {
    return size;
  }
  if (!reader.Start()) {
    return Damaged(file, ImageFormat::kPng, reader.message());
  }
  const int orientation = ExifOrientation(PngExif(file.bytes));
  SetStoredSize(reader.width(), reader.height(), orientation, photo);
  UprightWriter writer(reader.width(), reader.height(), orientation, photo.image);
  auto result = reader.passes() > 1 ? ReadInterlaced(file, reader, writer) : ReadSequential(file, reader, writer);
  writer.Finish();
  return result;
}

}  // namespace godwit::core
