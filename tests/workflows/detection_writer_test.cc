#include "workflows/detection_writer.h"

#include <sstream>

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

const core::ModelCard kCard{.id = "synthetic",
                            .alpha = 0.5,
                            .input_width = 96,
                            .input_height = 96,
                            .labels = {{1, "apple"}, {2, ""}, {4, "chair, \"folding\" <1>"}},
                            .sha256 = "abc"};

ImageDetections Photo(const std::string& relative, std::vector<detection::Detection> detections) {
  return {{.path = "/photos/" + relative, .relative = relative, .width = 200, .height = 100, .times = {1, 2, 3, 4}},
          std::move(detections)};
}

const detection::Detection kApple{.label = "apple", .class_id = 1, .score = 0.75F, .box = {20.5, 10, 100, 50}};
const detection::Detection kChair{
    .label = "chair, \"folding\" <1>", .class_id = 4, .score = 0.5F, .box = {0, 0, 200, 100}};

std::vector<ImageDetections> Results() {
  const ImageDetections failed{
      {.path = "/photos/bad.jpg", .relative = "bad.jpg", .error = "/photos/bad.jpg: is damaged"}, {}};
  return {Photo("a.jpg", {kApple, kChair}), failed, Photo("b/c.png", {})};
}

ImagesReport Report() { return {.images = 3, .errors = {{"/photos/bad.jpg", "it is damaged"}}}; }

std::string WriteStream(DetectionFormat format, const std::vector<ImageDetections>& results) {
  std::ostringstream out;
  const auto writer = MakeStreamWriter(format, kCard, out);
  for (const ImageDetections& result : results) {
    EXPECT_TRUE(writer->Add(result));
  }
  EXPECT_TRUE(writer->Finish(Report()));
  return out.str();
}

TEST(DetectionWriter, JsonIsTheDocumentThatScriptsRelyOn) {
  const json document = json::parse(WriteStream(DetectionFormat::kJson, Results()));
  EXPECT_EQ(document["command"], "detect");
  EXPECT_EQ(document["model"], (json{{"id", "synthetic"}, {"sha256", "abc"}, {"alpha", 0.5}, {"input", 96}}));
  ASSERT_EQ(document["images"].size(), 2U);
  const json& image = document["images"][0];
  EXPECT_EQ(image["path"], "/photos/a.jpg");
  EXPECT_EQ(image["width"], 200);
  EXPECT_EQ(image["height"], 100);
  EXPECT_EQ(image["detections"][0]["label"], "apple");
  EXPECT_EQ(image["detections"][0]["class_id"], 1);
  EXPECT_EQ(image["detections"][0]["score"], 0.75);
  EXPECT_EQ(image["detections"][0]["box"], (json{{"x", 20.5}, {"y", 10.0}, {"width", 100.0}, {"height", 50.0}}));
  EXPECT_EQ(image["time_ms"], (json{{"decode", 1.0}, {"preprocess", 2.0}, {"network", 3.0}, {"postprocess", 4.0}}));
  EXPECT_EQ(document["images"][1]["detections"], json::array());
  EXPECT_EQ(document["errors"], (json{{{"path", "/photos/bad.jpg"}, {"error", "it is damaged"}}}));
}

TEST(DetectionWriter, JsonOfNothingIsADocument) {
  const json document = json::parse(WriteStream(DetectionFormat::kJson, {}));
  EXPECT_EQ(document["images"], json::array());
}

TEST(DetectionWriter, JsonSurvivesPathsThatAreNotUtf8) {
  const std::string text = WriteStream(DetectionFormat::kJson, {Photo("caf\xE9 \"\n.jpg", {kApple})});
  EXPECT_EQ(json::parse(text)["images"][0]["path"], "/photos/caf\uFFFD \"\n.jpg");
}

TEST(DetectionWriter, JsonlIsALineAnImage) {
  std::istringstream lines(WriteStream(DetectionFormat::kJsonl, Results()));
  std::vector<json> parsed;
  for (std::string line; std::getline(lines, line);) {
    parsed.push_back(json::parse(line));
  }
  ASSERT_EQ(parsed.size(), 3U);
  EXPECT_EQ(parsed[0]["detections"].size(), 2U);
  EXPECT_EQ(parsed[1]["error"], "/photos/bad.jpg: is damaged");
  EXPECT_EQ(parsed[2]["path"], "/photos/b/c.png");
}

