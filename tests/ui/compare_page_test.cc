#include "ui/compare_page.h"

#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QApplication>
#include <QClipboard>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "core/image/encode.h"
#include "tests/support/synthetic_detector.h"
#include "ui/theme.h"

namespace godwit::ui {
namespace {

using testing::HasSubstr;
using workflows::BenchmarkReport;
using workflows::BenchmarkRequest;
using workflows::BenchmarkResult;

// Times in proportion to cost, in two turns, the second of which a test lets go on.
class FakeBenchmark {
 public:
  core::Result<BenchmarkReport> Run(const BenchmarkRequest& request, const core::JobContext& context,
                                    const workflows::BenchmarkSink& so_far) {
    BenchmarkReport report{.weights = "random", .isa = "avx2", .results = {}, .peaks = {}};
    for (const double alpha : request.alphas) {
      for (const int input : request.inputs) {
        report.results.push_back(Result(alpha, input, 5));
        so_far(report);
        context.Report({.done = static_cast<std::int64_t>(report.results.size()), .total = 32, .item = "one"});
      }
    }
    while (!go_on && !context.stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (context.stop.stop_requested()) {
      return core::Fail(core::ErrorKind::kCancelled, "cancelled");
    }
    if (fails) {
      return core::Fail(core::ErrorKind::kModel, "model.safetensors: damaged");
    }
    for (BenchmarkResult& result : report.results) {
      result.runs = request.runs;
    }
    return report;
  }

  std::atomic<bool> go_on = false;
  bool fails = false;

 private:
  static BenchmarkResult Result(double alpha, int input, int runs) {
    const double cost = 569e6 * alpha * alpha * input * input / (224.0 * 224);
    return {.backbone = "mobilenet_v1",
            .alpha = alpha,
            .input = input,
            .threads = 2,
            .runs = runs,
            .median_ms = cost / 1e7,
            .min_ms = cost / 1.1e7,
            .p90_ms = cost / 0.9e7,
            .multiply_adds = static_cast<std::int64_t>(cost),
            .parameters = static_cast<std::int64_t>(4.2e6 * alpha),
            .peak_bytes = 1'000'000,
            .layers = {{.name = "a", .kind = "pointwise", .ms = 6, .multiply_adds = 95},
                       {.name = "b", .kind = "depthwise", .ms = 3, .multiply_adds = 5},
                       {.name = "c", .kind = "pool", .ms = 1}}};
  }
};

class ComparePageTest : public testing::Test {
 protected:
  ComparePageTest()
      : settings_(folder_.filePath("settings.ini"), QSettings::IniFormat),
        preferences_(&settings_),
        models_(MakeModels()) {
    MakePage([this](const auto&... arguments) { return fake_.Run(arguments...); });
  }
  std::filesystem::path MakeModels() const {
    const std::filesystem::path models = folder_.filePath("models").toStdString();
    std::filesystem::create_directory(models);
    tests::WriteSyntheticDetector(models / "synthetic.safetensors");
    return models;
  }
  void MakePage(BenchmarkFunction benchmark) {
    page_ = std::make_unique<ComparePage>(std::move(benchmark), &preferences_, &models_);
    page_->resize(1200, 800);
    page_->show();
  }
  SpeedPanel& speed() { return page_->speed(); }
  PhotoComparePanel& photos() { return page_->photos(); }
  int rows() { return speed().table().model()->rowCount(); }
  QString Cell(int row, BenchmarkModel::Column column) {
    return speed().table().model()->index(row, column).data().toString();
  }
  QCheckBox* Box(const QString& name) {
    for (QCheckBox* box : speed().form().findChildren<QCheckBox*>()) {
      if (box->accessibleName() == name) {
        return box;
      }
    }
    return nullptr;
  }
  std::filesystem::path MakePhoto(const char* name, int seed) {
    core::Image image(120, 90);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::uint8_t>(i * static_cast<std::size_t>(seed) / 7);
    }
    const std::filesystem::path file = folder_.filePath(name).toStdString();
    EXPECT_TRUE(core::WriteImage(file, image));
    return file;
  }
  bool AwaitPhoto(const std::filesystem::path& path) {
    return QTest::qWaitFor([&] { return photos().comparison().shown().path == path && !photos().comparison().busy(); },
                           20'000);
  }

  QTemporaryDir folder_;
  QSettings settings_;
  Preferences preferences_;
  InstalledModels models_;
  FakeBenchmark fake_;
  std::unique_ptr<ComparePage> page_;
};

TEST_F(ComparePageTest, OffersTheNetworksOfAnyWidthAndWhatIsInstalled) {
  const auto* network = speed().form().findChild<QComboBox*>();
  EXPECT_EQ(network->currentText(), "MobileNet V1");
  EXPECT_EQ(network->itemText(network->count() - 1).toStdString().substr(0, 3), "syn");
  models_.Refresh();
  EXPECT_EQ(network->currentText(), "MobileNet V1");
}

TEST_F(ComparePageTest, DrawsWhileItIsTimed) {
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return rows() == 16; }));
  EXPECT_TRUE(speed().is_running());
  EXPECT_FALSE(speed().form().isEnabled());
  const auto marks = speed().chart().marks();
  ASSERT_EQ(marks.size(), 4U);
  std::set<int> shapes;
  for (const QScatterSeries* series : marks) {
    EXPECT_EQ(series->count(), 4);
    shapes.insert(series->markerShape());
  }
  EXPECT_EQ(shapes.size(), 4U) << "told apart without colours";
  EXPECT_EQ(speed().chart().RowAt(marks.back()->at(3)), 15);
  EXPECT_EQ(speed().chart().RowAt({1, 1}), -1);
  fake_.go_on = true;
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running(); }));
  EXPECT_TRUE(speed().form().isEnabled());
  EXPECT_THAT(speed().status().toStdString(), HasSubstr("16"));
}

