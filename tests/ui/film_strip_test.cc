#include "ui/film_strip.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

namespace godwit::ui {
namespace {

constexpr int kPhotos = 3000;
constexpr qsizetype kBytes = 1 << 19;  // some 20 thumbnails

std::vector<std::filesystem::path> Photos(int count) {
  std::vector<std::filesystem::path> photos;
  for (int i = 0; i < count; ++i) {
    photos.emplace_back("/photos/" + std::to_string(i) + ".jpg");
  }
  return photos;
}

// Stands for the decoder: counts what it is asked for, and waits while it is held.
class Decoder {
 public:
  ThumbnailLoader::Decode function() {
    return [this](const std::filesystem::path& photo, QSize room) -> core::Result<QImage> {
      std::unique_lock lock(mutex_);
      ++asked_[std::stoi(photo.stem().string())];
      released_.wait(lock, [this] { return !held_; });
      if (photo.stem() == broken) {
        return core::Fail(core::ErrorKind::kInput, "{}: is damaged", photo.string());
      }
      QImage image(room, QImage::Format_RGB32);
      image.fill(Qt::red);
      return image;
    };
  }
  void Hold(bool held) {
    const std::scoped_lock lock(mutex_);
    held_ = held;
    released_.notify_all();
  }
  [[nodiscard]] std::map<int, int> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }

  std::string broken;

 private:
  mutable std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
  std::map<int, int> asked_;  // row: how often
};

class FilmStripTest : public testing::Test {
 protected:
  FilmStripTest() : model_(decoder_.function(), kBytes), strip_(&model_) {
    strip_.resize(600, strip_.height());
    strip_.show();
  }

  [[nodiscard]] bool HasThumbnail(int row) const {
    return !model_.index(row).data(Qt::DecorationRole).value<QImage>().isNull();
  }
  [[nodiscard]] int First() const { return strip_.indexAt({5, strip_.viewport()->height() / 2}).row(); }
  [[nodiscard]] int Last() const {
    const QModelIndex last = strip_.indexAt({strip_.viewport()->width() - 1, strip_.viewport()->height() / 2});
    return last.isValid() ? last.row() : model_.rowCount() - 1;
  }
  // Until all that is visible has its thumbnail.
  void Settle() {
    EXPECT_TRUE(QTest::qWaitFor([&] {
      int missing = 0;
      for (int row = First(); row <= Last(); ++row) {
        missing += HasThumbnail(row) || model_.index(row).data(FilmStripModel::kUnreadableRole).toBool() ? 0 : 1;
      }
      return missing == 0;
    }));
  }
  void Open(int count) {
    model_.SetPhotos(Photos(count));
    QCoreApplication::processEvents();
    Settle();
  }

