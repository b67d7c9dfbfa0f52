#include "workflows/models.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/weights/safetensors.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_data.h"
#include "tests/support/tflite_writer.h"
#include "tests/workflows/keras_model.h"
#include "workflows/choose_model.h"

namespace godwit::workflows {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(ModelsFolder, ChoosesTheFirstThatIsSet) {
  const auto set = [](const char* name, const char* value) { ::setenv(name, value, 1); };
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  const std::string models = std::getenv("GODWIT_MODELS") != nullptr ? std::getenv("GODWIT_MODELS") : "";
  const std::string data = std::getenv("XDG_DATA_HOME") != nullptr ? std::getenv("XDG_DATA_HOME") : "";
  set("HOME", "/home/a");
  set("XDG_DATA_HOME", "");
  set("GODWIT_MODELS", "");
  EXPECT_EQ(ModelsFolder(""), "/home/a/.local/share/godwit/models");
  set("XDG_DATA_HOME", "/data");
  EXPECT_EQ(ModelsFolder(""), "/data/godwit/models");
  set("GODWIT_MODELS", "/models");
  EXPECT_EQ(ModelsFolder(""), "/models");
  EXPECT_EQ(ModelsFolder("chosen"), "chosen");
  set("HOME", home.c_str());
  set("XDG_DATA_HOME", data.c_str());
  set("GODWIT_MODELS", models.c_str());
}

class ModelsTest : public testing::Test {
 protected:
  ModelsTest() : models_(folder_ / "models") {}

  core::Result<> Import(const ImportRequest& request) { return ImportModel(models_, request); }

  std::string ErrorOf(const ImportRequest& request) {
    const auto imported = Import(request);
    EXPECT_THAT(ListModels(models_), IsEmpty()) << "nothing is installed where there is an error";
    EXPECT_THAT(imported ? "" : imported.error().message, Not(HasSubstr("\n")));
    return imported ? "" : imported.error().message;
  }

  // A small classifier with 3 classes.
  ImportRequest Classifier() {
    return {.file = tests::WriteKerasModel(folder_ / "keras", tests::KerasMobileNetV1(3)), .id = "small"};
  }

  tests::TemporaryFolder folder_;
  std::filesystem::path models_;
};

TEST_F(ModelsTest, AMissingModelSaysWhatToDo) {
  const auto fetchable = FindModel(models_, "coco-ssdlite-mobilenet-v2");
  ASSERT_FALSE(fetchable);
  EXPECT_EQ(fetchable.error().kind, core::ErrorKind::kModel);
  EXPECT_THAT(fetchable.error().message, HasSubstr("godwit models fetch coco-ssdlite-mobilenet-v2"));
  EXPECT_THAT(FindModel(models_, "coco-ssdlite-mobilnet-v2").error().message,
              HasSubstr("did you mean 'coco-ssdlite-mobilenet-v2'?"));
  EXPECT_THAT(FindModel(models_, "coco").error().message, HasSubstr("did you mean 'coco-ssdlite-mobilenet-v2'?"));
  EXPECT_THAT(FindModel(models_, "zebra").error().message,
              AllOf(Not(HasSubstr("did you mean")), HasSubstr("godwit models list")));
  ASSERT_TRUE(Import(Classifier()));
  EXPECT_THAT(FindModel(models_, "smal").error().message, HasSubstr("did you mean 'small'?"));
}

TEST_F(ModelsTest, AnIdIsNoPath) {
  tests::WriteFile(folder_ / "x.safetensors", "");
  for (const std::string id : {"../x", "", ".", "..", ".hidden", "a/b", "a b", "a\n", "\xFF"}) {
    EXPECT_FALSE(FindModel(models_, id)) << id;
    EXPECT_FALSE(RemoveModel(models_, id)) << id;
    ImportRequest request = Classifier();
    request.id = id;
    const auto imported = Import(request);
    ASSERT_FALSE(imported) << id;
    EXPECT_EQ(imported.error().kind, core::ErrorKind::kUsage);
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "x.safetensors"));
}

