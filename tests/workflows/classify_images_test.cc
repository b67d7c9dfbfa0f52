#include "workflows/classify_images.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "tests/support/synthetic_classifier.h"
#include "tests/support/temporary_folder.h"
#include "workflows/evaluate_classifier.h"

namespace godwit::workflows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ClassifyImagesTest : public testing::Test {
 protected:
  ClassifyImagesTest() {
    tests::WriteSyntheticClassifier(folder_ / "synthetic.safetensors");
    for (int i = 0; i < 5; ++i) {
      core::Image image;
      image.Reset(40 + i, 30);
      for (int y = 0; y < 30; ++y) {
        std::fill_n(image.Row(y), image.Stride(), static_cast<std::uint8_t>(y * 8 * i));
      }
      EXPECT_TRUE(core::WriteImage(folder_ / "photos" / (std::to_string(i) + ".png"), image));
    }
    tests::WriteFile(folder_ / "photos/3b.jpg", "not a picture");
  }

  recognition::Classifier Load() const {
    return recognition::Classifier::Load(folder_ / "synthetic.safetensors").value();
  }

  std::string Write(ClassFormat format) {
    const recognition::Classifier classifier = Load();
    std::ostringstream out;
    const auto writer = MakeClassWriter(format, classifier.card(), out);
    const auto report =
        ClassifyImages(classifier, core::ListImages({folder_ / "photos"}), {.top = 2}, core::ThreadPool(2),
                       [&](const ImageClasses& result, const core::Photo&) { return writer->Add(result); }, {});
    EXPECT_EQ(report.images, 6);
    EXPECT_THAT(report.errors, SizeIs(1));
    EXPECT_TRUE(writer->Finish(report));
    return out.str();
  }

  tests::TemporaryFolder folder_;
};

TEST_F(ClassifyImagesTest, JsonIsTheDocumentThatScriptsRelyOn) {
  const auto document = nlohmann::json::parse(Write(ClassFormat::kJson));
  EXPECT_EQ(document["command"], "classify");
  EXPECT_EQ(document["model"]["id"], "synthetic");
  ASSERT_EQ(document["images"].size(), 5U);
  EXPECT_EQ(document["errors"].size(), 1U);
  const auto& image = document["images"][4];
  EXPECT_THAT(image["path"].get<std::string>(), HasSubstr("4.png"));
  EXPECT_EQ(image["width"], 44);
  ASSERT_EQ(image["classes"].size(), 2U);
  EXPECT_GE(image["classes"][0]["score"], image["classes"][1]["score"]);
}

TEST_F(ClassifyImagesTest, EveryFormatHasEveryPhoto) {
  const std::string jsonl = Write(ClassFormat::kJsonl);
  EXPECT_EQ(std::ranges::count(jsonl, '\n'), 6);
  EXPECT_THAT(jsonl, HasSubstr(R"("error":)"));
  const std::string csv = Write(ClassFormat::kCsv);
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 5 * 2);
  EXPECT_TRUE(csv.starts_with("path,rank,label,index,score\n"));
  const std::string text = Write(ClassFormat::kText);
  EXPECT_EQ(std::ranges::count(text, '%'), 10);
}

TEST_F(ClassifyImagesTest, EvaluationCountsWhatIsRight) {
  const recognition::Classifier classifier = Load();
  const auto truth = [&](const char* photo) {
    return classifier.Classify(core::DecodeImage(folder_ / "photos" / photo).value(), 1).front().index;
  };
  tests::WriteFile(folder_ / "labels.csv", "Index,path\n" + std::to_string(truth("0.png")) + ",photos/0.png\n" +
                                               std::to_string((truth("4.png") + 1) % 3) +
                                               ",photos/4.png\n0,photos/3b.jpg\n");
  const auto photos = ReadLabelledImages(folder_ / "labels.csv", classifier.card());
  ASSERT_TRUE(photos) << photos.error().message;
  const auto evaluation = EvaluateClassifier(classifier, *photos, core::ThreadPool(2), {});
  EXPECT_EQ(evaluation.photos, 2);
  EXPECT_EQ(evaluation.top1, 1);
  EXPECT_EQ(evaluation.top5, 2);
  EXPECT_EQ(evaluation.Top1(), 0.5);
  EXPECT_THAT(evaluation.report.errors, SizeIs(1));
}

TEST_F(ClassifyImagesTest, LabelsMayBeNames) {
  tests::WriteFile(folder_ / "labels.csv", "path,label\na.png,boat\nb.png,\"chair, folding\"\n");
  const auto photos = ReadLabelledImages(folder_ / "labels.csv", Load().card());
  ASSERT_TRUE(photos);
  EXPECT_EQ(photos->at(0).index, 1);
  EXPECT_EQ(photos->at(1).index, 2);
  EXPECT_EQ(photos->at(1).path, folder_ / "b.png");
}

TEST_F(ClassifyImagesTest, LabelsThatAreNotKnownAreErrors) {
  const auto message = [&](const std::string& text) {
    tests::WriteFile(folder_ / "labels.csv", text);
    const auto photos = ReadLabelledImages(folder_ / "labels.csv", Load().card());
    return photos ? "read" : photos.error().message;
  };
  EXPECT_THAT(message("path,index\na.png,3\n"), HasSubstr("labels.csv: line 2: model 'synthetic' has no class '3'"));
  EXPECT_THAT(message("path,index\na.png,-1\n"), HasSubstr("no class '-1'"));
  EXPECT_THAT(message("path,index\na.png,1x\n"), HasSubstr("no class '1x'"));
  EXPECT_THAT(message("path,label\na.png,pear\n"), HasSubstr("no class 'pear'"));
  EXPECT_THAT(message("path\na.png\n"), HasSubstr("a column 'index' or 'label'"));
}

}  // namespace
}  // namespace godwit::workflows
