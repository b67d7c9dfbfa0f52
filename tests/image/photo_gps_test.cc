#include "core/image/photo_gps.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>

#include "core/base/csv_table.h"
#include "core/image/exif.h"
#include "tests/image/image_files.h"
#include "tests/support/test_data.h"

namespace godwit::tests {
namespace {

using testing::HasSubstr;

constexpr double kLat = 48 + 51. / 60 + 30.24 / 3600;
constexpr double kLon = 2 + 17. / 60 + 40.20 / 3600;

void ExpectPosition(const core::Result<core::PhotoGps>& gps, double lat, double lon) {
  ASSERT_TRUE(gps) << gps.error().message;
  ASSERT_TRUE(gps->position) << gps->problem;
  EXPECT_NEAR(gps->position->lat_deg, lat, 1e-9);
  EXPECT_NEAR(gps->position->lon_deg, lon, 1e-9);
  EXPECT_EQ(gps->problem, "");
}

std::string ProblemOf(const GpsKind& kind) {
  const core::PhotoGps gps = core::ExifGps(GpsBlock(kind));
  EXPECT_NE(gps.position.has_value(), !gps.problem.empty());
  return gps.problem;
}

TEST(PhotoGps, IsReadFromEveryFormatThatHasIt) {
  const TempFolder folder;
  const core::Image image = SmoothPicture(20, 16);
  for (const bool big_endian : {false, true}) {
    const Bytes exif = GpsBlock({.big_endian = big_endian});
    const Bytes structure(exif.begin() + 6, exif.end());
    ExpectPosition(core::ReadPhotoGps(folder.Write("a.jpg", EncodeJpeg(image, {.app1 = exif}))), kLat, kLon);
    ExpectPosition(core::ReadPhotoGps(folder.Write("a.png", EncodePng(image, {.exif_behind = structure}))), kLat, kLon);
    ExpectPosition(core::ReadPhotoGps(folder.Write("a.webp", EncodeWebpWithExif(image, exif))), kLat, kLon);
    ExpectPosition(core::ReadPhotoGps(folder.Write("b.webp", EncodeWebpWithExif(image, structure))), kLat, kLon);
    ExpectPosition(core::ReadPhotoGps(folder.Write("a.tif", structure)), kLat, kLon);
    for (const bool avif : {false, true}) {
      if (const Bytes heif = EncodeHeif(image, avif, structure); !heif.empty()) {
        ExpectPosition(core::ReadPhotoGps(folder.Write("a.heic", heif)), kLat, kLon);
      }
    }
  }
  for (const Bytes& file : {EncodeJpeg(image), EncodePng(image), EncodeWebp(image), EncodeTiff(image), EncodeBmp(image),
                            EncodeJpeg(image, {.app1 = ExifBlock(6)})}) {
    const auto none = core::ReadPhotoGps(folder.Write("none", file));
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_FALSE(none->position);
    EXPECT_EQ(none->problem, "");
  }
}

TEST(PhotoGps, IsFoundBehindOtherSegments) {
  const TempFolder folder;
  const Bytes jpeg = EncodeJpeg(SmoothPicture(20, 16), {.app1 = GpsBlock()});
  Bytes segment = FromString("\xFF\xE2\xFF\xFF");  // APP2 of 65,533 bytes
  segment.resize(2 + 0xFFFF);
  for (const int segments : {1, 2, 3, 5}) {  // before and behind what is read at first
    Bytes file(jpeg.begin(), jpeg.begin() + 2);
    for (int i = 0; i < segments; ++i) {
      Append(file, segment.data(), segment.size());
    }
    Append(file, jpeg.data() + 2, jpeg.size() - 2);
    ExpectPosition(core::ReadPhotoGps(folder.Write("a.jpg", file)), kLat, kLon);
  }
  Bytes padded = jpeg;  // a large photo: all is in its beginning
  padded.resize(1 << 20);
  ExpectPosition(core::ReadPhotoGps(folder.Write("a.jpg", padded)), kLat, kLon);
}

TEST(ExifGps, TakesWhatCamerasWrite) {
  ExpectPosition(core::ExifGps(GpsBlock({.lat_ref = 'S', .lon_ref = 'W'})), -kLat, -kLon);
  ExpectPosition(core::ExifGps(GpsBlock({.lat_ref = 's', .lon_ref = 'w'})), -kLat, -kLon);
  ExpectPosition(core::ExifGps(GpsBlock({.is_signed = true})), kLat, kLon);
  ExpectPosition(core::ExifGps(GpsBlock({.lat_parts = 2, .lon_parts = 1})), 48 + 51. / 60, 2);
  ExpectPosition(core::ExifGps(GpsBlock({.lat = {{{0, 1}, {0, 1}, {0, 1}}}})), 0, kLon);  // on the equator
  ExpectPosition(core::ExifGps(GpsBlock({.lat = {{{90, 1}}}, .lon = {{{180, 1}}}})), 90, 180);
  // Android: degrees and minutes whole, seconds in ten-thousandths.
  ExpectPosition(core::ExifGps(GpsBlock({.lat = {{{12, 1}, {59, 1}, {599'999, 10'000}}}})),
                 12 + 59. / 60 + 59.9999 / 3600, kLon);
}

TEST(ExifGps, KnowsBrokenPositions) {
  const GpsKind::Angle zero{{{0, 1}, {0, 1}, {0, 1}}};
  const GpsKind::Angle unknown{{{0, 0}, {0, 0}, {0, 0}}};
  EXPECT_THAT(ProblemOf({.lat = zero, .lon = zero}), HasSubstr("is 0, 0, which cameras write"));
  EXPECT_THAT(ProblemOf({.lat = unknown, .lon = unknown}), HasSubstr("divides by zero"));
  EXPECT_THAT(ProblemOf({.lon = {{{2, 1}, {17, 1}, {5, 0}}}}), HasSubstr("divides by zero"));
  EXPECT_THAT(ProblemOf({.lat = {{{91, 1}}}}), HasSubstr("is not on the Earth"));
  EXPECT_THAT(ProblemOf({.lat = {{{90, 1}, {1, 1}}}}), HasSubstr("is not on the Earth"));
  EXPECT_THAT(ProblemOf({.lon = {{{181, 1}}}}), HasSubstr("is not on the Earth"));
  EXPECT_THAT(ProblemOf({.lon = {{{0xFFFFFFFF, 1}}}}), HasSubstr("is not on the Earth"));
  EXPECT_THAT(ProblemOf({.lat_ref = 0}), HasSubstr("does not say whether it is north"));
  EXPECT_THAT(ProblemOf({.lon_ref = '?'}), HasSubstr("does not say whether it is north"));
  EXPECT_THAT(ProblemOf({.lat_parts = 0}), HasSubstr("has no latitude"));
  EXPECT_THAT(ProblemOf({.lon_parts = 0}), HasSubstr("has no longitude"));
  const core::PhotoGps references_only = core::ExifGps(GpsBlock({.lat_parts = 0, .lon_parts = 0}));
  EXPECT_FALSE(references_only.position);
  EXPECT_EQ(references_only.problem, "");
}

TEST(ExifGps, SurvivesDamage) {
  const Bytes block = GpsBlock();
  for (std::size_t size = 0; size < block.size(); ++size) {
    const core::PhotoGps gps = core::ExifGps(std::span(block).first(size));
    EXPECT_TRUE(!gps.position || std::abs(gps.position->lat_deg) <= 90) << size;
  }
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (const int value : {0, 1, 0x7F, 0xFF}) {
      Bytes damaged = block;
      damaged[i] = static_cast<std::byte>(value);
      const core::PhotoGps gps = core::ExifGps(damaged);
      EXPECT_TRUE(!gps.position || (std::abs(gps.position->lat_deg) <= 90 && std::abs(gps.position->lon_deg) <= 180));
    }
  }
}

TEST(PhotoGps, SurvivesDamagedFiles) {
  const TempFolder folder;
  const Bytes exif = GpsBlock();
  const core::Image image = SmoothPicture(8, 8);
  std::vector<Bytes> files{EncodeJpeg(image, {.app1 = exif}),
                           EncodePng(image, {.exif_behind = {exif.begin() + 6, exif.end()}}),
                           EncodeWebpWithExif(image, exif), Bytes(exif.begin() + 6, exif.end())};
  for (const Bytes& file : files) {
    for (std::size_t size = 0; size < file.size(); size += 1 + size / 16) {
      const auto gps =
          core::ReadPhotoGps(folder.Write("cut", Bytes(file.begin(), file.begin() + static_cast<long>(size))));
      EXPECT_TRUE(gps || gps.error().message.starts_with(folder.path().string())) << size;
    }
    for (std::size_t i = 16; i < std::min<std::size_t>(file.size(), 250); ++i) {
      Bytes damaged = file;
      damaged[i] ^= std::byte{0xFF};
      EXPECT_TRUE(core::ReadPhotoGps(folder.Write("damaged", damaged))) << i;
    }
  }
  const auto absent = core::ReadPhotoGps(folder.path() / "absent.jpg");
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().message, HasSubstr("absent.jpg: cannot be read"));
  EXPECT_FALSE(core::ReadPhotoGps(folder.path()));
  EXPECT_FALSE(core::ReadPhotoGps(folder.Write("text.jpg", FromString("this is no picture at all"))));
}

TEST(PhotoGps, IsTheOneThatOtherProgramsRead) {
  GODWIT_REQUIRE_TEST_DATA("data/geo/truth.csv");
  const auto table = core::ReadCsv(TestData("data/geo/truth.csv"));
  ASSERT_TRUE(table) << table.error().message;
  int photos = 0;
  for (const core::CsvRow& row : table->rows) {
    if (!row.fields[0].starts_with("gps_photos/")) {
      continue;  // landmarks: the position is not in the file
    }
    const auto gps = core::ReadPhotoGps(TestData("data/geo") / row.fields[0]);
    ASSERT_TRUE(gps) << gps.error().message;
    if (row.fields[0].ends_with("photoprism_orientation.jpg")) {
      continue;  // listed twice, with the positions of two files of that name
    }
    ASSERT_TRUE(gps->position) << row.fields[0] << ": " << gps->problem;
    EXPECT_NEAR(gps->position->lat_deg, std::stod(row.fields[1]), 6e-6) << row.fields[0];
    EXPECT_NEAR(gps->position->lon_deg, std::stod(row.fields[2]), 6e-6) << row.fields[0];
    ++photos;
  }
  EXPECT_EQ(photos, 50);
}

}  // namespace
}  // namespace godwit::tests
