#include "ui/photo_session.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "tests/ui/fake_photo_source.h"
#include "tests/ui/photo_files.h"

namespace godwit::ui {
namespace {

using tests::FakePhotoSource;
using tests::MakeDetection;
using tests::MakePicture;

class PhotoSessionTest : public testing::Test {
 protected:
  PhotoSessionTest() : files_({"a.png", "b.png", "c.png", "d.png"}) {
    auto source = std::make_unique<FakePhotoSource>();
    source_ = source.get();
    session_ = std::make_unique<PhotoSession>(std::move(source));
    session_->SetUp(With("m"));
    session_->Open({files_.folder()});
  }

  static workflows::HeadsSetup With(const std::string& objects, bool faces = false) {
    workflows::HeadsSetup setup;
    setup.models[Head::kObjects] = workflows::HeadModel{objects};
    if (faces) {
      setup.models[Head::kFaces] = workflows::HeadModel{"faces"};
    }
    return setup;
  }
  // Waits for a request for the photo that is not this one.
  PhotoRequest AwaitAnother(const PhotoRequest& before) {
    const std::string name = before.path.filename();
    EXPECT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor(name).id != before.id; })) << name;
    return source_->RequestFor(name);
  }

  // Waits for the session to ask for a photo, and returns the request.
  PhotoRequest Await(const std::string& name) {
    EXPECT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor(name).id != 0; })) << name << " was not asked for";
    return source_->RequestFor(name);
  }
  // Answers a request as a source does, with photos of a width to tell them by.
  void Answer(const PhotoRequest& request, int width, const std::vector<detection::Detection>& found = {}) {
    if (request.picture) {
      emit source_->PictureReady(request.id, MakePicture(width, 10));
    }
    emit source_->DetectionsReady(request.id, {{.path = request.path}, found});
    emit source_->PhotoDone(request.id);
    QCoreApplication::processEvents();
  }
  void Show(const std::string& name, int width) {
    Answer(Await(name), width);
    EXPECT_EQ(session_->shown().picture.size().width(), width);
  }

  tests::PhotoFiles files_;
  FakePhotoSource* source_;
  std::unique_ptr<PhotoSession> session_;
};

TEST_F(PhotoSessionTest, ShowsThePictureBeforeItsDetections) {
  const PhotoRequest request = Await("a.png");
  emit source_->PictureReady(request.id, MakePicture(40, 30));
  QCoreApplication::processEvents();
  EXPECT_EQ(session_->shown().picture.size(), QSize(40, 30));
  EXPECT_FALSE(session_->shown().detections.has_value());
  EXPECT_TRUE(session_->busy());
  emit source_->DetectionsReady(request.id, {.detections = {MakeDetection(1, 0.9F, {0, 0, 5, 5})}});
  emit source_->PhotoDone(request.id);
  QCoreApplication::processEvents();
  EXPECT_EQ(session_->shown().detections->detections.size(), 1U);
  EXPECT_FALSE(session_->busy());
}

TEST_F(PhotoSessionTest, RefinesAPreview) {
  QSignalSpy shown(session_.get(), &PhotoSession::PhotoShown);
  QSignalSpy refined(session_.get(), &PhotoSession::PictureRefined);
  const PhotoRequest request = Await("a.png");
  emit source_->PictureReady(request.id, MakePicture(4000, 3000, 1000));
  emit source_->PictureReady(request.id, MakePicture(4000, 3000));
  QCoreApplication::processEvents();
  EXPECT_EQ(shown.count(), 1);
  EXPECT_EQ(refined.count(), 1);
  EXPECT_FALSE(session_->shown().picture.is_preview());
}

TEST_F(PhotoSessionTest, LooksAtTheNextPhotoWhileTheFirstIsShown) {
  EXPECT_EQ(source_->RequestFor("b.png").id, 0U);
  Show("a.png", 11);
  Answer(Await("b.png"), 12);
  EXPECT_EQ(session_->shown().picture.size().width(), 11);
  session_->Next();
  EXPECT_EQ(session_->shown().picture.size().width(), 12) << "it was ready";
  EXPECT_TRUE(session_->shown().detections.has_value());
}

