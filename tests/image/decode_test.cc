#include "core/image/decode.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// JPEG loses a little: the mean difference that is allowed.
constexpr double kJpegMean = 2.0;

void ExpectSame(const core::Result<core::Photo>& photo, const core::Image& expected) {
  ASSERT_TRUE(photo) << photo.error().message;
  EXPECT_EQ(Compare(photo->image, expected).largest, 0);
  EXPECT_EQ(photo->width, expected.width());
  EXPECT_EQ(photo->height, expected.height());
  EXPECT_EQ(photo->orientation, 1);
}

void ExpectNear(const core::Result<core::Photo>& photo, const core::Image& expected, double mean) {
  ASSERT_TRUE(photo) << photo.error().message;
  EXPECT_LT(Compare(photo->image, expected).mean, mean);
}

std::string MessageOf(const core::Result<core::Photo>& photo) { return photo ? "decoded" : photo.error().message; }

Rgb OverWhite(Rgb color, int alpha) {
  Rgb mixed{};
  for (std::size_t c = 0; c < 3; ++c) {
    mixed[c] = static_cast<std::uint8_t>((color[c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  return mixed;
}

// What the kinds with alpha from blue must look like.
core::Image BlueAsAlpha(const core::Image& image) {
  core::Image expected(image.width(), image.height());
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const Rgb pixel = PixelOf(image, x, y);
      const Rgb mixed = OverWhite({pixel[0], pixel[1], 0}, pixel[2]);
      std::copy(mixed.begin(), mixed.end(), expected.Row(y) + static_cast<std::size_t>(x) * 3);
    }
  }
  return expected;
}

core::Image Grey(const core::Image& image, int (*level)(int)) {
  core::Image expected(image.width(), image.height());
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    expected.data()[i] = static_cast<std::uint8_t>(level(image.data()[i - i % 3]));
  }
  return expected;
}

int Same(int red) { return red; }
int BlackOrWhite(int red) { return red >= 128 ? 255 : 0; }

TEST(Sniff, TellsFormatsByTheirFirstBytes) {
  const core::Image image = SmoothPicture(9, 7);
  EXPECT_EQ(core::SniffImageFormat(EncodeJpeg(image)), core::ImageFormat::kJpeg);
  EXPECT_EQ(core::SniffImageFormat(EncodePng(image)), core::ImageFormat::kPng);
  EXPECT_EQ(core::SniffImageFormat(EncodeWebp(image)), core::ImageFormat::kWebp);
  EXPECT_EQ(core::SniffImageFormat(EncodeTiff(image)), core::ImageFormat::kTiff);
  EXPECT_EQ(core::SniffImageFormat(EncodeBmp(image)), core::ImageFormat::kBmp);
  const std::string box(
      "\0\0\0\x18"
      "ftyp",
      8);
  EXPECT_EQ(core::SniffImageFormat(FromString(box + "heic")), core::ImageFormat::kHeif);
  EXPECT_EQ(core::SniffImageFormat(FromString(box + "avif")), core::ImageFormat::kHeif);
  EXPECT_EQ(core::SniffImageFormat(FromString(box + "isom" + "...." + "mp42")), std::nullopt);
}

TEST(Sniff, RefusesWhatIsNoPicture) {
  for (const std::string text :
       {"", "B", "BM", "BMW is a car maker, not a bitmap", "\xFF\xD8", "RIFF....WAVEfmt ", "%PDF-1.7"}) {
    EXPECT_EQ(core::SniffImageFormat(FromString(text)), std::nullopt) << text;
  }
}

TEST(DecodeJpeg, ColoursGreyAndPrintersInks) {
  const core::Image image = SmoothPicture(67, 41);
  using Color = JpegKind::Color;
  ExpectNear(Decode(EncodeJpeg(image)), image, kJpegMean);
  ExpectNear(Decode(EncodeJpeg(image, {.subsampled = true})), image, kJpegMean);
  ExpectNear(Decode(EncodeJpeg(image, {.progressive = true})), image, kJpegMean);
  ExpectNear(Decode(EncodeJpeg(image, {.arithmetic = true})), image, kJpegMean);
  ExpectNear(Decode(EncodeJpeg(image, {.color = Color::kGrey})), Grey(image, Same), kJpegMean);
  // libjpeg marks both as Adobe's, whose inks are stored inverted.
  ExpectNear(Decode(EncodeJpeg(image, {.color = Color::kCmyk})), image, kJpegMean);
  ExpectNear(Decode(EncodeJpeg(image, {.color = Color::kYcck})), image, kJpegMean);
}

TEST(DecodeJpeg, InksWithoutAdobeMarkerAreNotInverted) {
  Bytes file = EncodeJpeg(OneColor(16, 16, {255, 0, 0}), {.color = JpegKind::Color::kCmyk});
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  const std::size_t marker = text.find("Adobe");
  ASSERT_NE(marker, std::string_view::npos);
  file[marker] = std::byte{'X'};
  // Cyan 255, no other ink, but black 255.
  const auto photo = Decode(file);
  ASSERT_TRUE(photo);
  EXPECT_THAT(PixelOf(photo->image, 8, 8), testing::Each(testing::Le(2)));
}

TEST(DecodeJpeg, ScalesAsLongAsBothSidesStayTwiceTheNeeded) {
  struct Case {
    int needed_width;
    int needed_height;
    int width;
    int height;
  };
  const Bytes file = EncodeJpeg(SmoothPicture(803, 601), {.subsampled = true});
  // 803 x 601 is 101 x 76 at 1/8, 201 x 151 at 1/4, 402 x 301 at 1/2.
  for (const Case& c : {Case{50, 38, 101, 76}, Case{51, 38, 201, 151}, Case{50, 39, 201, 151}, Case{100, 75, 201, 151},
                        Case{101, 75, 402, 301}, Case{100, 76, 402, 301}, Case{201, 150, 402, 301},
                        Case{202, 150, 803, 601}, Case{201, 151, 803, 601}, Case{5000, 5000, 803, 601},
                        Case{0, 0, 803, 601}, Case{50, 0, 803, 601}, Case{1, 1, 101, 76}}) {
    const auto photo = Decode(file, {.needed_width = c.needed_width, .needed_height = c.needed_height});
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->image.width(), c.width) << c.needed_width << " x " << c.needed_height;
    EXPECT_EQ(photo->image.height(), c.height) << c.needed_width << " x " << c.needed_height;
    EXPECT_EQ(photo->width, 803);
    EXPECT_EQ(photo->height, 601);
    EXPECT_LT(Compare(photo->image, SmoothPicture(c.width, c.height)).mean, kJpegMean);
  }
  EXPECT_EQ(Decode(file, {.needed_width = 50, .needed_height = 38, .exact = true})->image.width(), 803);
}

