#include "workflows/import_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/model/match_graph.h"
#include "detection/ssd/ssd_graph.h"
#include "workflows/coco_labels.h"
#include "workflows/weight_translator.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using core::Op;
using core::OpGraph;
using core::OpKind;
using core::OpValue;

const Op* FindOp(const OpGraph& graph, OpKind kind) {
  const auto found = std::ranges::find(graph.ops, kind, &Op::kind);
  return found == graph.ops.end() ? nullptr : &*found;
}

// The most channels of any depthwise convolution: in V1 1024 * alpha, in V2 960 * alpha.
std::int64_t WidestDepthwise(const OpGraph& graph) {
  std::int64_t widest = 0;
  for (const Op& op : graph.ops) {
    if (op.kind == OpKind::kDepthwise) {
      widest = std::max(widest, op.weight_shape[2]);
    }
  }
  return widest;
}

// What every network of ours has: one picture in. Fills the card's input, of the size that most are trained at where
// the file leaves it open; `full_width` is WidestDepthwise at alpha 1.
core::Result<> DescribeInput(const OpGraph& graph, double full_width, core::ModelCard& card) {
  const OpValue* input = graph.inputs.size() == 1 ? &graph.values[static_cast<std::size_t>(graph.inputs[0])] : nullptr;
  constexpr std::int64_t kUsualSide = 224;
  constexpr std::int64_t kMaxSide = 8192;
  const auto side = [&](std::size_t axis) { return input->shape[axis] < 0 ? kUsualSide : input->shape[axis]; };
  if (input == nullptr || input->shape.size() != 4 || input->shape[3] != 3 || side(1) < 1 || side(1) > kMaxSide ||
      side(2) < 1 || side(2) > kMaxSide) {
    return core::Fail(ErrorKind::kModel, "{}: does not read one picture of up to {} pixels a side", graph.file,
                      kMaxSide);
  }
  card.input_height = static_cast<int>(side(1));
  card.input_width = static_cast<int>(side(2));
  card.alpha = static_cast<double>(WidestDepthwise(graph)) / full_width;
  if (!(card.alpha > 0 && card.alpha <= 1)) {
    return core::Fail(ErrorKind::kModel,
                      "{}: holds no MobileNet of an alpha up to 1 (its widest depthwise layer has "
                      "{} channels)",
                      graph.file, WidestDepthwise(graph));
  }
  if (input->quantization) {
    // The input stores pixels, less 128 where it is signed: real = scale * (pixel - zero).
    const float scale = input->quantization->scales[0];
    const int pixel_of_zero = input->quantization->zero_points[0] + (input->dtype == core::Dtype::kI8 ? 128 : 0);
    card.preprocessing.normalization = {
        .factor = scale, .divide = false, .offset = -scale * static_cast<float>(pixel_of_zero)};
  } else {
    card.preprocessing.normalization = {.factor = 127.5F, .divide = true, .offset = -1};
  }
  return {};
}

core::Shape InputShape(const core::ModelCard& card) { return {1, card.input_height, card.input_width, 3}; }

// What the network gives behind its pool; nothing where it ends before one.
std::optional<std::int64_t> ClassesOf(const OpGraph& graph) {
  const auto pool = std::ranges::find(graph.ops, OpKind::kGlobalAveragePool, &Op::kind);
  if (pool == graph.ops.end()) {
    return std::nullopt;
  }
  const auto logits = std::find_if(pool, graph.ops.end(), [](const Op& op) { return !op.bias.empty(); });
  return logits == graph.ops.end() ? 0 : std::ssize(logits->bias);
}

// How the strided layers pad: of an even extent, SAME puts no zeros in front, of an odd one both do the same.
core::Padding PaddingOf(const OpGraph& graph) {
  const auto any_strided = [&](auto holds) {
    return std::ranges::any_of(graph.ops, [&](const Op& op) {
      return op.kernel > 1 && op.stride > 1 && holds(op.padding.top, op.padding.left);
    });
  };
  const bool in_front = any_strided([](int top, int left) { return top > 0 && left > 0; });
  const bool nothing = any_strided([](int top, int left) { return top == 0 || left == 0; });
  return in_front && !nothing ? core::Padding::kSymmetric : core::Padding::kSame;
}

