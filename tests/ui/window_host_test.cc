#include "ui/window_host.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <QLocale>
#include <QTest>

#include "tests/ui/fake_photo_source.h"
#include "tests/ui/photo_files.h"

namespace godwit::ui {
namespace {

using namespace std::chrono_literals;

class WindowHostTest : public testing::Test {
 protected:
  WindowHostTest()
      : files_({"a.png", "b.png"}),
        settings_(QString::fromStdString(files_.Path("settings.ini")), QSettings::IniFormat) {
    settings_.setValue("language", "en");
    host_ = std::make_unique<WindowHost>(
        [this] {
          ++made_;
          return std::make_unique<MainWindow>(
              WindowSetup{.models_folder = files_.Path("models"), .offer = {.model = "a-model"}},
              std::make_unique<tests::FakePhotoSource>(), &settings_);
        },
        &settings_);
  }
  ~WindowHostTest() override { QLocale::setDefault(QLocale::c()); }

  MainWindow& window() { return host_->window(); }
  void Speak(const QString& language) {
    PreferenceValues values = window().preferences().values();
    values.language = language;
    window().preferences().Set(values);
  }
  bool AwaitWindow(int number) {
    return QTest::qWaitFor([&] { return made_ == number; });
  }

  tests::PhotoFiles files_;
  QSettings settings_;
  int made_ = 0;
  std::unique_ptr<WindowHost> host_;
};

TEST_F(WindowHostTest, SpeaksAnotherLanguageAtOnceAndKeepsItsPlace) {
  EXPECT_EQ(window().settings_page().preferences().theme().itemText(1), "Light");
  window().ShowPage(&window().settings_page());
  const QRect place(20, 30, 1200, 700);
  window().setGeometry(place);
  Speak("de");
  ASSERT_TRUE(AwaitWindow(2));
  EXPECT_TRUE(window().isVisible());
  EXPECT_EQ(window().settings_page().preferences().theme().itemText(1), "Hell");
  EXPECT_EQ(window().preferences().values().language, "de");
  EXPECT_TRUE(window().settings_page().isVisible());
  EXPECT_EQ(window().geometry().size(), place.size());
  EXPECT_EQ(QLocale().toString(1.5), "1,5");
  Speak("en");
  ASSERT_TRUE(AwaitWindow(3));
  EXPECT_EQ(window().settings_page().preferences().theme().itemText(1), "Light");
}

TEST_F(WindowHostTest, KeepsThePhotos) {
  window().OpenPaths({files_.folder()});
  ASSERT_TRUE(QTest::qWaitFor([&] { return window().viewer().session().count() == 2; }));
  window().viewer().session().GoTo(1);
  Speak("de");
  ASSERT_TRUE(AwaitWindow(2));
  EXPECT_TRUE(QTest::qWaitFor([&] { return window().viewer().session().index() == 1; }));
  EXPECT_EQ(window().viewer().session().count(), 2);
}

TEST_F(WindowHostTest, WaitsForWorkThatRuns) {
  BackgroundJob job;
  std::atomic<bool> go_on = true;
  job.Start([&](const core::JobContext&) -> core::Result<> {
    while (go_on) {
      std::this_thread::sleep_for(1ms);
    }
    return {};
  });
  Speak("de");
  QTest::qWait(20);
  EXPECT_EQ(made_, 1);
  go_on = false;
  EXPECT_TRUE(AwaitWindow(2));
}

TEST_F(WindowHostTest, ALanguageThatIsNotKnownIsTheSystems) {
  Speak("tlh");
  ASSERT_TRUE(AwaitWindow(2));
  EXPECT_EQ(window().settings_page().preferences().theme().itemText(1), "Light");
}

TEST(Translation, EnglishHasPlurals) {
  Translation translation;
  translation.Use("en");
  EXPECT_EQ(ModelDetails::tr("%n label(s)", nullptr, 1), "1 label");
  EXPECT_EQ(ModelDetails::tr("%n label(s)", nullptr, 2), "2 labels");
}

}  // namespace
}  // namespace godwit::ui
