#include "workflows/model_import.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "detection/ssd/ssd_graph.h"
#include "recognition/classifier.h"
#include "workflows/coco_labels.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using Shape = std::vector<std::int64_t>;

// Moves tensors from a source table to a model, keeping the first thing that is wrong and what nobody asked for.
class Translator {
 public:
  Translator(const core::WeightTable& source, const std::string& file) : source_(source), file_(file) {}

  void Copy(const std::string& from, const std::string& to) {
    if (const core::WeightTensor* tensor = Find(from)) {
      model.Add(to, tensor->shape, core::ToFloats(*tensor));
    }
  }

  // A 1x1 convolution (1, 1, in, out) is the matrix (in, out).
  void CopyMatrix(const std::string& from, const std::string& to) {
    if (const core::WeightTensor* tensor = Find(from)) {
      if (tensor->shape.size() != 4 || tensor->shape[0] != 1 || tensor->shape[1] != 1) {
        Reject(from, "is not a 1x1 convolution");
        return;
      }
      model.Add(to, {tensor->shape[2], tensor->shape[3]}, core::ToFloats(*tensor));
    }
  }

  // Depthwise weights times a factor for each channel, rounded once.
  void CopyScaled(const std::string& from, const std::string& scales_from, const std::string& to) {
    const core::WeightTensor* tensor = Find(from);
    const core::WeightTensor* scale_tensor = Find(scales_from);
    if (tensor == nullptr || scale_tensor == nullptr) {
      return;
    }
    std::vector<float> values = core::ToFloats(*tensor);
    const std::vector<float> scales = core::ToFloats(*scale_tensor);
    if (scales.empty() || values.size() % scales.size() != 0) {
      Reject(scales_from, "does not fit the weights");
      return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<float>(static_cast<double>(values[i]) * scales[i % scales.size()]);
    }
    model.Add(to, tensor->shape, std::move(values));
  }

  void CopyBatchNorm(const std::string& from, const std::string& to) {
    static constexpr std::array<std::pair<const char*, const char*>, 4> kNames{
        {{"gamma", "gamma"}, {"beta", "beta"}, {"moving_mean", "mean"}, {"moving_variance", "variance"}}};
    for (const auto& [theirs, ours] : kNames) {
      Copy(from + "/" + theirs, to + "/batch_norm/" + ours);
    }
  }

  // Constants of the graph around the network, which anchors and preprocessing are made of.
  void Ignore(std::initializer_list<std::string_view> prefixes) {
    for (const auto& [name, tensor] : source_) {
      const auto matches = [&name = name](std::string_view prefix) { return name.starts_with(prefix); };
      if (tensor.dtype == core::Dtype::kI32 || std::ranges::any_of(prefixes, matches)) {
        read_.insert(name);
      }
    }
  }

  [[nodiscard]] core::Result<ImportedModel> Finish() {
    for (const auto& [name, tensor] : source_) {
      if (!read_.contains(name)) {
        Reject(name, "is unexpected");
      }
    }
    if (!problem_.empty()) {
      return core::Fail(ErrorKind::kModel, "{}: {}", file_, problem_);
    }
    return std::move(model);
  }

  ImportedModel model;

 private:
  const core::WeightTensor* Find(const std::string& name) {
    const auto found = source_.find(name);
    if (found == source_.end()) {
      Reject(name, "is missing");
      return nullptr;
    }
    read_.insert(name);
    return &found->second;
  }

  void Reject(const std::string& name, std::string_view problem) {
    if (problem_.empty()) {
      problem_ = fmt::format("tensor '{}' {}", name, problem);
    }
  }

  const core::WeightTable& source_;
  const std::string& file_;
  std::set<std::string, std::less<>> read_;
  std::string problem_;
};

