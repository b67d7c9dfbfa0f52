// The two published detectors against reference outputs on real photos: a float64 evaluation of the same weights,
// checked against TensorFlow.js. Tolerances: score and box 1e-4, layer means 1e-4 * max(1, largest value), samples
// 2e-3.
#include <cmath>
#include <fstream>
#include <map>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/kernels/dispatch.h"
#include "core/weights/safetensors.h"
#include "detection/detector.h"
#include "detection/ssd/ssd_graph.h"
#include "tests/support/models.h"
#include "tests/support/npy.h"
#include "tests/support/test_data.h"

namespace godwit::detection {
namespace {

using nlohmann::json;

struct GoldenModel {
  const char* id;
  const char* folder;
};
constexpr GoldenModel kCoco{"coco-ssdlite-mobilenet-v2", "golden/coco_ssdlite_mobilenet_v2/"};
constexpr GoldenModel kFace{"face-ssd-mobilenet-v1", "golden/face_ssd_mobilenet_v1/"};
constexpr const char* kPhotos[] = {"astronaut", "cat", "coffee", "hopper", "motorcycle", "two_faces"};

json ReadJson(const std::filesystem::path& path) {
  std::ifstream file(path);
  return json::parse(file);
}

core::Photo ReadPhoto(const std::string& name) {
  core::Photo photo;
  const auto decoded = core::DecodeImage(tests::TestData("golden/images/" + name + ".png"), {}, photo);
  EXPECT_TRUE(decoded) << decoded.error().message;
  return photo;
}

// The reference's name of one of our layers' outputs; empty where it was not recorded.
std::string CocoName(const std::string& layer) {
  static const std::string kFeatures = "FeatureExtractor/MobilenetV2/";
  const auto slash = layer.find('/');
  const std::string head = layer.substr(0, slash);
  const std::string tail = slash == std::string::npos ? "" : layer.substr(slash + 1);
  if (layer == "conv_0") {
    return kFeatures + "Conv/Relu6";
  }
  if (layer == "conv_last") {
    return kFeatures + "Conv_1/Relu6";
  }
  if (head.starts_with("block_")) {
    const int number = std::stoi(head.substr(6));
    const std::string block = kFeatures + (number == 0 ? "expanded_conv" : fmt::format("expanded_conv_{}", number));
    static const std::map<int, bool> kAdds{{2, true}, {4, true},  {5, true},  {7, true},  {8, true},
                                           {9, true}, {11, true}, {12, true}, {14, true}, {15, true}};
    if (tail != "project") {
      return block + "/" + tail + "/Relu6";
    }
    return block +
           (kAdds.contains(number) ? "/ArithmeticOptimizer/AddOpsRewrite_add" : "/project/BatchNorm/batchnorm/add_1");
  }
  if (head.starts_with("extra_")) {
    const int k = std::stoi(head.substr(6));
    const int out = k == 2 ? 512 : k == 5 ? 128 : 256;
    if (tail == "reduce") {
      return kFeatures + fmt::format("layer_19_1_Conv2d_{}_1x1_{}/Relu6", k, out / 2);
    }
    return kFeatures +
           fmt::format("layer_19_2_Conv2d_{}_3x3_s2_{}{}/Relu6", k, out, tail == "depthwise" ? "_depthwise" : "");
  }
  const bool box = tail.starts_with("box");
  const std::string branch =
      fmt::format("BoxPredictor_{}/{}", head.substr(10), box ? "BoxEncodingPredictor" : "ClassPredictor");
  return branch + (tail.ends_with("depthwise") ? "_depthwise/Relu6" : "/BiasAdd");
}

std::string FaceName(const std::string& layer) {
  const auto slash = layer.find('/');
  const std::string head = layer.substr(0, slash);
  const std::string tail = slash == std::string::npos ? "" : layer.substr(slash + 1);
  if (layer == "conv_0") {
    return "MobilenetV1/Conv2d_0_pointwise";
  }
  if (head.starts_with("conv_")) {
    return fmt::format("MobilenetV1/Conv2d_{}_{}", head.substr(5), tail);
  }
  if (head.starts_with("extra_")) {
    return fmt::format("Prediction/Conv2d_{}_pointwise",
                       2 * (std::stoi(head.substr(6)) - 2) + (tail == "conv" ? 1 : 0));
  }
  return fmt::format("Prediction/BoxPredictor_{}/{}", head.substr(10),
                     tail == "box" ? "BoxEncodingPredictor" : "ClassPredictor");
}

void ExpectLayer(const std::string& name, const core::ConstTensorView& tensor, const json& golden) {
  const auto shape = golden.at("shape").get<std::vector<std::int64_t>>();
  ASSERT_EQ((core::Shape{shape.at(0), shape.at(1), shape.at(2), shape.at(3)}), tensor.shape()) << name;
  double sum = 0;
  double squares = 0;
  const std::int64_t count = tensor.shape().Elements();
  for (std::int64_t i = 0; i < count; ++i) {
    sum += tensor.data()[i];
    squares += static_cast<double>(tensor.data()[i]) * tensor.data()[i];
  }
  const double tolerance = 1e-4 * std::max(1.0, golden.at("abs_max").get<double>());
  EXPECT_NEAR(sum / static_cast<double>(count), golden.at("mean").get<double>(), tolerance) << name;
  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(count)), golden.at("rms").get<double>(), tolerance) << name;
  for (std::size_t i = 0; i < golden.at("sample_index").size(); ++i) {
    EXPECT_NEAR(tensor.data()[golden["sample_index"][i].get<std::int64_t>()], golden["sample_value"][i].get<double>(),
                2e-3)
        << name << " sample " << i;
  }
}