TEST(DecodeJpeg, NeededSizeIsThatOfTheUprightPhoto) {
  const Bytes file = EncodeJpeg(SmoothPicture(800, 400), {.app1 = ExifBlock(6)});  // upright: 400 x 800
  EXPECT_EQ(Decode(file, {.needed_width = 50, .needed_height = 100})->image.width(), 100);
  EXPECT_EQ(Decode(file, {.needed_width = 51, .needed_height = 100})->image.width(), 200);
  EXPECT_EQ(Decode(file, {.needed_width = 25, .needed_height = 50})->image.width(), 50);
  EXPECT_EQ(Decode(file, {.needed_width = 26, .needed_height = 50})->image.width(), 100);
  EXPECT_EQ(Decode(file, {.needed_width = 50, .needed_height = 25})->image.width(), 100);
}

TEST(DecodePng, AllKinds) {
  using Color = PngKind::Color;
  for (const bool interlaced : {false, true}) {
    const core::Image image = SmoothPicture(37, 23);
    ExpectSame(Decode(EncodePng(image, {.interlaced = interlaced})), image);
    ExpectSame(Decode(EncodePng(image, {Color::kRgb16, interlaced})), image);
    ExpectSame(Decode(EncodePng(image, {Color::kGrey, interlaced})), Grey(image, Same));
    ExpectSame(Decode(EncodePng(image, {Color::kGrey1, interlaced})), Grey(image, BlackOrWhite));
    ExpectSame(Decode(EncodePng(image, {Color::kRgba, interlaced})), BlueAsAlpha(image));
  }
}

