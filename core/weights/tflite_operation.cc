#include "core/weights/tflite_operation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "core/tensor/same_padding.h"
#include "core/weights/tflite_detection.h"
#include "core/weights/tflite_generated.h"

namespace godwit::core {
namespace {

using tflite::ActivationFunction;
using tflite::BuiltinOperator;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Translates one operation.
class OperationReader {
 public:
  OperationReader(TfliteTensors& tensors, const std::string& file, std::vector<int> operands)
      : tensors_(tensors), file_(file), operands_(std::move(operands)) {}

  Result<> Read(BuiltinOperator type, const tflite::Operator& source, Op& op) {
    switch (type) {
      case BuiltinOperator::CONV_2D:
        return ReadConv(source.builtin_options_as_Conv2DOptions(), op);
      case BuiltinOperator::DEPTHWISE_CONV_2D:
        return ReadConv(source.builtin_options_as_DepthwiseConv2DOptions(), op);
      case BuiltinOperator::FULLY_CONNECTED:
        return ReadFullyConnected(source.builtin_options_as_FullyConnectedOptions(), op);
      case BuiltinOperator::ADD:
        return ReadArithmetic(source.builtin_options_as_AddOptions(), OpKind::kAdd, op);
      case BuiltinOperator::MUL:
        return ReadArithmetic(source.builtin_options_as_MulOptions(), OpKind::kScaleShift, op);
      case BuiltinOperator::AVERAGE_POOL_2D:
        return ReadAveragePool(source.builtin_options_as_Pool2DOptions(), op);
      case BuiltinOperator::MEAN:
        return ReadMean(op);
      case BuiltinOperator::SOFTMAX:
        return ReadSoftmax(source.builtin_options_as_SoftmaxOptions(), op);
      case BuiltinOperator::CONCATENATION:
        return ReadConcatenation(source.builtin_options_as_ConcatenationOptions(), op);
      case BuiltinOperator::PAD:
        return ReadPad(op);
      case BuiltinOperator::RELU:
        return ReadActivation(ActivationFunction::RELU, op);
      case BuiltinOperator::RELU6:
        return ReadActivation(ActivationFunction::RELU6, op);
      case BuiltinOperator::RELU_N1_TO_1:
        return ReadActivation(ActivationFunction::RELU_N1_TO_1, op);
      case BuiltinOperator::LOGISTIC:
        op.kind = OpKind::kSigmoid;
        return {};
      case BuiltinOperator::RESHAPE:
      case BuiltinOperator::SQUEEZE:
        op.kind = OpKind::kReshape;
        return {};
      case BuiltinOperator::QUANTIZE:
      case BuiltinOperator::DEQUANTIZE:
        op.kind = OpKind::kIdentity;
        return {};
      case BuiltinOperator::CUSTOM:
        if (op.type == "TFLite_Detection_PostProcess") {
          return ReadDetection(source, op);
        }
        break;
      default:
        break;
    }
    return Reject(op, "is of a kind that no network of Godwit's has");
  }

 private:
  template <typename... Args>
  [[nodiscard]] tl::unexpected<Error> Reject(const Op& op, fmt::format_string<Args...> format, Args&&... args) const {
    return FailAt(file_, op, fmt::format(format, std::forward<Args>(args)...));
  }

  Result<> ReadActivation(ActivationFunction function, Op& op) const {
    if (op.kind == OpKind::kIdentity) {
      op.kind = OpKind::kClamp;
    }
    switch (function) {
      case ActivationFunction::NONE:
        return {};
      case ActivationFunction::RELU:
        std::tie(op.min, op.max) = std::pair(0.0F, kInfinity);
        return {};
      case ActivationFunction::RELU_N1_TO_1:
        std::tie(op.min, op.max) = std::pair(-1.0F, 1.0F);
        return {};
      case ActivationFunction::RELU6:
        std::tie(op.min, op.max) = std::pair(0.0F, 6.0F);
        return {};
      default:
        return Reject(op, "has the activation {}, which no network of Godwit's has",
                      tflite::EnumNameActivationFunction(function));
    }
  }

