// The published TensorFlow Lite networks, imported and run, against reference outputs.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/image/decode.h"
#include "core/model/mobilenet.h"
#include "core/model/network.h"
#include "core/weights/safetensors.h"
#include "core/weights/tflite.h"
#include "detection/detector.h"
#include "recognition/classifier.h"
#include "tests/support/npy.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_data.h"
#include "workflows/classify_images.h"
#include "workflows/import_graph.h"
#include "workflows/model_import.h"
#include "workflows/models.h"

namespace godwit::workflows {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Published {
  const char* name;  // of the golden files, "<alpha>_<input>"
  double alpha;
  int input;
  const char* file;
  const char* head = nullptr;
};

void PrintTo(const Published& published, std::ostream* stream) { *stream << published.name; }

core::Result<std::filesystem::path> Import(const std::filesystem::path& models, ImportRequest request) {
  request.id = "imported";
  const auto imported = ImportModel(models, request);
  if (!imported) {
    return tl::unexpected(imported.error());
  }
  return FindModel(models, request.id);
}

std::filesystem::path Coral(const std::string& file) { return tests::TestData("data/weights/coral") / file; }

class ImageNetGolden : public testing::TestWithParam<Published> {
 protected:
  core::Result<std::filesystem::path> ImportPublished() const {
    ImportRequest request{.file = Coral(GetParam().file), .labels_file = Coral("imagenet_labels.txt").string()};
    if (GetParam().head != nullptr) {
      request.more_parts = {Coral(GetParam().head)};
    }
    return Import(folder_.path(), request);
  }

 private:
  tests::TemporaryFolder folder_;
};

TEST_P(ImageNetGolden, LogitsAgreeWithTheReference) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/coral");
  GODWIT_REQUIRE_TEST_DATA("golden/imagenet_v1");
  const Published& published = GetParam();
  const auto model = ImportPublished();
  ASSERT_TRUE(model) << model.error().message;
  const auto file = core::SafetensorsFile::Open(*model);
  ASSERT_TRUE(file) << file.error().message;
  const auto card = core::ReadModelCard(file->metadata(), "file");
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->alpha, published.alpha);
  EXPECT_EQ(card->input_width, published.input);
  EXPECT_EQ(card->labels[0], (core::ClassLabel{0, "tench, Tinca tinca"}));
  EXPECT_EQ(card->preprocessing.normalization, (core::Normalization{.factor = 1.0F / 128, .offset = -1}));

  // The reference stops before the softmax, and leaves background out.
  const auto network =
      core::Network::Create(core::MobileNetV1({.alpha = published.alpha, .classes = 1001}), file->tensors(), "file");
  ASSERT_TRUE(network) << network.error().message;
  const core::ThreadPool pool(2);
  core::Workspace workspace;
  network->Prepare(workspace, {1, published.input, published.input, 3}, pool);
  for (const char* photo : {"0201", "0401", "0601"}) {
    const std::string stem = std::string("golden/imagenet_v1/") + photo + "_" + published.name;
    const auto pixels = tests::ReadNpy<std::uint8_t>(tests::TestData(stem + ".input_u8.npy"));
    const auto logits = tests::ReadNpy<float>(tests::TestData(stem + ".logits.npy"));
    ASSERT_THAT(logits.values, SizeIs(1000));
    std::ranges::transform(pixels.values, workspace.input().data(),
                           [](std::uint8_t pixel) { return (static_cast<float>(pixel) - 128) / 128; });
    network->Run(workspace, pool);
    const float* found = workspace.Tap(0).data() + 1;
    double worst = 0;
    for (std::size_t i = 0; i < logits.values.size(); ++i) {
      worst = std::max(worst, static_cast<double>(std::abs(found[i] - logits.values[i])));
    }
    EXPECT_LT(worst, 1e-3) << photo;
    RecordProperty(photo, std::to_string(worst));
  }
}