TEST(DecodePng, TransparentPaletteEntriesAndColoursAreWhite) {
  core::Image image = SmoothPicture(37, 23);
  const auto palette = Decode(EncodePng(image, {.color = PngKind::Color::kPalette}));
  ASSERT_TRUE(palette);
  for (const int x : {0, 1, 18, 36}) {
    const int level = PixelOf(image, x, 5)[0] >> 4;
    const Rgb expected =
        level == 0 ? Rgb{255, 255, 255}
                   : Rgb{static_cast<std::uint8_t>(17 * level), static_cast<std::uint8_t>(255 - 17 * level), 7};
    EXPECT_EQ(PixelOf(palette->image, x, 5), expected) << x;
  }
  const auto keyed = Decode(EncodePng(image, {.color = PngKind::Color::kRgbTransparent}));
  ASSERT_TRUE(keyed);
  EXPECT_EQ(PixelOf(keyed->image, 0, 0), (Rgb{255, 255, 255}));
  EXPECT_EQ(PixelOf(keyed->image, 36, 22), PixelOf(image, 36, 22));
}

TEST(DecodeWebp, StillAlphaAndAnimation) {
  const core::Image image = SmoothPicture(37, 23);
  ExpectSame(Decode(EncodeWebp(image)), image);
  ExpectSame(Decode(EncodeWebp(image, true)), BlueAsAlpha(image));
  ExpectSame(Decode(EncodeWebpAnimation(image, OneColor(37, 23, {9, 9, 9}))), image);
}

TEST(DecodeTiff, AllKinds) {
  using Color = TiffKind::Color;
  const core::Image image = SmoothPicture(67, 41);
  for (const bool compressed : {false, true}) {
    ExpectSame(Decode(EncodeTiff(image, {.compressed = compressed})), image);
    ExpectSame(Decode(EncodeTiff(image, {.color = Color::kRgb16, .compressed = compressed})), image);
    ExpectSame(Decode(EncodeTiff(image, {.color = Color::kGrey, .compressed = compressed})), Grey(image, Same));
    ExpectSame(Decode(EncodeTiff(image, {.color = Color::kBilevel, .compressed = compressed})),
               Grey(image, BlackOrWhite));
    ExpectSame(Decode(EncodeTiff(image, {.tiled = true, .compressed = compressed})), image);
  }
  ExpectSame(Decode(EncodeTiff(image, {.rows_per_strip = 1})), image);
  ExpectSame(Decode(EncodeTiff(image, {.rows_per_strip = 41})), image);
  ExpectSame(Decode(EncodeTiff(image, {.pages = 3})), image);
}

TEST(DecodeTiff, AlphaIsLaidOverWhite) {
  const core::Image image = SmoothPicture(67, 41);
  const auto photo = Decode(EncodeTiff(image, {.color = TiffKind::Color::kRgba}));
  ASSERT_TRUE(photo) << photo.error().message;
  EXPECT_LE(Compare(photo->image, BlueAsAlpha(image)).largest, 1);  // libtiff rounds when it multiplies
}

TEST(DecodeTiff, NamesAKindItCannotRead) {
  EXPECT_THAT(MessageOf(Decode(EncodeTiff(SmoothPicture(5, 4), {.color = TiffKind::Color::kFloat}))),
              StartsWith("photo: this kind of TIFF cannot be read: "));
}

TEST(DecodeBmp, BothDirectionsAndAllPaddings) {
  for (const int width : {1, 2, 3, 4, 37}) {
    const core::Image image = SmoothPicture(width, 5);
    ExpectSame(Decode(EncodeBmp(image, true)), image);
    ExpectSame(Decode(EncodeBmp(image, false)), image);
  }
}

TEST(DecodeHeif, HeicAndAvifWhereTheyCanBeWritten) {
  const core::Image image = SmoothPicture(128, 96);
  int written = 0;
  for (const bool avif : {false, true}) {
    const Bytes file = EncodeHeif(image, avif);
    if (!file.empty()) {
      ++written;
      ExpectNear(Decode(file), image, 4.0);
    }
  }
  if (written == 0) {
    GTEST_SKIP() << "libheif has no encoder here";
  }
}

