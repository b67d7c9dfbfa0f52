// PyTorch's networks. Convolutions are (out, in / groups, k, k), linear layers (out, in); batch norm has an epsilon of
// its own, so it is folded here.
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "workflows/known_networks.h"
#include "workflows/weight_translator.h"

namespace godwit::workflows {
namespace {

using Shape = std::vector<std::int64_t>;

constexpr double kEpsilon = 1e-5;  // torch.nn.BatchNorm2d

class TorchTranslator {
 public:
  TorchTranslator(const core::WeightTable& source, const std::string& file) : translator_(source, file), file_(file) {
    for (const auto& [name, tensor] : source) {
      if (name.ends_with(".num_batches_tracked")) {  // how long it was trained
        translator_.Skip(name);
      }
    }
  }

  // A convolution `conv` without a bias and the batch norm `norm` after it. Which kind it is, its shape tells:
  // (c, 1, 3, 3) depthwise, (out, in, 1, 1) pointwise, else dense.
  void ConvNorm(const std::string& conv, const std::string& norm, const std::string& to) {
    const core::WeightTensor* tensor = translator_.Find(conv + ".weight");
    if (tensor == nullptr) {
      return;
    }
    const Shape& shape = tensor->shape;
    if (shape.size() != 4 || shape[2] != shape[3]) {
      translator_.Reject(conv + ".weight", "is no square convolution");
      return;
    }
    if (!FoldNorm(norm, shape[0], to)) {
      return;
    }
    const std::vector<float> theirs = core::ToFloats(*tensor);
    std::vector<float> ours(theirs.size());
    const std::int64_t taps = shape[2] * shape[3];
    for (std::int64_t i = 0; i < tensor->Elements(); ++i) {
      const std::int64_t tap = i % taps;
      const std::int64_t in = i / taps % shape[1];
      const std::int64_t out = i / (taps * shape[1]);
      ours[static_cast<std::size_t>((tap * shape[1] + in) * shape[0] + out)] = static_cast<float>(
          static_cast<double>(theirs[static_cast<std::size_t>(i)]) * factors_[static_cast<std::size_t>(out)]);
    }
    const bool depthwise = shape[1] == 1 && shape[2] > 1;
    Shape our_shape =
        depthwise ? Shape{shape[2], shape[3], shape[0], 1} : Shape{shape[2], shape[3], shape[1], shape[0]};
    if (!depthwise && taps == 1) {
      our_shape = {shape[1], shape[0]};
    }
    translator_.model.Add(to + "/weights", std::move(our_shape), std::move(ours));
  }

  void Linear(const std::string& from, const std::string& to) {
    const core::WeightTensor* tensor = translator_.Find(from + ".weight");
    if (tensor == nullptr) {
      return;
    }
    const Shape& shape = tensor->shape;
    if (shape.size() != 2) {
      translator_.Reject(from + ".weight", "is no matrix");
      return;
    }
    const std::vector<float> theirs = core::ToFloats(*tensor);
    std::vector<float> ours(theirs.size());
    for (std::int64_t i = 0; i < tensor->Elements(); ++i) {
      ours[static_cast<std::size_t>(i % shape[1] * shape[0] + i / shape[1])] = theirs[static_cast<std::size_t>(i)];
    }
    translator_.model.Add(to + "/weights", {shape[1], shape[0]}, std::move(ours));
    translator_.Copy(from + ".bias", to + "/bias");
  }

  // The model with its card. `widest` is the layer whose outputs tell alpha, of which it has `channels` at alpha 1.
  core::Result<ImportedModel> Finish(const char* architecture, const std::string& widest, int channels,
                                     core::Activation activation) {
    auto model = translator_.Finish();
    if (!model) {
      return model;
    }
    const auto outputs = [&](const std::string& layer) -> std::optional<std::int64_t> {
      const auto found = model->table().find(layer + "/weights");
      return found == model->table().end() ? std::nullopt : std::optional(found->second.shape.back());
    };
    core::ModelCard& card = model->card;
    card.alpha = static_cast<double>(outputs(widest).value_or(0)) / channels;
    card.padding = core::Padding::kSymmetric;
    card.activation = activation;
    card.input_width = card.input_height = 224;
    card.preprocessing = TorchvisionPreprocessing();
    if (auto described = DescribeClassifier(architecture, outputs("logits"), file_, card); !described) {
      return core::Forward(described);
    }
    return model;
  }

