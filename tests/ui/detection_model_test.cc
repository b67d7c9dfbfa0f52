#include "ui/detection_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include <QRectF>
#include <QSignalSpy>

#include "tests/ui/fake_photo_source.h"

namespace godwit::ui {
namespace {

using tests::MakeDetection;
using Fatal = QAbstractItemModelTester;

std::vector<detection::Detection> ThreeDetections() {
  return {MakeDetection(1, 0.9F, {10, 20, 30, 40}), MakeDetection(2, 0.5F, {0, 0, 5, 5}),
          MakeDetection(2, 0.06F, {1, 1, 400, 300})};
}

std::vector<float> Scores(const QAbstractItemModel& model) {
  std::vector<float> scores;
  for (int row = 0; row < model.rowCount(); ++row) {
    scores.push_back(model.index(row, 0).data(DetectionModel::kScoreRole).toFloat());
  }
  return scores;
}

TEST(DetectionModelTest, IsAModelByQtsRules) {
  DetectionModel model;
  DetectionFilter filter(&model);
  const QAbstractItemModelTester model_tester(&model, Fatal::FailureReportingMode::Fatal);
  const QAbstractItemModelTester filter_tester(&filter, Fatal::FailureReportingMode::Fatal);
  model.SetDetections(ThreeDetections());
  filter.SetThreshold(0.05);
  filter.sort(DetectionModel::kObject);
  filter.SetThreshold(0.95);
  model.SetDetections({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(DetectionModelTest, GivesWordsAndBoxes) {
  DetectionModel model;
  model.SetDetections(ThreeDetections());
  EXPECT_EQ(model.index(0, DetectionModel::kObject).data().toString(), "person");
  EXPECT_EQ(model.index(0, DetectionModel::kScore).data().toString(), "90 %");
  EXPECT_EQ(model.index(2, DetectionModel::kSize).data().toString(), "400 × 300");
  EXPECT_EQ(model.index(0, 0).data(DetectionModel::kBoxRole).toRectF(), QRectF(10, 20, 30, 40));
  EXPECT_FALSE(model.data({}, Qt::DisplayRole).isValid());
}

TEST(DetectionFilterTest, KeepsWhatScoresAboveTheThresholdOnly) {
  DetectionModel model;
  DetectionFilter filter(&model);
  model.SetDetections(ThreeDetections());
  EXPECT_THAT(Scores(filter), testing::ElementsAre(0.9F)) << "0.5 does not score above 0.5";
  filter.SetThreshold(0.49);
  EXPECT_THAT(Scores(filter), testing::ElementsAre(0.9F, 0.5F));
  filter.SetThreshold(0.05);
  EXPECT_THAT(Scores(filter), testing::SizeIs(3));
  EXPECT_EQ(filter.Passing().size(), 3U);
}

TEST(DetectionFilterTest, TellsExactlyWhichRowsGoAndCome) {
  DetectionModel model;
  DetectionFilter filter(&model);
  model.SetDetections(ThreeDetections());
  ASSERT_EQ(filter.rowCount(), 1);
  QSignalSpy inserted(&filter, &QAbstractItemModel::rowsInserted);
  QSignalSpy removed(&filter, &QAbstractItemModel::rowsRemoved);
  QSignalSpy reset(&filter, &QAbstractItemModel::modelReset);
  filter.SetThreshold(0.3);
  EXPECT_EQ(inserted.count(), 1);
  filter.SetThreshold(0.6);
  EXPECT_EQ(removed.count(), 1);
  EXPECT_EQ(reset.count(), 0);
}

TEST(DetectionFilterTest, SortsSizesAndScoresAsNumbers) {
  DetectionModel model;
  DetectionFilter filter(&model);
  filter.SetThreshold(0.05);
  model.SetDetections(ThreeDetections());
  filter.sort(DetectionModel::kSize, Qt::AscendingOrder);
  EXPECT_THAT(Scores(filter), testing::ElementsAre(0.5F, 0.9F, 0.06F));
  filter.sort(DetectionModel::kScore, Qt::DescendingOrder);
  EXPECT_THAT(Scores(filter), testing::ElementsAre(0.9F, 0.5F, 0.06F));
}

}  // namespace
}  // namespace godwit::ui