TEST_F(ModelsTest, ImportsAKerasClassifier) {
  ASSERT_TRUE(Import(Classifier()));
  const auto model = ReadModelInfo(models_, "small");
  ASSERT_TRUE(model) << model.error().message;
  const core::ModelCard& card = model->card;
  EXPECT_EQ(card.id, "small");
  EXPECT_EQ(card.task, "classify");
  EXPECT_EQ(card.architecture, "mobilenet_v1");
  EXPECT_EQ(card.alpha, 0.25);
  EXPECT_EQ(card.input_width, 96);
  EXPECT_EQ(card.input_height, 96);
  EXPECT_EQ(card.preprocessing.fit, core::FitMode::kStretch);
  EXPECT_EQ(card.preprocessing.normalization, (core::Normalization{.factor = 127.5F, .divide = true, .offset = -1}));
  EXPECT_THAT(card.labels, SizeIs(3));
  EXPECT_GT(model->cost.multiply_adds, 0);
  EXPECT_EQ(model->bytes, std::filesystem::file_size(model->file));
  EXPECT_TRUE(VerifyModel(models_, "small"));

  const auto file = core::SafetensorsFile::Open(model->file);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->tensors().at("conv_1/pointwise/weights").shape, (std::vector<std::int64_t>{8, 16}));
  EXPECT_EQ(file->tensors().at("conv_1/depthwise/batch_norm/variance").shape, (std::vector<std::int64_t>{8}));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(models_), {}), 1) << "only the model is left";
}

TEST_F(ModelsTest, AnotherModelIsReplacedOnRequestOnly) {
  ASSERT_TRUE(Import(Classifier()));
  const std::string before = tests::ReadFile(*FindModel(models_, "small"));
  EXPECT_TRUE(Import(Classifier())) << "the same again";
  ImportRequest other = {.file = tests::WriteKerasModel(folder_ / "other", tests::KerasMobileNetV1(5)), .id = "small"};
  const auto refused = Import(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("'small'"), HasSubstr("--replace")));
  EXPECT_EQ(tests::ReadFile(*FindModel(models_, "small")), before);
  other.replace = true;
  ASSERT_TRUE(Import(other));
  EXPECT_THAT(ReadModelInfo(models_, "small")->card.labels, SizeIs(5));
}

TEST_F(ModelsTest, ADamagedModelIsReplacedOnRequestOnly) {
  ASSERT_TRUE(Import(Classifier()));
  tests::WriteFile(*FindModel(models_, "small"), "damaged");
  ImportRequest request = Classifier();
  EXPECT_FALSE(Import(request));
  request.replace = true;
  EXPECT_TRUE(Import(request));
  EXPECT_TRUE(VerifyModel(models_, "small"));
}

TEST_F(ModelsTest, LabelFilesComeInManyShapes) {
  for (const char* text :
       {"cat\ndog\nbird\n", "cat\r\ndog\r\nbird", "  cat \ndog\t\nbird\n\n\n", "background\ncat\ndog\nbird\n",
        "0  background\n1  cat\n 2 dog\n3 bird", "0: cat\n1: dog\n2: bird"}) {
    tests::WriteFile(folder_ / "labels.txt", text);
    ImportRequest request = Classifier();
    request.labels_file = (folder_ / "labels.txt").string();
    ASSERT_TRUE(Import(request)) << text;
    EXPECT_THAT(ReadModelInfo(models_, "small")->card.labels,
                ElementsAre(core::ClassLabel{0, "cat"}, core::ClassLabel{1, "dog"}, core::ClassLabel{2, "bird"}))
        << text;
  }
  tests::WriteFile(folder_ / "labels.txt", "3D glasses\n7-up\n2 CV\n");
  ImportRequest request = Classifier();
  request.labels_file = (folder_ / "labels.txt").string();
  request.replace = true;
  ASSERT_TRUE(Import(request));
  EXPECT_EQ(ReadModelInfo(models_, "small")->card.labels.front().name, "3D glasses");
}

TEST_F(ModelsTest, LabelFilesThatDoNotFit) {
  ImportRequest request = Classifier();
  request.labels_file = (folder_ / "labels.txt").string();
  EXPECT_THAT(ErrorOf(request), AllOf(HasSubstr("labels.txt"), HasSubstr("cannot be read")));
  tests::WriteFile(folder_ / "labels.txt", "cat\ndog\n");
  EXPECT_THAT(ErrorOf(request), HasSubstr("has 2 labels where the model has 3"));
  tests::WriteFile(folder_ / "labels.txt", "");
  EXPECT_THAT(ErrorOf(request), HasSubstr("has 0 labels"));
  tests::WriteFile(folder_ / "labels.txt", "cat\nd\xFFg\nbird\n");
  EXPECT_THAT(ErrorOf(request), HasSubstr("UTF-8"));
}

