// The encoders, each by the library of its format.
#include <png.h>

#include <cstdio>

#include <jpeglib.h>
#include <libheif/heif.h>
#include <tiffio.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

#include "tests/image/image_files.h"

// Read by LeakSanitizer where the tests are built with it: the HEIC encoder, which Godwit itself never calls, leaks.
extern "C" const char* __lsan_default_suppressions() { return "leak:libx265"; }  // NOLINT(bugprone-reserved-identifier)

namespace godwit::tests {
namespace {

using core::Image;

std::size_t Size(int value) { return static_cast<std::size_t>(value); }

void SetUpScans(const JpegKind& kind, jpeg_compress_struct& info) {
  jpeg_set_quality(&info, kind.quality, TRUE);
  if (!kind.subsampled) {
    info.comp_info[0].h_samp_factor = 1;
    info.comp_info[0].v_samp_factor = 1;
  }
  if (kind.progressive) {
    jpeg_simple_progression(&info);
  }
  info.arith_code = kind.arithmetic ? TRUE : FALSE;
}

// Inks as Adobe's programs store them, inverted: the light that each lets through. Black is not used.
std::vector<std::uint8_t> JpegRow(const Image& image, int y, JpegKind::Color color) {
  std::vector<std::uint8_t> row;
  for (int x = 0; x < image.width(); ++x) {
    const Rgb pixel = PixelOf(image, x, y);
    if (color == JpegKind::Color::kGrey) {
      row.push_back(pixel[0]);
      continue;
    }
    row.insert(row.end(), pixel.begin(), pixel.end());
    if (color != JpegKind::Color::kRgb) {
      row.push_back(255);
    }
  }
  return row;
}

}  // namespace

Bytes EncodeJpeg(const Image& image, const JpegKind& kind) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);  // prints and exits: a test's own mistake
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(image.width());
  info.image_height = static_cast<JDIMENSION>(image.height());
  constexpr std::array<J_COLOR_SPACE, 4> kSpaces = {JCS_RGB, JCS_GRAYSCALE, JCS_CMYK, JCS_CMYK};
  constexpr std::array<int, 4> kComponents = {3, 1, 4, 4};
  const auto color = static_cast<std::size_t>(kind.color);
  info.in_color_space = kSpaces[color];
  info.input_components = kComponents[color];
  jpeg_set_defaults(&info);
  if (kind.color == JpegKind::Color::kYcck) {
    jpeg_set_colorspace(&info, JCS_YCCK);
  }
  SetUpScans(kind, info);
  jpeg_start_compress(&info, TRUE);
  if (!kind.app1.empty()) {
    jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(kind.app1.data()),
                      static_cast<unsigned>(kind.app1.size()));
  }
  for (int y = 0; y < image.height(); ++y) {
    std::vector<std::uint8_t> row = JpegRow(image, y, kind.color);
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&info, &pointer, 1);
  }
  jpeg_finish_compress(&info);
  Bytes bytes;
  Append(bytes, data, size);
  jpeg_destroy_compress(&info);
  std::free(data);
  return bytes;
}

namespace {

// How libpng takes the pixels of one kind.
struct PngLayout {
  int type = PNG_COLOR_TYPE_RGB;
  int bits = 8;
};

PngLayout LayoutOf(PngKind::Color color) {
  switch (color) {
    case PngKind::Color::kRgb16:
      return {PNG_COLOR_TYPE_RGB, 16};
    case PngKind::Color::kGrey:
      return {PNG_COLOR_TYPE_GRAY, 8};
    case PngKind::Color::kGrey1:
      return {PNG_COLOR_TYPE_GRAY, 1};
    case PngKind::Color::kPalette:
      return {PNG_COLOR_TYPE_PALETTE, 8};
    case PngKind::Color::kRgba:
      return {PNG_COLOR_TYPE_RGB_ALPHA, 8};
    default:
      return {};
  }
}

std::vector<std::uint8_t> PngRow(const Image& image, int y, PngKind::Color color) {
  std::vector<std::uint8_t> row;
  for (int x = 0; x < image.width(); ++x) {
    const Rgb pixel = PixelOf(image, x, y);
    switch (color) {
      case PngKind::Color::kRgb16:
        for (const std::uint8_t value : pixel) {
          row.insert(row.end(), {value, value});  // v * 257: exactly v of 255
        }
        break;
      case PngKind::Color::kGrey:
        row.push_back(pixel[0]);
        break;
      case PngKind::Color::kGrey1:
        if (x % 8 == 0) {
          row.push_back(0);
        }
        row.back() = static_cast<std::uint8_t>(row.back() | (pixel[0] >> 7U) << (7 - x % 8));
        break;
      case PngKind::Color::kPalette:
        row.push_back(pixel[0] >> 4U);
        break;
      case PngKind::Color::kRgba:
        row.insert(row.end(), {pixel[0], pixel[1], 0, pixel[2]});
        break;
      default:
        row.insert(row.end(), pixel.begin(), pixel.end());
    }
  }
  return row;
}

void SetPngColors(const Image& image, PngKind::Color color, png_structp png, png_infop info) {
  if (color == PngKind::Color::kPalette) {
    std::array<png_color, 16> palette{};
    for (std::size_t i = 0; i < palette.size(); ++i) {
      const auto level = static_cast<png_byte>(i * 17);
      palette[i] = {level, static_cast<png_byte>(255 - level), 7};
    }
    png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    const png_byte transparent = 0;
    png_set_tRNS(png, info, &transparent, 1, nullptr);
  }
  if (color == PngKind::Color::kRgbTransparent) {
    const Rgb first = PixelOf(image, 0, 0);
    png_color_16 transparent{};
    transparent.red = first[0];
    transparent.green = first[1];
    transparent.blue = first[2];
    png_set_tRNS(png, info, nullptr, 0, &transparent);
  }
}

}  // namespace