class Golden : public testing::TestWithParam<std::tuple<core::Isa, int>> {
 protected:
  void SetUp() override { core::SetActiveIsa(std::get<0>(GetParam())); }
  void TearDown() override { core::SetActiveIsa(before_); }

  static int threads() { return std::get<1>(GetParam()); }

  static Detector Load(const GoldenModel& model) {
    auto detector = Detector::Load(tests::ModelFile(model.id));
    EXPECT_TRUE(detector) << detector.error().message;
    return std::move(detector).value();
  }

 private:
  core::Isa before_ = core::ActiveIsa();
};

INSTANTIATE_TEST_SUITE_P(Machine, Golden,
                         testing::Combine(testing::ValuesIn(core::AvailableIsas().begin(), core::AvailableIsas().end()),
                                          testing::Values(1, 2)),
                         [](const auto& parameters) {
                           return fmt::format("{}_{}_threads", core::IsaName(std::get<0>(parameters.param)),
                                              std::get<1>(parameters.param));
                         });

void ExpectDetections(const GoldenModel& model, const Detector& detector, const core::ThreadPool& pool) {
  core::Workspace workspace;
  for (const std::string photo_name : kPhotos) {
    SCOPED_TRACE(photo_name);
    const json golden = ReadJson(tests::TestData(model.folder + photo_name + ".json"));
    const core::Photo photo = ReadPhoto(photo_name);
    const std::vector<Detection> found = detector.Detect(photo, {}, workspace, pool);
    const json& expected = golden.at("detections");
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const json& box =
          expected[i].contains("box_yxyx_norm") ? expected[i]["box_yxyx_norm"] : expected[i].at("box_yxyx_norm_padded");
      EXPECT_EQ(found[i].anchor, expected[i].at("anchor").get<int>());
      EXPECT_NEAR(found[i].score, expected[i].at("score").get<double>(), 1e-4);
      if (expected[i].contains("class_id")) {
        EXPECT_EQ(found[i].class_id, expected[i]["class_id"].get<int>());
        EXPECT_EQ(found[i].label, expected[i].at("class_name").get<std::string>());
      }
      EXPECT_NEAR(found[i].network_box.y_min, box.at(0).get<double>(), 1e-4);
      EXPECT_NEAR(found[i].network_box.x_min, box.at(1).get<double>(), 1e-4);
      EXPECT_NEAR(found[i].network_box.y_max, box.at(2).get<double>(), 1e-4);
      EXPECT_NEAR(found[i].network_box.x_max, box.at(3).get<double>(), 1e-4);
      // Boxes on the photo are the reference's, clipped to the photo.
      const json& pixels =
          expected[i].contains("bbox_xywh_px") ? expected[i]["bbox_xywh_px"] : expected[i].at("box_xywh_px");
      const double tolerance = 1e-4 * std::max(photo.width, photo.height);
      const double x = pixels.at(0).get<double>();
      const double y = pixels.at(1).get<double>();
      const auto inside = [](double value, int size) { return std::clamp(value, 0.0, static_cast<double>(size)); };
      EXPECT_NEAR(found[i].box.x, inside(x, photo.width), tolerance);
      EXPECT_NEAR(found[i].box.y, inside(y, photo.height), tolerance);
      EXPECT_NEAR(found[i].box.x + found[i].box.width, inside(x + pixels.at(2).get<double>(), photo.width), tolerance);
      EXPECT_NEAR(found[i].box.y + found[i].box.height, inside(y + pixels.at(3).get<double>(), photo.height),
                  tolerance);
    }
  }
}

