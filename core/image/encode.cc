// As in the decoders, every call to libjpeg and libpng that may fail by longjmp is inside a method that sets the jump's
// target and owns nothing that needs a destructor.
#include "core/image/encode.h"

#include <png.h>

#include <csetjmp>
#include <cstdio>

// jpeglib.h needs FILE and size_t declared before it.
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <ostream>
#include <vector>

#include "core/base/whole_file.h"

namespace godwit::core {
namespace {

class JpegWriter {
 public:
  explicit JpegWriter(std::ostream& stream) : stream_(stream) {
    info_.err = jpeg_std_error(&errors_);
    errors_.error_exit = [](j_common_ptr info) {
      JpegWriter& self = *static_cast<JpegWriter*>(info->client_data);
      info->err->format_message(info, self.message_.data());
      std::longjmp(self.escape_, 1);
    };
    errors_.output_message = [](j_common_ptr) {};
    info_.client_data = this;
  }
  ~JpegWriter() { jpeg_destroy_compress(&info_); }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  bool Write(const Image& image, int quality);

  [[nodiscard]] const char* message() const { return message_.data(); }

 private:
  static constexpr std::size_t kBlock = 64 << 10;

  // libjpeg's own destination in memory loses track of its buffer where compressing fails. A full disk shows when the
  // file is committed.
  void SendToStream();
  void Flush(std::size_t bytes) {
    stream_.write(reinterpret_cast<const char*>(block_.data()), static_cast<std::streamsize>(bytes));
    destination_.next_output_byte = block_.data();
    destination_.free_in_buffer = block_.size();
  }

  jpeg_compress_struct info_{};
  jpeg_error_mgr errors_{};
  std::jmp_buf escape_{};
  std::array<char, JMSG_LENGTH_MAX> message_{};
  std::ostream& stream_;
  jpeg_destination_mgr destination_{};
  std::vector<JOCTET> block_ = std::vector<JOCTET>(kBlock);
};

void JpegWriter::SendToStream() {
  destination_.init_destination = [](j_compress_ptr info) { static_cast<JpegWriter*>(info->client_data)->Flush(0); };
  destination_.empty_output_buffer = [](j_compress_ptr info) -> boolean {
    static_cast<JpegWriter*>(info->client_data)->Flush(kBlock);
    return TRUE;
  };
  destination_.term_destination = [](j_compress_ptr info) {
    JpegWriter& writer = *static_cast<JpegWriter*>(info->client_data);
    writer.Flush(kBlock - writer.destination_.free_in_buffer);
  };
  info_.dest = &destination_;
}

bool JpegWriter::Write(const Image& image, int quality) {
  if (setjmp(escape_) != 0) {
    return false;
  }
  jpeg_create_compress(&info_);
  SendToStream();
  info_.image_width = static_cast<JDIMENSION>(image.width());
  info_.image_height = static_cast<JDIMENSION>(image.height());
  info_.input_components = 3;
  info_.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info_);
  jpeg_set_quality(&info_, quality, TRUE);
  // No chroma subsampling: thin coloured lines and captions stay sharp.
  info_.comp_info[0].h_samp_factor = 1;
  info_.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&info_, TRUE);
  while (info_.next_scanline < info_.image_height) {
    // libjpeg's interface is older than const; it only reads.
    auto* row = const_cast<JSAMPROW>(image.Row(static_cast<int>(info_.next_scanline)));
    jpeg_write_scanlines(&info_, &row, 1);
  }
  jpeg_finish_compress(&info_);
  return true;
}

class PngWriter {
 public:
  explicit PngWriter(std::ostream& stream) : stream_(stream) {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, OnError, [](png_structp, png_const_charp) {});
    info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
    if (info_ == nullptr) {
      png_destroy_write_struct(&png_, nullptr);
      throw std::bad_alloc();
    }
  }
  ~PngWriter() { png_destroy_write_struct(&png_, &info_); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  bool Write(const Image& image);

  [[nodiscard]] const char* message() const { return message_.data(); }

 private:
  static void OnError(png_structp png, png_const_charp message) {
    PngWriter& self = *static_cast<PngWriter*>(png_get_error_ptr(png));
    std::snprintf(self.message_.data(), self.message_.size(), "%s", message);
    png_longjmp(png, 1);
  }
  // A full disk shows when the file is committed.
  static void OnWrite(png_structp png, png_bytep bytes, std::size_t count) {
    static_cast<PngWriter*>(png_get_io_ptr(png))
        ->stream_.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(count));
  }

  std::ostream& stream_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::array<char, 128> message_{};
};

bool PngWriter::Write(const Image& image) {
  if (setjmp(png_jmpbuf(png_)) != 0) {
    return false;
  }
  // zlib's default, 6, takes three times as long as 3 on photos and saves two percent.
  constexpr int kCompressionLevel = 3;
  png_set_write_fn(png_, this, OnWrite, nullptr);
  png_set_compression_level(png_, kCompressionLevel);
  png_set_IHDR(png_, info_, static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()), 8,
               PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png_, info_);
  for (int y = 0; y < image.height(); ++y) {
    png_write_row(png_, image.Row(y));
  }
  png_write_end(png_, info_);
  return true;
}

bool HasPngEnding(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return ending == ".png";
}

tl::unexpected<Error> NotEncoded(const std::filesystem::path& path, const char* reason) {
  return Fail(ErrorKind::kInput, "{}: the picture cannot be encoded: {}", path.string(), reason);
}

}  // namespace

Result<> WriteImage(const std::filesystem::path& path, const Image& image, int jpeg_quality) {
  Check(!image.empty(), "an image to write has pixels");
  Check(jpeg_quality >= 1 && jpeg_quality <= 100, "a JPEG quality is 1 to 100");
  auto file = WholeFile::Create(path);
  if (!file) {
    return Forward(file);
  }
  if (HasPngEnding(path)) {
    PngWriter writer(file->stream());
    if (!writer.Write(image)) {
      return NotEncoded(path, writer.message());
    }
  } else {
    JpegWriter writer(file->stream());
    if (!writer.Write(image, jpeg_quality)) {
      return NotEncoded(path, writer.message());
    }
  }
  return file->Commit();
}

}  // namespace godwit::core
