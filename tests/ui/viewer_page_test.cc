#include "ui/viewer_page.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"
#include "tests/ui/fake_photo_source.h"
#include "tests/ui/photo_files.h"
#include "ui/main_window.h"

namespace godwit::ui {
namespace {

using nlohmann::json;
using tests::FakePhotoSource;
using tests::MakeDetection;
using tests::MakePicture;

// Within the window, where its shortcuts are.
class ViewerPageTest : public testing::Test {
 protected:
  ViewerPageTest()
      : files_({"a.png", "b.png", "c.png"}),
        settings_(QString::fromStdString(files_.Path("settings.ini")), QSettings::IniFormat) {
    MakeWindow();
  }

  void MakeWindow() {
    auto source = std::make_unique<FakePhotoSource>();
    source_ = source.get();
    window_ = std::make_unique<MainWindow>(WindowSetup{.models_folder = {}, .offer = {.model = "a-model"}},
                                           std::move(source), &settings_);
    window_->show();
    page_ = &window_->viewer();
    EXPECT_TRUE(QTest::qWaitFor([&] { return page_->session().in_use()[Head::kObjects].has_value(); }));
  }
  void Show(const std::string& name) {
    ASSERT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor(name).id != 0; })) << name << " was not asked for";
    const PhotoRequest request = source_->RequestFor(name);
    emit source_->PictureReady(request.id, MakePicture(400, 300));
    emit source_->DetectionsReady(
        request.id, {{.path = request.path, .relative = name, .width = 400, .height = 300},
                     {MakeDetection(1, 0.9F, {10, 10, 200, 200}), MakeDetection(2, 0.6F, {300, 10, 50, 100}),
                      MakeDetection(2, 0.3F, {20, 20, 30, 30})}});
    emit source_->PhotoDone(request.id);
    QCoreApplication::processEvents();
  }
  void Open() {
    window_->OpenPaths({files_.folder()});
    Show("a.png");
  }
  void HideClass(int row) {
    QAbstractItemModel* classes = page_->panel().classes()->list()->model();
    classes->setData(classes->index(row, 0), Qt::Unchecked, Qt::CheckStateRole);
  }
  void Press(Qt::Key key) { QTest::keyClick(window_.get(), key); }

  tests::PhotoFiles files_;
  QSettings settings_;
  FakePhotoSource* source_ = nullptr;
  std::unique_ptr<MainWindow> window_;
  ViewerPage* page_ = nullptr;
};

TEST_F(ViewerPageTest, GoesByStripNumberAndKeys) {
  EXPECT_FALSE(page_->strip().isVisible()) << "nothing is open";
  Open();
  EXPECT_TRUE(page_->strip().isVisible());
  EXPECT_EQ(page_->strip().currentIndex().row(), 0);
  EXPECT_EQ(page_->number().text(), "1 of 3");
  Press(Qt::Key_End);
  EXPECT_EQ(page_->session().index(), 2);
  EXPECT_EQ(page_->strip().currentIndex().row(), 2);
  EXPECT_EQ(page_->number().value(), 3);
  Press(Qt::Key_Home);
  EXPECT_EQ(page_->session().index(), 0);
  page_->strip().setCurrentIndex(page_->strip().model()->index(1, 0));
  EXPECT_EQ(page_->session().index(), 1);
  page_->number().setValue(3);
  EXPECT_EQ(page_->session().index(), 2);
  EXPECT_EQ(page_->strip().currentIndex().row(), 2);
}

TEST_F(ViewerPageTest, ShowsNoStripForOnePhoto) {
  window_->OpenPaths({files_.Path("b.png")});
  Show("b.png");
  EXPECT_FALSE(page_->strip().isVisible());
  EXPECT_FALSE(page_->number().isVisible());
}

TEST_F(ViewerPageTest, RemembersWhetherTheStripIsWanted) {
  Open();
  Press(Qt::Key_T);
  EXPECT_FALSE(page_->strip().isVisible());
  window_->close();
  MakeWindow();
  Open();
  EXPECT_FALSE(page_->strip().isVisible());
  Press(Qt::Key_T);
  EXPECT_TRUE(page_->strip().isVisible());
}

