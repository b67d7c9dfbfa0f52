#include "workflows/merge_results.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"
#include "workflows/classify_images.h"
#include "workflows/detection_writer.h"
#include "workflows/shard.h"

namespace godwit::workflows {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const core::ModelCard kCard{.id = "synthetic", .alpha = 0.5, .input_width = 96, .labels = {{1, "apple"}, {4, "a, b"}}};

class MergeResultsTest : public testing::Test {
 protected:
  MergeResultsTest() {
    for (int i = 0; i < 40; ++i) {
      tests::WriteFile(folder_ / fmt::format("photos/{}/{}.jpg", i % 3, 10 * i), "");
    }
    list_ = core::ListImages({folder_ / "photos", folder_ / "absent"});
  }

  // What a photo shows follows from its place in the whole list. Every seventh fails.
  [[nodiscard]] ImageDetections ResultOf(const core::ListedImage& image) const {
    const auto place =
        static_cast<int>(std::ranges::find(list_.images, image.path, &core::ListedImage::path) - list_.images.begin());
    ImageDetections result{{.path = image.path, .relative = image.relative, .width = 640, .height = 480}, {}};
    if (place % 7 == 0) {
      result.error = image.path.string() + ": is damaged";
    }
    for (int i = 0; i < place % 4; ++i) {
      result.detections.push_back({.label = i % 2 == 0 ? "apple" : "a, b",
                                   .class_id = i % 2 == 0 ? 1 : 4,
                                   .score = 0.9F / static_cast<float>(i + place),
                                   .box = {place / 3.0, 0.1F, 10, 20}});
    }
    return result;
  }

  [[nodiscard]] std::string Write(DetectionFormat format, const core::ImageList& list) const {
    std::ostringstream out;
    const auto writer = MakeStreamWriter(format, kCard, out);
    ImagesReport report{.images = std::ssize(list.images), .errors = list.errors};
    for (const core::ListedImage& image : list.images) {
      const ImageDetections result = ResultOf(image);
      EXPECT_TRUE(writer->Add(result));
      if (!result.error.empty()) {
        report.errors.push_back({image.path.string(), result.error});
      }
    }
    EXPECT_TRUE(writer->Finish(report));
    return out.str();
  }

  // Files of that many parts.
  std::vector<std::filesystem::path> WriteParts(DetectionFormat format, int count) const {
    std::vector<std::filesystem::path> files;
    for (int index = 0; index < count; ++index) {
      files.push_back(folder_ / fmt::format("part-{}", index));
      tests::WriteFile(files.back(), Write(format, TakeShard(list_, {index, count})));
    }
    return files;
  }

  static std::string Merge(const std::vector<std::filesystem::path>& files) {
    std::ostringstream out;
    const auto merged = MergeResults(files, out);
    EXPECT_TRUE(merged) << merged.error().message;
    return out.str();
  }

  std::string ErrorOf(const std::vector<std::string>& contents) const {
    std::vector<std::filesystem::path> files;
    for (const std::string& text : contents) {
      files.push_back(folder_ / fmt::format("file-{}", files.size()));
      tests::WriteFile(files.back(), text);
    }
    std::ostringstream out;
    const auto merged = MergeResults(files, out);
    EXPECT_FALSE(merged);
    EXPECT_EQ(out.str(), "") << "nothing is written where there is an error";
    return merged ? "" : merged.error().message;
  }

  tests::TemporaryFolder folder_;
  core::ImageList list_;
};

TEST_F(MergeResultsTest, IsWhatOneRunWrites) {
  for (const DetectionFormat format :
       {DetectionFormat::kJson, DetectionFormat::kJsonl, DetectionFormat::kCsv, DetectionFormat::kCoco}) {
    const std::string whole = Write(format, list_);
    for (const int count : {1, 2, 3, 60}) {  // of 60 parts some are empty
      auto files = WriteParts(format, count);
      std::ranges::reverse(files);  // in whatever order they are named
      EXPECT_EQ(Merge(files), whole) << "format " << static_cast<int>(format) << ", parts " << count;
    }
  }
}

TEST_F(MergeResultsTest, TakesResultsOfClassifiersAsWell) {
  const ImageClasses a{{.path = "a.jpg", .width = 2, .height = 3}, {{.label = "x", .index = 1, .score = 0.5F}}};
  const ImageClasses b{{.path = "b.jpg", .width = 2, .height = 3}, {{.label = "y", .index = 2, .score = 0.25F}}};
  const auto write = [&](ClassFormat format, const std::vector<ImageClasses>& results) {
    std::ostringstream out;
    const auto writer = MakeClassWriter(format, kCard, out);
    for (const ImageClasses& result : results) {
      EXPECT_TRUE(writer->Add(result));
    }
    EXPECT_TRUE(writer->Finish({}));
    return out.str();
  };
  for (const ClassFormat format : {ClassFormat::kJson, ClassFormat::kJsonl, ClassFormat::kCsv}) {
    tests::WriteFile(folder_ / "a", write(format, {a}));
    tests::WriteFile(folder_ / "b", write(format, {b}));
    EXPECT_EQ(Merge({folder_ / "b", folder_ / "a"}), write(format, {a, b}));
  }
}

TEST_F(MergeResultsTest, WhatIsNotOfOneRunIsRefused) {
  const std::string json = Write(DetectionFormat::kJson, list_);
  const std::string none = Write(DetectionFormat::kJson, {});
  EXPECT_THAT(ErrorOf({json, json}),
              AllOf(HasSubstr("file-0"), HasSubstr("file-1: both have"), HasSubstr(list_.images[1].path.string())));
  EXPECT_THAT(ErrorOf({none, Write(DetectionFormat::kCoco, {})}),
              HasSubstr("file-1: is a COCO data set, and the files before it are JSON"));
  std::string other = none;
  other.replace(other.find("synthetic"), 9, "other-one");
  EXPECT_THAT(ErrorOf({none, other}), AllOf(HasSubstr("file-1: has other models"), HasSubstr("file-0")));
  EXPECT_THAT(ErrorOf({"path,a\n", "path,b\n"}), HasSubstr("file-1: has other columns"));
}

TEST_F(MergeResultsTest, WhatIsNoResultIsNamed) {
  for (const char* text : {"hello", "{", "{}", "[]", "{\"path\": 1}\n", "a,b\n1,2\n", "\n",
                           "{\"images\": 1, \"errors\": []}", "{\"images\": [1], \"errors\": []}",
                           "{\"images\": [], \"errors\": 7}", "{\"images\": [{\"id\": \"x\"}], \"annotations\": []}",
                           "{\"images\": [], \"annotations\": [{\"image_id\": 3}]}"}) {
    EXPECT_THAT(ErrorOf({text}), HasSubstr("file-0: is no result that can be merged")) << text;
  }
  std::ostringstream out;
  EXPECT_THAT(MergeResults({folder_ / "none"}, out).error().message, HasSubstr("none: cannot be read"));
  EXPECT_THAT(MergeResults({folder_.path()}, out).error().message, HasSubstr("is a folder"));
}

}  // namespace
}  // namespace godwit::workflows
