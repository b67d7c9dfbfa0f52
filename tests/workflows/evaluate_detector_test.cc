#include "workflows/evaluate_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/csv_table.h"
#include "core/image/encode.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using detection::AnnotatedBox;
using detection::AnnotatedPhotos;
using detection::Category;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::vector<std::string> NamesOf(const std::vector<Category>& categories) {
  std::vector<std::string> names;
  for (const Category& category : categories) {
    names.push_back(category.name);
  }
  return names;
}

TEST(MatchLabels, GoesByNameAndNotByNumber) {
  const std::vector<core::ClassLabel> labels{{1, "person"}, {2, "bicycle"}, {63, "couch"}, {64, "potted plant"}};
  const std::vector<Category> categories{{2, "person"}, {1, "sofa"}, {9, "Potted_Plant"}, {63, "helmet"}};
  const LabelMatch match = MatchLabels(labels, categories);
  EXPECT_THAT(match.category_of, UnorderedElementsAre(Pair(1, 2), Pair(63, 1), Pair(64, 9)));
  EXPECT_THAT(NamesOf(match.not_in_model), ElementsAre("helmet"));
  EXPECT_THAT(match.not_annotated, ElementsAre("bicycle"));
}

TEST(MatchLabels, TheExactNameCountsFirst) {
  const std::vector<core::ClassLabel> labels{{1, "hot dog"}, {2, "hotdog"}};
  const std::vector<Category> categories{{5, "hotdog"}, {6, "hot dog"}};
  EXPECT_THAT(MatchLabels(labels, categories).category_of, UnorderedElementsAre(Pair(1, 6), Pair(2, 5)));
}

TEST(MatchLabels, LabelsWithoutNameGoByNumberWhereNumbersAgree) {
  const std::vector<core::ClassLabel> labels{{1, "person"}, {2, ""}, {3, ""}};
  const std::vector<Category> alike{{1, "person"}, {2, "bicycle"}};
  EXPECT_THAT(MatchLabels(labels, alike).category_of, UnorderedElementsAre(Pair(1, 1), Pair(2, 2)));
  EXPECT_THAT(MatchLabels(labels, alike).not_in_model, IsEmpty());
  const std::vector<Category> otherwise{{7, "person"}, {2, "bicycle"}};
  EXPECT_THAT(MatchLabels(labels, otherwise).category_of, UnorderedElementsAre(Pair(1, 7)));
  const std::vector<Category> unknown{{2, "bicycle"}};
  EXPECT_THAT(MatchLabels(labels, unknown).category_of, IsEmpty());
}

// The synthetic detector on three photos, of which the truth says what the detector itself finds there.
class EvaluateDetectorTest : public testing::Test {
 protected:
  EvaluateDetectorTest() {
    tests::WriteSyntheticDetector(folder_ / "synthetic.safetensors");
    std::filesystem::create_directories(folder_ / "photos");
    for (int i = 0; i < 3; ++i) {
      core::Image image(50 + 10 * i, 40);
      for (std::size_t byte = 0; byte < image.bytes(); ++byte) {
        image.data()[byte] = static_cast<std::uint8_t>((byte * 31 + byte / 97 * 13) % 256);
      }
      const std::string name = std::to_string(i) + ".png";
      EXPECT_TRUE(core::WriteImage(folder_ / ("photos/" + name), image));
      truth_.photos.push_back({.id = 10 - i, .file_name = name, .width = 50 + 10 * i, .height = 40});
    }
    truth_.categories = {{7, "apple"}, {1, "boat"}, {2, "Chair, Folding"}, {3, "zebra"}};
  }

  // The best `count` detections on each photo become the objects.
  void AnnotateWhatIsFound(std::size_t count) {
    const auto detector = Load();
    const LabelMatch match = MatchLabels(detector.card().labels, truth_.categories);
    for (detection::AnnotatedPhoto& photo : truth_.photos) {
      const auto decoded = core::DecodeImage(folder_ / ("photos/" + photo.file_name), detector.decode_options());
      const auto found = detector.Detect(*decoded, ToDetectOptions(EvaluationSettings()));
      ASSERT_GE(found.size(), count);
      for (std::size_t i = 0; i < count; ++i) {
        const detection::PixelBox& box = found[i].box;
        photo.boxes.push_back({box, match.category_of.at(found[i].class_id), false, box.width * box.height});
      }
    }
  }

  detection::Detector Load() const { return detection::Detector::Load(folder_ / "synthetic.safetensors").value(); }

  core::Result<DetectorEvaluation> Evaluate(int threads = 2) const {
    return EvaluateDetector(Load(), truth_, folder_ / "photos", EvaluationSettings(), core::ThreadPool(threads), {});
  }

  tests::TemporaryFolder folder_;
  AnnotatedPhotos truth_;
};

