#include "ui/main_window.h"

#include <map>
#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QStatusBar>
#include <QTest>
#include <QUrl>

#include "tests/ui/fake_photo_source.h"
#include "tests/ui/photo_files.h"

namespace godwit::ui {
namespace {

using tests::FakePhotoSource;
using tests::MakeDetection;
using tests::MakePicture;

class MainWindowTest : public testing::Test {
 protected:
  MainWindowTest() : files_({"a.png", "b.png"}), settings_(SettingsFile(), QSettings::IniFormat) { MakeWindow(true); }

  [[nodiscard]] QString SettingsFile() const { return QString::fromStdString(files_.Path("settings.ini")); }

  void MakeWindow(bool has_model) {
    auto source = std::make_unique<FakePhotoSource>();
    source->has_model = has_model;
    source_ = source.get();
    window_ =
        std::make_unique<MainWindow>(WindowSetup{.models_folder = {},
                                                 .offer = {.model = "a-model",
                                                           .fetch = [this](const core::JobContext&) -> core::Result<> {
                                                             source_->has_model = true;
                                                             return {};
                                                           },
                                                           .about = "about",
                                                           .command = "godwit models fetch"}},
                                     std::move(source), &settings_);
    window_->show();
  }
  PhotoRequest Await(const std::string& name) {
    EXPECT_TRUE(QTest::qWaitFor([&] { return source_->RequestFor(name).id != 0; })) << name << " was not asked for";
    return source_->RequestFor(name);
  }
  void Show(const std::string& name) {
    const PhotoRequest request = Await(name);
    emit source_->PictureReady(request.id, MakePicture(400, 300));
    emit source_->DetectionsReady(
        request.id, {{.path = request.path, .width = 400, .height = 300, .times = {.decode_ms = 12, .network_ms = 30}},
                     {MakeDetection(1, 0.9F, {10, 10, 200, 200}), MakeDetection(1, 0.6F, {300, 10, 50, 100}),
                      MakeDetection(2, 0.3F, {20, 20, 30, 30})}});
    emit source_->PhotoDone(request.id);
    QCoreApplication::processEvents();
  }
  void Drop(const std::vector<std::filesystem::path>& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& path : paths) {
      urls << QUrl::fromLocalFile(QString::fromStdString(path));
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window_.get(), &drop);
  }
  void Press(Qt::Key key) { QTest::keyClick(window_.get(), key); }

  tests::PhotoFiles files_;
  QSettings settings_;
  FakePhotoSource* source_ = nullptr;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(MainWindowTest, OpensADroppedFile) {
  Drop({files_.Path("b.png")});
  Show("b.png");
  EXPECT_EQ(window_->windowTitle(), "b.png – Godwit");
  EXPECT_EQ(window_->viewer().view().picture().size(), QSize(400, 300));
  EXPECT_EQ(window_->viewer().panel().list()->model()->rowCount(), 2) << "two of three score above 0.5";
  EXPECT_EQ(window_->viewer().panel().summary(), "2 objects: 2 person");
}

TEST_F(MainWindowTest, WalksADroppedFolderByKeys) {
  Drop({files_.folder()});
  Show("a.png");
  Press(Qt::Key_Right);
  Show("b.png");
  EXPECT_EQ(window_->windowTitle(), "b.png – Godwit");
  Press(Qt::Key_Left);
  EXPECT_EQ(window_->windowTitle(), "a.png – Godwit");
}

TEST_F(MainWindowTest, MovesTheThresholdByKeysWithoutAskingTheNetwork) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  const std::size_t asked = source_->requests().size();
  for (int i = 0; i < 5; ++i) {
    Press(Qt::Key_BracketLeft);
  }
  EXPECT_EQ(window_->viewer().panel().list()->model()->rowCount(), 3);
  EXPECT_EQ(window_->viewer().panel().summary(), "3 objects: 2 person, 1 dog");
  window_->viewer().panel().SetThreshold(0.95);
  EXPECT_EQ(window_->viewer().panel().summary(), "Nothing found above 95 %");
  EXPECT_EQ(source_->requests().size(), asked);
}

TEST_F(MainWindowTest, SelectsInListAndOnPhotoAlike) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  ImageView& view = window_->viewer().view();
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.ViewFromPhoto({310, 50}).toPoint());
  EXPECT_EQ(window_->viewer().panel().list()->currentIndex().row(), 1);
  window_->viewer().panel().list()->sortByColumn(DetectionModel::kScore, Qt::AscendingOrder);
  EXPECT_EQ(window_->viewer().panel().list()->currentIndex().row(), 0) << "the selection stays with its object";
}