// From files to classes. The reference decodes and resizes with other libraries (its README has the limits): a few
// photos may fall on the other side of a line, most must not.
TEST_P(ImageNetGolden, PhotosAreWhatTheReferenceSaysTheyAre) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/coral");
  GODWIT_REQUIRE_TEST_DATA("data/photos/imagenet_samples");
  GODWIT_REQUIRE_TEST_DATA("golden/imagenet_v1");
  const auto model = ImportPublished();
  ASSERT_TRUE(model) << model.error().message;
  const auto classifier = recognition::Classifier::Load(*model);
  ASSERT_TRUE(classifier) << classifier.error().message;
  std::ifstream stream(tests::TestData("golden/imagenet_v1/predictions.json"));
  std::string key = GetParam().name;
  std::ranges::replace(key, '_', '-');
  const nlohmann::json reference = nlohmann::json::parse(stream).at(key);

  double right = 0;
  double equal = 0;
  const auto compare = [&](const ImageClasses& result, const core::Photo&) -> core::Result<> {
    const std::string name = result.path.filename().string();
    const int found = result.classes.at(0).index;
    right += found == std::stoi(name.substr(0, 4)) ? 1 : 0;
    equal += found == reference.at("top5_indices").at(name).at(0) ? 1 : 0;
    return {};
  };
  const auto report = ClassifyImages(*classifier, core::ListImages({tests::TestData("data/photos/imagenet_samples")}),
                                     {}, core::ThreadPool(2), compare, {});
  EXPECT_THAT(report.errors, IsEmpty());
  const auto photos = static_cast<double>(report.images);
  ASSERT_EQ(photos, reference.at("photos"));
  EXPECT_NEAR(right / photos, reference.at("top1"), 0.016);
  EXPECT_GE(equal / photos, 0.95);
  RecordProperty("top1", std::to_string(right / photos));
  RecordProperty("equal", std::to_string(equal / photos));
}

INSTANTIATE_TEST_SUITE_P(Models, ImageNetGolden,
                         testing::Values(Published{"0.25_128", 0.25, 128, "mobilenet_v1_0.25_128_quant.tflite"},
                                         Published{"0.5_160", 0.5, 160, "mobilenet_v1_0.5_160_quant.tflite"},
                                         Published{"0.75_192", 0.75, 192, "mobilenet_v1_0.75_192_quant.tflite"},
                                         Published{"1.0_224", 1.0, 224,
                                                   "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite",
                                                   "mobilenet_quant_v1_224_head_layers.tflite"}),
                         [](const auto& model) {
                           std::string name = model.param.name;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

// No reference outputs exist for MobileNet V2: a photo that it must recognise stands for them.
TEST(ImportTfliteGolden, MobileNetV2KnowsACat) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/coral");
  const tests::TemporaryFolder folder;
  const auto model = Import(folder.path(), {.file = Coral("mobilenet_v2_1.0_224_quant.tflite"),
                                            .labels_file = Coral("imagenet_labels.txt").string()});
  ASSERT_TRUE(model) << model.error().message;
  const auto file = core::SafetensorsFile::Open(*model);
  const auto card = core::ReadModelCard(file->metadata(), "file");
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->architecture, "mobilenet_v2");
  const auto network = core::Network::Create(GraphOf(*card).value(), file->tensors(), "file");
  ASSERT_TRUE(network) << network.error().message;
  const core::ThreadPool pool(2);
  core::Workspace workspace;
  network->Prepare(workspace, {1, card->input_height, card->input_width, 3}, pool);
  const auto photo = core::DecodeImage("resources/photos/cat.jpg");
  ASSERT_TRUE(photo) << photo.error().message;
  core::Preprocess(photo->image, card->preprocessing, workspace.input(), pool);
  network->Run(workspace, pool);
  const std::span scores(workspace.Tap(0).data(), 1001);
  const auto best = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
  ASSERT_GT(best, 0U);
  EXPECT_THAT(card->labels[best - 1].name, HasSubstr("cat"));
}

