#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "core/image/decode.h"
#include "core/image/exif.h"
#include "core/image/preprocess.h"
#include "core/image/upright_writer.h"
#include "tests/image/image_files.h"
#include "tests/support/test_data.h"

namespace godwit::tests {
namespace {

class Orientation : public testing::TestWithParam<int> {};

// Sizes around the strip of 64 rows that the writer turns at once.
TEST_P(Orientation, WriterPutsEveryPixelWhereTheDefinitionSays) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(5, 3), std::pair(63, 64), std::pair(64, 65),
                                      std::pair(65, 129), std::pair(200, 1), std::pair(1, 200)}) {
    const core::Image upright = SmoothPicture(width, height);
    const core::Image stored = AsStored(upright, GetParam());
    core::Image written;
    core::UprightWriter writer(stored.width(), stored.height(), GetParam(), written);
    for (int y = 0; y < stored.height(); ++y) {
      std::copy_n(stored.Row(y), stored.Stride(), writer.NextRow());
    }
    writer.Finish();
    EXPECT_EQ(Compare(written, upright).largest, 0) << width << " x " << height;
  }
}

TEST_P(Orientation, IsAppliedInEveryFormatThatHasIt) {
  const core::Image upright = SmoothPicture(83, 70);
  const core::Image stored = AsStored(upright, GetParam());
  const auto expect_upright = [&](const core::Result<core::Photo>& photo, double mean) {
    ASSERT_TRUE(photo) << photo.error().message;
    EXPECT_LE(Compare(photo->image, upright).mean, mean);
    EXPECT_EQ(photo->width, upright.width());
    EXPECT_EQ(photo->height, upright.height());
    EXPECT_EQ(photo->orientation, GetParam());
  };
  for (const bool big_endian : {false, true}) {
    const Bytes exif = ExifBlock(GetParam(), big_endian);
    const Bytes structure(exif.begin() + 6, exif.end());
    expect_upright(Decode(EncodeJpeg(stored, {.app1 = exif})), 2.0);
    expect_upright(Decode(EncodeJpeg(stored, {.color = JpegKind::Color::kCmyk, .app1 = exif})), 2.0);
    for (const bool interlaced : {false, true}) {
      expect_upright(Decode(EncodePng(stored, {.interlaced = interlaced, .exif_behind = structure})), 0);
    }
    expect_upright(Decode(EncodeWebpWithExif(stored, exif)), 0);
    expect_upright(Decode(EncodeWebpWithExif(stored, structure)), 0);
  }
  expect_upright(Decode(EncodeTiff(stored, {.orientation = GetParam()})), 0);
  expect_upright(Decode(EncodeTiff(stored, {.orientation = GetParam(), .tiled = true})), 0);
}

INSTANTIATE_TEST_SUITE_P(All, Orientation, testing::Range(1, 9));

TEST(OrientationFiles, AllEightShowTheSamePicture) {
  GODWIT_REQUIRE_TEST_DATA("data/geo/exif_orientation");
  for (const std::string shape : {"landscape", "portrait"}) {
    core::Image second;
    for (const int orientation : {2, 1, 3, 4, 5, 6, 7, 8}) {
      core::Photo photo;
      const auto path = TestData("data/geo/exif_orientation/" + shape + "_" + std::to_string(orientation) + ".jpg");
      const auto decoded = core::DecodeImage(path, {}, photo);
      ASSERT_TRUE(decoded) << decoded.error().message;
      EXPECT_EQ(photo.orientation, orientation);
      EXPECT_EQ(photo.width > photo.height, shape == "landscape");
      core::Image small;
      core::ResizeArea(photo.image, 24, 24, small);
      if (orientation == 2) {
        second = std::move(small);
      } else {
        // Only their numbers differ; the first was also made with brighter colours.
        EXPECT_LT(Compare(second, small).mean, orientation == 1 ? 16 : 1) << path;
      }
    }
  }
}

TEST(Exif, DamagedBlocksMeanAsStored) {
  const Bytes block = ExifBlock(6);
  EXPECT_EQ(core::ExifOrientation(block), 6);
  for (std::size_t size = 0; size + 8 < block.size(); ++size) {
    const int orientation = core::ExifOrientation(std::span(block).first(size));
    EXPECT_TRUE(orientation == 1 || (orientation == 6 && size >= 26)) << size;
  }
  for (const int invalid : {0, 9, 255}) {
    EXPECT_EQ(core::ExifOrientation(ExifBlock(invalid)), 1);
  }
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (const int value : {0, 1, 0x7F, 0xFF}) {
      Bytes damaged = block;
      damaged[i] = static_cast<std::byte>(value);
      const int orientation = core::ExifOrientation(damaged);
      EXPECT_THAT(orientation, testing::AllOf(testing::Ge(1), testing::Le(8)));
    }
  }
}

TEST(Exif, DamageDoesNotMakeAPhotoUnreadable) {
  const core::Image image = SmoothPicture(40, 30);
  Bytes block = ExifBlock(6);
  block.resize(20);
  const auto photo = Decode(EncodeJpeg(image, {.app1 = block}));
  ASSERT_TRUE(photo);
  EXPECT_EQ(photo->orientation, 1);
  EXPECT_LT(Compare(photo->image, image).mean, 2);
}

TEST(ExifFiles, DamagedOnesDecodeOrSayWhy) {
  GODWIT_REQUIRE_TEST_DATA("data/geo/exif_invalid");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TestData("data/geo/exif_invalid"))) {
    ++files;
    core::Photo photo;
    const auto decoded = core::DecodeImage(entry.path(), {}, photo);
    if (!decoded) {
      EXPECT_THAT(decoded.error().message, testing::StartsWith(entry.path().string() + ": the JPEG "));
    }
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace godwit::tests
