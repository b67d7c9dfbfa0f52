// Files cut short and files with wrong bytes: decoded or refused, never a crash, never without a reason.
#include <gmock/gmock.h>

#include <functional>
#include <random>
#include <string>

#include "core/image/decode.h"
#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

using testing::StartsWith;

struct Sample {
  std::string name;
  std::function<Bytes(const core::Image&)> encode;
};

const std::vector<Sample>& Samples() {
  using std::placeholders::_1;
  static const std::vector<Sample> samples = {
      {"Jpeg", [](const auto& image) { return EncodeJpeg(image, {.subsampled = true, .app1 = ExifBlock(6)}); }},
      {"JpegProgressive", [](const auto& image) { return EncodeJpeg(image, {.progressive = true}); }},
      {"JpegArithmetic", [](const auto& image) { return EncodeJpeg(image, {.arithmetic = true}); }},
      {"JpegInks", [](const auto& image) { return EncodeJpeg(image, {.color = JpegKind::Color::kYcck}); }},
      {"Png", [](const auto& image) { return EncodePng(image); }},
      {"PngInterlaced",
       [](const auto& image) {
         return EncodePng(image, {PngKind::Color::kRgba, true});
       }},
      {"PngPalette", [](const auto& image) { return EncodePng(image, {PngKind::Color::kPalette}); }},
      {"Webp", [](const auto& image) { return EncodeWebp(image, true); }},
      {"WebpAnimation", [](const auto& image) { return EncodeWebpAnimation(image, image); }},
      {"WebpExif", [](const auto& image) { return EncodeWebpWithExif(image, ExifBlock(6)); }},
      {"Tiff", [](const auto& image) { return EncodeTiff(image); }},
      {"TiffPlain", [](const auto& image) { return EncodeTiff(image, {.compressed = false}); }},
      {"TiffTiled", [](const auto& image) { return EncodeTiff(image, {.tiled = true}); }},
      {"Bmp", [](const auto& image) { return EncodeBmp(image); }},
      {"Heic", [](const auto& image) { return EncodeHeif(image, false); }},
      {"Avif", [](const auto& image) { return EncodeHeif(image, true); }},
  };
  return samples;
}

void ExpectPictureOrReason(const Bytes& file) {
  const auto photo = Decode(file, {.max_pixels = 1'000'000});
  if (photo) {
    EXPECT_FALSE(photo->image.empty());
  } else {
    EXPECT_THAT(photo.error().message, StartsWith("photo: "));
    EXPECT_NE(photo.error().message.back(), ' ');
    EXPECT_NE(photo.error().message.back(), '.');
    EXPECT_EQ(photo.error().message.find('\n'), std::string::npos);
  }
}

class Damage : public testing::TestWithParam<Sample> {
 protected:
  void SetUp() override {
    file_ = GetParam().encode(SmoothPicture(120, 90));
    if (file_.empty()) {
      GTEST_SKIP() << "libheif has no encoder for it here";
    }
  }

  Bytes file_;
};

TEST_P(Damage, CutAnywhere) {
  constexpr std::size_t kCuts = 100;
  for (std::size_t cut = 0; cut < kCuts; ++cut) {
    ExpectPictureOrReason(
        Bytes(file_.begin(), file_.begin() + static_cast<std::ptrdiff_t>(file_.size() * cut / kCuts)));
  }
  for (std::size_t size = 0; size < std::min<std::size_t>(64, file_.size()); ++size) {
    ExpectPictureOrReason(Bytes(file_.begin(), file_.begin() + static_cast<std::ptrdiff_t>(size)));
  }
}

TEST_P(Damage, WrongBytes) {
  std::mt19937 random(20260101);
  constexpr int kRounds = 300;
  for (int round = 0; round < kRounds; ++round) {
    Bytes damaged = file_;
    // Half of the rounds aim at the headers.
    const std::size_t range = round % 2 == 0 ? damaged.size() : std::min<std::size_t>(damaged.size(), 700);
    for (int i = 0; i < 1 + round % 5; ++i) {
      damaged[random() % range] = static_cast<std::byte>(random());
    }
    ExpectPictureOrReason(damaged);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Damage, testing::ValuesIn(Samples()), [](const auto& test) { return test.param.name; });

// How many rows from the top are as in the whole picture.
int IntactRows(const core::Image& image, const core::Image& whole) {
  int rows = 0;
  while (rows < image.height() && std::equal(image.Row(rows), image.Row(rows) + image.Stride(), whole.Row(rows))) {
    ++rows;
  }
  return rows;
}

TEST(CutJpeg, IsShownFromHalfOfItsRowsOn) {
  for (const bool subsampled : {false, true}) {
    const Bytes file = EncodeJpeg(SmoothPicture(320, 480), {.quality = 100, .subsampled = subsampled});
    const auto whole = Decode(file);
    ASSERT_TRUE(whole);
    int shown = 0;
    int refused = 0;
    for (int percent = 20; percent < 100; percent += 2) {
      const auto size = static_cast<std::ptrdiff_t>(file.size()) * percent / 100;
      const auto photo = Decode(Bytes(file.begin(), file.begin() + size));
      if (photo) {
        ++shown;
        EXPECT_GE(IntactRows(photo->image, whole->image), 480 / 2 - 17) << percent;
        EXPECT_EQ(photo->image.height(), 480);
      } else {
        ++refused;
        EXPECT_EQ(photo.error().message, "photo: the JPEG file is cut off: less than half of the picture is there");
        EXPECT_LT(percent, 60);
      }
    }
    EXPECT_GT(shown, 10);
    EXPECT_GT(refused, 5);
  }
}

TEST(CutJpeg, AnEndMarkerDoesNotMakeItWhole) {
  const Bytes file = EncodeJpeg(SmoothPicture(320, 480), {.quality = 100});
  const Bytes third(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() / 3));
  EXPECT_FALSE(Decode(Concat({third, FromString("\xFF\xD9")})));
}

TEST(CutJpeg, MissingEndMarkerIsNoLoss) {
  for (const int size : {8, 16, 100}) {
    Bytes file = EncodeJpeg(SmoothPicture(size, size));
    const auto whole = Decode(file);
    file.resize(file.size() - 2);
    const auto photo = Decode(file);
    ASSERT_TRUE(photo) << size << ": " << photo.error().message;
    EXPECT_EQ(Compare(photo->image, whole->image).largest, 0);
  }
}

TEST(CutJpeg, ProgressiveIsShownOnceItsFirstVersionIsThere) {
  const core::Image image = SmoothPicture(320, 480);
  const Bytes file = EncodeJpeg(image, {.quality = 100, .progressive = true});
  EXPECT_FALSE(Decode(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() / 50))));
  const auto photo = Decode(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() * 2 / 3)));
  ASSERT_TRUE(photo) << photo.error().message;
  EXPECT_LT(Compare(photo->image, image).mean, 6);
}

TEST(CutFiles, OtherFormatsAreRefused) {
  const core::Image image = SmoothPicture(120, 90);
  for (const Bytes& file : {EncodePng(image), EncodeWebp(image), EncodeTiff(image), EncodeBmp(image)}) {
    const auto photo = Decode(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() * 3 / 4)));
    ASSERT_FALSE(photo);
    EXPECT_THAT(photo.error().message, testing::HasSubstr("data is damaged: "));
  }
}

}  // namespace
}  // namespace godwit::tests