TEST_F(ViewerPageTest, HidesAClassWithoutAskingTheNetworkAndOnTheNextPhotoToo) {
  Open();
  ASSERT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor("b.png").id != 0; }));
  const std::size_t asked = source_->requests().size();
  HideClass(0);
  EXPECT_EQ(page_->panel().list()->model()->rowCount(), 1);
  EXPECT_EQ(page_->panel().summary(), "1 object: person");
  EXPECT_EQ(page_->view().RowAt(page_->view().ViewFromPhoto({320, 50})), -1) << "its box is not there";
  EXPECT_EQ(source_->requests().size(), asked);
  Show("b.png");
  Press(Qt::Key_Right);
  EXPECT_EQ(page_->session().shown().path.filename(), "b.png");
  EXPECT_EQ(page_->panel().summary(), "1 object: person");
  HideClass(1);
  EXPECT_EQ(page_->panel().summary(), "All that was found is hidden by name or class");
}

TEST_F(ViewerPageTest, FindsByNameFromTheKeyboard) {
  Open();
  window_->actions().panel->setChecked(false);
  window_->activateWindow();
  Press(Qt::Key_Slash);
  QLineEdit* search = page_->panel().classes()->search();
  EXPECT_TRUE(search->isVisible());
  EXPECT_EQ(window_->focusWidget(), search);
  QTest::keyClicks(search, "dog");
  EXPECT_EQ(page_->panel().summary(), "1 object: dog");
  EXPECT_EQ(page_->session().index(), 0) << "letters are text there, not shortcuts";
  QTest::keyClick(search, Qt::Key_Escape);
  EXPECT_EQ(window_->focusWidget(), &page_->view());
  EXPECT_EQ(page_->panel().summary(), "2 objects: 1 dog, 1 person");
}

TEST_F(ViewerPageTest, CopiesAndExportsWhatIsShownOnly) {
  EXPECT_FALSE(window_->actions().export_detections->isEnabled());
  Open();
  EXPECT_TRUE(window_->actions().export_detections->isEnabled());
  HideClass(0);
  window_->actions().copy_json->trigger();
  const json copied = json::parse(QApplication::clipboard()->text().toStdString());
  EXPECT_EQ(copied["model"]["id"], "a-model");
  ASSERT_EQ(copied["images"][0]["detections"].size(), 1U);
  EXPECT_EQ(copied["images"][0]["detections"][0]["label"], "person");

  QApplication::clipboard()->clear();
  window_->actions().copy->trigger();
  ASSERT_TRUE(QTest::qWaitFor([] { return !QApplication::clipboard()->image().isNull(); }));
  const QImage copy = QApplication::clipboard()->image();
  EXPECT_NE(copy.pixelColor(10, 150), QColor(128, 128, 128)) << "the person's box";
  EXPECT_EQ(copy.pixelColor(350, 60), QColor(128, 128, 128)) << "where the dog's box would be";
}

TEST_F(ViewerPageTest, ExportsToTheFileAndFormatChosen) {
  Open();
  QSignalSpy saved(&page_->detection_export(), &DetectionExport::Saved);
  window_->actions().export_detections->trigger();
  auto* dialog = page_->findChild<QFileDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(dialog->selectedFiles().front().endsWith("/a.json"));
  EXPECT_EQ(dialog->nameFilters().size(), 6);
  dialog->selectNameFilter("CSV (*.csv)");
  emit dialog->filterSelected("CSV (*.csv)");
  EXPECT_TRUE(dialog->selectedFiles().front().endsWith("/a.csv"));
  static_cast<QDialog*>(dialog)->accept();
  ASSERT_TRUE(saved.count() == 1 || saved.wait());
  EXPECT_THAT(tests::ReadFile(files_.Path("a.csv")), testing::HasSubstr("a.png,400,300,person,1,0.9"));
}

TEST_F(ViewerPageTest, SaysWhyAnExportFailed) {
  Open();
  page_->detection_export().Save(
      {*page_->session().shown().detections, page_->session().in_use()[Head::kObjects]->card},
      workflows::DetectionFormat::kJson, files_.Path("a.png"));
  EXPECT_TRUE(QTest::qWaitFor([&] { return page_->message_bar().isVisible(); }));
  EXPECT_TRUE(page_->message_bar().text().contains("originals are never overwritten"));
}

}  // namespace
}  // namespace godwit::ui