Bytes EncodePng(const Image& image, const PngKind& kind) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Bytes bytes;
  png_set_write_fn(
      png, &bytes,
      [](png_structp p, png_bytep data, std::size_t count) {
        Append(*static_cast<Bytes*>(png_get_io_ptr(p)), data, count);
      },
      nullptr);
  const PngLayout layout = LayoutOf(kind.color);
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()),
               layout.bits, layout.type, kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  SetPngColors(image, kind.color, png, info);
  png_write_info(png, info);
  std::vector<std::vector<std::uint8_t>> rows;
  for (int y = 0; y < image.height(); ++y) {
    rows.push_back(PngRow(image, y, kind.color));
  }
  const int passes = png_set_interlace_handling(png);
  for (int pass = 0; pass < passes; ++pass) {
    for (auto& row : rows) {
      png_write_row(png, row.data());
    }
  }
  if (!kind.exif_behind.empty()) {
    png_write_chunk(png, reinterpret_cast<png_const_bytep>("eXIf"),
                    reinterpret_cast<png_const_bytep>(kind.exif_behind.data()), kind.exif_behind.size());
  }
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

Bytes EncodeWebp(const Image& image, bool alpha_from_blue) {
  std::uint8_t* data = nullptr;
  std::size_t size = 0;
  if (alpha_from_blue) {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const Rgb pixel = PixelOf(image, x, y);
        rgba.insert(rgba.end(), {pixel[0], pixel[1], 0, pixel[2]});
      }
    }
    size = WebPEncodeLosslessRGBA(rgba.data(), image.width(), image.height(), image.width() * 4, &data);
  } else {
    size = WebPEncodeLosslessRGB(image.data(), image.width(), image.height(), image.width() * 3, &data);
  }
  Bytes bytes;
  Append(bytes, data, size);
  WebPFree(data);
  return bytes;
}

Bytes EncodeWebpAnimation(const Image& first, const Image& second) {
  WebPAnimEncoderOptions options;
  WebPAnimEncoderOptionsInit(&options);
  WebPAnimEncoder* encoder = WebPAnimEncoderNew(first.width(), first.height(), &options);
  WebPConfig config;
  WebPConfigInit(&config);
  config.lossless = 1;
  int time_ms = 0;
  for (const Image* frame : {&first, &second}) {
    WebPPicture picture;
    WebPPictureInit(&picture);
    picture.use_argb = 1;
    picture.width = frame->width();
    picture.height = frame->height();
    WebPPictureImportRGB(&picture, frame->data(), frame->width() * 3);
    WebPAnimEncoderAdd(encoder, &picture, time_ms, &config);
    WebPPictureFree(&picture);
    time_ms += 100;
  }
  WebPAnimEncoderAdd(encoder, nullptr, time_ms, nullptr);
  WebPData data;
  WebPAnimEncoderAssemble(encoder, &data);
  Bytes bytes;
  Append(bytes, data.bytes, data.size);
  WebPDataClear(&data);
  WebPAnimEncoderDelete(encoder);
  return bytes;
}

Bytes EncodeWebpWithExif(const Image& image, const Bytes& exif) {
  const Bytes still = EncodeWebp(image);
  const WebPData picture{reinterpret_cast<const std::uint8_t*>(still.data()), still.size()};
  const WebPData chunk{reinterpret_cast<const std::uint8_t*>(exif.data()), exif.size()};
  WebPMux* mux = WebPMuxCreate(&picture, 1);
  WebPMuxSetChunk(mux, "EXIF", &chunk, 1);
  WebPData data;
  WebPMuxAssemble(mux, &data);
  Bytes bytes;
  Append(bytes, data.bytes, data.size);
  WebPDataClear(&data);
  WebPMuxDelete(mux);
  return bytes;
}

