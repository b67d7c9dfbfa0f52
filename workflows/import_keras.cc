// Keras' networks: names of tensors after layers, (k, k, in, out) as ours, batch norm with Keras' epsilon 0.001, which
// is ours too.
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "workflows/known_networks.h"
#include "workflows/weight_translator.h"

namespace godwit::workflows {
namespace {

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

}  // namespace

core::Result<ImportedModel> TranslateKerasMobileNetV1(const core::WeightTable& source, const nlohmann::json& topology,
                                                      const std::string& file) {
  WeightTranslator translator(source, file);
  translator.Copy("conv1/kernel", "conv_0/weights");
  translator.CopyBatchNorm("conv1_bn", "conv_0");
  for (int i = 1; i <= 13; ++i) {
    const std::string to = fmt::format("conv_{}/", i);
    translator.Copy(fmt::format("conv_dw_{}/depthwise_kernel", i), to + "depthwise/weights");
    translator.CopyBatchNorm(fmt::format("conv_dw_{}_bn", i), to + "depthwise");
    translator.CopyMatrix(fmt::format("conv_pw_{}/kernel", i), to + "pointwise/weights");
    translator.CopyBatchNorm(fmt::format("conv_pw_{}_bn", i), to + "pointwise");
  }
  const bool has_top = source.contains("conv_preds/kernel");
  if (has_top) {
    translator.CopyMatrix("conv_preds/kernel", "logits/weights");
    translator.Copy("conv_preds/bias", "logits/bias");
  }
  auto model = translator.Finish();
  if (!model) {
    return model;
  }
  const auto outputs = [&](const char* name) { return model->table().find(name)->second.shape[1]; };
  core::ModelCard& card = model->card;
  card.alpha = static_cast<double>(outputs("conv_13/pointwise/weights")) / 1024;
  const auto classes = has_top ? std::optional(outputs("logits/weights")) : std::nullopt;
  if (auto described = DescribeClassifier("mobilenet_v1", classes, file, card); !described) {
    return core::Forward(described);
  }
  std::tie(card.input_height, card.input_width) = KerasInputSize(topology);
  card.preprocessing.normalization = {.factor = 127.5F, .divide = true, .offset = -1};
  return model;
}

}  // namespace godwit::workflows
