#include "ui/image_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/ui/fake_photo_source.h"
#include "ui/detection_filter.h"

namespace godwit::ui {
namespace {

using tests::MakeDetection;
using tests::MakePicture;

class ImageViewTest : public testing::Test {
 protected:
  ImageViewTest() : filter_(&model_), selection_(&filter_) {
    view_.SetModel(&filter_, &selection_);
    view_.resize(400, 300);
    view_.show();
    view_.SetPicture(MakePicture(1000, 500));
    model_.SetDetections({MakeDetection(1, 0.9F, {100, 100, 400, 300}), MakeDetection(2, 0.8F, {200, 200, 50, 50})});
  }

  [[nodiscard]] QPoint At(double photo_x, double photo_y) const {
    return view_.ViewFromPhoto({photo_x, photo_y}).toPoint();
  }
  void Wheel(const QPointF& at, int delta) {
    QWheelEvent event(at, view_.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&view_, &event);
  }

  DetectionModel model_;
  DetectionFilter filter_;
  QItemSelectionModel selection_;
  ImageView view_;
};

TEST_F(ImageViewTest, FitsThePhotoAndFollowsTheWindow) {
  EXPECT_DOUBLE_EQ(view_.zoom(), 0.4);
  EXPECT_EQ(At(500, 250), QPoint(200, 150));
  view_.resize(1000, 1000);
  EXPECT_DOUBLE_EQ(view_.zoom(), 1);
}

TEST_F(ImageViewTest, KeepsThePlaceUnderThePointerWhenZooming) {
  view_.SetZoom(1);
  const QPointF pointer(150, 130);
  const QPointF before = view_.PhotoFromView(pointer);
  Wheel(pointer, 240);
  EXPECT_NEAR(view_.zoom(), 1.5625, 1e-9);
  const QPointF after = view_.PhotoFromView(pointer);
  EXPECT_NEAR(after.x(), before.x(), 1e-9);
  EXPECT_NEAR(after.y(), before.y(), 1e-9);
}

TEST_F(ImageViewTest, NeverZoomsBeyondItsBounds) {
  for (int i = 0; i < 40; ++i) {
    Wheel({200, 150}, 120);
  }
  EXPECT_DOUBLE_EQ(view_.zoom(), 32);
  for (int i = 0; i < 80; ++i) {
    Wheel({200, 150}, -120);
  }
  EXPECT_DOUBLE_EQ(view_.zoom(), 0.4);
}

TEST_F(ImageViewTest, PansByDragNotBeyondTheEdge) {
  view_.SetZoom(1);
  QTest::mousePress(&view_, Qt::LeftButton, {}, {100, 100});
  QTest::mouseMove(&view_, {160, 100});
  EXPECT_NEAR(view_.PhotoFromView({200, 150}).x(), 440, 1e-9);
  QTest::mouseMove(&view_, {5000, 100});
  QTest::mouseRelease(&view_, Qt::LeftButton, {}, {5000, 100});
  EXPECT_NEAR(view_.PhotoFromView({0, 0}).x(), 0, 1e-9);
  EXPECT_FALSE(selection_.hasSelection()) << "a drag is not a click";
}

TEST_F(ImageViewTest, SelectsTheInnermostBoxClicked) {
  QTest::mouseClick(&view_, Qt::LeftButton, {}, At(225, 225));
  ASSERT_TRUE(selection_.hasSelection());
  EXPECT_EQ(selection_.selectedRows().front().data().toString(), "dog");
  QTest::mouseClick(&view_, Qt::LeftButton, {}, At(120, 120));
  EXPECT_EQ(selection_.selectedRows().front().data().toString(), "person");
  QTest::mouseClick(&view_, Qt::LeftButton, {}, At(900, 450));
  EXPECT_FALSE(selection_.hasSelection());
}

TEST_F(ImageViewTest, WalksBoxesByKeys) {
  QTest::keyClick(&view_, Qt::Key_Down);
  EXPECT_EQ(selection_.currentIndex().row(), 0);
  QTest::keyClick(&view_, Qt::Key_Down);
  QTest::keyClick(&view_, Qt::Key_Down);
  EXPECT_EQ(selection_.currentIndex().row(), 1);
  QTest::keyClick(&view_, Qt::Key_Escape);
  EXPECT_FALSE(selection_.hasSelection());
}

TEST_F(ImageViewTest, TellsTheHoveredRow) {
  QSignalSpy hovered(&view_, &ImageView::Hovered);
  QTest::mouseMove(&view_, At(225, 225));
  ASSERT_EQ(hovered.count(), 1);
  EXPECT_EQ(hovered.front().front().toModelIndex().row(), 1);
}

TEST_F(ImageViewTest, ReachesOnlyBoxesAboveTheThreshold) {
  filter_.SetThreshold(0.85);
  EXPECT_EQ(view_.RowAt(At(225, 225)), 0);
  filter_.SetThreshold(0.95);
  EXPECT_EQ(view_.RowAt(At(225, 225)), -1);
}

TEST_F(ImageViewTest, DrawsBoxesInTheirClassesColour) {
  const QColor color = filter_.index(0, 0).data(Qt::DecorationRole).value<QColor>();
  EXPECT_EQ(view_.grab().toImage().pixelColor(At(100, 300)), color);
  view_.SetBoxesVisible(false);
  EXPECT_EQ(view_.grab().toImage().pixelColor(At(100, 300)), QColor(128, 128, 128));
}

TEST_F(ImageViewTest, KeepsZoomAndPlaceWhenMorePixelsArrive) {
  view_.SetPicture(MakePicture(4000, 3000, 1000));
  view_.SetZoom(1);
  const QPointF place = view_.PhotoFromView({10, 10});
  view_.RefinePicture(MakePicture(4000, 3000));
  EXPECT_DOUBLE_EQ(view_.zoom(), 1);
  EXPECT_EQ(view_.PhotoFromView({10, 10}), place);
}

TEST_F(ImageViewTest, ShowsAPhotoOfOnePixel) {
  view_.SetPicture(MakePicture(1, 1));
  EXPECT_DOUBLE_EQ(view_.zoom(), 8);
  EXPECT_FALSE(view_.grab().isNull());
}

TEST(PictureTest, DrawsFromTheSmallestCopyThatHasEnoughPixels) {
  const Picture picture = MakePicture(4001, 3001);
  EXPECT_EQ(picture.LevelFor(1).size(), QSize(4001, 3001));
  EXPECT_EQ(picture.LevelFor(0.51).size(), QSize(4001, 3001));
  EXPECT_EQ(picture.LevelFor(0.5).size(), QSize(2001, 1501));
  EXPECT_EQ(picture.LevelFor(0.01).size(), QSize(1001, 751));
  EXPECT_FALSE(picture.is_preview());
  EXPECT_TRUE(MakePicture(4000, 3000, 1000).is_preview());
}

}  // namespace
}  // namespace godwit::ui