TEST_F(MainWindowTest, SaysWhatCannotBeOpenedAndKeepsThePicture) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  EXPECT_FALSE(window_->viewer().message_bar().isVisible());
  Drop({files_.Path("gone.png")});
  EXPECT_TRUE(QTest::qWaitFor([&] { return window_->viewer().message_bar().isVisible(); }));
  EXPECT_TRUE(window_->viewer().message_bar().text().contains("gone.png"))
      << window_->viewer().message_bar().text().toStdString();
  EXPECT_EQ(window_->windowTitle(), "a.png – Godwit");
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
}

TEST_F(MainWindowTest, SaysWhichOfSeveralCannotBeOpened) {
  window_->OpenPaths({files_.Path("gone.png"), files_.Path("a.png")});
  Show("a.png");
  EXPECT_EQ(window_->windowTitle(), "a.png – Godwit");
  EXPECT_TRUE(window_->viewer().message_bar().isVisible());
  EXPECT_TRUE(window_->viewer().message_bar().text().contains("gone.png"));
}

TEST_F(MainWindowTest, OffersToFetchAMissingModelAndThenUsesIt) {
  MakeWindow(false);
  EXPECT_TRUE(QTest::qWaitFor([&] { return window_->viewer().model_setup().isVisible(); }));
  window_->viewer().model_setup().Start();
  EXPECT_TRUE(QTest::qWaitFor([&] { return window_->viewer().panel().isVisible(); }));
  EXPECT_EQ(window_->viewer().session().in_use()[Head::kObjects]->id, "a-model");
}

TEST_F(MainWindowTest, PreferencesApplyAtOnce) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  PreferenceValues values = window_->preferences().values();
  values.threads = 1;
  values.isa = "baseline";
  values.objects.model = "other";
  values.objects.input = 224;
  window_->preferences().Set(values);
  ASSERT_TRUE(QTest::qWaitFor([&] { return source_->setups().size() == 2; }));
  const workflows::HeadsSetup setup = source_->setups().back().setup;
  EXPECT_EQ(setup.threads, 1);
  EXPECT_EQ(setup.instruction_set, "baseline");
  EXPECT_EQ(setup.models[Head::kObjects], (workflows::HeadModel{"other", 224}));
  EXPECT_FALSE(setup.models[Head::kClasses]);
  EXPECT_FALSE(setup.models[Head::kFaces]);
  values.theme = Theme::kDark;
  window_->preferences().Set(values);
  QCoreApplication::processEvents();
  EXPECT_EQ(source_->setups().size(), 2U) << "a colour is none of the network's business";
}

TEST_F(MainWindowTest, FacesAreBoxesOfTheirOwnKind) {
  PreferenceValues values = window_->preferences().values();
  values.faces = {.on = true, .model = "faces"};
  window_->preferences().Set(values);
  ASSERT_TRUE(QTest::qWaitFor([&] { return window_->viewer().session().in_use()[Head::kFaces].has_value(); }));
  Drop({files_.Path("a.png")});
  const PhotoRequest request = Await("a.png");
  EXPECT_TRUE(request.heads[Head::kFaces]);
  detection::Detection face = MakeDetection(1, 0.7F, {50, 20, 40, 40});
  face.label = "face";
  Show("a.png");
  const quint64 id = request.id;
  emit source_->DetectionsReady(id, {{.path = request.path, .width = 400, .height = 300}, {face}}, Head::kFaces);
  QCoreApplication::processEvents();
  EXPECT_EQ(window_->viewer().panel().summary(), "3 objects: 2 person, 1 face");
  EXPECT_EQ(window_->viewer().side_panel().section(Head::kFaces).status(), "1 found");
  const QAbstractItemModel& list = *window_->viewer().panel().list()->model();
  std::map<QString, QColor> colors;
  for (int row = 0; row < list.rowCount(); ++row) {
    colors[list.index(row, 0).data().toString()] = list.index(row, 0).data(Qt::DecorationRole).value<QColor>();
  }
  EXPECT_NE(colors["face"], colors["person"]);
  window_->viewer().side_panel().section(Head::kFaces).on_box()->click();
  EXPECT_FALSE(window_->preferences().values().faces.on);
  EXPECT_TRUE(QTest::qWaitFor([&] { return window_->viewer().panel().summary() == "2 objects: 2 person"; }));
}

TEST_F(MainWindowTest, TellsWhatAPhotoIs) {
  PreferenceValues values = window_->preferences().values();
  values.classes = {.on = true, .model = "classes"};
  window_->preferences().Set(values);
  ASSERT_TRUE(QTest::qWaitFor([&] { return window_->viewer().session().in_use()[Head::kClasses].has_value(); }));
  Drop({files_.Path("a.png")});
  Show("a.png");
  HeadSection& section = window_->viewer().side_panel().section(Head::kClasses);
  EXPECT_EQ(section.status(), "Looking…");
  emit source_->ClassesReady(source_->RequestFor("a.png").id, {{}, {{"tench", 0, 0.9F}, {"eel", 1, 0.05F}}});
  QCoreApplication::processEvents();
  EXPECT_EQ(section.status(), "");
  QStringList said;
  for (const QWidget* row : section.findChildren<QWidget*>()) {
    said << row->accessibleName();
  }
  EXPECT_TRUE(said.contains("tench, 90 %"));
  EXPECT_TRUE(said.contains("eel, 5 %"));
}

