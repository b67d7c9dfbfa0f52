#include "core/image/photo_facts.h"

#include <gtest/gtest.h>

#include "core/image/exif.h"
#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

using core::ParseExifTime;

struct TextEntry {
  std::uint16_t tag = 0;
  std::string text;
};

// A little-endian EXIF block of texts: those of the picture, and those of the photo.
Bytes TextBlock(const std::vector<TextEntry>& picture, const std::vector<TextEntry>& photo) {
  Bytes block;
  const auto u16 = [&](std::uint32_t value) {
    const std::array<std::uint8_t, 2> bytes{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8U)};
    Append(block, bytes.data(), bytes.size());
  };
  const auto u32 = [&](std::uint32_t value) {
    u16(value & 0xFFFFU);
    u16(value >> 16U);
  };
  const auto directory_bytes = [](std::size_t entries) { return static_cast<std::uint32_t>(2 + 12 * entries + 4); };
  const std::uint32_t photo_at = 8 + directory_bytes(picture.size() + 1);
  std::uint32_t text_at = photo_at + directory_bytes(photo.size());
  const auto entries = [&](const std::vector<TextEntry>& list) {
    for (const TextEntry& entry : list) {
      u16(entry.tag);
      u16(2);
      u32(static_cast<std::uint32_t>(entry.text.size()) + 1);
      u32(text_at);  // texts of five characters and more
      text_at += static_cast<std::uint32_t>(entry.text.size()) + 1;
    }
  };
  Append(block, "II*\0\x08\0\0\0", 8);
  u16(static_cast<std::uint32_t>(picture.size()) + 1);
  entries(picture);
  u16(0x8769);
  u16(4);
  u32(1);
  u32(photo_at);
  u32(0);
  u16(static_cast<std::uint32_t>(photo.size()));
  entries(photo);
  u32(0);
  for (const auto* list : {&picture, &photo}) {
    for (const TextEntry& entry : *list) {
      Append(block, entry.text.c_str(), entry.text.size() + 1);
    }
  }
  return block;
}

TEST(PhotoFacts, AreReadFromAPhoto) {
  const TempFolder folder;
  const Bytes exif = TextBlock({{0x010F, "Canon"}, {0x0110, "Canon EOS 5D"}, {0x013B, "Jane Doe "}},
                               {{0x9003, "2018:07:25 16:34:23"}, {0x9011, "+02:00"}, {0xA431, "0123456789"}});
  const auto facts = core::ReadPhotoFacts(folder.Write(
      "a.jpg",
      EncodeJpeg(OneColor(8, 8, {1, 2, 3}), {.app1 = Concat({FromString(std::string("Exif\0\0", 6)), exif})})));
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->camera, "Canon EOS 5D");
  EXPECT_EQ(facts->artist, "Jane Doe");
  EXPECT_EQ(facts->camera_serial, "0123456789");
  EXPECT_EQ(facts->owner, "");
  ASSERT_TRUE(facts->taken);
  EXPECT_EQ(facts->taken->local_s, 1'532'536'463);
  EXPECT_EQ(facts->taken->utc_offset_s, 7200);
  EXPECT_FALSE(facts->gps.position);
}

TEST(PhotoFacts, OfDigitizingStandInForThoseOfTaking) {
  const auto facts =
      core::ExifFacts(TextBlock({{0x010F, "Nikon"}, {0x0110, "COOLPIX"}}, {{0x9004, "1970:01:01 00:00:10"}}));
  EXPECT_EQ(facts.camera, "Nikon COOLPIX");
  EXPECT_EQ(facts.taken, (core::PhotoTime{.local_s = 10}));
}

TEST(PhotoFacts, OfNothingAreNone) {
  const TempFolder folder;
  for (const Bytes& file :
       {EncodeJpeg(OneColor(8, 8, {})), EncodePng(OneColor(8, 8, {})), EncodeBmp(OneColor(8, 8, {}))}) {
    const auto facts = core::ReadPhotoFacts(folder.Write("a", file));
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->taken);
    EXPECT_EQ(facts->camera, "");
  }
  EXPECT_FALSE(core::ReadPhotoFacts(folder.path() / "missing.jpg"));
}

TEST(ExifTime, TakesWhatCamerasWrite) {
  EXPECT_EQ(ParseExifTime("2018:07:25 16:34:23", "-03:30")->utc_offset_s, -12'600);
  EXPECT_EQ(ParseExifTime("2018:07:25 16:34:23", "")->utc_offset_s, std::nullopt);
  EXPECT_EQ(ParseExifTime("2018-07-25T16:34:23", "Z"), (core::PhotoTime{1'532'536'463, 0}));
  EXPECT_EQ(ParseExifTime("1969:12:31 23:59:59", "")->local_s, -1);
  EXPECT_EQ(ParseExifTime("2018:07:25 16:34:23", "+99:99")->utc_offset_s, std::nullopt);
}

TEST(ExifTime, OfAClockThatWasNeverSetIsNone) {
  for (const char* text :
       {"", "    :  :     :  :  ", "0000:00:00 00:00:00", "2018:13:01 00:00:00", "2018:02:30 00:00:00", "2018:07:25",
        "2018:07:25 25:00:00", "2018:07:25 10:61:00", "yesterday"}) {
    EXPECT_FALSE(ParseExifTime(text, "+01:00")) << text;
  }
}

}  // namespace
}  // namespace godwit::tests
