#include "ui/folder_job_page.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <QApplication>
#include <QDragEnterEvent>
#include <QImage>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QUrl>

#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "ui/format.h"

namespace godwit::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 60'000;

class FolderJobPageTest : public testing::Test {
 protected:
  FolderJobPageTest() : settings_(ToQString(folder_ / "settings.ini"), QSettings::IniFormat), preferences_(&settings_) {
    fs::create_directories(folder_ / "models");
    tests::WriteSyntheticDetector(folder_ / "models/a-finder.safetensors");
    MakePage();
  }

  void MakePage() {
    models_ = std::make_unique<InstalledModels>(folder_ / "models");
    page_ = std::make_unique<FolderJobPage>(folder_ / "jobs", &preferences_, models_.get());
    page_->resize(1000, 700);
    page_->show();
  }
  void MakePhotos(int count) {
    QImage image(48, 40, QImage::Format_RGB888);
    image.fill(Qt::darkGreen);
    fs::create_directories(photos_);
    image.save(ToQString(photos_ / "0000.png"));
    for (int i = 1; i < count; ++i) {
      fs::create_hard_link(photos_ / "0000.png", photos_ / fmt::format("{:04}.png", i));
    }
  }
  workflows::FolderJob Job() const {
    workflows::FolderJob job;
    job.inputs = {photos_};
    job.objects = workflows::ObjectsHead{.model = "a-finder", .settings = {.min_score = 0.01}};
    job.output = folder_ / "found";
    return job;
  }
  bool AwaitEnd() {
    return QTest::qWaitFor([this] { return !page_->is_running(); }, kPatienceMs);
  }

  tests::TemporaryFolder folder_;
  fs::path photos_ = folder_ / "photos";
  QSettings settings_;
  Preferences preferences_;
  std::unique_ptr<InstalledModels> models_;
  std::unique_ptr<FolderJobPage> page_;
};

TEST_F(FolderJobPageTest, TheFormSaysWhatIsMissingAndMakesAJobOfADroppedFolder) {
  FolderJobForm& form = page_->form();
  EXPECT_FALSE(form.start().isEnabled());
  MakePhotos(1);
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(ToQString(photos_))});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&form, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&form, &drop);
  QApplication::sendEvent(&form, &drop);
  EXPECT_TRUE(form.start().isEnabled()) << "a folder for results is proposed";
  const workflows::FolderJob job = form.Job();
  EXPECT_EQ(job.inputs, std::vector<fs::path>{photos_}) << "once";
  EXPECT_EQ(job.objects->model, "a-finder");
  EXPECT_EQ(job.output.filename(), "photos");
  EXPECT_EQ(workflows::ProblemOf(job), "");
  form.SetOutput({});
  EXPECT_FALSE(form.start().isEnabled());
}

TEST_F(FolderJobPageTest, RunsToTheEndAndShowsWhatFailed) {
  MakePhotos(9);
  tests::WriteFile(photos_ / "broken.jpg", "no picture");
  page_->form().SetOutput(folder_ / "found");
  page_->form().AddInputs({photos_});
  QTest::mouseClick(&page_->form().start(), Qt::LeftButton);
  EXPECT_TRUE(page_->is_running());
  ASSERT_TRUE(AwaitEnd());
  EXPECT_TRUE(page_->view().status().startsWith("Done: 10 photos")) << page_->view().status().toStdString();
  EXPECT_TRUE(fs::exists(folder_ / "found/objects.csv"));
  RowModel& failures = page_->view().failures();
  ASSERT_EQ(failures.rowCount(), 1);
  EXPECT_EQ(failures.index(0, 0).data().toString(), "broken.jpg");
  EXPECT_FALSE(failures.index(0, 1).data().toString().contains("broken.jpg"));
  EXPECT_EQ(failures.index(0, 2).data().toString(), ToQString(photos_));
  EXPECT_TRUE(page_->view().retry->isVisible());
  page_->view().retry->click();
  ASSERT_TRUE(AwaitEnd());
  EXPECT_EQ(failures.rowCount(), 1) << "once, and still broken";
}

TEST_F(FolderJobPageTest, PausesAndResumes) {
  MakePhotos(600);
  page_->Start(Job());
  ASSERT_TRUE(QTest::qWaitFor([this] { return page_->view().status().contains("left"); }, kPatienceMs));
  page_->view().pause->click();
  ASSERT_TRUE(AwaitEnd());
  ASSERT_TRUE(page_->view().status().startsWith("Paused at ")) << page_->view().status().toStdString();
  EXPECT_FALSE(fs::exists(folder_ / "found/objects.json"));
  EXPECT_TRUE(page_->view().resume->isVisible());
  page_->view().resume->click();
  ASSERT_TRUE(AwaitEnd());
  EXPECT_TRUE(page_->view().status().startsWith("Done: 600 photos")) << page_->view().status().toStdString();
}

TEST_F(FolderJobPageTest, OffersWhatWasNotFinishedAtTheNextStart) {
  MakePhotos(600);
  page_->Start(Job());
  ASSERT_TRUE(QTest::qWaitFor([this] { return page_->view().status().contains("left"); }, kPatienceMs));
  page_.reset();  // as when the window is closed
  MakePage();
  ASSERT_TRUE(QTest::qWaitFor([this] { return page_->unfinished() == 1; }, kPatienceMs));
  QPushButton* resume = nullptr;
  for (QPushButton* button : page_->findChildren<QPushButton*>()) {
    resume = button->accessibleName() == "Resume the job photos" ? button : resume;
  }
  ASSERT_NE(resume, nullptr);
  resume->click();
  ASSERT_TRUE(AwaitEnd());
  EXPECT_TRUE(fs::exists(folder_ / "found/objects.json"));
  page_->view().another->click();
  EXPECT_TRUE(QTest::qWaitFor([this] { return page_->unfinished() == 0; }, kPatienceMs));
  EXPECT_TRUE(fs::is_empty(folder_ / "jobs")) << "finished jobs leave nothing behind";
}

TEST_F(FolderJobPageTest, SaysWhyAJobCannotRun) {
  MakePhotos(1);
  workflows::FolderJob job = Job();
  job.objects->model = "unicorn";
  page_->Start(job);
  ASSERT_TRUE(AwaitEnd());
  EXPECT_TRUE(page_->message_bar().isVisible());
  EXPECT_TRUE(page_->message_bar().text().contains("unicorn"));
  EXPECT_TRUE(page_->view().resume->isVisible());
}

}  // namespace
}  // namespace godwit::ui
