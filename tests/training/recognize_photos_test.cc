#include "training/data/recognize_photos.h"

#include <gmock/gmock.h>

#include "tests/training/colour_photos.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;
using tests::PhotoFolder;

std::string ErrorOf(const std::filesystem::path& path) {
  const auto found = RecognizePhotos(path);
  return found ? "" : found.error().message;
}

constexpr const char* kVocFile =
    "<annotation><filename>1.png</filename><size><width>24</width><height>16</height></size><object><name>gull</name>"
    "<bndbox><xmin>2</xmin><ymin>2</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object><object><name>gull</name>"
    "<bndbox><xmin>12</xmin><ymin>2</ymin><xmax>20</xmax><ymax>9</ymax></bndbox></object></annotation>";

TEST(RecognizePhotos, CountsThePhotosOfClassFolders) {
  const PhotoFolder photos;
  photos.AddPhoto("dune/1.png");
  photos.AddPhoto("dune/deeper/2.png");
  photos.AddPhoto("moor/1.png");
  photos.AddPhoto("stray.png");
  const auto found = RecognizePhotos(photos.path());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->layout, PhotoLayout::kClassFolders);
  EXPECT_FALSE(found->boxed());
  EXPECT_EQ(found->data, photos.path());
  EXPECT_EQ(found->photo_count, 3U);
  ASSERT_EQ(found->classes.size(), 2U);
  EXPECT_EQ(found->classes[0].name, "dune");
  EXPECT_EQ(found->classes[0].photos, 2U);
  ASSERT_EQ(found->problems.size(), 1U);
  EXPECT_THAT(found->problems[0].error, HasSubstr("stray.png"));
}

TEST(RecognizePhotos, FindsCocoFileAndPhotosFromEitherSide) {
  const PhotoFolder photos;
  tests::AddSquares(photos);
  for (const auto& path : {photos.path(), photos / "boxes.json"}) {
    const auto found = RecognizePhotos(path);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->layout, PhotoLayout::kCoco);
    EXPECT_EQ(found->data, photos / "boxes.json");
    EXPECT_EQ(found->photos, photos.path());
    EXPECT_EQ(found->classes[0].boxes, 16U);
  }
}

TEST(RecognizePhotos, LooksForPhotosBesideTheAnnotations) {
  const PhotoFolder photos;
  const std::string boxes =
      R"({"images":[{"id":1,"file_name":"1.png","width":24,"height":16}],"annotations":[],"categories":[]})";
  photos.AddText("annotations/instances_val.json", boxes);
  photos.AddText("annotations/captions_val.json", R"({"images":[],"annotations":[]})");
  EXPECT_THAT(ErrorOf(photos.path()), HasSubstr("choose the folder"));
  photos.AddPhoto("val/1.png");
  const auto found = RecognizePhotos(photos.path());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->photos, photos / "val");
  photos.AddText("annotations/instances_train.json", boxes);
  EXPECT_THAT(ErrorOf(photos.path()), HasSubstr("choose one of them"));
}

TEST(RecognizePhotos, KnowsVocAndTables) {
  const PhotoFolder photos;
  photos.AddPhoto("voc/JPEGImages/1.png");
  photos.AddText("voc/Annotations/1.xml", kVocFile);
  const auto voc = RecognizePhotos(photos / "voc");
  ASSERT_TRUE(voc) << voc.error().message;
  EXPECT_EQ(voc->layout, PhotoLayout::kVoc);
  EXPECT_TRUE(voc->boxed());
  EXPECT_EQ(voc->classes[0].boxes, 2U);
  EXPECT_EQ(voc->classes[0].photos, 1U);
  photos.AddPhoto("a.png");
  photos.AddPhoto("b.png");
  photos.AddText("table.csv", "path,label\na.png,one\nb.png,two\n");
  const auto table = RecognizePhotos(photos / "table.csv");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->layout, PhotoLayout::kTable);
}

TEST(RecognizePhotos, SaysWhatIsWrong) {
  const PhotoFolder photos;
  EXPECT_THAT(ErrorOf(photos / "gone"), HasSubstr("no such folder"));
  EXPECT_THAT(ErrorOf(photos.path()), HasSubstr("make a folder for each class"));
  photos.AddPhoto("dune/1.png");
  EXPECT_THAT(ErrorOf(photos.path()), HasSubstr("only 'dune'"));
  EXPECT_THAT(ErrorOf(photos / "dune/1.png"), HasSubstr("is neither"));
  std::filesystem::create_directory(photos / "empty");
  EXPECT_THAT(ErrorOf(photos.path()), HasSubstr("no photo of this class"));
  photos.AddText("damaged.json", R"({"images":)");
  EXPECT_THAT(ErrorOf(photos / "damaged.json"), HasSubstr("damaged.json"));
}

}  // namespace
}  // namespace godwit::training