  // The fused activation, or what saturation of the 8-bit result does in its place: a quantised ReLU6 stores 0 to 6 in
  // 255 steps, so that the converter may drop it.
  Result<> ReadFused(ActivationFunction function, Op& op) const {
    if (auto read = ReadActivation(function, op); !read || function != ActivationFunction::NONE) {
      return read;
    }
    const OpValue& result = Value(op.outputs[0]);
    const std::int32_t lowest = result.dtype == Dtype::kI8 ? std::numeric_limits<std::int8_t>::min() : 0;
    if (result.quantization && result.quantization->zero_points[0] == lowest) {
      constexpr float kSteps = 255;
      const float scale = result.quantization->scales[0];
      op.min = 0;
      op.max = std::abs(kSteps * scale - 6) <= scale ? 6 : kInfinity;
    }
    return {};
  }

  // Operand `index` as weights with `outputs` channels along `axis` of the file's order, in Godwit's layout.
  Result<TfliteConstant> ReadWeights(std::size_t index, int axis, Op& op) {
    if (index >= operands_.size() || !tensors_.IsConstant(operands_[index])) {
      return Reject(op, "has no constant weights");
    }
    auto constant = tensors_.ReadWeights(operands_[index], axis);
    if (!constant) {
      return Reject(op, "{}", constant.error().message);
    }
    return constant;
  }

  Result<> ReadBias(std::size_t index, std::int64_t outputs, Op& op) {
    if (index >= operands_.size() || operands_[index] == -1) {
      op.bias.assign(static_cast<std::size_t>(outputs), 0);
      return {};
    }
    auto constant = ReadWeights(index, 0, op);
    if (!constant) {
      return Forward(constant);
    }
    if (constant->shape.size() != 1 || constant->shape[0] != outputs) {
      return Reject(op, "has a bias of shape {} for {} outputs", ToString(constant->shape), outputs);
    }
    op.bias = std::move(constant->values);
    op.quantized_bias = std::move(constant->quantized);
    return {};
  }

  // Options of a dense or a depthwise convolution.
  template <typename Options>
  Result<> ReadConv(const Options* options, Op& op) {
    constexpr bool kIsDepthwise = std::is_same_v<Options, tflite::DepthwiseConv2DOptions>;
    op.kind = kIsDepthwise ? OpKind::kDepthwise : OpKind::kConv;
    const std::vector<std::int64_t>& in = Value(op.inputs[0]).shape;
    auto weights = ReadWeights(1, kIsDepthwise ? 3 : 0, op);
    if (!weights) {
      return Forward(weights);
    }
    // (out, k, k, in) in the file; depthwise (1, k, k, channels).
    const std::vector<std::int64_t>& shape = weights->shape;
    if (options == nullptr || in.size() != 4 || shape.size() != 4 || shape[1] != shape[2] ||
        options->stride_w() != options->stride_h() || options->dilation_w_factor() != 1 ||
        options->dilation_h_factor() != 1 || options->stride_w() < 1) {
      return Reject(op, "is no convolution of square windows without dilation");
    }
    const std::int64_t outputs = kIsDepthwise ? shape[3] : shape[0];
    if (in[3] != shape[3] || (kIsDepthwise && shape[0] != 1)) {
      return Reject(op, "has weights {} for {} channels, which makes groups", ToString(shape), in[3]);
    }
    op.kernel = static_cast<int>(shape[1]);
    op.stride = options->stride_w();
    if (auto padded = ReadPadding(options->padding(), in, op); !padded) {
      return padded;
    }
    op.weight_shape = kIsDepthwise ? std::vector{shape[1], shape[2], outputs, std::int64_t{1}}
                                   : std::vector{shape[1], shape[2], shape[3], outputs};
    op.weights = std::move(weights->values);
    op.quantized_weights = std::move(weights->quantized);
    if (auto read = ReadBias(2, outputs, op); !read) {
      return read;
    }
    return ReadFused(options->fused_activation_function(), op);
  }

