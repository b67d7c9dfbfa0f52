// TIFF through libtiff: the first page, by its RGBA interface, which knows the common kinds (grey, palette, RGB, CMYK,
// YCbCr, 1 to 16 bits, strips and tiles, all usual compressions).
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <optional>

#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/upright_writer.h"
#include "core/tensor/buffer.h"

namespace godwit::core {
namespace {

// What libtiff reads from, and the first thing it complained of.
struct TiffSource {
  std::span<const std::byte> bytes;
  std::uint64_t position = 0;
  std::array<char, 256> message{};

  static TiffSource& From(thandle_t handle) { return *static_cast<TiffSource*>(handle); }
};

tmsize_t Read(thandle_t handle, void* target, tmsize_t count) {
  TiffSource& source = TiffSource::From(handle);
  if (count <= 0 || source.position >= source.bytes.size()) {
    return 0;
  }
  const std::size_t available = source.bytes.size() - source.position;
  const std::size_t got = std::min(static_cast<std::size_t>(count), available);
  std::memcpy(target, source.bytes.data() + source.position, got);
  source.position += got;
  return static_cast<tmsize_t>(got);
}

toff_t Seek(thandle_t handle, toff_t offset, int whence) {
  TiffSource& source = TiffSource::From(handle);
  const std::uint64_t base = whence == SEEK_CUR ? source.position : whence == SEEK_END ? source.bytes.size() : 0;
  source.position = base + offset;
  return source.position;
}

// Lets libtiff read in place. It only reads: the file is opened with "r".
int Map(thandle_t handle, void** base, toff_t* size) {
  TiffSource& source = TiffSource::From(handle);
  *base = const_cast<std::byte*>(source.bytes.data());
  *size = source.bytes.size();
  return 1;
}

int OnError(TIFF* /*tiff*/, void* user_data, const char* /*module*/, const char* format, va_list arguments) {
  auto& source = *static_cast<TiffSource*>(user_data);
  if (source.message[0] == '\0') {
    std::vsnprintf(source.message.data(), source.message.size(), format, arguments);
  }
  return 1;  // handled: not printed
}

int OnWarning(TIFF* /*tiff*/, void* /*user_data*/, const char* /*module*/, const char* /*format*/, va_list /*list*/) {
  return 1;
}

struct FreeTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
  void operator()(TIFFRGBAImage* image) const { TIFFRGBAImageEnd(image); }
};
using TiffHandle = std::unique_ptr<TIFF, FreeTiff>;

TiffHandle Open(TiffSource& source, const DecodeOptions& options) {
  const std::unique_ptr<TIFFOpenOptions, FreeTiff> open_options(TIFFOpenOptionsAlloc());
  if (!open_options) {
    throw std::bad_alloc();
  }
  constexpr std::int64_t kBytesPerPixel = 8;  // 16-bit RGBA
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 40;
  TIFFOpenOptionsSetMaxSingleMemAlloc(
      open_options.get(), std::min(options.max_pixels, kMostPixels) * kBytesPerPixel + (std::int64_t{1} << 20));
  TIFFOpenOptionsSetErrorHandlerExtR(open_options.get(), OnError, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(open_options.get(), OnWarning, &source);
  return TiffHandle(TIFFClientOpenExt(
      "", "r", &source, Read, [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; }, Seek,
      [](thandle_t) { return 0; }, [](thandle_t handle) -> toff_t { return TiffSource::From(handle).bytes.size(); },
      Map, [](thandle_t, void*, toff_t) {}, open_options.get()));
}

int Orientation(TIFF* tiff) {
  std::uint16_t orientation = 1;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

// Rows that are stored together, and so best read together.
std::uint32_t RowsPerBlock(TIFF* tiff, std::uint32_t height) {
  std::uint32_t rows = 0;
  if (TIFFIsTiled(tiff) != 0) {
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &rows);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  }
  return std::clamp<std::uint32_t>(rows, 1, height);
}

// Tiles and strips may claim any size; honest ones are little larger than the picture.
bool BlockFitsPicture(TIFF* tiff, std::uint64_t pixels) {
  constexpr std::uint64_t kBytesPerPixel = 16;
  constexpr std::uint64_t kPadding = std::uint64_t{16} << 20;
  const std::uint64_t block = TIFFIsTiled(tiff) != 0 ? TIFFTileSize64(tiff) : TIFFStripSize64(tiff);
  return block <= pixels * kBytesPerPixel + kPadding;
}

Result<> ReadRows(const EncodedImage& file, const TiffSource& source, TIFFRGBAImage& image, UprightWriter& writer) {
  const std::uint32_t rows_per_block = RowsPerBlock(image.tif, image.height);
  Buffer buffer(std::size_t{image.width} * rows_per_block * sizeof(std::uint32_t));
  auto* raster = reinterpret_cast<std::uint32_t*>(buffer.data());
  for (std::uint32_t first = 0; first < image.height; first += rows_per_block) {
    const std::uint32_t rows = std::min(rows_per_block, image.height - first);
    image.row_offset = static_cast<int>(first);
    image.col_offset = 0;
    // libtiff leaves out what it cannot decode.
    std::memset(buffer.data(), 0xFF, std::size_t{image.width} * rows * sizeof(std::uint32_t));
    if (TIFFRGBAImageGet(&image, raster, image.width, rows) == 0 || source.message[0] != '\0') {
      return Damaged(file, ImageFormat::kTiff, source.message.data());
    }
    for (std::uint32_t y = 0; y < rows; ++y) {
      // The bytes of a raster word are R, G, B, A on a little-endian machine, the only kind Godwit runs on; colours are
      // premultiplied.
      const auto* rgba = reinterpret_cast<const std::uint8_t*>(raster + std::size_t{y} * image.width);
      PremultipliedOverWhite(rgba, static_cast<int>(image.width), writer.NextRow());
    }
  }
  return {};
}

std::optional<GpsCoordinate> Coordinate(TIFF* gps, std::uint32_t tag, std::uint32_t reference_tag) {
  const double* parts = nullptr;
  if (TIFFGetField(gps, tag, &parts) == 0 || parts == nullptr) {
    return std::nullopt;
  }
  GpsCoordinate coordinate{.degrees = parts[0] + parts[1] / 60 + parts[2] / 3600};
  const char* reference = nullptr;
  if (TIFFGetField(gps, reference_tag, &reference) != 0 && reference != nullptr) {
    coordinate.reference = *reference;
  }
  return coordinate;
}

}  // namespace

// libtiff makes zero of a zero denominator.
PhotoGps TiffGps(const EncodedImage& file) {
  TiffSource source{.bytes = file.bytes};
  const TiffHandle tiff = Open(source, {});
  toff_t gps = 0;
  if (!tiff || TIFFGetField(tiff.get(), TIFFTAG_GPSIFD, &gps) == 0 || TIFFReadGPSDirectory(tiff.get(), gps) == 0) {
    return {};
  }
  return JudgeGps(Coordinate(tiff.get(), GPSTAG_LATITUDE, GPSTAG_LATITUDEREF),
                  Coordinate(tiff.get(), GPSTAG_LONGITUDE, GPSTAG_LONGITUDEREF));
}

Result<> DecodeTiff(const EncodedImage& file, const DecodeOptions& options, Photo& photo) {
  TiffSource source{.bytes = file.bytes};
  const TiffHandle tiff = Open(source, options);
  const auto damaged = [&](const char* otherwise) {
    return Damaged(file, ImageFormat::kTiff, source.message[0] != '\0' ? source.message.data() : otherwise);
  };
  if (!tiff) {
    return damaged("it has no first page");
  }
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  if (TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width) == 0 ||
      TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height) == 0 || width == 0 || height == 0) {
    return damaged("it has no valid size");
  }
  if (auto size = CheckPixels(file, width, height, options); !size) {
    return size;
  }
  if (!BlockFitsPicture(tiff.get(), std::uint64_t{width} * height)) {
    return damaged("its strips or tiles are far larger than the picture");
  }
  TIFFRGBAImage image;
  std::array<char, 1024> reason{};
  if (TIFFRGBAImageOK(tiff.get(), reason.data()) == 0 ||
      TIFFRGBAImageBegin(&image, tiff.get(), /*stop=*/1, reason.data()) == 0) {
    return Fail(ErrorKind::kInput, "{}: this kind of TIFF cannot be read: {}", file.name, OneLine(reason.data()));
  }
  const std::unique_ptr<TIFFRGBAImage, FreeTiff> end(&image);
  source.message[0] = '\0';  // complaints about single entries of the page
  const int orientation = Orientation(tiff.get());
  // Rows are wanted as they are stored: the writer turns them.
  image.orientation = ORIENTATION_TOPLEFT;
  image.req_orientation = ORIENTATION_TOPLEFT;
  SetStoredSize(static_cast<int>(width), static_cast<int>(height), orientation, photo);
  UprightWriter writer(static_cast<int>(width), static_cast<int>(height), orientation, photo.image);
  auto result = ReadRows(file, source, image, writer);
  writer.Finish();
  return result;
}

}  // namespace godwit::core