TEST(Decode, OnePixel) {
  const core::Image image = OneColor(1, 1, {200, 100, 50});
  ExpectNear(Decode(EncodeJpeg(image)), image, 3);
  ExpectSame(Decode(EncodePng(image)), image);
  ExpectSame(Decode(EncodePng(image, {.interlaced = true})), image);
  ExpectSame(Decode(EncodeWebp(image)), image);
  ExpectSame(Decode(EncodeTiff(image)), image);
  ExpectSame(Decode(EncodeBmp(image)), image);
}

TEST(Decode, FileUnderAWrongEnding) {
  const TempFolder folder;
  const core::Image image = SmoothPicture(20, 10);
  core::Photo photo;
  ASSERT_TRUE(core::DecodeImage(folder.Write("photo.jpg", EncodePng(image)), {}, photo));
  EXPECT_EQ(Compare(photo.image, image).largest, 0);
}

TEST(Decode, PhotoIsReusedWithoutNewMemory) {
  const TempFolder folder;
  const auto large = folder.Write("large.png", EncodePng(SmoothPicture(300, 200)));
  const auto small = folder.Write("small.png", EncodePng(SmoothPicture(20, 10)));
  core::Photo photo;
  ASSERT_TRUE(core::DecodeImage(large, {}, photo));
  const std::uint8_t* pixels = photo.image.data();
  const std::byte* file = photo.file.data();
  ASSERT_TRUE(core::DecodeImage(small, {}, photo));
  ASSERT_TRUE(core::DecodeImage(large, {}, photo));
  EXPECT_EQ(photo.image.data(), pixels);
  EXPECT_EQ(photo.file.data(), file);
  EXPECT_EQ(Compare(photo.image, SmoothPicture(300, 200)).largest, 0);
}

TEST(Decode, ManyThreadsAtOnce) {
  const core::Image image = SmoothPicture(120, 90);
  const std::vector<Bytes> files = {EncodePng(image), EncodeWebp(image), EncodeTiff(image), EncodeBmp(image),
                                    EncodeJpeg(image, {.app1 = ExifBlock(1)})};
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 20; ++i) {
        const auto photo = Decode(files[(t + i) % files.size()]);
        ASSERT_TRUE(photo);
        EXPECT_LT(Compare(photo->image, image).mean, kJpegMean);
      }
    });
  }
}

class DecodeFile : public testing::Test {
 protected:
  std::string MessageFor(const std::filesystem::path& path) {
    core::Photo photo;
    photo.image = SmoothPicture(3, 3);
    const auto decoded = core::DecodeImage(path, {}, photo);
    if (decoded) {
      return "decoded";
    }
    EXPECT_EQ(decoded.error().kind, core::ErrorKind::kInput);
    EXPECT_TRUE(photo.image.empty());
    return decoded.error().message;
  }

  TempFolder folder_;
};

TEST_F(DecodeFile, SaysWhatIsWrongWithAPath) {
  const std::string missing = folder_.path() / "missing.jpg";
  EXPECT_EQ(MessageFor(missing), missing + ": cannot be read: No such file or directory");
  const std::string empty = folder_.Write("empty.jpg", {});
  EXPECT_EQ(MessageFor(empty), empty + ": the file is empty");
  EXPECT_EQ(MessageFor(folder_.path()), folder_.path().string() + ": this is a folder, not a picture");
  const std::string text = folder_.Write("notes.jpg", FromString("not a picture at all"));
  EXPECT_EQ(MessageFor(text),
            text + ": this is not a picture Godwit can read (JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF)");
}

TEST_F(DecodeFile, DoesNotWaitForPipesAndDevices) {
  const std::string pipe = folder_.path() / "pipe.jpg";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(MessageFor(pipe), pipe + ": this is not a regular file");
  EXPECT_EQ(MessageFor("/dev/zero"), "/dev/zero: this is not a regular file");
}

TEST_F(DecodeFile, SaysThatItMayNotRead) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "root may read everything";
  }
  const std::string secret = folder_.Write("secret.jpg", EncodeJpeg(SmoothPicture(8, 8)));
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  EXPECT_EQ(MessageFor(secret), secret + ": cannot be read: Permission denied");
}

