// SSD detectors: the TensorFlow graph of COCO's SSDLite and face-api's SSD.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "detection/ssd/ssd_graph.h"
#include "workflows/coco_labels.h"
#include "workflows/known_networks.h"
#include "workflows/weight_translator.h"

namespace godwit::workflows {

core::Result<ImportedModel> TranslateCocoSsdLite(const core::WeightTable& source, const nlohmann::json&,
                                                 const std::string& file) {
  WeightTranslator translator(source, file);
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
  WeightTranslator translator(source, file);
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

}  // namespace godwit::workflows
