#include "core/image/encode.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "core/image/decode.h"
#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

core::Photo DecodePath(const std::filesystem::path& path) {
  core::Photo photo;
  const auto decoded = core::DecodeImage(path, {}, photo);
  EXPECT_TRUE(decoded) << decoded.error().message;
  return photo;
}

TEST(WriteImage, PngComesBackUnchanged) {
  const TempFolder folder;
  for (const std::string name : {"a.png", "b.PNG"}) {
    const core::Image image = SmoothPicture(37, 23);
    ASSERT_TRUE(core::WriteImage(folder.path() / name, image));
    EXPECT_EQ(Compare(DecodePath(folder.path() / name).image, image).largest, 0);
  }
}

TEST(WriteImage, JpegComesBackNearlyUnchanged) {
  const TempFolder folder;
  const core::Image image = SmoothPicture(37, 23);
  const auto path = folder.path() / "a.jpg";
  ASSERT_TRUE(core::WriteImage(path, image));
  EXPECT_LT(Compare(DecodePath(path).image, image).mean, 2);
  const auto size = std::filesystem::file_size(path);
  ASSERT_TRUE(core::WriteImage(path, image, 10));
  EXPECT_LT(std::filesystem::file_size(path), size);
}

// A red line one pixel wide would be smeared over its neighbours by subsampled colours.
TEST(WriteImage, ColouredLinesStaySharp) {
  const TempFolder folder;
  core::Image image = OneColor(32, 32, {120, 120, 120});
  for (int y = 0; y < 32; ++y) {
    image.Row(y)[3 * 15] = 255;
    image.Row(y)[3 * 15 + 1] = image.Row(y)[3 * 15 + 2] = 0;
  }
  ASSERT_TRUE(core::WriteImage(folder.path() / "line.jpg", image, 95));
  const core::Photo photo = DecodePath(folder.path() / "line.jpg");
  EXPECT_GT(PixelOf(photo.image, 15, 10)[0] - PixelOf(photo.image, 15, 10)[1], 200);
  EXPECT_LT(std::abs(PixelOf(photo.image, 16, 10)[0] - PixelOf(photo.image, 16, 10)[1]), 40);
}

TEST(WriteImage, LeavesNothingBesideTheFile) {
  const TempFolder folder;
  ASSERT_TRUE(core::WriteImage(folder.path() / "a.jpg", SmoothPicture(5, 5)));
  const std::string taken = folder.path() / "taken";
  std::filesystem::create_directory(taken);
  const auto failed = core::WriteImage(taken, SmoothPicture(5, 5));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(failed.error().message, testing::StartsWith(taken + ": "));
  int entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++entries;
    EXPECT_THAT(entry.path().filename().string(), testing::AnyOf("a.jpg", "taken"));
  }
  EXPECT_EQ(entries, 2);
}

TEST(WriteImage, NamesWhatJpegCannotHold) {
  const TempFolder folder;
  const std::string path = folder.path() / "long.jpg";
  const auto failed = core::WriteImage(path, OneColor(70000, 1, {}));
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, testing::StartsWith(path + ": the picture cannot be encoded: "));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(WriteImage, ChecksItsArguments) {
  const TempFolder folder;
  const core::Image image = OneColor(1, 1, {});
  EXPECT_THROW((void)core::WriteImage(folder.path() / "a.jpg", core::Image()), core::ContractViolation);
  EXPECT_THROW((void)core::WriteImage(folder.path() / "a.jpg", image, 0), core::ContractViolation);
  EXPECT_THROW((void)core::WriteImage(folder.path() / "a.jpg", image, 101), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::tests