TEST_F(ComparePageTest, ShowsThePapersAccuracyAndThatWeightsAreRandom) {
  fake_.go_on = true;
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running() && rows() == 16; }));
  EXPECT_EQ(Cell(0, BenchmarkModel::kPaperAccuracy), "70.6");
  EXPECT_EQ(Cell(15, BenchmarkModel::kPaperAccuracy), "–") << "only plotted in the paper";
  EXPECT_THAT(speed().note().toStdString(), HasSubstr("Random weights"));
  speed().table().sortByColumn(BenchmarkModel::kMedian, Qt::AscendingOrder);
  EXPECT_EQ(Cell(0, BenchmarkModel::kInput), "128");
  EXPECT_EQ(Cell(0, BenchmarkModel::kAlpha), "0.25");
  speed().CopyTable();
  const QString csv = QApplication::clipboard()->text();
  EXPECT_EQ(csv.count(QLatin1Char('\n')), 17);
  EXPECT_THAT(csv.toStdString(), HasSubstr("mobilenet_v1,random,1,224,1.000,2,avx2,569000000"));
}

TEST_F(ComparePageTest, TimesWhatIsChosenAndRemembersIt) {
  fake_.go_on = true;
  for (const char* name : {"Width alpha 1", "Width alpha 0.5", "Input of 192 pixels"}) {
    ASSERT_NE(Box(name), nullptr) << name;
    Box(name)->click();
  }
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running(); }));
  EXPECT_EQ(rows(), 6);
  MakePage([this](const auto&... arguments) { return fake_.Run(arguments...); });
  EXPECT_FALSE(Box("Width alpha 0.5")->isChecked());
  EXPECT_EQ(speed().form().settings(), 6);
  Box("Width alpha 0.75")->click();
  Box("Width alpha 0.25")->click();
  EXPECT_FALSE(speed().form().is_complete());
  speed().Start();
  EXPECT_FALSE(speed().is_running()) << "nothing is chosen";
}

TEST_F(ComparePageTest, KeepsWhatWasTimedBeforeAStop) {
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return rows() == 16; }));
  speed().Stop();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running(); }));
  EXPECT_EQ(rows(), 16);
  EXPECT_THAT(speed().status().toStdString(), HasSubstr("fewer runs"));
  EXPECT_FALSE(speed().message_bar().isVisible());
}

TEST_F(ComparePageTest, SaysWhatWentWrong) {
  fake_.fails = true;
  fake_.go_on = true;
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return speed().message_bar().isVisible(); }));
  EXPECT_EQ(speed().message_bar().text(), "model.safetensors: damaged");
}

TEST_F(ComparePageTest, SharesFollowTheSettingThatIsSelected) {
  EXPECT_TRUE(page_->shares().kinds().isEmpty());
  fake_.go_on = true;
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running() && rows() == 16; }));
  EXPECT_EQ(page_->shares().kinds(), (QStringList{"Pooling", "Depthwise 3×3", "Pointwise 1×1"}))
      << "the axis goes upwards";
  EXPECT_DOUBLE_EQ(page_->shares().measured().at(1), 30);
  EXPECT_THAT(page_->shares().words().toStdString(), HasSubstr("5.0 % of the multiply-adds, but take 30 %"));
  speed().SetCurrent(5);
  EXPECT_EQ(page_->findChild<LayerSharePanel*>()->findChild<QComboBox*>()->currentText(), "0.75 MobileNet V1-192");
  page_->shares().SetCurrent(2);
  EXPECT_EQ(speed().table().currentIndex().row(), 2);
}

