// Imports of other programs' files against PyTorch: data/make_import_models.py makes both. Logits are within 1e-4 of
// those that PyTorch computes in float64.
#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/model/network.h"
#include "core/weights/safetensors.h"
#include "tests/support/temporary_folder.h"
#include "tests/workflows/onnx_weights.h"
#include "workflows/model_import.h"
#include "workflows/models.h"
#include "workflows/read_model.h"

namespace godwit::workflows {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const std::filesystem::path kData = "tests/workflows/data";

// As the generator makes it.
void FillPicture(const core::TensorView& input) {
  for (std::int64_t y = 0; y < input.shape().h; ++y) {
    for (std::int64_t x = 0; x < input.shape().w; ++x) {
      for (std::int64_t c = 0; c < 3; ++c) {
        input.Pixel(0, y, x)[c] = static_cast<float>((31 * y + 17 * x + 7 * c + x * y) % 64) / 32 - 1;
      }
    }
  }
}

// What the model gives before the softmax for the picture of that size.
std::vector<float> OutputsOf(const ImportedModel& model, int size) {
  auto graph = GraphOf(model.card);
  EXPECT_TRUE(graph);
  if (std::holds_alternative<core::SoftmaxLayer>(graph->layers.back().kind)) {
    graph->layers.pop_back();
    graph->taps = {static_cast<int>(graph->layers.size()) - 1};
  }
  const auto network = core::Network::Create(*std::move(graph), model.table(), "model");
  if (!network) {
    ADD_FAILURE() << network.error().message;
    return {};
  }
  const core::ThreadPool pool(1);
  core::Workspace workspace;
  network->Prepare(workspace, {1, size, size, 3}, pool);
  FillPicture(workspace.input());
  network->Run(workspace, pool);
  const core::ConstTensorView output = workspace.Tap(0);
  EXPECT_TRUE(output.IsDense());
  return {output.data(), output.data() + output.shape().Elements()};
}

void ExpectGolden(const ImportedModel& model, const std::string& name) {
  const auto golden = nlohmann::json::parse(tests::ReadFile(kData / "golden.json")).at(name);
  const std::vector<double> expected = golden["outputs"];
  const std::vector<float> outputs = OutputsOf(model, golden["size"]);
  ASSERT_EQ(outputs.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(outputs[i], expected[i], 1e-4) << name << " output " << i;
  }
}

ImportedModel ReadSound(const std::filesystem::path& file) {
  auto model = ReadAnyModel(file);
  EXPECT_TRUE(model) << model.error().message;
  return model ? *std::move(model) : ImportedModel();
}

TEST(ImportKeras, AWholeModelIsAClassifier) {
  const ImportedModel model = ReadSound(kData / "keras_v1.h5");
  EXPECT_EQ(model.card.task, "classify");
  EXPECT_EQ(model.card.architecture, "mobilenet_v1");
  EXPECT_EQ(model.card.alpha, 1.0 / 128);
  EXPECT_EQ(model.card.padding, core::Padding::kSame);
  EXPECT_EQ(model.card.input_height, 64);
  EXPECT_EQ(model.card.input_width, 48);
  EXPECT_THAT(model.card.labels, SizeIs(5));
  ExpectGolden(model, "keras_v1");
}

TEST(ImportKeras, WeightsWithoutATopAreABackbone) {
  const ImportedModel model = ReadSound(kData / "keras_v1_no_top.h5");
  EXPECT_EQ(model.card.task, "features");
  EXPECT_EQ(model.card.input_height, 224) << "where the file does not say";
  EXPECT_THAT(model.card.labels, IsEmpty());
  ExpectGolden(model, "keras_v1_no_top");
}

TEST(ImportKeras, IsInstalledAsEveryModel) {
  const tests::TemporaryFolder folder;
  const auto imported = ImportModel(folder.path(), {.file = kData / "keras_v1_no_top.h5", .id = "backbone"});
  ASSERT_TRUE(imported) << imported.error().message;
  const auto info = ReadModelInfo(folder.path(), "backbone");
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->card.task, "features");
  EXPECT_TRUE(VerifyModel(folder.path(), "backbone"));
}

TEST(ImportTorch, SafetensorsOfMobileNetV1) {
  const ImportedModel model = ReadSound(kData / "torch_v1_relu.safetensors");
  EXPECT_EQ(model.card.architecture, "mobilenet_v1");
  EXPECT_EQ(model.card.activation, core::Activation::kRelu);
  EXPECT_EQ(model.card.padding, core::Padding::kSymmetric);
  EXPECT_EQ(model.card.preprocessing.normalization, core::kImageNetNormalization);
  EXPECT_THAT(model.card.labels, SizeIs(5));
  ExpectGolden(model, "torch_v1_relu");
}

