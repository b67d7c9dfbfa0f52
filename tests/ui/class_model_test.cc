#include "ui/class_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/fake_photo_source.h"
#include "ui/class_panel.h"

namespace godwit::ui {
namespace {

using tests::MakeDetection;

class ClassModelTest : public testing::Test {
 protected:
  ClassModelTest() : filter_(&detections_), classes_(&detections_, &filter_) {
    detections_.SetDetections({MakeDetection(1, 0.9F, {0, 0, 9, 9}), MakeDetection(2, 0.8F, {0, 0, 5, 5}),
                               MakeDetection(1, 0.7F, {0, 0, 9, 9}), MakeDetection(2, 0.2F, {0, 0, 5, 5})});
  }

  // "dog 1, person 2": the rows; a class that is hidden stands in brackets.
  [[nodiscard]] std::string Rows() const {
    QStringList rows;
    for (int row = 0; row < classes_.rowCount(); ++row) {
      const QModelIndex name = classes_.index(row, ClassModel::kName);
      const QString text = name.data().toString() + ' ' + classes_.index(row, ClassModel::kCount).data().toString();
      rows << (name.data(Qt::CheckStateRole).toInt() == Qt::Checked ? text : '(' + text + ')');
    }
    return rows.join(", ").toStdString();
  }
  void Check(int row, bool checked) {
    classes_.setData(classes_.index(row, 0), checked ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
  }

  DetectionModel detections_;
  DetectionFilter filter_;
  ClassModel classes_;
};

TEST_F(ClassModelTest, CountsWhatIsAboveTheThreshold) {
  EXPECT_EQ(Rows(), "dog 1, person 2");
  filter_.SetThreshold(0.1);
  EXPECT_EQ(Rows(), "dog 2, person 2");
  filter_.SetThreshold(0.85);
  EXPECT_EQ(Rows(), "person 1");
  detections_.SetDetections({});
  EXPECT_EQ(Rows(), "");
}

TEST_F(ClassModelTest, HidesAClassEverywhereAndOnPhotosToCome) {
  Check(0, false);
  EXPECT_EQ(Rows(), "(dog 1), person 2");
  EXPECT_EQ(filter_.rowCount(), 2);
  EXPECT_EQ(filter_.Passing().size(), 2U);
  detections_.SetDetections({MakeDetection(2, 0.9F, {0, 0, 5, 5})});
  EXPECT_EQ(filter_.rowCount(), 0);
  EXPECT_EQ(Rows(), "(dog 1)");
  detections_.SetDetections({MakeDetection(1, 0.9F, {0, 0, 5, 5})});
  EXPECT_EQ(Rows(), "(dog 0), person 1") << "nothing is hidden in secret";
  Check(0, true);
  EXPECT_EQ(Rows(), "person 1");
}

TEST_F(ClassModelTest, ShowsOneClassOnlyOnPhotosToCome) {
  classes_.ShowAll(false);
  EXPECT_EQ(Rows(), "(dog 1), (person 2)");
  Check(1, true);
  EXPECT_EQ(filter_.Passing().size(), 2U);
  detections_.SetDetections({MakeDetection(2, 0.9F, {0, 0, 5, 5})});
  EXPECT_EQ(Rows(), "(dog 1), person 0");
  EXPECT_EQ(filter_.rowCount(), 0);
  classes_.ShowAll(true);
  EXPECT_EQ(Rows(), "dog 1");
  EXPECT_EQ(filter_.rowCount(), 1);
}

TEST_F(ClassModelTest, SearchesInClassesAndObjects) {
  filter_.SetSearch("ERS");
  EXPECT_EQ(Rows(), "person 2");
  EXPECT_EQ(filter_.rowCount(), 2);
  classes_.ShowAll(false);
  filter_.SetSearch({});
  EXPECT_EQ(Rows(), "dog 1, (person 2)") << "only what was listed";
  filter_.SetSearch("no such thing");
  EXPECT_EQ(Rows(), "");
  EXPECT_TRUE(filter_.Passing().empty());
}

TEST_F(ClassModelTest, TellsExactlyWhatChanged) {
  const QAbstractItemModelTester tester(&classes_, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const QPersistentModelIndex person = classes_.index(1, 0);
  QSignalSpy reset(&classes_, &QAbstractItemModel::modelReset);
  QSignalSpy removed(&classes_, &QAbstractItemModel::rowsRemoved);
  QSignalSpy changed(&classes_, &QAbstractItemModel::dataChanged);
  filter_.SetThreshold(0.85);
  EXPECT_EQ(removed.count(), 1);
  EXPECT_EQ(changed.count(), 1) << "one person is left";
  EXPECT_EQ(reset.count(), 0);
  EXPECT_EQ(person.row(), 0);
  filter_.SetThreshold(0.05);
  detections_.SetDetections({});
  EXPECT_FALSE(person.isValid());
}

TEST_F(ClassModelTest, IsReachedByKeys) {
  ClassPanel panel(&detections_, &filter_);
  panel.show();
  panel.FocusSearch();
  QTest::keyClicks(panel.search(), "per");
  EXPECT_EQ(filter_.rowCount(), 2);
  QTest::keyClick(panel.search(), Qt::Key_Down);
  panel.list()->setCurrentIndex(panel.list()->model()->index(0, 0));
  QTest::keyClick(panel.list(), Qt::Key_Space);
  EXPECT_FALSE(filter_.classes().Shows("person"));
  QSignalSpy left(&panel, &ClassPanel::Left);
  QTest::keyClick(panel.search(), Qt::Key_Escape);
  EXPECT_EQ(left.count(), 1);
  EXPECT_TRUE(filter_.search().isEmpty());
  EXPECT_EQ(filter_.rowCount(), 1) << "the class stays hidden";
}

}  // namespace
}  // namespace godwit::ui