  Decoder decoder_;
  FilmStripModel model_;
  FilmStrip strip_;
};

TEST_F(FilmStripTest, AsksForTheVisiblePhotosOfThousandsOnly) {
  Open(kPhotos);
  EXPECT_EQ(decoder_.asked().size(), static_cast<std::size_t>(Last() + 1));
  EXPECT_LT(decoder_.asked().size(), 20U);
  const std::size_t before = decoder_.asked().size();
  strip_.scrollTo(model_.index(1500));
  Settle();
  EXPECT_GE(First(), 1480);
  EXPECT_LE(decoder_.asked().size() - before, static_cast<std::size_t>(Last() - First() + 1));
  EXPECT_FALSE(decoder_.asked().contains(700)) << "it was passed, not looked at";
}

TEST_F(FilmStripTest, KeepsNoMoreThanItsBytesHoweverFarOneWalks) {
  Open(kPhotos);
  const int step = Last() + 1;
  for (int row = 0; row < 12 * step; row += step) {
    strip_.SetCurrent(row);
    QTest::qWait(1);
    Settle();
    EXPECT_LE(model_.bytes(), kBytes);
  }
  EXPECT_GT(model_.bytes(), kBytes / 2) << "it does keep what it may";
  EXPECT_FALSE(HasThumbnail(0)) << "the oldest went first";
  EXPECT_TRUE(HasThumbnail(First()));
}

TEST_F(FilmStripTest, DropsWhatWasScrolledAway) {
  decoder_.Hold(true);
  model_.SetPhotos(Photos(kPhotos));
  EXPECT_TRUE(QTest::qWaitFor([&] { return !decoder_.asked().empty(); }));
  strip_.scrollTo(model_.index(2000));
  QTest::qWait(100);
  decoder_.Hold(false);
  Settle();
  int early = 0;
  for (const auto& [row, times] : decoder_.asked()) {
    EXPECT_EQ(times, 1) << row;
    early += row < 1900 ? 1 : 0;
  }
  EXPECT_LE(early, 2) << "those under way on two threads";
}

TEST_F(FilmStripTest, ForgetsThePhotosOfAnEarlierList) {
  decoder_.Hold(true);
  model_.SetPhotos(Photos(5));
  EXPECT_TRUE(QTest::qWaitFor([&] { return !decoder_.asked().empty(); }));
  model_.SetPhotos({"/photos/77.jpg"});
  decoder_.Hold(false);
  Settle();
  EXPECT_EQ(model_.rowCount(), 1);
  EXPECT_EQ(decoder_.asked().count(77), 1U);
  model_.SetPhotos({});
  EXPECT_EQ(model_.rowCount(), 0);
}

TEST_F(FilmStripTest, SaysWhyAPhotoCannotBeShownAndAsksOnce) {
  decoder_.broken = "1";
  Open(3);
  const QModelIndex broken = model_.index(1);
  EXPECT_TRUE(broken.data(FilmStripModel::kUnreadableRole).toBool());
  EXPECT_TRUE(broken.data(Qt::ToolTipRole).toString().contains("/photos/1.jpg: is damaged"));
  EXPECT_EQ(broken.data(Qt::AccessibleTextRole), broken.data(Qt::ToolTipRole));
  EXPECT_EQ(model_.index(2).data(Qt::AccessibleTextRole).toString(), "2.jpg (3 of 3)");
  strip_.resize(500, strip_.height());
  QTest::qWait(80);
  EXPECT_EQ(decoder_.asked()[1], 1);
}

TEST_F(FilmStripTest, TellsChangesTogether) {
  const QAbstractItemModelTester tester(&model_, QAbstractItemModelTester::FailureReportingMode::Fatal);
  decoder_.Hold(true);
  model_.SetPhotos(Photos(4));
  EXPECT_TRUE(QTest::qWaitFor([&] { return decoder_.asked().size() == 2; }));
  QSignalSpy changed(&model_, &QAbstractItemModel::dataChanged);
  decoder_.Hold(false);
  while (decoder_.asked().size() < 4) {
    QThread::msleep(1);
  }
  QThread::msleep(20);  // nothing is told meanwhile: the window's thread is here
  Settle();
  EXPECT_TRUE(QTest::qWaitFor([&] { return changed.count() > 0; }));
  QTest::qWait(60);
  EXPECT_LE(changed.count(), 2) << "four neighbours within a moment";
}

TEST_F(FilmStripTest, GoesWhereAPersonClicksAndFollowsInSilence) {
  Open(kPhotos);
  QSignalSpy chosen(&strip_, &FilmStrip::Chosen);
  strip_.SetCurrent(2500);
  EXPECT_EQ(chosen.count(), 0);
  QCoreApplication::processEvents();
  const QRect cell = strip_.visualRect(model_.index(2500));
  EXPECT_TRUE(strip_.viewport()->rect().contains(cell)) << "it was scrolled into view";
  QTest::mouseClick(strip_.viewport(), Qt::LeftButton, {}, strip_.visualRect(model_.index(2501)).center());
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen.front().front().toInt(), 2501);
}

TEST_F(FilmStripTest, MarksTheCurrentPhotoByAShape) {
  Open(3);
  strip_.SetCurrent(1);
  const QImage drawn = strip_.viewport()->grab().toImage();
  const QColor mark = strip_.palette().color(QPalette::Highlight);
  const auto below = [&](int row) {
    const QRect cell = strip_.visualRect(model_.index(row));
    return drawn.pixelColor(cell.center().x(), cell.bottom() - 1);
  };
  EXPECT_EQ(below(1), mark) << "a bar under it";
  EXPECT_NE(below(0), mark);
  EXPECT_NE(below(2), mark);
}

TEST(DecodeThumbnail, FitsIntoTheRoomAndNeverEnlarges) {
  const QTemporaryDir folder;
  const auto made = [&](int width, int height) {
    const QString file = folder.filePath(QStringLiteral("%1x%2.png").arg(width).arg(height));
    QImage image(width, height, QImage::Format_RGB888);
    image.fill(Qt::blue);
    EXPECT_TRUE(image.save(file));
    const auto thumbnail = DecodeThumbnail(file.toStdString(), {60, 40});
    return thumbnail ? thumbnail->size() : QSize();
  };
  EXPECT_EQ(made(400, 200), QSize(60, 30));
  EXPECT_EQ(made(333, 1001), QSize(13, 40));
  EXPECT_EQ(made(10, 7), QSize(10, 7));
  EXPECT_EQ(made(1, 1), QSize(1, 1));
  EXPECT_EQ(made(1, 900), QSize(1, 40));
  const auto missing = DecodeThumbnail(folder.filePath("gone.jpg").toStdString(), {60, 40});
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("gone.jpg"));
}

}  // namespace
}  // namespace godwit::ui