  Result<> ReadPadding(tflite::Padding padding, const std::vector<std::int64_t>& in, Op& op) const {
    if (padding == tflite::Padding::VALID) {
      return {};
    }
    if (padding != tflite::Padding::SAME || in[1] < 1 || in[2] < 1) {
      return Reject(op, "has a padding that Godwit does not know");
    }
    const auto before = [&](std::int64_t extent) {
      return static_cast<int>(SamePaddingBefore(extent, op.kernel, op.stride));
    };
    const auto after = [&](std::int64_t extent) {
      return static_cast<int>(SamePaddingTotal(extent, op.kernel, op.stride)) - before(extent);
    };
    op.padding = {.top = before(in[1]), .left = before(in[2]), .bottom = after(in[1]), .right = after(in[2])};
    return {};
  }

  Result<> ReadFullyConnected(const tflite::FullyConnectedOptions* options, Op& op) {
    op.kind = OpKind::kLinear;
    auto weights = ReadWeights(1, 0, op);
    if (!weights) {
      return Forward(weights);
    }
    if (options == nullptr || options->weights_format() != 0 || weights->shape.size() != 2) {
      return Reject(op, "has weights in an order that Godwit does not know");
    }
    op.weight_shape = {weights->shape[1], weights->shape[0]};
    op.weights = std::move(weights->values);
    op.quantized_weights = std::move(weights->quantized);
    if (auto read = ReadBias(2, op.weight_shape[1], op); !read) {
      return read;
    }
    return ReadFused(options->fused_activation_function(), op);
  }

  // Adding or multiplying by one constant a channel is half of a batch norm; two values are added as a residual.
  template <typename Options>
  Result<> ReadArithmetic(const Options* options, OpKind kind, Op& op) {
    op.kind = kind;
    if (options == nullptr || operands_.size() != 2 || operands_[1] == -1) {
      return Reject(op, "does not have two operands");
    }
    if (tensors_.IsConstant(operands_[0])) {
      std::swap(operands_[0], operands_[1]);
      op.inputs = {operands_[0]};
    }
    if (!tensors_.IsConstant(operands_[1])) {
      if (kind != OpKind::kAdd) {
        return Reject(op, "multiplies two values, which no network of Godwit's does");
      }
      op.inputs = {operands_[0], operands_[1]};
      return ReadFused(options->fused_activation_function(), op);
    }
    auto constant = ReadWeights(1, -1, op);
    if (!constant) {
      return Forward(constant);
    }
    const std::size_t channels = constant->values.size();
    if (channels == 0 || constant->shape.empty() || constant->shape.back() != static_cast<std::int64_t>(channels)) {
      return Reject(op, "has a constant of shape {}, which is not one a channel", ToString(constant->shape));
    }
    op.weight_shape = {static_cast<std::int64_t>(channels)};
    op.weights.assign(channels, 1);
    op.bias.assign(channels, 0);
    (kind == OpKind::kAdd ? op.bias : op.weights) = std::move(constant->values);
    op.kind = OpKind::kScaleShift;
    return ReadFused(options->fused_activation_function(), op);
  }

  Result<> ReadAveragePool(const tflite::Pool2DOptions* options, Op& op) const {
    op.kind = OpKind::kGlobalAveragePool;
    const std::vector<std::int64_t>& in = Value(op.inputs[0]).shape;
    const std::vector<std::int64_t>& out = Value(op.outputs[0]).shape;
    if (options == nullptr || in.size() != 4 || out.size() != 4 || options->filter_height() != in[1] ||
        options->filter_width() != in[2] || out[1] != 1 || out[2] != 1) {
      return Reject(op, "is no average over the whole map");
    }
    return ReadActivation(options->fused_activation_function(), op);
  }