TEST(ImportTfliteGolden, BirdsKeepTheirLabels) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/coral");
  const tests::TemporaryFolder folder;
  const auto model = Import(folder.path(), {.file = Coral("mobilenet_v2_1.0_224_inat_bird_quant.tflite"),
                                            .labels_file = Coral("inat_bird_labels.txt").string()});
  ASSERT_TRUE(model) << model.error().message;
  const auto file = core::SafetensorsFile::Open(*model);
  const auto card = core::ReadModelCard(file->metadata(), "file");
  ASSERT_TRUE(card) << card.error().message;
  ASSERT_THAT(card->labels, SizeIs(965));
  EXPECT_FALSE(card->head.contains("background")) << "it is the last of the list, as any other class";
  EXPECT_EQ(card->labels[1].name, "Aramus guarauna (Limpkin)");
}

TEST(ImportTfliteGolden, SsdFindsWhatThePhotosShow) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/ssd_mobilenet_v1_0.75_coco_quant");
  const tests::TemporaryFolder folder;
  const auto model =
      Import(folder.path(), {.file = tests::TestData("data/weights/ssd_mobilenet_v1_0.75_coco_quant/detect.tflite")});
  ASSERT_TRUE(model) << model.error().message;
  const auto detector = detection::Detector::Load(*model);
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_EQ(detector->card().alpha, 0.75);
  for (const auto& [name, label] : {std::pair("cat.jpg", "cat"), std::pair("coffee.jpg", "cup")}) {
    const auto photo = core::DecodeImage(std::string("resources/photos/") + name);
    ASSERT_TRUE(photo) << photo.error().message;
    EXPECT_THAT(detector->Detect(*photo), Contains(Field(&detection::Detection::label, label))) << name;
  }
}

// detect.tflite with something changed.
TEST(ImportTfliteGolden, SsdIsRefusedWhereItsPostProcessingDiffers) {
  GODWIT_REQUIRE_TEST_DATA("data/weights/ssd_mobilenet_v1_0.75_coco_quant");
  const auto read = core::ReadTflite(tests::TestData("data/weights/ssd_mobilenet_v1_0.75_coco_quant/detect.tflite"));
  ASSERT_TRUE(read) << read.error().message;
  const auto message = [&](auto change) {
    core::OpGraph graph = *read;
    core::Op& detection = graph.ops.back();
    change(graph, detection);
    const auto model = TranslateGraph(graph);
    return model ? std::string() : model.error().message;
  };
  using core::Op;
  using core::OpGraph;
  EXPECT_EQ(message([](OpGraph&, Op&) {}), "");
  EXPECT_THAT(message([](OpGraph&, Op& detection) { detection.detection->anchors[4 * 700 + 1] += 0.05F; }),
              HasSubstr("its anchors are not those of an SSD on MobileNet V1"));
  EXPECT_THAT(message([](OpGraph&, Op& detection) { detection.detection->anchors.pop_back(); }),
              HasSubstr("its anchors"));
  EXPECT_THAT(message([](OpGraph&, Op& detection) { detection.detection->w_scale = 0; }),
              HasSubstr("settings that make no sense"));
  EXPECT_THAT(message([](OpGraph&, Op& detection) { detection.detection->classes = 89; }),
              HasSubstr("layer 'predictor_0/class' (pointwise) is not in the file"));
  const auto not_in_order = HasSubstr("does not read the predictions of all maps in their order");
  EXPECT_THAT(message([](OpGraph& graph, Op&) {
                const auto concat = std::ranges::find(graph.ops, core::OpKind::kConcat, &Op::kind);
                std::swap(concat->inputs[1], concat->inputs[2]);
              }),
              not_in_order);
  EXPECT_THAT(message([](OpGraph& graph, Op& detection) {
                const auto sigmoid = std::ranges::find(graph.ops, core::OpKind::kSigmoid, &Op::kind);
                detection.inputs[1] = sigmoid->inputs[0];
              }),
              not_in_order);
}

}  // namespace
}  // namespace godwit::workflows