 private:
  // y = (x - mean) / sqrt(variance + epsilon) * weight + bias: gives the bias, keeps the factors.
  bool FoldNorm(const std::string& from, std::int64_t channels, const std::string& to) {
    enum { kWeight, kBias, kMean, kVariance };
    static constexpr std::array kNames{"weight", "bias", "running_mean", "running_var"};
    std::array<std::vector<float>, kNames.size()> values;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const std::string name = from + "." + kNames[i];
      const core::WeightTensor* tensor = translator_.Find(name);
      if (tensor == nullptr) {
        return false;
      }
      if (tensor->shape != Shape{channels}) {
        translator_.Reject(name, "does not fit the convolution before it");
        return false;
      }
      values[i] = core::ToFloats(*tensor);
    }
    factors_.assign(static_cast<std::size_t>(channels), 0.0);
    std::vector<float> bias(factors_.size());
    for (std::size_t c = 0; c < factors_.size(); ++c) {
      factors_[c] = values[kWeight][c] / std::sqrt(values[kVariance][c] + kEpsilon);
      bias[c] = static_cast<float>(values[kBias][c] - values[kMean][c] * factors_[c]);
    }
    translator_.model.Add(to + "/bias", {channels}, std::move(bias));
    return true;
  }

  WeightTranslator translator_;
  const std::string& file_;
  std::vector<double> factors_;
};

// Blocks of each stage of MobileNet V2.
constexpr std::array kStageBlocks{1, 2, 3, 4, 3, 3, 1};

}  // namespace

core::Result<ImportedModel> TranslateTorchMobileNetV1(const core::WeightTable& source, const nlohmann::json&,
                                                      const std::string& file) {
  TorchTranslator translator(source, file);
  translator.ConvNorm("model.0.0", "model.0.1", "conv_0");
  for (int i = 1; i <= 13; ++i) {
    const std::string from = fmt::format("model.{}.", i);
    const std::string to = fmt::format("conv_{}/", i);
    translator.ConvNorm(from + "0", from + "1", to + "depthwise");
    translator.ConvNorm(from + "3", from + "4", to + "pointwise");
  }
  if (source.contains("fc.weight")) {
    translator.Linear("fc", "logits");
  }
  return translator.Finish("mobilenet_v1", "conv_13/pointwise", 1024, core::Activation::kRelu);
}

core::Result<ImportedModel> TranslateTorchvisionMobileNetV2(const core::WeightTable& source, const nlohmann::json&,
                                                            const std::string& file) {
  TorchTranslator translator(source, file);
  translator.ConvNorm("features.0.0", "features.0.1", "conv_0");
  for (int i = 0; i < 17; ++i) {
    const std::string from = fmt::format("features.{}.conv.", i + 1);
    const std::string to = fmt::format("block_{}/", i);
    if (i == 0) {  // not expanded
      translator.ConvNorm(from + "0.0", from + "0.1", to + "depthwise");
      translator.ConvNorm(from + "1", from + "2", to + "project");
    } else {
      translator.ConvNorm(from + "0.0", from + "0.1", to + "expand");
      translator.ConvNorm(from + "1.0", from + "1.1", to + "depthwise");
      translator.ConvNorm(from + "2", from + "3", to + "project");
    }
  }
  translator.ConvNorm("features.18.0", "features.18.1", "conv_last");
  if (source.contains("classifier.1.weight")) {
    translator.Linear("classifier.1", "logits");
  }
  return translator.Finish("mobilenet_v2", "block_16/project", 320, core::Activation::kRelu6);
}

core::Result<ImportedModel> TranslateTimmMobileNetV2(const core::WeightTable& source, const nlohmann::json&,
                                                     const std::string& file) {
  TorchTranslator translator(source, file);
  translator.ConvNorm("conv_stem", "bn1", "conv_0");
  int number = 0;
  for (std::size_t stage = 0; stage < kStageBlocks.size(); ++stage) {
    for (int i = 0; i < kStageBlocks[stage]; ++i) {
      const std::string from = fmt::format("blocks.{}.{}.", stage, i);
      const std::string to = fmt::format("block_{}/", number++);
      if (stage == 0) {  // not expanded
        translator.ConvNorm(from + "conv_dw", from + "bn1", to + "depthwise");
        translator.ConvNorm(from + "conv_pw", from + "bn2", to + "project");
      } else {
        translator.ConvNorm(from + "conv_pw", from + "bn1", to + "expand");
        translator.ConvNorm(from + "conv_dw", from + "bn2", to + "depthwise");
        translator.ConvNorm(from + "conv_pwl", from + "bn3", to + "project");
      }
    }
  }
  translator.ConvNorm("conv_head", "bn2", "conv_last");
  if (source.contains("classifier.weight")) {
    translator.Linear("classifier", "logits");
  }
  return translator.Finish("mobilenet_v2", "block_16/project", 320, core::Activation::kRelu6);
}

}  // namespace godwit::workflows