TEST(DetectionWriter, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(WriteStream(DetectionFormat::kCsv, Results()),
            "path,image_width,image_height,label,class_id,score,x,y,width,height\n"
            "/photos/a.jpg,200,100,apple,1,0.75,20.5,10,100,50\n"
            "/photos/a.jpg,200,100,\"chair, \"\"folding\"\" <1>\",4,0.5,0,0,200,100\n");
}

TEST(DetectionWriter, CocoIsADataSet) {
  const json document = json::parse(WriteStream(DetectionFormat::kCoco, Results()));
  EXPECT_EQ(document["images"][1], (json{{"id", 2}, {"file_name", "b/c.png"}, {"width", 200}, {"height", 100}}));
  EXPECT_EQ(document["annotations"][0], (json{{"id", 1},
                                              {"image_id", 1},
                                              {"category_id", 1},
                                              {"bbox", {20.5, 10.0, 100.0, 50.0}},
                                              {"area", 5000.0},
                                              {"iscrowd", 0},
                                              {"score", 0.75}}));
  EXPECT_EQ(document["categories"].size(), 2U);
}

core::ImageList ListOf(const std::vector<ImageDetections>& results) {
  core::ImageList list;
  for (const ImageDetections& result : results) {
    list.images.push_back({result.path, result.relative});
  }
  return list;
}

void WriteFolder(DetectionFormat format, const std::filesystem::path& folder,
                 const std::vector<ImageDetections>& results = Results()) {
  const auto writer = MakeFolderWriter(format, kCard, folder, ListOf(results));
  for (const ImageDetections& result : results) {
    EXPECT_TRUE(writer->Add(result));
  }
  EXPECT_TRUE(writer->Finish(Report()));
}

TEST(DetectionWriter, VocIsAnXmlFileAnImage) {
  const TemporaryFolder folder;
  WriteFolder(DetectionFormat::kVoc, folder / "out");
  const std::string xml = ReadFile(folder / "out/a.xml");
  EXPECT_THAT(xml, HasSubstr("<filename>a.jpg</filename>"));
  EXPECT_THAT(xml, HasSubstr("<size><width>200</width><height>100</height><depth>3</depth></size>"));
  EXPECT_THAT(xml, HasSubstr("<xmin>21</xmin><ymin>11</ymin><xmax>121</xmax><ymax>60</ymax>"));
  EXPECT_THAT(xml, HasSubstr("<name>chair, \"folding\" &lt;1&gt;</name>"));
  EXPECT_TRUE(std::filesystem::exists(folder / "out/b/c.xml"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out/bad.xml"));
}

TEST(DetectionWriter, VocIsXmlWhateverThePhotoIsCalled) {
  const TemporaryFolder folder;
  WriteFolder(DetectionFormat::kVoc, folder / "out", {Photo("caf\xE9\x01\n&\xC3\xA9\uFFFF.jpg", {kApple})});
  const auto file = std::filesystem::directory_iterator(folder / "out")->path();
  EXPECT_THAT(ReadFile(file), HasSubstr("<filename>caf\uFFFD\uFFFD&#10;&amp;\u00E9\uFFFD.jpg</filename>"));
}

TEST(DetectionWriter, YoloNumbersNamedClassesWithoutGaps) {
  const TemporaryFolder folder;
  WriteFolder(DetectionFormat::kYolo, folder / "out");
  EXPECT_EQ(ReadFile(folder / "out/classes.txt"), "apple\nchair, \"folding\" <1>\n");
  EXPECT_EQ(ReadFile(folder / "out/a.txt"),
            "0 0.352500 0.350000 0.500000 0.500000\n1 0.500000 0.500000 1.000000 1.000000\n");
  EXPECT_EQ(ReadFile(folder / "out/b/c.txt"), "");
}

TEST(DetectionWriter, AFolderThatCannotBeWrittenIsAnError) {
  const TemporaryFolder folder;
  tests::WriteFile(folder / "out", "a file");
  const auto writer = MakeFolderWriter(DetectionFormat::kVoc, kCard, folder / "out", ListOf({Photo("a.jpg", {})}));
  const auto written = writer->Add(Photo("a.jpg", {}));
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("out"));
}

TEST(ParseDetectionFormat, KnowsItsNames) {
  EXPECT_EQ(ParseDetectionFormat("yolo"), DetectionFormat::kYolo);
  EXPECT_EQ(ParseDetectionFormat("xml"), std::nullopt);
}

}  // namespace
}  // namespace godwit::workflows