core::Activation ActivationOf(const OpGraph& graph) {
  const Op* depthwise = FindOp(graph, OpKind::kDepthwise);
  return depthwise != nullptr && std::isinf(depthwise->max) ? core::Activation::kRelu : core::Activation::kRelu6;
}

// What no single layer tells: half a network, and probabilities of another kind.
core::Result<> CheckIsWhole(const OpGraph& graph) {
  const OpValue* input = graph.inputs.size() == 1 ? &graph.values[static_cast<std::size_t>(graph.inputs[0])] : nullptr;
  if (FindOp(graph, OpKind::kDepthwise) == nullptr && input != nullptr && input->shape.size() >= 2 &&
      input->shape.back() > 3) {
    return core::Fail(ErrorKind::kModel,
                      "{}: reads {} features, not a picture: it is the head of a network in two parts; name the body "
                      "(Coral's ends in _embedding_extractor.tflite) before it",
                      graph.file, input->shape.back());
  }
  if (ClassesOf(graph) == 0) {
    return core::Fail(ErrorKind::kModel,
                      "{}: gives features, not classes: it is the body of a network in two parts; name the head "
                      "(Coral's ends in _head_layers.tflite) behind it",
                      graph.file);
  }
  if (const Op* sigmoid = FindOp(graph, OpKind::kSigmoid); sigmoid != nullptr) {
    return core::FailAt(graph.file, *sigmoid,
                        "gives each class a probability of its own; Godwit's classifiers choose one class of all "
                        "(softmax), so its scores would be wrong");
  }
  return {};
}

core::Result<ImportedModel> TranslateClassifier(const OpGraph& graph) {
  core::ModelCard card;
  if (auto whole = CheckIsWhole(graph); !whole) {
    return core::Forward(whole);
  }
  const bool is_v2 = FindOp(graph, OpKind::kAdd) != nullptr;
  if (auto described = DescribeInput(graph, is_v2 ? 960 : 1024, card); !described) {
    return core::Forward(described);
  }
  card.padding = PaddingOf(graph);
  card.activation = ActivationOf(graph);
  card.preprocessing.fit = core::FitMode::kCentreCrop;
  card.preprocessing.resize = core::ResizeMethod::kTriangle;
  if (card.padding == core::Padding::kSymmetric) {
    card.preprocessing = TorchvisionPreprocessing();
  }
  if (auto described = DescribeClassifier(is_v2 ? "mobilenet_v2" : "mobilenet_v1", ClassesOf(graph), graph.file, card);
      !described) {
    return core::Forward(described);
  }
  auto layers = GraphOf(card);
  if (!layers) {
    return core::Forward(layers);
  }
  // Probabilities are ours to compute, whether the file does or not.
  std::erase_if(layers->layers,
                [](const core::Layer& layer) { return std::holds_alternative<core::SoftmaxLayer>(layer.kind); });
  layers->taps = {static_cast<int>(layers->layers.size()) - 1};
  auto match = core::MatchGraph(graph, *layers, InputShape(card));
  if (!match) {
    return core::Forward(match);
  }
  ImportedModel model(std::move(match->weights));
  model.card = std::move(card);
  return model;
}

const Op* ProducerOf(const OpGraph& graph, int value) {
  const auto gives = [&](const Op& op) { return std::ranges::find(op.outputs, value) != op.outputs.end(); };
  const auto found = std::ranges::find_if(graph.ops, gives);
  return found == graph.ops.end() ? nullptr : &*found;
}

// The values that `value` is put together from, in order, without a number changed; nothing where they are more than
// one a map.
std::optional<std::vector<int>> PartsOf(const OpGraph& graph, int value) {
  std::vector<int> parts;
  std::vector<int> open{value};
  while (!open.empty() && open.size() + parts.size() <= detection::kSsdMaps) {
    const int next = open.back();
    open.pop_back();
    const Op* op = ProducerOf(graph, next);
    if (op != nullptr && op->kind == OpKind::kConcat) {
      open.insert(open.end(), op->inputs.rbegin(), op->inputs.rend());
    } else if (op != nullptr && op->kind == OpKind::kReshape) {
      open.push_back(op->inputs[0]);
    } else {
      parts.push_back(next);
    }
  }
  return open.empty() ? std::optional(std::move(parts)) : std::nullopt;
}