TEST_F(ModelsTest, ARequestThatContradictsTheFile) {
  ImportRequest request = Classifier();
  request.task = "detect";
  EXPECT_THAT(ErrorOf(request), HasSubstr("'classify', not 'detect'"));
  request.task = "classify";
  request.alpha = 0.5;
  EXPECT_THAT(ErrorOf(request), HasSubstr("alpha 0.25, not 0.5"));
  request.alpha = 0.25;
  EXPECT_EQ(Import(request).has_value(), true);
}

TEST_F(ModelsTest, TensorsThatAreMissingUnexpectedOrMisshapenAreNamed) {
  const auto error_after = [&](const std::function<void(tests::KerasTensors&)>& change) {
    tests::KerasTensors tensors = tests::KerasMobileNetV1(3);
    change(tensors);
    return ErrorOf({.file = tests::WriteKerasModel(folder_ / "keras", tensors), .id = "small"});
  };
  const auto shape_of = [](tests::KerasTensors& tensors, const std::string& name) -> std::vector<int>& {
    return std::ranges::find(tensors, name, [](const auto& tensor) { return tensor.first; })->second;
  };
  EXPECT_THAT(error_after([](auto& tensors) {
                std::erase_if(tensors, [](const auto& t) { return t.first == "conv_pw_7/kernel"; });
              }),
              HasSubstr("'conv_pw_7/kernel' is missing"));
  EXPECT_THAT(error_after([](auto& tensors) {
                tensors.push_back({"extra/kernel", {4}});
              }),
              HasSubstr("'extra/kernel' is unexpected"));
  EXPECT_THAT(error_after([&](auto& tensors) {
                shape_of(tensors, "conv_pw_3/kernel") = {1, 1, 32, 31};
              }),
              HasSubstr("'conv_3/pointwise/weights'"));
  EXPECT_THAT(error_after([&](auto& tensors) {
                shape_of(tensors, "conv_pw_3/kernel") = {3, 3, 32, 32};
              }),
              HasSubstr("'conv_pw_3/kernel' is not a 1x1 convolution"));
  EXPECT_THAT(error_after([&](auto& tensors) { shape_of(tensors, "conv_preds/kernel") = {256}; }),
              HasSubstr("'conv_preds/kernel'"));
  EXPECT_THAT(error_after([&](auto& tensors) { shape_of(tensors, "conv_preds/bias") = {}; }),
              HasSubstr("'logits/bias'"));
  EXPECT_THAT(error_after([&](auto& tensors) {
                shape_of(tensors, "conv_preds/kernel") = {1, 1, 256, 0};
              }),
              HasSubstr("0 classes"));
  EXPECT_THAT(error_after([&](auto& tensors) {
                shape_of(tensors, "conv_pw_13/kernel") = {1, 1, 256, 2048};
              }),
              HasSubstr("2 times the usual width"));
}

