// The window on real photos with the real network, against the golden detections.
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/support/test_data.h"
#include "ui/main_window.h"
#include "ui/photo_loader.h"
#include "workflows/models.h"

namespace godwit::ui {
namespace {

constexpr const char* kModel = "coco-ssdlite-mobilenet-v2";

class GoldenWindowTest : public testing::TestWithParam<const char*> {};

TEST_P(GoldenWindowTest, ShowsTheGoldenDetections) {
  const std::string name = GetParam();
  GODWIT_REQUIRE_TEST_DATA("golden/images/" + name + ".png");
  const auto folder = workflows::ModelsFolder({});
  if (const auto model = workflows::FindModel(folder, kModel); !model) {
    GTEST_SKIP() << model.error().message;
  }
  std::ifstream file(tests::TestData("golden/coco_ssdlite_mobilenet_v2/" + name + ".json"));
  const auto golden = nlohmann::json::parse(file);

  const QTemporaryDir folder_of_settings;
  QSettings settings(folder_of_settings.filePath("settings.ini"), QSettings::IniFormat);
  auto loader = std::make_unique<PhotoLoader>();
  QThread* decoded_on = nullptr;
  QObject::connect(
      loader.get(), &PhotoSource::PictureReady, loader.get(), [&] { decoded_on = QThread::currentThread(); },
      Qt::DirectConnection);
  MainWindow window({.models_folder = folder, .offer = {.model = kModel}}, std::move(loader), &settings);
  window.show();
  window.OpenPaths({tests::TestData("golden/images/" + name + ".png")});
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.viewer().session().shown().detections.has_value(); }, 60'000));
  EXPECT_NE(decoded_on, QThread::currentThread());
  EXPECT_EQ(window.viewer().view().picture().size(), QSize(golden["width"], golden["height"]));

  const auto& expected = golden["detections"];
  const QAbstractItemModel& list = *window.viewer().panel().list()->model();
  ASSERT_EQ(list.rowCount(), static_cast<int>(expected.size()));
  for (int row = 0; row < list.rowCount(); ++row) {
    const auto& one = expected[static_cast<std::size_t>(row)];
    const QModelIndex shown = list.index(row, DetectionModel::kObject);
    EXPECT_EQ(shown.data().toString().toStdString(), one["class_name"]);
    EXPECT_NEAR(shown.data(DetectionModel::kScoreRole).toFloat(), one["score"].get<double>(), 1e-4);
    const QRectF box = shown.data(DetectionModel::kBoxRole).toRectF();
    const double right = std::min(one["bbox_xywh_px"][0].get<double>() + one["bbox_xywh_px"][2].get<double>(),
                                  golden["width"].get<double>());
    EXPECT_NEAR(box.right(), right, 0.1);
  }
}

INSTANTIATE_TEST_SUITE_P(Photos, GoldenWindowTest,
                         testing::Values("astronaut", "cat", "coffee", "hopper", "motorcycle", "two_faces"),
                         [](const auto& photo) { return std::string(photo.param); });

// What the command line finds on a photo, down to the score that the window keeps.
workflows::ImageDetections ByCommandLine(const std::filesystem::path& folder, const std::string& model, int input,
                                         const std::filesystem::path& photo) {
  const auto detector = detection::Detector::Load(workflows::FindModel(folder, model).value(),
                                                  input == 0 ? std::nullopt : std::optional(input));
  workflows::ImageDetections found;
  const auto report =
      workflows::DetectImages(*detector, core::ListImages({photo}), {.min_score = kLowestThreshold}, core::ThreadPool(),
                              [&](const workflows::ImageDetections& result, const core::Photo&) -> core::Result<> {
                                found = result;
                                return {};
                              },
                              {});
  EXPECT_TRUE(report && report->errors.empty());
  return found;
}

void ExpectSame(const workflows::ImageDetections& shown, const workflows::ImageDetections& expected) {
  ASSERT_FALSE(expected.detections.empty());
  ASSERT_EQ(shown.detections.size(), expected.detections.size());
  for (std::size_t i = 0; i < expected.detections.size(); ++i) {
    EXPECT_EQ(shown.detections[i].label, expected.detections[i].label);
    EXPECT_EQ(shown.detections[i].anchor, expected.detections[i].anchor);
    EXPECT_EQ(shown.detections[i].score, expected.detections[i].score);
    EXPECT_EQ(shown.detections[i].box.x, expected.detections[i].box.x);
  }
}

class RealHeadsTest : public testing::Test {
 protected:
  RealHeadsTest() : settings_(folder_of_settings_.filePath("settings.ini"), QSettings::IniFormat) {}