  Result<> ReadMean(Op& op) {
    op.kind = OpKind::kGlobalAveragePool;
    std::vector<std::int64_t> axes;
    if (operands_.size() == 2) {
      axes = tensors_.ReadIntegers(operands_[1]);
    }
    const auto rank = static_cast<std::int64_t>(Value(op.inputs[0]).shape.size());
    for (std::int64_t& axis : axes) {
      axis += axis < 0 ? rank : 0;
    }
    std::ranges::sort(axes);
    if (rank != 4 || axes != std::vector<std::int64_t>{1, 2}) {
      return Reject(op, "is no average over the whole map");
    }
    return {};
  }

  Result<> ReadSoftmax(const tflite::SoftmaxOptions* options, Op& op) const {
    op.kind = OpKind::kSoftmax;
    if (options == nullptr || options->beta() != 1) {
      return Reject(op, "has another steepness than 1");
    }
    return {};
  }

  Result<> ReadConcatenation(const tflite::ConcatenationOptions* options, Op& op) const {
    op.kind = OpKind::kConcat;
    op.inputs = operands_;
    const auto rank = static_cast<int>(Value(op.inputs[0]).shape.size());
    if (options == nullptr || options->axis() < -rank || options->axis() >= rank ||
        options->fused_activation_function() != ActivationFunction::NONE ||
        std::ranges::find(operands_, -1) != operands_.end()) {
      return Reject(op, "joins values in a way that Godwit does not know");
    }
    op.axis = options->axis() + (options->axis() < 0 ? rank : 0);
    return {};
  }

  Result<> ReadPad(Op& op) {
    op.kind = OpKind::kPad;
    const std::vector<std::int64_t> amounts =
        operands_.size() == 2 ? tensors_.ReadIntegers(operands_[1]) : std::vector<std::int64_t>();
    constexpr std::int64_t kMost = 1024;
    if (amounts.size() != 8 || amounts[0] != 0 || amounts[1] != 0 || amounts[6] != 0 || amounts[7] != 0 ||
        std::ranges::any_of(amounts, [](std::int64_t amount) { return amount < 0 || amount > kMost; })) {
      return Reject(op, "pads something else than height and width");
    }
    op.padding = {.top = static_cast<int>(amounts[2]),
                  .left = static_cast<int>(amounts[4]),
                  .bottom = static_cast<int>(amounts[3]),
                  .right = static_cast<int>(amounts[5])};
    return {};
  }

  Result<> ReadDetection(const tflite::Operator& source, Op& op) {
    op.kind = OpKind::kDetectionPostProcess;
    const auto* options = source.custom_options();
    op.detection = options == nullptr ? std::nullopt : ReadTfliteDetection({options->data(), options->size()});
    if (!op.detection) {
      return Reject(op, "has settings that are damaged or that Godwit does not know");
    }
    if (operands_.size() != 3 || operands_[1] == -1) {
      return Reject(op, "does not have three operands");
    }
    auto anchors = ReadWeights(2, -1, op);
    if (!anchors) {
      return Forward(anchors);
    }
    if (anchors->shape.size() != 2 || anchors->shape[1] != 4) {
      return Reject(op, "has anchors of shape {}", ToString(anchors->shape));
    }
    op.detection->anchors = std::move(anchors->values);
    if (anchors->quantized) {
      op.detection->anchor_step = anchors->quantized->quantization.scales[0];
    }
    op.inputs = {operands_[0], operands_[1]};
    return {};
  }

  [[nodiscard]] const OpValue& Value(int tensor) const { return tensors_.values()[static_cast<std::size_t>(tensor)]; }

  TfliteTensors& tensors_;
  const std::string& file_;
  std::vector<int> operands_;  // weights included; -1: left out
};

}  // namespace

Result<> ReadTfliteOperation(tflite::BuiltinOperator type, const tflite::Operator& source, std::vector<int> operands,
                             TfliteTensors& tensors, const std::string& file, Op& op) {
  op.inputs = {operands[0]};
  return OperationReader(tensors, file, std::move(operands)).Read(type, source, op);
}

}  // namespace godwit::core