TEST_F(MainWindowTest, AHeadWithoutAModelSaysHowToGetOne) {
  HeadSection& section = window_->viewer().side_panel().section(Head::kFaces);
  section.on_box()->click();
  EXPECT_TRUE(window_->preferences().values().faces.on);
  bool told = false;
  for (const QLabel* label : section.findChildren<QLabel*>()) {
    told = told || (label->isVisible() && label->text().contains("godwit models fetch face-ssd-mobilenet-v1"));
  }
  EXPECT_TRUE(told);
}

TEST_F(MainWindowTest, AModelThatFailsIsToldAndTheOneBeforeStays) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  source_->has_model = false;
  PreferenceValues values = window_->preferences().values();
  values.objects.model = "gone";
  window_->preferences().Set(values);
  ASSERT_TRUE(QTest::qWaitFor([&] { return window_->viewer().message_bar().isVisible(); }));
  EXPECT_EQ(window_->viewer().message_bar().text(), "no model 'gone'");
  EXPECT_TRUE(window_->viewer().panel().isVisible()) << "it is no reason to look at nothing";
  EXPECT_EQ(window_->viewer().session().in_use()[Head::kObjects]->id, "a-model");
}

TEST_F(MainWindowTest, OpensAPastedPicture) {
  QImage image(30, 20, QImage::Format_RGB32);
  image.fill(Qt::red);
  QApplication::clipboard()->setImage(image);
  window_->actions().paste->trigger();
  const PhotoRequest request = Await("Pasted 1.bmp");
  EXPECT_EQ(QImage(QString::fromStdString(request.path)).size(), QSize(30, 20));
}

TEST_F(MainWindowTest, CopiesThePhotoWithItsBoxes) {
  Drop({files_.Path("a.png")});
  Show("a.png");
  QApplication::clipboard()->clear();
  window_->actions().copy->trigger();
  ASSERT_TRUE(QTest::qWaitFor([] { return !QApplication::clipboard()->image().isNull(); }));
  const QImage copy = QApplication::clipboard()->image();
  EXPECT_EQ(copy.size(), QSize(400, 300));
  EXPECT_EQ(copy.pixelColor(250, 280), QColor(128, 128, 128)) << "nothing is there";
  EXPECT_NE(copy.pixelColor(10, 150), QColor(128, 128, 128)) << "the left side of a box is there";
}

TEST_F(MainWindowTest, RemembersThresholdAndRecentFiles) {
  Drop({files_.Path("a.png")});
  window_->viewer().panel().SetThreshold(0.3);
  window_->close();
  MakeWindow(true);
  Drop({files_.Path("a.png")});
  Show("a.png");
  EXPECT_EQ(window_->viewer().panel().list()->model()->rowCount(), 2) << "0.3 does not score above 0.3";
  EXPECT_EQ(settings_.value("recent").toStringList(), QStringList(QString::fromStdString(files_.Path("a.png"))));
}

TEST_F(MainWindowTest, NamesEveryButtonAndGivesEveryShortcutOnce) {
  std::set<QString> shortcuts;
  for (const QAction* action : window_->QWidget::actions()) {
    EXPECT_FALSE(action->toolTip().isEmpty()) << action->text().toStdString();
    for (const QKeySequence& shortcut : action->shortcuts()) {
      EXPECT_TRUE(shortcuts.insert(shortcut.toString()).second) << shortcut.toString().toStdString();
    }
  }
  for (const QAbstractButton* button : window_->findChildren<QAbstractButton*>()) {
    const bool internal = button->objectName().startsWith("qt_") || button->inherits("QTableCornerButton");
    EXPECT_TRUE(internal || !button->text().isEmpty() || !button->accessibleName().isEmpty())
        << button->metaObject()->className() << button->toolTip().toStdString();
  }
}

TEST_F(MainWindowTest, ChangesThemeAtOnce) {
  const auto choose = [&](Theme theme) {
    for (QAction* action : window_->actions().themes->actions()) {
      if (action->data().toInt() == static_cast<int>(theme)) {
        action->trigger();
      }
    }
    QCoreApplication::processEvents();
    return window_->palette().color(QPalette::Window).lightness();
  };
  EXPECT_GT(choose(Theme::kLight), 200);
  EXPECT_LT(choose(Theme::kDark), 60);
}

}  // namespace
}  // namespace godwit::ui
