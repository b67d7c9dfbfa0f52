#include "workflows/export_detections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using tests::ReadFile;
using tests::TemporaryFolder;
using tests::WriteFile;

const core::ModelCard kCard{.id = "synthetic", .input_width = 96, .labels = {{1, "apple"}, {4, "chair"}}};

class ExportDetectionsTest : public testing::Test {
 protected:
  ExportDetectionsTest() { WriteFile(folder_ / "photo.jpg", "pixels"); }

  [[nodiscard]] ImageDetections Result() const {
    return {{.path = folder_ / "photo.jpg", .relative = "photo.jpg", .width = 200, .height = 100},
            {{.label = "chair", .class_id = 4, .score = 0.5F, .box = {50, 25, 100, 50}}}};
  }
  [[nodiscard]] std::string Export(DetectionFormat format, const std::string& name) const {
    const auto exported = ExportDetections(format, kCard, Result(), folder_ / name);
    return exported ? "" : exported.error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(ExportDetectionsTest, WritesEveryFormatUnderTheNameGiven) {
  for (const ExportFormat& format : ExportFormats()) {
    const std::string name = "mine" + std::string(format.ending);
    EXPECT_EQ(Export(format.format, name), "");
    EXPECT_THAT(ReadFile(folder_ / name), HasSubstr(format.format == DetectionFormat::kYolo ? "0.500000" : "chair"))
        << format.name;
  }
  EXPECT_EQ(ReadFile(folder_ / "classes.txt"), "apple\nchair\n");
}

TEST_F(ExportDetectionsTest, JsonIsTheDocumentOfTheCommandLine) {
  ASSERT_EQ(Export(DetectionFormat::kJson, "a.json"), "");
  const std::string text = ReadFile(folder_ / "a.json");
  EXPECT_EQ(text, DetectionsAsText(DetectionFormat::kJson, kCard, Result()));
  const json document = json::parse(text);
  EXPECT_EQ(document["command"], "detect");
  EXPECT_EQ(document["model"]["id"], "synthetic");
  EXPECT_EQ(document["images"][0]["detections"][0]["box"]["width"], 100);
  EXPECT_TRUE(document["errors"].empty());
}

TEST_F(ExportDetectionsTest, NamesThePhotoNotTheFile) {
  ASSERT_EQ(Export(DetectionFormat::kVoc, "mine.xml"), "");
  EXPECT_THAT(ReadFile(folder_ / "mine.xml"), HasSubstr("<filename>photo.jpg</filename>"));
  ASSERT_EQ(Export(DetectionFormat::kCoco, "mine.json"), "");
  EXPECT_EQ(json::parse(ReadFile(folder_ / "mine.json"))["images"][0]["file_name"], "photo.jpg");
}

TEST_F(ExportDetectionsTest, NeverOverwritesThePhoto) {
  EXPECT_THAT(Export(DetectionFormat::kJson, "photo.jpg"), HasSubstr("originals are never overwritten"));
  EXPECT_EQ(ReadFile(folder_ / "photo.jpg"), "pixels");
}

TEST_F(ExportDetectionsTest, KeepsTheClassNamesOfOtherLabels) {
  WriteFile(folder_ / "classes.txt", "cat\ndog\n");
  EXPECT_THAT(Export(DetectionFormat::kYolo, "photo.txt"), HasSubstr("classes.txt: is there already"));
  EXPECT_EQ(ReadFile(folder_ / "classes.txt"), "cat\ndog\n");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "photo.txt"));
  WriteFile(folder_ / "classes.txt", "apple\nchair\n");
  EXPECT_EQ(Export(DetectionFormat::kYolo, "photo.txt"), "");
  EXPECT_THAT(Export(DetectionFormat::kYolo, "classes.txt"), HasSubstr("take another name"));
}

TEST_F(ExportDetectionsTest, SaysWhatIsWrongWithTheFile) {
  EXPECT_THAT(Export(DetectionFormat::kVoc, "mine.voc"), HasSubstr("end in .xml"));
  EXPECT_THAT(Export(DetectionFormat::kCsv, "photo.jpg/a.csv"), HasSubstr("photo.jpg"));
  std::filesystem::create_directory(folder_ / "sub.json");
  EXPECT_THAT(Export(DetectionFormat::kJson, "sub.json"), HasSubstr("sub.json"));
}

}  // namespace
}  // namespace godwit::workflows