namespace {

std::vector<std::uint8_t> TiffPixel(const Rgb& pixel, TiffKind::Color color) {
  switch (color) {
    case TiffKind::Color::kRgb16:
      return {pixel[0], pixel[0], pixel[1], pixel[1], pixel[2], pixel[2]};
    case TiffKind::Color::kGrey:
      return {pixel[0]};
    case TiffKind::Color::kRgba:
      return {pixel[0], pixel[1], 0, pixel[2]};
    case TiffKind::Color::kFloat:
      return {0, 0, 0, 63, 0, 0, 0, 63, 0, 0, 0, 63};
    default:
      return {pixel[0], pixel[1], pixel[2]};
  }
}

std::vector<std::uint8_t> TiffRow(const Image& image, int y, TiffKind::Color color) {
  std::vector<std::uint8_t> row;
  for (int x = 0; x < image.width(); ++x) {
    if (color == TiffKind::Color::kBilevel) {
      if (x % 8 == 0) {
        row.push_back(0);
      }
      row.back() = static_cast<std::uint8_t>(row.back() | (image.Row(y)[Size(x) * 3] >> 7U) << (7 - x % 8));
      continue;
    }
    const std::vector<std::uint8_t> pixel = TiffPixel(PixelOf(image, x, y), color);
    row.insert(row.end(), pixel.begin(), pixel.end());
  }
  return row;
}

void SetTiffFields(const Image& image, const TiffKind& kind, TIFF* tiff) {
  const bool grey = kind.color == TiffKind::Color::kGrey || kind.color == TiffKind::Color::kBilevel;
  const int samples = grey ? 1 : kind.color == TiffKind::Color::kRgba ? 4 : 3;
  constexpr std::array<int, 6> kBits = {8, 16, 8, 1, 8, 32};
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height());
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kBits[static_cast<std::size_t>(kind.color)]);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, grey ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compressed ? COMPRESSION_LZW : COMPRESSION_NONE);
  if (kind.color == TiffKind::Color::kRgba) {
    const std::uint16_t extra = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
  }
  if (kind.color == TiffKind::Color::kFloat) {
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  }
}

void WriteTiffTiles(const Image& image, TIFF* tiff) {
  constexpr int kTile = 32;
  TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTile);
  TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTile);
  std::vector<std::uint8_t> tile(Size(kTile) * kTile * 3);
  for (int top = 0; top < image.height(); top += kTile) {
    for (int left = 0; left < image.width(); left += kTile) {
      for (int y = 0; y < std::min(kTile, image.height() - top); ++y) {
        std::copy_n(image.Row(top + y) + Size(left) * 3, Size(std::min(kTile, image.width() - left)) * 3,
                    tile.data() + Size(y) * kTile * 3);
      }
      TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0, 0);
    }
  }
}

}  // namespace

Bytes EncodeTiff(const Image& image, const TiffKind& kind) {
  const TempFolder folder;
  const std::string path = folder.path() / "picture.tif";
  TIFF* tiff = TIFFOpen(path.c_str(), "w");
  for (int page = 0; page < kind.pages; ++page) {
    SetTiffFields(image, kind, tiff);
    if (kind.tiled) {
      WriteTiffTiles(image, tiff);
    } else {
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.rows_per_strip);
      for (int y = 0; y < image.height(); ++y) {
        std::vector<std::uint8_t> row = TiffRow(image, y, kind.color);
        if (page > 0) {
          std::fill(row.begin(), row.end(), std::uint8_t{0});
        }
        TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
      }
    }
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  Bytes bytes(std::filesystem::file_size(path));
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

Bytes EncodeHeif(const Image& image, bool avif, const Bytes& exif) {
  Bytes bytes;
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  if (heif_context_get_encoder_for_format(context, avif ? heif_compression_AV1 : heif_compression_HEVC, &encoder)
          .code == heif_error_Ok) {
    heif_encoder_set_lossy_quality(encoder, 95);
    heif_image* picture = nullptr;
    heif_image_create(image.width(), image.height(), heif_colorspace_RGB, heif_chroma_interleaved_RGB, &picture);
    heif_image_add_plane(picture, heif_channel_interleaved, image.width(), image.height(), 8);
    int stride = 0;
    std::uint8_t* rows = heif_image_get_plane(picture, heif_channel_interleaved, &stride);
    for (int y = 0; y < image.height(); ++y) {
      std::copy_n(image.Row(y), image.Stride(), rows + static_cast<std::ptrdiff_t>(y) * stride);
    }
    heif_writer writer{1, [](heif_context*, const void* data, std::size_t size, void* target) {
                         Append(*static_cast<Bytes*>(target), data, size);
                         return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                       }};
    heif_image_handle* handle = nullptr;
    if (heif_context_encode_image(context, picture, encoder, nullptr, &handle).code == heif_error_Ok) {
      if (!exif.empty()) {
        heif_context_add_exif_metadata(context, handle, exif.data(), static_cast<int>(exif.size()));
      }
      heif_context_write(context, &writer, &bytes);
      heif_image_handle_release(handle);
    }
    heif_image_release(picture);
    heif_encoder_release(encoder);
  }
  heif_context_free(context);
  return bytes;
}

}  // namespace godwit::tests