TEST_F(PhotoSessionTest, DiscardsLateAnswersForAPhotoThatWasLeft) {
  Show("a.png", 11);
  session_->Next();
  const PhotoRequest late = Await("b.png");
  session_->GoTo(3);
  EXPECT_TRUE(late.stop.stop_requested());
  Show("d.png", 14);
  QSignalSpy shown(session_.get(), &PhotoSession::PhotoShown);
  QSignalSpy found(session_.get(), &PhotoSession::DetectionsChanged);
  QSignalSpy failed(session_.get(), &PhotoSession::Failed);
  Answer(late, 12, {MakeDetection(1, 0.9F, {0, 0, 5, 5})});
  emit source_->PhotoFailed(late.id, "late");
  QCoreApplication::processEvents();
  EXPECT_EQ(shown.count() + found.count() + failed.count(), 0);
  EXPECT_EQ(session_->shown().picture.size().width(), 14);
  EXPECT_TRUE(session_->shown().detections->detections.empty());
}

TEST_F(PhotoSessionTest, DiscardsLateAnswersOfAnEarlierList) {
  const PhotoRequest late = Await("a.png");
  const tests::PhotoFiles others({"x.png"});
  session_->Open({others.folder()});
  Show("x.png", 24);
  Answer(late, 11);
  EXPECT_EQ(session_->shown().picture.size().width(), 24);
}

TEST_F(PhotoSessionTest, KeepsTheEarlierPictureWhenAPhotoFails) {
  Show("a.png", 11);
  QSignalSpy failed(session_.get(), &PhotoSession::Failed);
  const PhotoRequest next = Await("b.png");
  emit source_->PhotoFailed(next.id, "b.png: damaged");
  QCoreApplication::processEvents();
  EXPECT_EQ(failed.count(), 0) << "nobody has looked at it yet";
  session_->Next();
  ASSERT_EQ(failed.count(), 1);
  EXPECT_EQ(failed.front().front().toString(), "b.png: damaged");
  EXPECT_EQ(session_->shown().path.filename(), "a.png");
  session_->Next();
  Show("c.png", 13);
}

TEST_F(PhotoSessionTest, KeepsTheListWhenNothingCanBeOpened) {
  Show("a.png", 11);
  QSignalSpy failed(session_.get(), &PhotoSession::Failed);
  session_->Open({files_.Path("no_such.png")});
  EXPECT_TRUE(failed.wait());
  EXPECT_EQ(session_->count(), 4);
  EXPECT_EQ(session_->shown().picture.size().width(), 11);
}

TEST_F(PhotoSessionTest, StaysWithinTheList) {
  Show("a.png", 11);
  session_->Previous();
  EXPECT_EQ(session_->index(), 0);
  session_->GoTo(4);
  EXPECT_EQ(session_->index(), 0);
}

TEST_F(PhotoSessionTest, DetectsAgainWithNewSettingsWithoutDecodingForDisplay) {
  Show("a.png", 11);
  const PhotoRequest before = Await("a.png");
  session_->SetSettings({.min_score = 0.9, .max_iou = 0.3});
  ASSERT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor("a.png").id != before.id; }));
  const PhotoRequest again = source_->RequestFor("a.png");
  EXPECT_FALSE(again.picture);
  EXPECT_TRUE(again.heads[Head::kObjects]);
  EXPECT_DOUBLE_EQ(again.settings.max_iou, 0.3);
  EXPECT_DOUBLE_EQ(again.settings.min_score, kLowestThreshold) << "the threshold only filters";
}

TEST_F(PhotoSessionTest, ShowsTheOldBoxesUntilTheNewModelHasItsOwn) {
  Answer(Await("a.png"), 11, {MakeDetection(1, 0.9F, {0, 0, 5, 5})});
  EXPECT_TRUE(session_->IsCurrent(Head::kObjects));
  const PhotoRequest before = Await("a.png");
  session_->SetUp(With("other"));
  const PhotoRequest again = AwaitAnother(before);
  EXPECT_FALSE(again.picture) << "its pixels are there";
  EXPECT_TRUE(again.heads[Head::kObjects]);
  EXPECT_EQ(session_->shown().detections->detections.size(), 1U);
  EXPECT_FALSE(session_->IsCurrent(Head::kObjects));
  EXPECT_TRUE(session_->busy());
  Answer(again, 11);
  EXPECT_TRUE(session_->shown().detections->detections.empty());
  EXPECT_TRUE(session_->IsCurrent(Head::kObjects));
  EXPECT_EQ(session_->in_use()[Head::kObjects]->id, "other");
}