TEST_F(EvaluateDetectorTest, WhatItFindsItselfIsFound) {
  AnnotateWhatIsFound(1);
  for (const int threads : {1, 2}) {
    const auto evaluation = Evaluate(threads);
    ASSERT_TRUE(evaluation) << evaluation.error().message;
    EXPECT_EQ(evaluation->photos, 3);
    EXPECT_EQ(evaluation->objects, 3);
    EXPECT_THAT(evaluation->report.errors, IsEmpty());
    EXPECT_EQ(evaluation->metric.numbers[detection::kAr], 1);
    EXPECT_GT(evaluation->metric.numbers[detection::kAp], 0.5);
    EXPECT_THAT(evaluation->not_in_model, IsEmpty()) << "no zebra is annotated";
    EXPECT_THAT(evaluation->not_annotated, IsEmpty());
  }
}

TEST_F(EvaluateDetectorTest, ClassesThatTheModelDoesNotHaveCountAsMissed) {
  AnnotateWhatIsFound(1);
  const double without = Evaluate()->metric.numbers[detection::kAr];
  truth_.photos[1].boxes.push_back({{0, 0, 10, 10}, 3, false, 100});
  const auto evaluation = Evaluate();
  EXPECT_THAT(NamesOf(evaluation->not_in_model), ElementsAre("zebra"));
  EXPECT_EQ(evaluation->objects, 4);
  EXPECT_LT(evaluation->metric.numbers[detection::kAr], without);
  EXPECT_EQ(evaluation->metric.classes[3].numbers[detection::kAp], 0);
}

TEST_F(EvaluateDetectorTest, PhotosThatFailAreNamedAndTheOthersCount) {
  AnnotateWhatIsFound(1);
  truth_.photos[0].width = 40;  // turned on its side
  truth_.photos[0].height = 50;
  std::filesystem::remove(folder_ / "photos/1.png");
  const auto evaluation = Evaluate();
  EXPECT_EQ(evaluation->photos, 1);
  EXPECT_EQ(evaluation->objects, 1);
  EXPECT_EQ(evaluation->metric.numbers[detection::kAr], 1);
  ASSERT_THAT(evaluation->report.errors, SizeIs(2));
  EXPECT_THAT(evaluation->report.errors[0].error, AllOf(HasSubstr("0.png: "), HasSubstr("50x40"), HasSubstr("40x50")));
  EXPECT_THAT(evaluation->report.errors[1].error, HasSubstr("1.png"));
}

TEST_F(EvaluateDetectorTest, AStopLeavesTheRestOut) {
  AnnotateWhatIsFound(1);
  std::stop_source stop;
  stop.request_stop();
  const auto evaluation = EvaluateDetector(Load(), truth_, folder_ / "photos", EvaluationSettings(),
                                           core::ThreadPool(2), {.stop = stop.get_token(), .progress = {}, .log = {}});
  ASSERT_TRUE(evaluation);
  EXPECT_TRUE(evaluation->report.cancelled);
  EXPECT_LT(evaluation->photos, 3);
}

TEST_F(EvaluateDetectorTest, RefusesWhatCannotBeCompared) {
  truth_.categories = {{1, "zebra"}, {2, "giraffe"}};
  const auto unknown = Evaluate();
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, core::ErrorKind::kInput);
  EXPECT_THAT(unknown.error().message, HasSubstr("'synthetic'"));
  const auto nowhere =
      EvaluateDetector(Load(), truth_, folder_ / "none", EvaluationSettings(), core::ThreadPool(1), {});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("none: is not a folder"));
}

TEST_F(EvaluateDetectorTest, WritesTheCurvesOfClassesThatHaveObjects) {
  AnnotateWhatIsFound(1);
  const auto evaluation = Evaluate();
  ASSERT_TRUE(WritePrecisionCurves(evaluation->metric, folder_ / "curves.csv"));
  const auto table = core::ReadCsv(folder_ / "curves.csv");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(table->header, ElementsAre("class", "iou", "recall", "precision"));
  const auto with_objects =
      std::ranges::count_if(evaluation->metric.classes, [](const auto& of_class) { return of_class.objects > 0; });
  ASSERT_EQ(std::ssize(table->rows), with_objects * 10 * 101);
  EXPECT_EQ(table->rows[0].fields[1], "0.50");
  EXPECT_EQ(table->rows[1].fields[2], "0.01");
  EXPECT_EQ(table->rows.back().fields[1], "0.95");
  EXPECT_EQ(table->rows.back().fields[2], "1.00");
  EXPECT_EQ(WritePrecisionCurves(evaluation->metric, folder_ / "photos").error().kind, core::ErrorKind::kUsage);
}

}  // namespace
}  // namespace godwit::workflows
