// Picture files made on the fly, by the libraries themselves, and ways to compare pictures.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/image/decode.h"
#include "core/image/image.h"

namespace godwit::tests {

using Bytes = std::vector<std::byte>;
using Rgb = std::array<std::uint8_t, 3>;

// A smooth, asymmetric picture that survives JPEG.
core::Image SmoothPicture(int width, int height);
core::Image OneColor(int width, int height, Rgb color);
Rgb PixelOf(const core::Image& image, int x, int y);

// The picture as the camera stores it so that EXIF `orientation` makes it upright again: by the definition, pixel by
// pixel.
core::Image AsStored(const core::Image& upright, int orientation);

// The mean and the largest difference of channel values. Both infinite where the sizes differ.
struct Difference {
  double mean = 0;
  double largest = 0;
};
Difference Compare(const core::Image& a, const core::Image& b);

// A whole EXIF block, "Exif\0\0" and TIFF structure, with nothing but the orientation.
Bytes ExifBlock(int orientation, bool big_endian = false);

// The entries of a GPS position; '\0' leaves out a reference, `parts` 0 a coordinate.
struct GpsKind {
  struct Rational {
    std::uint32_t numerator = 0;
    std::uint32_t denominator = 1;
  };
  using Angle = std::array<Rational, 3>;  // degrees, minutes, seconds
  Angle lat{{{48, 1}, {51, 1}, {3024, 100}}};
  Angle lon{{{2, 1}, {17, 1}, {4020, 100}}};
  char lat_ref = 'N';
  char lon_ref = 'E';
  int lat_parts = 3;
  int lon_parts = 3;
  bool is_signed = false;
  bool big_endian = false;
};
// A whole EXIF block with a position; its TIFF structure passes for the beginning of a TIFF file of one pixel.
Bytes GpsBlock(const GpsKind& kind = {});

struct JpegKind {
  enum class Color { kRgb, kGrey, kCmyk, kYcck };
  Color color = Color::kRgb;
  int quality = 95;
  bool progressive = false;
  bool subsampled = false;
  bool arithmetic = false;
  Bytes app1;  // contents of an APP1 segment, where not empty
};
Bytes EncodeJpeg(const core::Image& image, const JpegKind& kind = {});

struct PngKind {
  enum class Color { kRgb, kRgb16, kGrey, kGrey1, kPalette, kRgba, kRgbTransparent };
  Color color = Color::kRgb;
  bool interlaced = false;
  Bytes exif_behind;  // contents of an eXIf chunk behind the pixels, where not empty
};
// kGrey takes the red channel; kGrey1 its upper bit; kPalette its upper four bits, entry 0 transparent; kRgba makes
// alpha of the blue channel; kRgbTransparent makes the colour of the top left pixel transparent.
Bytes EncodePng(const core::Image& image, const PngKind& kind = {});

Bytes EncodeWebp(const core::Image& image, bool alpha_from_blue = false);  // lossless
Bytes EncodeWebpAnimation(const core::Image& first, const core::Image& second);
Bytes EncodeWebpWithExif(const core::Image& image, const Bytes& exif);

struct TiffKind {
  enum class Color { kRgb, kRgb16, kGrey, kBilevel, kRgba, kFloat };
  Color color = Color::kRgb;
  int orientation = 1;
  int rows_per_strip = 16;
  bool tiled = false;
  bool compressed = true;
  int pages = 1;  // the later ones black
};
Bytes EncodeTiff(const core::Image& image, const TiffKind& kind = {});

Bytes EncodeBmp(const core::Image& image, bool bottom_first = true);  // 24 bits

// Empty where libheif cannot write HEIC (or AVIF) on this machine.
Bytes EncodeHeif(const core::Image& image, bool avif, const Bytes& exif = {});

void Append(Bytes& bytes, const void* data, std::size_t count);
Bytes Concat(std::initializer_list<Bytes> parts);
Bytes FromString(const std::string& text);

// A folder that goes with the test.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path Write(const std::string& name, const Bytes& bytes) const;

 private:
  std::filesystem::path path_;
};

// Decodes from memory under the name "photo".
core::Result<core::Photo> Decode(const Bytes& bytes, const core::DecodeOptions& options = {});

}  // namespace godwit::tests