TEST_F(PhotoSessionTest, AsksANewHeadAloneAndForgetsOneThatIsOff) {
  Answer(Await("a.png"), 11, {MakeDetection(1, 0.6F, {0, 0, 5, 5})});
  const PhotoRequest before = Await("a.png");
  session_->SetUp(With("m", true));
  const PhotoRequest again = AwaitAnother(before);
  EXPECT_FALSE(again.heads[Head::kObjects]);
  EXPECT_TRUE(again.heads[Head::kFaces]);
  emit source_->DetectionsReady(again.id, {.detections = {MakeDetection(1, 0.9F, {1, 1, 2, 2})}}, Head::kFaces);
  emit source_->PhotoDone(again.id);
  QCoreApplication::processEvents();
  const auto boxes = session_->shown().Boxes();
  ASSERT_EQ(boxes.size(), 2U);
  EXPECT_EQ(boxes.front().class_id, kFaceClass) << "best first";
  EXPECT_EQ(boxes.back().class_id, 1);
  QSignalSpy changed(session_.get(), &PhotoSession::DetectionsChanged);
  session_->SetUp(With("m"));
  EXPECT_TRUE(changed.wait());
  EXPECT_EQ(session_->shown().Boxes().size(), 1U);
  EXPECT_EQ(source_->RequestFor("a.png").id, again.id) << "nothing is computed for a head that is off";
}

TEST_F(PhotoSessionTest, ChangesInARowAreWorthOneLook) {
  Show("a.png", 11);
  const PhotoRequest before = Await("a.png");
  for (const char* id : {"b", "c", "d"}) {
    session_->SetUp(With(id));
  }
  const PhotoRequest again = AwaitAnother(before);
  Answer(again, 11);
  EXPECT_EQ(session_->in_use()[Head::kObjects]->id, "d");
  EXPECT_EQ(source_->RequestFor("a.png").id, again.id);
  const auto setups = source_->setups();
  EXPECT_TRUE(setups[setups.size() - 2].stop.stop_requested());
  EXPECT_FALSE(setups.back().stop.stop_requested());
}

TEST_F(PhotoSessionTest, ASetupInterruptsWhatIsUnderWay) {
  Show("a.png", 11);
  const PhotoRequest first = Await("a.png");
  const PhotoRequest neighbour = Await("b.png");
  session_->SetUp(With("other"));
  EXPECT_TRUE(neighbour.stop.stop_requested());
  Answer(neighbour, 12, {MakeDetection(1, 0.9F, {0, 0, 5, 5})});
  Answer(AwaitAnother(first), 11);
  Answer(AwaitAnother(neighbour), 12);
  session_->Next();
  EXPECT_TRUE(session_->shown().detections->detections.empty()) << "what the model before said came too late";
}

TEST_F(PhotoSessionTest, AModelThatFailsLeavesTheOneBefore) {
  Show("a.png", 11);
  QSignalSpy failed(session_.get(), &PhotoSession::ModelFailed);
  source_->has_model = false;
  session_->SetUp(With("gone"));
  EXPECT_TRUE(failed.wait());
  EXPECT_EQ(session_->in_use()[Head::kObjects]->id, "m");
  EXPECT_TRUE(session_->IsCurrent(Head::kObjects));
}

TEST_F(PhotoSessionTest, DoesNoWorkInTheWindowsThread) {
  Show("a.png", 11);
  Await("b.png");
  EXPECT_THAT(source_->threads(), testing::SizeIs(1));
  EXPECT_THAT(source_->threads(), testing::Not(testing::Contains(QThread::currentThread())));
}

TEST_F(PhotoSessionTest, ForgetsPhotosThatAreFarAway) {
  for (const auto& [name, width] : {std::pair("a.png", 11), {"b.png", 12}, {"c.png", 13}, {"d.png", 14}}) {
    session_->GoTo(width - 11);
    Show(name, width);
  }
  const quint64 first = source_->RequestFor("a.png").id;
  session_->GoTo(0);
  EXPECT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor("a.png").id != first; }));
}

}  // namespace
}  // namespace godwit::ui