  void MakeWindow(const std::filesystem::path& folder) {
    window_ = std::make_unique<MainWindow>(WindowSetup{.models_folder = folder, .offer = {.model = kModel}},
                                           std::make_unique<PhotoLoader>(), &settings_);
    window_->show();
  }
  void Set(const HeadChoice& objects) {
    PreferenceValues values = window_->preferences().values();
    values.objects = objects;
    window_->preferences().Set(values);
  }
  PhotoSession& session() { return window_->viewer().session(); }
  void AwaitLookBy(const std::string& model, int input) {
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
          const auto& in_use = session().in_use()[Head::kObjects];
          return in_use && in_use->id == model && in_use->input == input && session().IsCurrent(Head::kObjects);
        },
        60'000))
        << model << " at " << input;
  }

  const QTemporaryDir folder_of_settings_;
  QSettings settings_;
  std::unique_ptr<MainWindow> window_;
};

// The models that come along, on a machine that has no others.
TEST_F(RealHeadsTest, TurnsTheDialByPreferences) {
  const std::filesystem::path folder = "resources/models";
  const std::filesystem::path photo = "resources/photos/cat.jpg";
  constexpr const char* kWide = "coco-ssd-mobilenet-v1-0.75";
  constexpr const char* kNarrow = "coco-ssd-mobilenet-v1-0.5";
  MakeWindow(folder);
  window_->OpenPaths({photo});
  AwaitLookBy(kWide, 300);
  EXPECT_TRUE(window_->viewer().panel().isVisible()) << "no setup page: another detector stands in";
  EXPECT_TRUE(window_->viewer().side_panel().notice().contains(kModel));
  ExpectSame(*session().shown().detections, ByCommandLine(folder, kWide, 0, photo));
  const QString costs = window_->viewer().side_panel().dial().costs();
  EXPECT_TRUE(costs.contains("AP 0.238")) << costs.toStdString();

  Set({.on = true, .model = kNarrow});
  AwaitLookBy(kNarrow, 300);
  EXPECT_EQ(window_->viewer().side_panel().notice(), "");
  ExpectSame(*session().shown().detections, ByCommandLine(folder, kNarrow, 0, photo));
  EXPECT_TRUE(window_->viewer().side_panel().dial().measured().contains("before"));

  Set({.on = true, .model = kNarrow, .input = 224});
  AwaitLookBy(kNarrow, 224);
  ExpectSame(*session().shown().detections, ByCommandLine(folder, kNarrow, 224, photo));
  Set({.on = true, .model = kWide, .input = 128});
  AwaitLookBy(kWide, 128);
  ExpectSame(*session().shown().detections, ByCommandLine(folder, kWide, 128, photo));

  Set({.on = false, .model = kWide});
  EXPECT_TRUE(QTest::qWaitFor([&] { return !session().shown().detections; }, 10'000));
}

TEST_F(RealHeadsTest, AllHeadsSayWhatTheCommandLineSays) {
  constexpr const char* kFaces = "face-ssd-mobilenet-v1";
  constexpr const char* kClasses = "imagenet-mobilenet-v1-1.0-224";
  GODWIT_REQUIRE_TEST_DATA("golden/images/two_faces.png");
  const std::filesystem::path photo = tests::TestData("golden/images/two_faces.png");
  const auto folder = workflows::ModelsFolder({});
  for (const char* id : {kModel, kFaces, kClasses}) {
    if (const auto model = workflows::FindModel(folder, id); !model) {
      GTEST_SKIP() << model.error().message;
    }
  }
  MakeWindow(folder);
  PreferenceValues values = window_->preferences().values();
  values.classes = {.on = true, .model = kClasses};
  values.faces = {.on = true};
  window_->preferences().Set(values);
  window_->OpenPaths({photo});
  ASSERT_TRUE(QTest::qWaitFor([&] { return session().IsCurrent(Head::kFaces); }, 60'000));
  const ShownPhoto& shown = session().shown();
  ExpectSame(*shown.detections, ByCommandLine(folder, kModel, 0, photo));
  ExpectSame(*shown.faces, ByCommandLine(folder, kFaces, 0, photo));
  const auto classifier = recognition::Classifier::Load(workflows::FindModel(folder, kClasses).value()).value();
  const auto expected = classifier.Classify(core::DecodeImage(photo, classifier.decode_options()).value());
  ASSERT_EQ(shown.classes->classes.size(), 5U);
  EXPECT_EQ(shown.classes->classes.front().label, expected.front().label);
  EXPECT_EQ(shown.classes->classes.front().score, expected.front().score);
  EXPECT_EQ(window_->viewer().side_panel().section(Head::kFaces).status(), "2 found");
}

}  // namespace
}  // namespace godwit::ui