TEST(ImportTorch, AWholeCardSurvivesInstalling) {
  const tests::TemporaryFolder folder;
  const auto imported = ImportModel(folder.path(), {.file = kData / "torch_v1_relu.safetensors", .id = "torch"});
  ASSERT_TRUE(imported) << imported.error().message;
  const ImportedModel model = ReadSound(folder / "torch.safetensors");
  EXPECT_EQ(model.card.padding, core::Padding::kSymmetric);
  EXPECT_EQ(model.card.activation, core::Activation::kRelu);
  ExpectGolden(model, "torch_v1_relu");
}

onnx::ModelProto CompleteV2() { return tests::CompleteOnnx(tests::ReadFile(kData / "torch_v2_opset13.onnx")); }

// The parameters of that model under the names that PyTorch and timm give them.
class TorchvisionWeights : public testing::Test {
 protected:
  TorchvisionWeights() : model_(CompleteV2()) {
    for (const onnx::TensorProto& tensor : model_.graph().initializer()) {
      tensors_[tensor.name()] = {.dtype = core::Dtype::kF32,
                                 .shape = {tensor.dims().begin(), tensor.dims().end()},
                                 .bytes = std::as_bytes(std::span(tensor.raw_data()))};
    }
    // What the exporter found to be equal, and named once.
    for (const onnx::NodeProto& node : model_.graph().node()) {
      if (node.op_type() == "Identity" && tensors_.contains(node.input(0))) {
        tensors_[node.output(0)] = tensors_.at(node.input(0));
      }
    }
  }

  core::Result<ImportedModel> Read(const core::WeightTable& tensors) {
    EXPECT_TRUE(core::WriteSafetensors(folder_ / "v2.safetensors", tensors, {}));
    return ReadAnyModel(folder_ / "v2.safetensors");
  }

  tests::TemporaryFolder folder_;
  onnx::ModelProto model_;
  core::WeightTable tensors_;
};

TEST_F(TorchvisionWeights, AreAClassifier) {
  static constexpr std::int64_t kSteps = 1000;
  tensors_["features.0.1.num_batches_tracked"] = {
      .dtype = core::Dtype::kI64, .shape = {}, .bytes = std::as_bytes(std::span(&kSteps, 1))};
  const auto model = Read(tensors_);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->card.architecture, "mobilenet_v2");
  EXPECT_EQ(model->card.alpha, 0.05);
  EXPECT_THAT(model->card.labels, SizeIs(5));
  ExpectGolden(*model, "torch_v2");
}

TEST_F(TorchvisionWeights, HaveOtherNamesInTimm) {
  core::WeightTable renamed;
  static constexpr std::array kStageOf{0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6};
  static constexpr std::array kPlaceOf{0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 0, 1, 2, 0};
  const auto move = [&](const std::string& from, const std::string& to) {
    for (const char* parameter : {".weight", ".bias", ".running_mean", ".running_var"}) {
      if (const auto found = tensors_.find(from + parameter); found != tensors_.end()) {
        renamed[to + parameter] = found->second;
      }
    }
  };
  move("features.0.0", "conv_stem");
  move("features.0.1", "bn1");
  move("features.18.0", "conv_head");
  move("features.18.1", "bn2");
  move("classifier.1", "classifier");
  for (std::size_t i = 0; i < kStageOf.size(); ++i) {
    const std::string from = fmt::format("features.{}.conv.", i + 1);
    const std::string to = fmt::format("blocks.{}.{}.", kStageOf[i], kPlaceOf[i]);
    const bool expands = i > 0;
    move(from + "0.0", to + (expands ? "conv_pw" : "conv_dw"));
    move(from + "0.1", to + "bn1");
    move(from + (expands ? "1.0" : "1"), to + (expands ? "conv_dw" : "conv_pw"));
    move(from + (expands ? "1.1" : "2"), to + "bn2");
    if (expands) {
      move(from + "2", to + "conv_pwl");
      move(from + "3", to + "bn3");
    }
  }
  const auto model = Read(renamed);
  ASSERT_TRUE(model) << model.error().message;
  ExpectGolden(*model, "torch_v2");
}

TEST(ImportOnnx, TorchvisionsMobileNetV2) {
  const tests::TemporaryFolder folder;
  const auto file = folder / "v2.onnx";
  tests::WriteFile(file, CompleteV2().SerializeAsString());
  const ImportedModel model = ReadSound(file);
  EXPECT_EQ(model.card.architecture, "mobilenet_v2");
  EXPECT_EQ(model.card.alpha, 0.05);
  EXPECT_EQ(model.card.padding, core::Padding::kSymmetric);
  EXPECT_EQ(model.card.input_width, 48);
  EXPECT_EQ(model.card.preprocessing.normalization, core::kImageNetNormalization);
  ExpectGolden(model, "torch_v2");
}

TEST(ImportOnnx, MobileNetV1OfPyTorch) {
  const ImportedModel relu = ReadSound(kData / "torch_v1_relu_opset10.onnx");
  EXPECT_EQ(relu.card.activation, core::Activation::kRelu);
  ExpectGolden(relu, "torch_v1_relu");
  const ImportedModel relu6 = ReadSound(kData / "torch_v1_relu6_opset13.onnx");
  EXPECT_EQ(relu6.card.activation, core::Activation::kRelu6);
  ExpectGolden(relu6, "torch_v1_relu6");
}

