// Keras' networks: names of tensors after layers, (k, k, in, out) as ours, batch norm with Keras' epsilon 0.001, which
// is ours too.
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "workflows/known_networks.h"
#include "workflows/weight_translator.h"

namespace godwit::workflows {
namespace {

// What the weights do not tell, with what most are trained at where the file does not say either.
struct KerasTopology {
  int height = 224;
  int width = 224;
  core::Padding padding = core::Padding::kSame;
};

// Strided layers halve five times. Behind ZeroPadding2D ((0, 1), (0, 1)) they do what SAME does as long as what they
// halve is even.
constexpr int kHalvings = 32;

const nlohmann::json& At(const nlohmann::json& json, const char* place) {
  static const nlohmann::json kNothing;
  const nlohmann::json::json_pointer pointer(place);
  return json.is_structured() && json.contains(pointer) ? json.at(pointer) : kNothing;
}

// The picture that the network reads: (images, height, width, 3).
core::Result<> ReadInput(const nlohmann::json& layer, const std::string& file, KerasTopology& topology) {
  const nlohmann::json& usual = At(layer, "/config/batch_input_shape");
  const nlohmann::json& shape = usual.is_null() ? At(layer, "/config/batch_shape") : usual;
  if (shape.is_null()) {
    return {};
  }
  const auto side = [](const nlohmann::json& extent, int& known) {
    constexpr std::uint64_t kMaxSide = 8192;
    if (extent.is_number_unsigned() && extent.get<std::uint64_t>() >= 1 && extent.get<std::uint64_t>() <= kMaxSide) {
      known = extent.get<int>();
      return true;
    }
    return extent.is_null();  // any size
  };
  if (!shape.is_array() || shape.size() != 4 || shape[3] != 3 || !side(shape[1], topology.height) ||
      !side(shape[2], topology.width)) {
    return core::Fail(core::ErrorKind::kModel,
                      "{}: its network reads {}, where Godwit's read pictures as (images, height, width, 3)", file,
                      shape.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
  }
  return {};
}

// Refuses what weights of these names and shapes can mean besides, in a model that says what its layers do.
core::Result<> ReadLayer(const nlohmann::json& layer, const std::string& file, KerasTopology& topology) {
  const auto refuse = [&](std::string_view problem) {
    const nlohmann::json& name = At(layer, "/config/name");
    return core::Fail(core::ErrorKind::kModel, "{}: layer '{}' {}", file,
                      name.is_string() ? name.get<std::string>() : "", problem);
  };
  if (At(layer, "/config/data_format") == "channels_first") {
    return refuse("has its channels first; save the model with channels last (data_format)");
  }
  if (At(layer, "/config/activation") == "sigmoid") {
    return refuse(
        "gives each class a probability of its own (sigmoid); Godwit's classifiers choose one class of all (softmax), "
        "so its scores would be wrong");
  }
  if (At(layer, "/class_name") != "ZeroPadding2D") {
    return {};
  }
  const nlohmann::json& padding = At(layer, "/config/padding");
  using Sides = std::array<std::array<int, 2>, 2>;
  if (padding == nlohmann::json(Sides{{{1, 1}, {1, 1}}})) {
    topology.padding = core::Padding::kSymmetric;
  } else if (padding != nlohmann::json(Sides{{{0, 1}, {0, 1}}})) {
    return refuse("pads otherwise than any MobileNet V1 of Keras'");
  } else if (topology.height % kHalvings != 0 || topology.width % kHalvings != 0) {
    return refuse(fmt::format(
        "pads at the end alone, which Godwit's networks do at sides that are multiples of {}, not at {}x{}; train at "
        "such a size",
        kHalvings, topology.width, topology.height));
  }
  return {};
}

core::Result<KerasTopology> ReadTopology(const nlohmann::json& json, const std::string& file) {
  KerasTopology topology;
  const nlohmann::json& layers = At(json, "/model_config/config/layers");
  for (std::size_t i = 0; layers.is_array() && i < layers.size(); ++i) {
    auto read = i == 0 ? ReadInput(layers[0], file, topology) : core::Result<>();
    if (read) {
      read = ReadLayer(layers[i], file, topology);
    }
    if (!read) {
      return core::Forward(read);
    }
  }
  return topology;
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
  if (auto classifier = DescribeClassifier("mobilenet_v1", classes, file, card); !classifier) {
    return core::Forward(classifier);
  }
  auto described = ReadTopology(topology, file);
  if (!described) {
    return core::Forward(described);
  }
  card.input_height = described->height;
  card.input_width = described->width;
  card.padding = described->padding;
  card.preprocessing.normalization = {.factor = 127.5F, .divide = true, .offset = -1};
  return model;
}

}  // namespace godwit::workflows