// Whether the detection operation gets the predictions of all maps in order, and the scores through a sigmoid.
bool PredictionsFit(const OpGraph& graph, const Op& detection, const core::Graph& layers,
                    const std::vector<int>& layer_values) {
  const Op* sigmoid = ProducerOf(graph, detection.inputs[1]);
  if (sigmoid == nullptr || sigmoid->kind != OpKind::kSigmoid) {
    return false;
  }
  std::array<std::vector<int>, 2> taps;
  for (std::size_t i = 0; i < layers.taps.size(); ++i) {
    taps[i % 2].push_back(layer_values[static_cast<std::size_t>(layers.taps[i])]);
  }
  return PartsOf(graph, detection.inputs[0]) == taps[0] && PartsOf(graph, sigmoid->inputs[0]) == taps[1];
}

// Whether the file's anchors are those that `config` makes, as far as they were rounded.
bool AnchorsFit(const core::DetectionPostProcess& settings, const detection::SsdConfig& config,
                const core::Graph& layers, const core::Shape& input) {
  const std::vector<detection::Box> anchors =
      detection::GenerateAnchors(config.anchors, detection::MapSizes(layers, input));
  if (settings.anchors.size() != 4 * anchors.size()) {
    return false;
  }
  const float tolerance = settings.anchor_step / 2 + 1e-4F;  // the second for ratios of 0.3333
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const detection::Box& box = anchors[i];
    const std::array<float, 4> ours{(box.y_min + box.y_max) / 2, (box.x_min + box.x_max) / 2, box.y_max - box.y_min,
                                    box.x_max - box.x_min};
    for (std::size_t k = 0; k < ours.size(); ++k) {
      if (!(std::abs(ours[k] - settings.anchors[4 * i + k]) <= tolerance)) {
        return false;
      }
    }
  }
  return true;
}

core::Result<ImportedModel> TranslateSsd(const OpGraph& graph, const Op& detection) {
  const core::DetectionPostProcess& settings = *detection.detection;
  core::ModelCard card;
  if (auto described = DescribeInput(graph, 1024, card); !described) {
    return core::Forward(described);
  }
  detection::SsdConfig config;
  config.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1;
  config.alpha = card.alpha;
  config.classes = settings.classes + 1;
  config.box_coder.scales = {settings.y_scale, settings.x_scale, settings.h_scale, settings.w_scale};
  config.suppress_at_limit = false;  // TFLite's rule: overlap above the limit
  if (std::ranges::any_of(config.box_coder.scales, [](float scale) { return scale <= 0; }) || settings.classes < 1) {
    return core::Fail(ErrorKind::kModel, "{}: operation {} has settings that make no sense", graph.file,
                      detection.type);
  }
  const core::Graph layers = detection::SsdGraph(config);
  auto match = core::MatchGraph(graph, layers, InputShape(card));
  if (!match) {
    return core::Forward(match);
  }
  if (!PredictionsFit(graph, detection, layers, match->values)) {
    return core::Fail(ErrorKind::kModel, "{}: operation {} does not read the predictions of all maps in their order",
                      graph.file, detection.type);
  }
  if (!AnchorsFit(settings, config, layers, InputShape(card))) {
    return core::Fail(ErrorKind::kModel, "{}: its anchors are not those of an SSD on MobileNet V1", graph.file);
  }
  card.task = "detect";
  card.architecture = "ssd_mobilenet_v1";
  card.head = detection::SsdHead(config);
  card.labels = CocoLabels();
  if (std::ssize(card.labels) != settings.classes) {
    card.labels.assign(static_cast<std::size_t>(settings.classes), {});
    for (std::size_t i = 0; i < card.labels.size(); ++i) {
      card.labels[i].id = static_cast<int>(i) + 1;
    }
  }
  ImportedModel model(std::move(match->weights));
  model.card = std::move(card);
  return model;
}

}  // namespace

core::Result<ImportedModel> TranslateGraph(const OpGraph& graph) {
  const Op* detection = FindOp(graph, OpKind::kDetectionPostProcess);
  return detection != nullptr ? TranslateSsd(graph, *detection) : TranslateClassifier(graph);
}

}  // namespace godwit::workflows