TEST(ImportOnnx, MobileNetV1AsConvertersFromTensorFlowWriteIt) {
  const ImportedModel model = ReadSound(kData / "keras_v1_opset18.onnx");
  EXPECT_EQ(model.card.padding, core::Padding::kSame);
  EXPECT_EQ(model.card.preprocessing.normalization,
            (core::Normalization{.factor = 127.5F, .divide = true, .offset = -1}));
  ExpectGolden(model, "keras_v1");
}

// Copies of a safetensors file with tensors renamed, reshaped or left out.
class ChangedTorchFile : public testing::Test {
 protected:
  ChangedTorchFile() : file_(core::SafetensorsFile::Open(kData / "torch_v1_relu.safetensors")) {
    tensors_ = file_->tensors();
  }

  core::Result<ImportedModel> Read() {
    EXPECT_TRUE(core::WriteSafetensors(folder_ / "changed.safetensors", tensors_, {{"format", "pt"}}));
    return ReadAnyModel(folder_ / "changed.safetensors");
  }

  std::string Error() {
    const auto read = Read();
    if (read) {
      return "";
    }
    EXPECT_EQ(read.error().kind, core::ErrorKind::kModel);
    EXPECT_THAT(read.error().message,
                AllOf(StartsWith((folder_ / "changed.safetensors").string() + ": "), Not(HasSubstr("\n"))));
    return read.error().message;
  }

  tests::TemporaryFolder folder_;
  core::Result<core::SafetensorsFile> file_;
  core::WeightTable tensors_;
};

TEST_F(ChangedTorchFile, WithoutItsClassifierIsABackbone) {
  tensors_.erase("fc.weight");
  EXPECT_THAT(Error(), HasSubstr("'fc.bias' is unexpected"));
  tensors_.erase("fc.bias");
  const auto model = Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->card.task, "features");
}

TEST_F(ChangedTorchFile, WrongTensorsAreNamed) {
  const core::WeightTable sound = tensors_;
  EXPECT_EQ(Error(), "");
  for (const char* name : {"model.0.0.weight", "model.7.3.weight", "model.13.4.running_var", "fc.bias"}) {
    tensors_ = sound;
    tensors_.erase(name);
    EXPECT_THAT(Error(), HasSubstr(std::string("'") + name + "' is missing"));
  }
  tensors_ = sound;
  tensors_["model.14.0.weight"] = sound.at("fc.bias");
  EXPECT_THAT(Error(), HasSubstr("'model.14.0.weight' is unexpected"));
  tensors_ = sound;
  tensors_["model.3.1.bias"] = sound.at("fc.bias");
  EXPECT_THAT(Error(), HasSubstr("'model.3.1.bias' does not fit the convolution before it"));
  tensors_ = sound;
  tensors_["model.3.0.weight"] = sound.at("fc.bias");
  EXPECT_THAT(Error(), HasSubstr("'model.3.0.weight' is no square convolution"));
  tensors_ = sound;
  tensors_["fc.weight"] = sound.at("fc.bias");
  EXPECT_THAT(Error(), HasSubstr("'fc.weight' is no matrix"));
  tensors_ = sound;
  tensors_.erase("model.1.3.weight");  // what it is known by
  EXPECT_THAT(Error(), HasSubstr("no network that Godwit knows"));
}

TEST(ReadAnyModel, OtherFilesAreToldWhatTheyAre) {
  const tests::TemporaryFolder folder;
  const auto error_of = [&](const std::string& bytes) {
    tests::WriteFile(folder / "file", bytes);
    const auto read = ReadAnyModel(folder / "file");
    EXPECT_FALSE(read);
    return read ? "" : read.error().message;
  };
  EXPECT_THAT(error_of(""), HasSubstr("it is empty"));
  EXPECT_THAT(error_of("PK\x03\x04 and more"), HasSubstr("zip archive, e.g. a PyTorch checkpoint"));
  EXPECT_THAT(error_of("\x80\x02\x8A"), HasSubstr("pickle"));
  EXPECT_THAT(error_of("\x1F\x8B\x08"), HasSubstr("gzip"));
  EXPECT_THAT(error_of("\x89PNG\r\n"), HasSubstr("picture"));
  EXPECT_THAT(error_of("{\"a\": 1}"), HasSubstr("JSON"));
  EXPECT_THAT(error_of("\x0A\x10 node"), HasSubstr("TensorFlow graph"));
  EXPECT_THAT(error_of("hello"), AllOf(HasSubstr("not known"), HasSubstr("ONNX"), HasSubstr(".h5")));
  EXPECT_THAT(error_of("\x89HDF\r\n\x1A\n"), HasSubstr("damaged"));
}

}  // namespace
}  // namespace godwit::workflows