TEST_P(Golden, CocoDetectionsAreTheSame) {
  GODWIT_REQUIRE_TEST_DATA(kCoco.folder);
  GODWIT_REQUIRE_MODEL(kCoco.id);
  ExpectDetections(kCoco, Load(kCoco), core::ThreadPool(threads()));
}

TEST_P(Golden, FaceDetectionsAreTheSame) {
  GODWIT_REQUIRE_TEST_DATA(kFace.folder);
  GODWIT_REQUIRE_MODEL(kFace.id);
  ExpectDetections(kFace, Load(kFace), core::ThreadPool(threads()));
}

// Runs the detector's network with every layer tapped.
void ExpectLayers(const GoldenModel& model, std::string (*golden_name)(const std::string&), int threads) {
  const auto file = core::SafetensorsFile::Open(tests::ModelFile(model.id));
  ASSERT_TRUE(file) << file.error().message;
  const auto card = core::ReadModelCard(file->metadata(), model.id);
  ASSERT_TRUE(card) << card.error().message;
  core::Graph graph = SsdGraph(ReadSsdConfig(*card).value());
  graph.taps.clear();
  for (int i = 0; i < static_cast<int>(graph.layers.size()); ++i) {
    graph.taps.push_back(i);
  }
  const auto network = core::Network::Create(graph, file->tensors(), model.id);
  ASSERT_TRUE(network) << network.error().message;
  const core::ThreadPool pool(threads);
  core::Workspace workspace;
  network->Prepare(workspace, {1, card->input_height, card->input_width, 3}, pool);
  for (const std::string photo_name : kPhotos) {
    SCOPED_TRACE(photo_name);
    const json layers = ReadJson(tests::TestData(model.folder + photo_name + ".json")).at("layers");
    core::Preprocess(ReadPhoto(photo_name).image, card->preprocessing, workspace.input(), pool);
    network->Run(workspace, pool);
    for (std::size_t i = 0; i < graph.layers.size(); ++i) {
      const std::string name = golden_name(graph.layers[i].name);
      ASSERT_TRUE(layers.contains(name)) << name;
      ExpectLayer(name, workspace.Tap(i), layers[name]);
    }
    EXPECT_EQ(layers.size(), graph.layers.size() + 1);  // and the input
  }
}

TEST_P(Golden, CocoLayersAreTheSame) {
  GODWIT_REQUIRE_TEST_DATA(kCoco.folder);
  GODWIT_REQUIRE_MODEL(kCoco.id);
  ExpectLayers(kCoco, CocoName, threads());
}

TEST_P(Golden, FaceLayersAreTheSame) {
  GODWIT_REQUIRE_TEST_DATA(kFace.folder);
  GODWIT_REQUIRE_MODEL(kFace.id);
  ExpectLayers(kFace, FaceName, threads());
}

}  // namespace
}  // namespace godwit::detection