TEST_F(ModelsTest, KerasModelsThatComputeOtherwiseAreRefused) {
  const auto import = [&](const nlohmann::json& layers) {
    return Import({.file = tests::WriteKerasModel(folder_ / "keras", tests::KerasMobileNetV1(3), layers),
                   .id = "small",
                   .replace = true});
  };
  const auto error = [&](const nlohmann::json& layers) {
    const auto imported = import(layers);
    EXPECT_FALSE(imported);
    return imported ? "" : imported.error().message;
  };
  const auto pads = [](const nlohmann::json& padding) {
    return nlohmann::json::array(
        {{{"class_name", "ZeroPadding2D"}, {"config", {{"name", "conv1_pad"}, {"padding", padding}}}}});
  };
  const nlohmann::json at_the_end = {{0, 1}, {0, 1}};
  EXPECT_TRUE(import(tests::KerasLayers(160, 96, pads(at_the_end))));
  EXPECT_EQ(ReadModelInfo(models_, "small")->card.padding, core::Padding::kSame);
  EXPECT_TRUE(import(tests::KerasLayers(100, 100))) << "SAME is SAME at any size";
  EXPECT_TRUE(import(tests::KerasLayers(100, 100, pads({{1, 1}, {1, 1}}))));
  EXPECT_EQ(ReadModelInfo(models_, "small")->card.padding, core::Padding::kSymmetric);
  EXPECT_THAT(error(tests::KerasLayers(96, 100, pads(at_the_end))),
              AllOf(HasSubstr("model.json: layer 'conv1_pad'"), HasSubstr("multiples of 32, not at 100x96")));
  EXPECT_THAT(error(tests::KerasLayers(96, 96, pads({{2, 2}, {2, 2}}))), HasSubstr("layer 'conv1_pad' pads otherwise"));
  nlohmann::json layers = tests::KerasLayers(96, 96);
  layers[0]["config"]["batch_input_shape"] = {nullptr, 3, 96, 96};
  EXPECT_THAT(error(layers), HasSubstr("reads [null,3,96,96], where Godwit's read pictures as (images, height, width"));
  layers[0]["config"]["batch_input_shape"] = {nullptr, 96, 96, 1};
  EXPECT_THAT(error(layers), HasSubstr("reads [null,96,96,1]"));
  layers[0]["config"]["batch_input_shape"] = {nullptr, nullptr, nullptr, 3};
  EXPECT_TRUE(import(layers));
  EXPECT_EQ(ReadModelInfo(models_, "small")->card.input_height, 224);
  for (const auto& [key, value, problem] : {std::tuple("data_format", "channels_first", "has its channels first"),
                                            std::tuple("activation", "sigmoid", "a probability of its own")}) {
    const nlohmann::json layer = {{"class_name", "Conv2D"}, {"config", {{"name", "conv1"}, {key, value}}}};
    EXPECT_THAT(error(tests::KerasLayers(96, 96, nlohmann::json::array({layer}))),
                AllOf(HasSubstr("layer 'conv1'"), HasSubstr(problem)));
  }
}

TEST_F(ModelsTest, FilesOfOtherKindsSayWhatIsRead) {
  for (const char* contents : {"", "TFL3 not really", "{\"a\": 1}", "\x89HDF\r\n"}) {
    tests::WriteFile(folder_ / "other", contents);
    EXPECT_THAT(ErrorOf({.file = folder_ / "other", .id = "x"}),
                AllOf(HasSubstr("other"), HasSubstr("TensorFlow.js"), HasSubstr("safetensors")));
  }
  EXPECT_THAT(ErrorOf({.file = folder_ / "none", .id = "x"}), HasSubstr("no such file"));
  EXPECT_THAT(ErrorOf({.file = folder_.path(), .id = "x"}), AllOf(HasSubstr("is a folder"), HasSubstr("model.json")));
  EXPECT_THAT(ErrorOf({.file = tests::WriteKerasModel(folder_ / "other-net", {{"dense/kernel", {4, 4}}}), .id = "x"}),
              HasSubstr("no network that Godwit knows"));
}

