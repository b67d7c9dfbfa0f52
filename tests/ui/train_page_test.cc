// Training from the window, with real runs of a little network on made-up photos.
#include "ui/train_page.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QTest>
#include <QToolButton>
#include <QUrl>
#include <QtCharts/QChartView>

#include "tests/support/synthetic_classifier.h"
#include "tests/training/colour_photos.h"
#include "ui/format.h"
#include "ui/use_model_dialog.h"

namespace godwit::ui {
namespace {

using testing::HasSubstr;
using tests::PhotoFolder;
using tests::TemporaryFolder;
using tests::WriteFile;

constexpr int kPatienceMs = 60'000;

// Hears the names of options.
struct NameVisitor {
  const std::function<void(std::string_view)>& visit;
  void operator()(const core::OptionText& text, bool&) const { visit(text.name); }
  template <typename Value, typename Limits>
  void operator()(const core::OptionText& text, Value&, const Limits&) const {
    visit(text.name);
  }
};

class TrainPageTest : public testing::Test {
 protected:
  TrainPageTest()
      : settings_(ToQString(folder_ / "settings.ini"), QSettings::IniFormat),
        preferences_(&settings_),
        models_(folder_ / "models") {
    tests::AddColours(photos_);
    MakePage();
  }

  void MakePage() {
    page_ = std::make_unique<TrainPage>(&preferences_, &models_, Runs());
    page_->resize(1000, 700);
    page_->show();
  }
  [[nodiscard]] std::filesystem::path Runs() const { return folder_ / "runs"; }

  template <typename Condition>
  static bool Await(Condition condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
  }
  void Choose(const std::filesystem::path& path) {
    page_->Choose(path);
    ASSERT_TRUE(Await([&] { return !page_->form().picker().is_looking(); }));
  }
  // A run of some steps at a size that takes moments.
  void Fill(int epochs) {
    ASSERT_NO_FATAL_FAILURE(Choose(photos_.path()));
    page_->form().alpha()->setValue(0.25);
    page_->form().input()->setValue(32);
    page_->form().epochs()->setValue(epochs);
    for (QSpinBox* box : page_->form().findChildren<QSpinBox*>()) {
      if (box->toolTip().contains("--batch")) {
        box->setValue(8);
      }
    }
  }
  void Start() {
    ASSERT_TRUE(page_->form().start()->isEnabled());
    QTest::mouseClick(page_->form().start(), Qt::LeftButton);
    ASSERT_TRUE(page_->session().is_running());
  }
  // Until nothing is under way and the list shows what became of it.
  void AwaitEnd() {
    ASSERT_TRUE(Await([&] { return !page_->session().is_running() && !page_->list().is_loading(); }));
  }
  [[nodiscard]] std::string State() const { return page_->view().state().toStdString(); }