core::Result<ImportedModel> TranslateCocoSsdLite(const core::WeightTable& source, const nlohmann::json&,
                                                 const std::string& file) {
  Translator translator(source, file);
  const std::string features = "FeatureExtractor/MobilenetV2/";
  const auto dense = [&](const std::string& from, const std::string& to) {
    translator.CopyMatrix(features + from + "/Conv2D/merged_input", to + "/weights");
    translator.Copy(features + from + "/BatchNorm/batchnorm/sub", to + "/bias");
  };
  const auto depthwise = [&](const std::string& from, const std::string& to) {
    translator.CopyScaled(features + from + "/depthwise_weights", features + from + "/BatchNorm/batchnorm/mul",
                          to + "/weights");
    translator.Copy(features + from + "/BatchNorm/batchnorm/sub", to + "/bias");
  };
  translator.Copy(features + "Conv/Conv2D/merged_input", "conv_0/weights");
  translator.Copy(features + "Conv/BatchNorm/batchnorm/sub", "conv_0/bias");
  for (int i = 0; i < 17; ++i) {
    const std::string from = i == 0 ? "expanded_conv" : fmt::format("expanded_conv_{}", i);
    const std::string to = fmt::format("block_{}", i);
    if (i > 0) {
      dense(from + "/expand", to + "/expand");
    }
    depthwise(from + "/depthwise", to + "/depthwise");
    dense(from + "/project", to + "/project");
  }
  dense("Conv_1", "conv_last");
  static constexpr std::array kExtraChannels{512, 256, 256, 128};
  for (int k = 2; k < detection::kSsdMaps; ++k) {
    const int channels = kExtraChannels[static_cast<std::size_t>(k) - 2];
    const std::string to = fmt::format("extra_{}", k);
    const std::string second = fmt::format("layer_19_2_Conv2d_{}_3x3_s2_{}", k, channels);
    dense(fmt::format("layer_19_1_Conv2d_{}_1x1_{}", k, channels / 2), to + "/reduce");
    depthwise(second + "_depthwise", to + "/depthwise");
    dense(second, to + "/expand");
  }
  for (int i = 0; i < detection::kSsdMaps; ++i) {
    for (const auto& [theirs, ours] :
         {std::pair("BoxEncodingPredictor", "box"), std::pair("ClassPredictor", "class")}) {
      const std::string from = fmt::format("BoxPredictor_{}/{}", i, theirs);
      const std::string to = fmt::format("predictor_{}/{}", i, ours);
      translator.Copy(from + "_depthwise/depthwise_weights", to + "/depthwise/weights");
      translator.CopyBatchNorm(from + "_depthwise/BatchNorm", to + "/depthwise");
      translator.CopyMatrix(from + "/weights", to + "/pointwise/weights");
      translator.Copy(from + "/biases", to + "/pointwise/bias");
    }
  }
  translator.Ignore({"Postprocessor/", "Preprocessor/", "ConstantFolding/Postprocessor/"});
  core::ModelCard& card = translator.model.card;
  card.task = "detect";
  card.architecture = "ssdlite_mobilenet_v2";
  card.input_width = card.input_height = 300;
  card.preprocessing.normalization = {.factor = 0.00784313772F, .divide = false, .offset = -1};
  card.labels = CocoLabels();
  card.head = detection::SsdHead({.classes = static_cast<int>(card.labels.size()) + 1});
  return translator.Finish();
}