TEST(Limits, PicturesAboveTheLimitAreRefused) {
  const core::Image image = SmoothPicture(40, 30);
  const core::DecodeOptions exactly{.max_pixels = 1200};
  const core::DecodeOptions one_less{.max_pixels = 1199};
  for (const Bytes& file :
       {EncodeJpeg(image), EncodePng(image), EncodeWebp(image), EncodeTiff(image), EncodeBmp(image)}) {
    EXPECT_EQ(MessageOf(Decode(file, exactly)), "decoded");
    EXPECT_THAT(MessageOf(Decode(file, one_less)), StartsWith("photo: 40x30 pixels ("));
  }
}

TEST(Limits, OfAScaledJpegOnlyTheResultCounts) {
  const Bytes file = EncodeJpeg(SmoothPicture(800, 600));
  const core::DecodeOptions small{.needed_width = 50, .needed_height = 37, .max_pixels = 100 * 75};
  EXPECT_EQ(MessageOf(Decode(file, small)), "decoded");
  EXPECT_THAT(MessageOf(Decode(file, {.max_pixels = 100 * 75})), HasSubstr("800x600 pixels"));
}

// Makes the header of a small file claim another size.
Bytes WithBigEndian(Bytes file, std::size_t offset, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) {
    file[offset + static_cast<std::size_t>(i)] = static_cast<std::byte>(value >> (8 * (count - 1 - i)));
  }
  return file;
}

Bytes JpegClaiming(std::uint32_t width, std::uint32_t height, const JpegKind& kind = {}) {
  Bytes file = EncodeJpeg(SmoothPicture(16, 16), kind);
  for (std::size_t i = 0; i + 9 < file.size(); ++i) {
    if (file[i] == std::byte{0xFF} && (file[i + 1] == std::byte{0xC0} || file[i + 1] == std::byte{0xC2})) {
      return WithBigEndian(WithBigEndian(file, i + 5, height, 2), i + 7, width, 2);
    }
  }
  ADD_FAILURE() << "no frame header";
  return file;
}

TEST(Limits, DimensionBombs) {
  const core::Image image = SmoothPicture(16, 16);
  EXPECT_EQ(MessageOf(Decode(JpegClaiming(20000, 20000))),
            "photo: 20000x20000 pixels (400 megapixels) is more than the limit of 200; save a smaller copy and use "
            "that");
  EXPECT_THAT(
      MessageOf(Decode(JpegClaiming(65500, 65500, {.progressive = true}), {.needed_width = 300, .needed_height = 300})),
      HasSubstr("pixels"));
  // Chosen for a network, 1/8 is within the limit; there just is no such picture in the file.
  EXPECT_EQ(MessageOf(Decode(JpegClaiming(20000, 20000), {.needed_width = 300, .needed_height = 300})),
            "photo: the JPEG file is cut off: less than half of the picture is there");
  // IHDR's checksum would have to fit as well: libpng says so before it says anything else.
  const Bytes png = EncodePng(image);
  EXPECT_NE(MessageOf(Decode(WithBigEndian(png, 16, 20000, 4))), "decoded");
  EXPECT_NE(MessageOf(Decode(WithBigEndian(png, 16, 0x7FFFFFFF, 4))), "decoded");
  Bytes bmp = EncodeBmp(image);
  bmp[20] = bmp[24] = std::byte{1};  // 65552 x 65552
  EXPECT_THAT(MessageOf(Decode(bmp)), StartsWith("photo: 65552x65552 pixels"));
  bmp[25] = std::byte{0x80};  // almost -2^31 rows
  EXPECT_THAT(MessageOf(Decode(bmp)), HasSubstr("pixels"));
}

TEST(Limits, PngBombWithValidChecksums) {
  // 20000 x 20000 in a few hundred kilobytes: never decompressed.
  const core::Image one_row = OneColor(20000, 1, {1, 2, 3});
  Bytes file = EncodePng(one_row);
  file = WithBigEndian(file, 20, 20000, 4);
  // CRC-32 of IHDR, over type and contents.
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= std::to_integer<std::uint32_t>(file[i]);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
    }
  }
  file = WithBigEndian(file, 29, ~crc, 4);
  EXPECT_THAT(MessageOf(Decode(file)), StartsWith("photo: 20000x20000 pixels (400 megapixels)"));
}

}  // namespace
}  // namespace godwit::tests
