#include "detection/coco_annotations.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "tests/support/test_data.h"

namespace godwit::detection {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

core::Result<AnnotatedPhotos> Read(const std::string& text) {
  const tests::TemporaryFolder folder;
  tests::WriteFile(folder / "truth.json", text);
  return ReadCocoAnnotations(folder / "truth.json");
}

std::string ErrorOf(const std::string& text) {
  const auto read = Read(text);
  if (read) {
    return "";
  }
  EXPECT_EQ(read.error().kind, core::ErrorKind::kInput);
  EXPECT_THAT(read.error().message, AllOf(HasSubstr("truth.json: "), Not(HasSubstr("\n")), Not(EndsWith("."))));
  return read.error().message;
}

// A file with one photo, one category and the given annotation.
std::string WithAnnotation(const std::string& annotation) {
  return R"({"images": [{"id": 7, "file_name": "a.jpg"}], "categories": [{"id": 3, "name": "car"}], "annotations": [)" +
         annotation + "]}";
}

TEST(CocoAnnotations, ReadsPhotosCategoriesAndBoxes) {
  const auto read = Read(R"({
    "info": {"year": 2017}, "licenses": [],
    "images": [{"id": 12345678901, "file_name": "sub/a.jpg", "width": 640, "height": 480},
               {"id": -2, "file_name": "b.jpg"}],
    "categories": [{"supercategory": "vehicle", "id": 3, "name": "car"}, {"id": 90, "name": "toothbrush"}],
    "annotations": [
      {"id": 1, "image_id": -2, "category_id": 90, "bbox": [1.5, -2, 0, 4e1], "iscrowd": 0},
      {"id": 2, "image_id": 12345678901, "category_id": 3, "bbox": [1, 2, 3, 4], "area": 5.25, "iscrowd": 1,
       "segmentation": {"counts": [1, 2], "size": [480, 640]}},
      {"id": 3, "image_id": -2, "category_id": 3, "bbox": [1, 2, 3, 4], "segmentation": [[1, 2, 3, 4, 5, 6]]}]})");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->categories.size(), 2U);
  EXPECT_EQ(read->categories[1].id, 90);
  EXPECT_EQ(read->categories[1].name, "toothbrush");
  ASSERT_EQ(read->photos.size(), 2U);
  const AnnotatedPhoto& first = read->photos[0];
  EXPECT_EQ(first.id, 12345678901);
  EXPECT_EQ(first.file_name, "sub/a.jpg");
  EXPECT_EQ(first.width, 640);
  EXPECT_EQ(first.height, 480);
  ASSERT_EQ(first.boxes.size(), 1U);
  EXPECT_TRUE(first.boxes[0].crowd);
  EXPECT_EQ(first.boxes[0].area, 5.25);
  const AnnotatedPhoto& second = read->photos[1];
  EXPECT_EQ(second.width, 0);
  ASSERT_EQ(second.boxes.size(), 2U);
  EXPECT_EQ(second.boxes[0].category_id, 90);
  EXPECT_EQ(second.boxes[0].box.x, 1.5);
  EXPECT_EQ(second.boxes[0].box.y, -2);
  EXPECT_EQ(second.boxes[0].box.height, 40);
  EXPECT_EQ(second.boxes[0].area, 0) << "the box's own, since the file has none";
  EXPECT_FALSE(second.boxes[1].crowd);
  EXPECT_EQ(second.boxes[1].area, 12);
}

TEST(CocoAnnotations, NothingAnnotatedIsFine) {
  const auto read = Read(R"({"images": [], "categories": [], "annotations": []})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->photos.empty());
}

TEST(CocoAnnotations, NamesTheEntryThatIsWrong) {
  const auto with = [](const std::string& changed) {
    return ErrorOf(WithAnnotation(R"({"image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4]}, {)" + changed + "}"));
  };
  EXPECT_THAT(with(R"("category_id": 3, "bbox": [1, 2, 3, 4])"), HasSubstr("annotations[1]: 'image_id' is missing"));
  EXPECT_THAT(with(R"("image_id": 8, "category_id": 3, "bbox": [1, 2, 3, 4])"), HasSubstr("image_id 8 is not among"));
  EXPECT_THAT(with(R"("image_id": 7, "category_id": 4, "bbox": [1, 2, 3, 4])"), HasSubstr("category_id 4 is not"));
  EXPECT_THAT(with(R"("image_id": 7.5, "category_id": 3, "bbox": [1, 2, 3, 4])"), HasSubstr("'image_id' is not an"));
  EXPECT_THAT(with(R"("image_id": 18446744073709551615, "category_id": 3, "bbox": [1, 2, 3, 4])"),
              HasSubstr("'image_id' is not an integer"));
  EXPECT_THAT(with(R"("image_id": 7, "category_id": 4294967299, "bbox": [1, 2, 3, 4])"), HasSubstr("out of range"));
  for (const char* box : {"[1, 2, 3]", "[1, 2, 3, 4, 5]", "[1, 2, -3, 4]", "[1, 2, 3, -1e-9]", "[1, 2, \"3\", 4]",
                          "[1, 2, null, 4]", "[1e300, 2, 3, 4]", "{\"x\": 1}", "7"}) {
    EXPECT_THAT(with(R"("image_id": 7, "category_id": 3, "bbox": )" + std::string(box)), HasSubstr("'bbox' is not"))
        << box;
  }
  const std::string sound = R"("image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4], )";
  EXPECT_THAT(with(sound + R"("area": -1)"), HasSubstr("annotations[1]: 'area'"));
  EXPECT_THAT(with(sound + R"("area": "12")"), HasSubstr("annotations[1]: 'area'"));
  EXPECT_THAT(with(sound + R"("iscrowd": 2)"), HasSubstr("annotations[1]: 'iscrowd'"));
  EXPECT_EQ(with(sound + R"("iscrowd": 1)"), "");
}