core::Result<ImportedModel> TranslateFaceSsd(const core::WeightTable& source, const nlohmann::json&,
                                             const std::string& file) {
  Translator translator(source, file);
  const auto dense = [&](const std::string& from, const std::string& to, bool matrix) {
    if (matrix) {
      translator.CopyMatrix(from + "/weights", to + "/weights");
    } else {
      translator.Copy(from + "/weights", to + "/weights");
    }
    translator.Copy(from + "/convolution_bn_offset", to + "/bias");
  };
  dense("MobilenetV1/Conv2d_0_pointwise", "conv_0", false);  // the name misleads: a 3x3 convolution
  for (int i = 1; i <= 13; ++i) {
    const std::string from = fmt::format("MobilenetV1/Conv2d_{}_", i);
    const std::string to = fmt::format("conv_{}/", i);
    translator.Copy(from + "depthwise/depthwise_weights", to + "depthwise/weights");
    translator.CopyBatchNorm(from + "depthwise/BatchNorm", to + "depthwise");
    dense(from + "pointwise", to + "pointwise", true);
  }
  for (int k = 2; k < detection::kSsdMaps; ++k) {
    dense(fmt::format("Prediction/Conv2d_{}_pointwise", 2 * k - 4), fmt::format("extra_{}/reduce", k), true);
    dense(fmt::format("Prediction/Conv2d_{}_pointwise", 2 * k - 3), fmt::format("extra_{}/conv", k), false);
  }
  for (int i = 0; i < detection::kSsdMaps; ++i) {
    for (const auto& [theirs, ours] :
         {std::pair("BoxEncodingPredictor", "box"), std::pair("ClassPredictor", "class")}) {
      const std::string from = fmt::format("Prediction/BoxPredictor_{}/{}", i, theirs);
      const std::string to = fmt::format("predictor_{}/{}", i, ours);
      translator.CopyMatrix(from + "/weights", to + "/weights");
      translator.Copy(from + "/biases", to + "/bias");
    }
  }
  translator.Ignore({"Output/", "Preprocessor/"});
  core::ModelCard& card = translator.model.card;
  card.task = "faces";
  card.architecture = "ssd_mobilenet_v1";
  card.input_width = card.input_height = 512;
  card.preprocessing.fit = core::FitMode::kPadCorner;
  card.preprocessing.normalization = {.factor = 127.5F, .divide = true, .offset = -1};
  card.head = detection::SsdHead({.classes = 3,
                                  .anchors = {.interpolated = detection::AnchorConfig::Interpolated::kSecond},
                                  .suppress_at_limit = false});
  card.labels = {{1, "face"}};
  return translator.Finish();
}

// Height and width that a Keras model was saved for; what most are trained at where it does not say.
std::pair<int, int> KerasInputSize(const nlohmann::json& topology) {
  constexpr int kUsual = 224;
  for (const char* path :
       {"/model_config/config/layers/0/config/batch_input_shape", "/model_config/config/layers/0/config/batch_shape"}) {
    const nlohmann::json::json_pointer place(path);
    if (!topology.is_structured() || !topology.contains(place)) {
      continue;
    }
    const nlohmann::json& shape = topology.at(place);
    const auto is_side = [](const nlohmann::json& side) {
      return side.is_number_unsigned() && side.get<std::uint64_t>() >= 1 && side.get<std::uint64_t>() <= 8192;
    };
    if (shape.is_array() && shape.size() == 4 && is_side(shape[1]) && is_side(shape[2])) {
      return {shape[1].get<int>(), shape[2].get<int>()};
    }
  }
  return {kUsual, kUsual};
}

core::Result<ImportedModel> TranslateKerasMobileNetV1(const core::WeightTable& source, const nlohmann::json& topology,
                                                      const std::string& file) {
  Translator translator(source, file);
  translator.Copy("conv1/kernel", "conv_0/weights");
  translator.CopyBatchNorm("conv1_bn", "conv_0");
  for (int i = 1; i <= 13; ++i) {
    const std::string to = fmt::format("conv_{}/", i);
    translator.Copy(fmt::format("conv_dw_{}/depthwise_kernel", i), to + "depthwise/weights");
    translator.CopyBatchNorm(fmt::format("conv_dw_{}_bn", i), to + "depthwise");
    translator.CopyMatrix(fmt::format("conv_pw_{}/kernel", i), to + "pointwise/weights");
    translator.CopyBatchNorm(fmt::format("conv_pw_{}_bn", i), to + "pointwise");
  }
  translator.CopyMatrix("conv_preds/kernel", "logits/weights");
  translator.Copy("conv_preds/bias", "logits/bias");
  auto model = translator.Finish();
  if (!model) {
    return model;
  }
  const auto features = static_cast<double>(model->table().find("conv_13/pointwise/weights")->second.shape[1]);
  const Shape& logits = model->table().find("logits/weights")->second.shape;
  core::ModelCard& card = model->card;
  card.task = "classify";
  card.architecture = "mobilenet_v1";
  card.alpha = features / 1024;
  if (!(card.alpha > 0 && card.alpha <= 1) || logits[1] < 1) {
    return core::Fail(ErrorKind::kModel, "{}: {} features and {} classes are not those of a MobileNet V1", file,
                      features, logits[1]);
  }
  std::tie(card.input_height, card.input_width) = KerasInputSize(topology);
  card.preprocessing.normalization = {.factor = 127.5F, .divide = true, .offset = -1};
  card.labels.resize(static_cast<std::size_t>(logits[1]));
  for (std::size_t i = 0; i < card.labels.size(); ++i) {
    card.labels[i].id = static_cast<int>(i);
  }
  return model;
}