TEST_F(ComparePageTest, RunsTheRealBenchmark) {
  MakePage(workflows::Benchmark);
  for (const char* name : {"Width alpha 1", "Width alpha 0.75", "Width alpha 0.5", "Input of 224 pixels",
                           "Input of 192 pixels", "Input of 160 pixels"}) {
    Box(name)->click();
  }
  auto spins = speed().form().findChildren<QSpinBox*>();
  spins[0]->setValue(1);
  spins[1]->setValue(2);
  speed().Start();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !speed().is_running(); }, 30'000));
  ASSERT_EQ(rows(), 1);
  EXPECT_EQ(Cell(0, BenchmarkModel::kMultiplyAdds), "13.6");
  EXPECT_THAT(page_->shares().kinds(), testing::Contains(QString("Depthwise 3×3")));
}

TEST_F(ComparePageTest, ComparesTwoInputSizesOnPhotos) {
  const auto first = MakePhoto("1.png", 3);
  const auto second = MakePhoto("2.png", 5);
  photos().SetDetector(0, {"synthetic", {}});
  photos().SetDetector(1, {"synthetic", 128});
  photos().threshold().setValue(5);
  photos().Open({first, second});
  ASSERT_TRUE(AwaitPhoto(first));
  EXPECT_EQ(photos().view(0).picture().size(), QSize(120, 90));
  EXPECT_THAT(photos().counts(0).toStdString(), HasSubstr("network"));
  const int found = static_cast<int>(photos().comparison().shown().a.detections.size());
  ASSERT_GT(found, 0);
  QTest::keyClick(&photos(), Qt::Key_Right);
  ASSERT_TRUE(AwaitPhoto(second));
  photos().comparison().GoTo(2);
  EXPECT_EQ(photos().comparison().index(), 1) << "there is no third";
}

TEST_F(ComparePageTest, ADetectorAgreesWithItself) {
  photos().SetDetector(0, {"synthetic", {}});
  photos().SetDetector(1, {"synthetic", {}});
  photos().threshold().setValue(5);
  const auto photo = MakePhoto("1.png", 3);
  photos().Open({photo});
  ASSERT_TRUE(AwaitPhoto(photo));
  const int found = static_cast<int>(photos().comparison().shown().a.detections.size());
  EXPECT_THAT(photos().summary().toStdString(), HasSubstr(std::to_string(found) + " object"));
  EXPECT_THAT(photos().counts(1).toStdString(), HasSubstr("0 only here"));
}

TEST_F(ComparePageTest, BothViewsZoomAndPanTogether) {
  const auto photo = MakePhoto("1.png", 3);
  photos().Open({photo});
  ASSERT_TRUE(AwaitPhoto(photo));
  photos().view(0).SetZoom(20);
  EXPECT_DOUBLE_EQ(photos().view(1).zoom(), photos().view(0).zoom());
  QTest::keyClick(&photos().view(1), Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_EQ(photos().view(0).PhotoFromView({0, 0}), photos().view(1).PhotoFromView({0, 0}));
  photos().view(1).Fit();
  EXPECT_TRUE(photos().view(0).is_fitted());
}

TEST_F(ComparePageTest, SaysWhichPhotoCannotBeOpened) {
  photos().Open({folder_.filePath("gone.png").toStdString()});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !photos().comparison().busy(); }));
  EXPECT_THAT(photos().message_bar().text().toStdString(), HasSubstr("gone.png"));
  EXPECT_EQ(photos().comparison().index(), -1);
}

TEST(ComparedDetectionsTest, MarksWhatIsOnlyHere) {
  ComparedDetections found;
  found.Set({{.label = "dog", .class_id = 1, .score = 0.9F}, {.label = "cat", .class_id = 2, .score = 0.8F}}, {1});
  EXPECT_FALSE(found.index(0, 0).data(DetectionModel::kDashedRole).toBool());
  EXPECT_TRUE(found.index(1, 0).data(DetectionModel::kDashedRole).toBool());
  EXPECT_EQ(found.index(0, DetectionModel::kScore).data().toString(), "90 %");
  EXPECT_EQ(found.index(1, DetectionModel::kScore).data().toString(), "80 % · only here");
  EXPECT_EQ(found.index(1, DetectionModel::kObject).data().toString(), "cat");
}

}  // namespace
}  // namespace godwit::ui