TEST(CocoAnnotations, RefusesWhatIsNoInstancesFile) {
  for (const char* text :
       {"[]", "7", "{}", R"({"images": []})", R"({"images": {}, "categories": [], "annotations": []})",
        R"({"images": [], "categories": []})"}) {
    EXPECT_THAT(ErrorOf(text), HasSubstr("has no list '")) << text;
  }
  EXPECT_THAT(ErrorOf("photo"), HasSubstr("not valid JSON"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("not valid JSON"));
  EXPECT_THAT(ErrorOf(WithAnnotation("5")), HasSubstr("annotations[0]: is not an object"));
  const auto photos = [](const std::string& list) {
    return ErrorOf(R"({"images": [)" + list + R"(], "categories": [], "annotations": []})");
  };
  EXPECT_THAT(photos(R"({"id": 1, "file_name": "a"}, {"id": 1, "file_name": "b"})"), HasSubstr("images[1]: id 1"));
  EXPECT_THAT(photos(R"({"id": 1, "file_name": ""})"), HasSubstr("images[0]: 'file_name'"));
  EXPECT_THAT(photos(R"({"id": 1, "file_name": "a", "width": -1})"), HasSubstr("images[0]: 'width'"));
  const auto categories = [](const std::string& list) {
    return ErrorOf(R"({"images": [], "categories": [)" + list + R"(], "annotations": []})");
  };
  EXPECT_THAT(categories(R"({"id": 1, "name": "a"}, {"id": 1, "name": "b"})"), HasSubstr("categories[1]: id 1"));
  EXPECT_THAT(categories(R"({"id": 1, "name": "a\u000a"}, {"id": 2, "name": "a\n"})"), HasSubstr("name 'a?' stands"));
}

TEST(CocoAnnotations, AMissingFileIsNamed) {
  const auto read = ReadCocoAnnotations("/nowhere/truth.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, core::ErrorKind::kInput);
  EXPECT_THAT(read.error().message, HasSubstr("/nowhere/truth.json"));
}

struct SharedFile {
  const char* path;
  std::size_t photos;
  std::size_t boxes;
  std::size_t categories;
  std::ptrdiff_t crowds;
};

class SharedAnnotations : public testing::TestWithParam<SharedFile> {};

TEST_P(SharedAnnotations, AreAllRead) {
  const SharedFile& expected = GetParam();
  GODWIT_REQUIRE_TEST_DATA(expected.path);
  const auto read = ReadCocoAnnotations(tests::TestData(expected.path));
  ASSERT_TRUE(read) << read.error().message;
  std::size_t boxes = 0;
  std::ptrdiff_t crowds = 0;
  for (const AnnotatedPhoto& photo : read->photos) {
    boxes += photo.boxes.size();
    crowds += std::ranges::count(photo.boxes, true, &AnnotatedBox::crowd);
  }
  EXPECT_EQ(read->photos.size(), expected.photos);
  EXPECT_EQ(boxes, expected.boxes);
  EXPECT_EQ(read->categories.size(), expected.categories);
  EXPECT_EQ(crowds, expected.crowds);
}

// Counted with Python's json module.
INSTANTIATE_TEST_SUITE_P(Shared, SharedAnnotations,
                         testing::Values(SharedFile{"data/coco/instances_train2017.json", 337, 2828, 80, 18},
                                         SharedFile{"data/coco/instances_val2017.json", 128, 1025, 80, 7},
                                         SharedFile{"data/voc2012_animals/train.json", 2200, 5446, 20, 0}),
                         [](const auto& file) { return "File" + std::to_string(file.index); });

}  // namespace
}  // namespace godwit::detection