struct KnownNetwork {
  std::string_view tensor;  // one that only this network has
  core::Result<ImportedModel> (*translate)(const core::WeightTable&, const nlohmann::json& topology,
                                           const std::string& file);
};

constexpr std::array kKnownNetworks{
    KnownNetwork{"BoxPredictor_0/BoxEncodingPredictor_depthwise/depthwise_weights", TranslateCocoSsdLite},
    KnownNetwork{"Prediction/BoxPredictor_0/BoxEncodingPredictor/weights", TranslateFaceSsd},
    KnownNetwork{"conv_dw_1/depthwise_kernel", TranslateKerasMobileNetV1},
};

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos ? ""
                                         : std::string(text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin));
}

// Cards are JSON, which is UTF-8.
bool IsUtf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

// Length of the number that a label starts with, and of the colon or blank that parts it from the name; 0 without one.
std::size_t NumberLength(const std::string& label) {
  const std::size_t digits = label.find_first_not_of("0123456789");
  const bool parted = digits != std::string::npos && digits > 0 &&
                      std::string_view(": \t").find(label[digits]) != std::string_view::npos;
  return parted ? digits + 1 : 0;
}

}  // namespace

core::Result<ImportedModel> TranslateWeights(const core::WeightTable& source, const nlohmann::json& topology,
                                             const std::string& file) {
  for (const KnownNetwork& network : kKnownNetworks) {
    if (source.contains(network.tensor)) {
      return network.translate(source, topology, file);
    }
  }
  return core::Fail(
      ErrorKind::kModel,
      "{}: its tensors belong to no network that Godwit knows (COCO SSDLite on MobileNet V2, face-api's SSD "
      "on MobileNet V1, Keras' MobileNet V1)",
      file);
}

core::Result<core::Graph> GraphOf(const core::ModelCard& card) {
  if (card.architecture.starts_with("mobilenet_")) {
    return recognition::ClassifierGraph(card);
  }
  auto config = detection::ReadSsdConfig(card);
  if (!config) {
    return core::Forward(config);
  }
  return detection::SsdGraph(*config);
}

core::Result<std::vector<core::ClassLabel>> ReadLabels(const std::string& file, std::size_t classes) {
  std::ifstream stream(file);
  std::vector<std::string> names;
  for (std::string line; std::getline(stream, line);) {
    names.push_back(Trimmed(line));
  }
  if (!stream.eof()) {
    return core::Fail(ErrorKind::kInput, "{}: the labels cannot be read", file);
  }
  while (!names.empty() && names.back().empty()) {
    names.pop_back();
  }
  if (!std::ranges::all_of(names, IsUtf8)) {
    return core::Fail(ErrorKind::kInput, "{}: the labels are not text in UTF-8", file);
  }
  if (std::ranges::all_of(names, [](const std::string& name) { return NumberLength(name) > 0; })) {
    for (std::string& name : names) {
      name = Trimmed(name.substr(NumberLength(name)));
    }
  }
  std::ranges::replace(names, std::string("???"), std::string());
  if (names.size() == classes + 1) {
    names.erase(names.begin());
  }
  if (names.size() != classes) {
    return core::Fail(ErrorKind::kInput, "{}: has {} labels where the model has {} classes", file, names.size(),
                      classes);
  }
  std::vector<core::ClassLabel> labels;
  for (std::string& name : names) {
    labels.push_back({static_cast<int>(labels.size()), std::move(name)});
  }
  return labels;
}

}  // namespace godwit::workflows
