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

}  // namespace
}  // namespace godwit::ui