TEST_F(ModelsTest, ImportsAQuantisedTfliteClassifier) {
  tests::WriteFile(folder_ / "net.tflite", tests::WriteSmallMobileNetV1({.side = 40, .classes = 3}));
  const auto imported = Import({.file = folder_ / "net.tflite", .id = "small", .task = "classify", .alpha = 1.0 / 128});
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_TRUE(VerifyModel(models_, "small"));
  const core::ModelCard card = ReadModelInfo(models_, "small")->card;
  EXPECT_EQ(card.architecture, "mobilenet_v1");
  EXPECT_EQ(card.input_height, 40);
  EXPECT_EQ(card.source, "net.tflite");
  EXPECT_EQ(card.preprocessing.fit, core::FitMode::kCentreCrop);
  EXPECT_EQ(card.preprocessing.normalization, (core::Normalization{.factor = 1.0F / 128, .offset = -1}));
  EXPECT_THAT(card.labels, SizeIs(3));
  EXPECT_TRUE(card.head.empty());
  const auto file = core::SafetensorsFile::Open(*FindModel(models_, "small"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->tensors().at("conv_7/pointwise/weights").dtype, core::Dtype::kU8);
  EXPECT_EQ(file->tensors().at("logits/bias").dtype, core::Dtype::kI32);

  ASSERT_TRUE(Import({.file = *FindModel(models_, "small"), .id = "copy"}));
  EXPECT_EQ(ReadModelInfo(models_, "copy")->card.sha256, card.sha256) << "integers stay integers";
}

TEST_F(ModelsTest, TakesTheFirstOf1001ClassesForBackground) {
  tests::WriteFile(folder_ / "net.tflite", tests::WriteSmallMobileNetV1({.classes = 1001, .quantized = false}));
  ASSERT_TRUE(Import({.file = folder_ / "net.tflite", .id = "small"}));
  const core::ModelCard card = ReadModelInfo(models_, "small")->card;
  EXPECT_THAT(card.labels, SizeIs(1000));
  EXPECT_EQ(card.head, nlohmann::json({{"background", true}}));
  EXPECT_EQ(card.preprocessing.normalization, (core::Normalization{.factor = 127.5F, .divide = true, .offset = -1}));
  EXPECT_TRUE(VerifyModel(models_, "small"));
}

TEST_F(ModelsTest, TellsWhereATfliteNetworkDiffers) {
  const auto message = [&](const tests::SmallMobileNet& options) {
    tests::WriteFile(folder_ / "net.tflite", tests::WriteSmallMobileNetV1(options));
    return ErrorOf({.file = folder_ / "net.tflite", .id = "x"});
  };
  EXPECT_THAT(message({.changed_layer = 5}),
              HasSubstr("net.tflite: layer 'conv_5/depthwise' (depthwise) is not in the file: operation "
                        "DEPTHWISE_CONV_2D 'conv_5/depthwise' has a kernel of 3x3 and stride 2, not 3x3 and 1"));
  EXPECT_THAT(message({.changed_layer = 12}), HasSubstr("layer 'conv_12/depthwise'"));
  tests::WriteFile(folder_ / "net.tflite", "....TFL3 and no more");
  EXPECT_THAT(ErrorOf({.file = folder_ / "net.tflite", .id = "x"}), HasSubstr("damaged, or no TensorFlow Lite file"));
}

TEST_F(ModelsTest, ASigmoidIsNoSoftmax) {
  tests::WriteFile(folder_ / "net.tflite", tests::WriteSmallMobileNetV1({.sigmoid = true}));
  EXPECT_THAT(ErrorOf({.file = folder_ / "net.tflite", .id = "x"}),
              AllOf(HasSubstr("LOGISTIC 'scores'"), HasSubstr("softmax")));
}

TEST_F(ModelsTest, HalfATfliteNetworkAsksForTheOther) {
  const std::filesystem::path body = folder_ / "body.tflite";
  const std::filesystem::path head = folder_ / "head.tflite";
  tests::WriteFile(body, tests::WriteSmallMobileNetV1({.head = false}));
  tests::WriteFile(head, tests::WriteSmallMobileNetV1({.body = false}));
  EXPECT_THAT(ErrorOf({.file = body, .id = "x"}), AllOf(HasSubstr("body.tflite: "), HasSubstr("name the head")));
  EXPECT_THAT(ErrorOf({.file = head, .id = "x"}), AllOf(HasSubstr("head.tflite: "), HasSubstr("name the body")));
  EXPECT_THAT(ErrorOf({.file = head, .more_parts = {body}, .id = "x"}), HasSubstr("body first"));
  const auto whole = Import({.file = body, .more_parts = {head}, .id = "x"});
  EXPECT_TRUE(whole) << whole.error().message;
}

TEST_F(ModelsTest, OnlyTfliteNetworksComeInParts) {
  tests::WriteFile(folder_ / "net.tflite", tests::WriteSmallMobileNetV1({}));
  const std::filesystem::path net = folder_ / "net.tflite";
  EXPECT_THAT(ErrorOf({.file = net, .more_parts = {net}, .id = "x"}), HasSubstr("do not belong together"));
  EXPECT_THAT(ErrorOf({.file = net, .more_parts = {folder_ / "none"}, .id = "x"}), HasSubstr("there is no such file"));
  ImportRequest keras = Classifier();
  EXPECT_THAT(ErrorOf({.file = net, .more_parts = {keras.file}, .id = "x"}), HasSubstr("no TensorFlow Lite file"));
  keras.more_parts = {net};
  EXPECT_THAT(ErrorOf(keras), HasSubstr("name one file"));
}

TEST_F(ModelsTest, CopiesItsOwnFilesAndRefusesDamagedOnes) {
  ASSERT_TRUE(Import(Classifier()));
  const std::filesystem::path original = *FindModel(models_, "small");
  ASSERT_TRUE(Import({.file = original, .id = "copy"}));
  EXPECT_TRUE(VerifyModel(models_, "copy"));
  EXPECT_EQ(ReadModelInfo(models_, "copy")->card.id, "copy");
  EXPECT_EQ(ReadModelInfo(models_, "copy")->card.sha256, ReadModelInfo(models_, "small")->card.sha256);

  std::string bytes = tests::ReadFile(original);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  tests::WriteFile(original, bytes);
  EXPECT_THAT(VerifyModel(models_, "small").error().message, HasSubstr("small.safetensors"));
  const auto imported = Import({.file = original, .id = "again"});
  ASSERT_FALSE(imported);
  EXPECT_THAT(imported.error().message, HasSubstr("damaged"));
  EXPECT_FALSE(FindModel(models_, "again"));
}

TEST_F(ModelsTest, ListsDamagedFilesBesideTheOthers) {
  EXPECT_THAT(ListModels(models_), IsEmpty());
  ASSERT_TRUE(Import(Classifier()));
  tests::WriteFile(models_ / "broken.safetensors", "not weights");
  tests::WriteFile(models_ / "notes.txt", "");
  ASSERT_TRUE(core::WriteSafetensors(models_ / "foreign.safetensors", {}, {}));
  const auto models = ListModels(models_);
  ASSERT_THAT(models, SizeIs(3));
  EXPECT_EQ(models[0].id, "broken");
  EXPECT_THAT(models[0].error, HasSubstr("broken.safetensors"));
  EXPECT_EQ(models[1].id, "foreign");
  EXPECT_THAT(models[1].error, HasSubstr("no model card"));
  EXPECT_EQ(models[2].id, "small");
  EXPECT_EQ(models[2].error, "");
  EXPECT_FALSE(ReadModelInfo(models_, "broken"));
  EXPECT_FALSE(VerifyModel(models_, "foreign"));
}

TEST_F(ModelsTest, RemovesAModel) {
  ASSERT_TRUE(Import(Classifier()));
  EXPECT_TRUE(RemoveModel(models_, "small"));
  EXPECT_THAT(ListModels(models_), IsEmpty());
  EXPECT_THAT(RemoveModel(models_, "small").error().message, HasSubstr("not installed"));
}

TEST_F(ModelsTest, AFolderThatCannotBeMadeIsAnError) {
  tests::WriteFile(models_, "a file");
  EXPECT_THAT(ErrorOf(Classifier()), HasSubstr(models_.string()));
}

TEST_F(ModelsTest, ImportsThePublishedImageNetClassifier) {
  GODWIT_REQUIRE_TEST_DATA("data/weights");
  ASSERT_TRUE(Import({.file = tests::TestData("data/weights/mobilenet_v1_0.25_224_tfjs/mobilenet_model.json"),
                      .id = "imagenet-mobilenet-v1-0.25-224-float",
                      .labels_file = tests::TestData("data/weights/coral/imagenet_labels.txt").string(),
                      .task = "classify",
                      .alpha = 0.25}));
  EXPECT_TRUE(VerifyModel(models_, "imagenet-mobilenet-v1-0.25-224-float"));
  const core::ModelCard card = ReadModelInfo(models_, "imagenet-mobilenet-v1-0.25-224-float")->card;
  EXPECT_EQ(card.input_width, 224);
  ASSERT_THAT(card.labels, SizeIs(1000));
  EXPECT_EQ(card.labels[0], (core::ClassLabel{0, "tench, Tinca tinca"}));
  EXPECT_THAT(card.labels[999].name, HasSubstr("toilet tissue"));
}

TEST_F(ModelsTest, CostsLessAtASmallerInput) {
  ASSERT_TRUE(Import(Classifier()));
  const auto model = ReadModelInfo(models_, "small");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->precision, "float32");
  EXPECT_EQ(CostAt(model->card, 96)->multiply_adds, model->cost.multiply_adds);
  const auto smaller = CostAt(model->card, 32);
  ASSERT_TRUE(smaller);
  EXPECT_LT(smaller->multiply_adds, model->cost.multiply_adds / 8);
  EXPECT_EQ(smaller->parameters, model->cost.parameters);
}

}  // namespace
}  // namespace godwit::workflows