  PhotoFolder photos_;
  TemporaryFolder folder_;
  QSettings settings_;
  Preferences preferences_;
  InstalledModels models_;
  std::unique_ptr<TrainPage> page_;
};

TEST_F(TrainPageTest, AsksForPhotosFirst) {
  EXPECT_TRUE(page_->shows_form());
  EXPECT_FALSE(page_->form().start()->isEnabled());
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(ToQString(photos_.path()))});
  QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(page_.get(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(page_.get(), &drop);
  EXPECT_FALSE(page_->form().start()->isEnabled());
  ASSERT_TRUE(Await([&] { return !page_->form().picker().is_looking(); }));
  EXPECT_TRUE(page_->form().start()->isEnabled());
  EXPECT_THAT(page_->form().picker().summary().toStdString(), HasSubstr("36 photo"));
  EXPECT_EQ(page_->form().picker().advice(), "");
}

TEST_F(TrainPageTest, SaysWhyAFolderCannotBeLearnedFrom) {
  const PhotoFolder poor;
  poor.AddPhoto("only/1.png");
  Choose(poor.path());
  EXPECT_THAT(page_->form().picker().summary().toStdString(), HasSubstr("only 'only'"));
  EXPECT_FALSE(page_->form().start()->isEnabled());
  poor.AddPhoto("other/1.png");
  Choose(poor.path());
  EXPECT_THAT(page_->form().picker().advice().toStdString(), HasSubstr("has only 1 photo"));
  EXPECT_TRUE(page_->form().start()->isEnabled());
  Choose(folder_ / "gone");
  EXPECT_FALSE(page_->form().start()->isEnabled());
}

TEST_F(TrainPageTest, RecognisesBoxesAndOffersWhatFits) {
  tests::WriteSyntheticClassifier(models_.folder() / "synthetic.safetensors");
  models_.Refresh();
  const PhotoFolder squares;
  tests::AddSquares(squares);
  Choose(squares.path());
  EXPECT_THAT(page_->form().picker().summary().toStdString(), HasSubstr("16 box"));
  EXPECT_EQ(page_->form().from()->findData("synthetic"), 0) << "the backbone of a classifier fits a detector";
  EXPECT_EQ(page_->form().input()->value(), training::kDetectorInput);
  const training::TrainConfig config = page_->form().Config();
  EXPECT_EQ(config.task, "detect");
  EXPECT_EQ(config.data.front(), squares / "boxes.json");
  EXPECT_EQ(config.photos.front(), squares.path());
}

TEST_F(TrainPageTest, TrainsToTheEndAndUsesTheModel) {
  ASSERT_NO_FATAL_FAILURE(Fill(2));
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::filesystem::path run = page_->session().folder();
  EXPECT_EQ(run.parent_path(), Runs());
  EXPECT_FALSE(page_->form().start()->isEnabled()) << "one run at a time";
  EXPECT_TRUE(page_->view().pause()->isVisible());
  ASSERT_TRUE(Await([&] { return page_->view().chart().loss_points() > 0; }));
  ASSERT_NO_FATAL_FAILURE(AwaitEnd());
  EXPECT_THAT(State(), HasSubstr("Finished"));
  EXPECT_THAT(page_->view().result().toStdString(), HasSubstr("accuracy"));
  EXPECT_EQ(page_->view().chart().quality_points(), 2);
  EXPECT_FALSE(page_->view().resume()->isVisible());
  ASSERT_TRUE(page_->view().use()->isVisible());
  EXPECT_EQ(page_->list().count(), 1);

  page_->Use("colours", false);
  ASSERT_TRUE(Await([&] { return preferences_.values().classes.model == "colours"; }));
  EXPECT_TRUE(preferences_.values().classes.on);
  ASSERT_NE(models_.Find("colours"), nullptr);
  EXPECT_EQ(models_.Find("colours")->card.labels.size(), 3U);
  EXPECT_THAT(page_->view().result().toStdString(), HasSubstr("colours"));
  EXPECT_FALSE(page_->message_bar().isVisible());

  tests::WriteSyntheticClassifier(models_.folder() / "taken.safetensors");
  page_->Use("taken", false);
  EXPECT_TRUE(Await([&] { return page_->message_bar().isVisible(); }));
  EXPECT_THAT(page_->message_bar().text().toStdString(), HasSubstr("taken"));
  EXPECT_EQ(preferences_.values().classes.model, "colours");
}

TEST_F(TrainPageTest, PausesAndGoesOn) {
  ASSERT_NO_FATAL_FAILURE(Fill(200));
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::filesystem::path run = page_->session().folder();
  ASSERT_TRUE(Await([&] { return page_->session().step() > 2; }));
  QTest::mouseClick(page_->view().pause(), Qt::LeftButton);
  ASSERT_NO_FATAL_FAILURE(AwaitEnd());
  EXPECT_THAT(State(), HasSubstr("Stopped"));
  const training::RunSummary stopped = training::ReadRun(run);
  EXPECT_EQ(stopped.error, "");
  EXPECT_GT(stopped.step, 2);
  ASSERT_TRUE(page_->view().resume()->isVisible());
  QTest::mouseClick(page_->view().resume(), Qt::LeftButton);
  ASSERT_TRUE(Await([&] { return page_->session().step() > stopped.step; }));
  EXPECT_EQ(page_->session().plan()->first_step, stopped.step);

  QTest::mouseClick(page_->view().stop(), Qt::LeftButton);
  ASSERT_NO_FATAL_FAILURE(AwaitEnd());
  EXPECT_TRUE(page_->shows_form()) << "Stop makes room for another run";
  EXPECT_EQ(page_->list().count(), 1);
  EXPECT_NE(page_->form().RunFolder(), run);
}

TEST_F(TrainPageTest, StopsAtACheckpointWhenTheWindowCloses) {
  ASSERT_NO_FATAL_FAILURE(Fill(200));
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::filesystem::path run = page_->session().folder();
  ASSERT_TRUE(Await([&] { return page_->session().step() > 2; }));
  page_.reset();
  EXPECT_GT(training::ReadRun(run).step, 2);
  MakePage();
  ASSERT_TRUE(Await([&] { return page_->list().count() == 1; }));
  page_->list().setCurrentRow(0);
  EXPECT_TRUE(page_->view().resume()->isEnabled());
}

TEST_F(TrainPageTest, SaysWhatIsWrongWithADamagedRunAndDeletesIt) {
  const std::filesystem::path run = Runs() / "broken";
  WriteFile(run / training::kConfigFile, "{}");
  page_->OpenRun(run);
  ASSERT_TRUE(Await([&] { return !page_->shows_form(); }));
  EXPECT_THAT(State(), HasSubstr("Damaged"));
  EXPECT_THAT(page_->view().result().toStdString(), HasSubstr("config.json"));
  EXPECT_FALSE(page_->view().resume()->isVisible());
  EXPECT_FALSE(page_->view().use()->isVisible());
  page_->Remove();
  EXPECT_FALSE(std::filesystem::exists(run));
  EXPECT_TRUE(Await([&] { return page_->list().count() == 0; }));
}

TEST_F(TrainPageTest, RemembersRunsFromElsewhere) {
  page_->OpenRun(photos_.path());
  EXPECT_THAT(page_->message_bar().text().toStdString(), HasSubstr("holds no training run"));
  const std::filesystem::path run = folder_ / "elsewhere/run";
  ASSERT_TRUE(training::WriteTrainConfig(run / training::kConfigFile, tests::ColourConfig(photos_.path())));
  page_->OpenRun(run);
  ASSERT_TRUE(Await([&] { return page_->list().count() == 1; }));
  EXPECT_THAT(State(), HasSubstr("before its first checkpoint"));
  MakePage();
  EXPECT_TRUE(Await([&] { return page_->list().count() == 1; }));
}

TEST_F(TrainPageTest, SaysWhyARunCannotStart) {
  ASSERT_NO_FATAL_FAILURE(Fill(1));
  page_->form().folder()->setText(ToQString(photos_ / "red/run"));
  ASSERT_NO_FATAL_FAILURE(Start());
  ASSERT_NO_FATAL_FAILURE(AwaitEnd());
  EXPECT_THAT(page_->message_bar().text().toStdString(), HasSubstr("lies among the photos"));
  EXPECT_TRUE(page_->shows_form());
  EXPECT_TRUE(page_->form().picker().photos()) << "what was chosen is still there";
}

TEST_F(TrainPageTest, ProposesIdsThatModelsCanHave) {
  EXPECT_EQ(ProposedModelId("runs/flowers-2026-11-24"), "flowers");
  EXPECT_EQ(ProposedModelId("runs/flowers-2026-11-24-2"), "flowers");
  EXPECT_EQ(ProposedModelId("runs/Vögel am Meer"), "V-gel-am-Meer");
  EXPECT_EQ(ProposedModelId("runs/.."), "my-model");
  tests::WriteSyntheticClassifier(models_.folder() / "taken.safetensors");
  models_.Refresh();
  UseModelDialog dialog(models_, "flowers");
  EXPECT_TRUE(dialog.install()->isEnabled());
  EXPECT_FALSE(dialog.replaces());
  dialog.field()->setText("taken");
  EXPECT_TRUE(dialog.replaces());
  dialog.field()->setText("a/b");
  EXPECT_FALSE(dialog.install()->isEnabled());
}

TEST_F(TrainPageTest, OffersAllOptionsOfTheCommandLineOnce) {
  int options = 0;
  training::TrainSettings settings;
  const auto has = [&](std::string_view name) {
    const QString option = QStringLiteral("godwit train --%1<").arg(QString::fromStdString(std::string(name)));
    const auto fields = page_->form().findChildren<QWidget*>();
    return std::ranges::count_if(fields, [&](const QWidget* field) {
      return qobject_cast<const QLabel*>(field) == nullptr && field->toolTip().contains(option);
    });
  };
  const std::function<void(std::string_view)> count = [&](std::string_view name) {
    const bool elsewhere = name == "train" || name == "epochs" || name == "batch-norm";
    EXPECT_EQ(has(name), elsewhere ? 0 : 1) << name;
    ++options;
  };
  training::DescribeOptions(settings, NameVisitor{count});
  EXPECT_GT(options, 10);
}

TEST(RunCurve, SmoothsAndThins) {
  QList<QPointF> points;
  for (int i = 0; i < 1000; ++i) {
    points << QPointF(i, i % 2 == 0 ? 1 : 3);
  }
  const QList<QPointF> smooth = Smoothed(points);
  ASSERT_EQ(smooth.size(), 1000);
  EXPECT_EQ(smooth.front().y(), 1);
  EXPECT_NEAR(smooth.back().y(), 2, 0.05);
  const QList<QPointF> thin = Thinned(points, 100);
  EXPECT_EQ(thin.size(), 100);
  EXPECT_NEAR(thin.front().y(), 2, 1e-9);
  EXPECT_EQ(Thinned({{1, 2}}, 100).size(), 1);
  EXPECT_EQ(Smoothed({}).size(), 0);
}

}  // namespace
}  // namespace godwit::ui
