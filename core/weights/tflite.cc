#include "core/weights/tflite.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/tensor/same_padding.h"
#include "core/weights/files.h"
#include "core/weights/tflite_detection.h"
#include "core/weights/tflite_generated.h"
#include "core/weights/tflite_tensors.h"

namespace godwit::core {
namespace {

using tflite::ActivationFunction;
using tflite::BuiltinOperator;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;
constexpr std::string_view kIdentifier = "TFL3";
constexpr std::size_t kIdentifierAt = 4;
// Far above any network that Godwit knows, so that a small file cannot ask for much by naming one thing often.
constexpr std::size_t kMaxOperators = 10'000;
constexpr std::size_t kMaxOperands = 64;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

template <typename T>
std::size_t SizeOf(const flatbuffers::Vector<T>* vector) {
  return vector == nullptr ? 0 : vector->size();
}

// Translates one operation after the other.
class NetworkReader {
 public:
  NetworkReader(const tflite::Model& model, TfliteTensors tensors, std::string file)
      : model_(model), network_(*model.subgraphs()->Get(0)), tensors_(std::move(tensors)) {
    graph_.file = std::move(file);
  }

  Result<OpGraph> Read() {
    graph_.values = tensors_.values();
    if (SizeOf(network_.operators()) > kMaxOperators) {
      return Fail(ErrorKind::kModel, "{}: has {} operations, more than any network that Godwit knows", graph_.file,
                  network_.operators()->size());
    }
    for (std::size_t i = 0; i < SizeOf(network_.operators()); ++i) {
      if (auto read = ReadOperator(*network_.operators()->Get(static_cast<unsigned>(i))); !read) {
        return Forward(read);
      }
    }
    if (auto read = ReadEnds(); !read) {
      return Forward(read);
    }
    if (auto folded = FoldOps(graph_); !folded) {
      return Forward(folded);
    }
    return std::move(graph_);
  }

 private:
  template <typename... Args>
  [[nodiscard]] tl::unexpected<Error> Reject(const Op& op, fmt::format_string<Args...> format, Args&&... args) const {
    return Fail(ErrorKind::kModel, "{}: operation {} '{}' {}", graph_.file, op.type, op.name,
                fmt::format(format, std::forward<Args>(args)...));
  }

  // The network's inputs and outputs. Some files list inputs that nothing reads.
  Result<> ReadEnds() {
    std::vector<bool> read(graph_.values.size());
    for (const Op& op : graph_.ops) {
      for (const int input : op.inputs) {
        read[static_cast<std::size_t>(input)] = true;
      }
    }
    for (const auto& [from, to] :
         {std::pair(network_.inputs(), &graph_.inputs), std::pair(network_.outputs(), &graph_.outputs)}) {
      for (std::size_t i = 0; i < std::min(SizeOf(from), kMaxOperands); ++i) {
        const int value = from->Get(static_cast<unsigned>(i));
        if (!tensors_.Has(value)) {
          return Fail(ErrorKind::kModel, "{}: damaged: the network's inputs and outputs are not in the file",
                      graph_.file);
        }
        if (to != &graph_.inputs || read[static_cast<std::size_t>(value)]) {
          to->push_back(value);
        }
      }
    }
    if (graph_.inputs.empty() || graph_.outputs.empty()) {
      return Fail(ErrorKind::kModel, "{}: holds no network", graph_.file);
    }
    return {};
  }

  // What the format calls the operation, "CONV_2D"; of custom ones their own name.
  Result<BuiltinOperator> ReadType(const tflite::Operator& source, Op& op) const {
    const std::size_t index = source.opcode_index();
    const tflite::OperatorCode* code =
        index < SizeOf(model_.operator_codes()) ? model_.operator_codes()->Get(static_cast<unsigned>(index)) : nullptr;
    if (code == nullptr) {
      return Fail(ErrorKind::kModel, "{}: damaged: an operation has no kind", graph_.file);
    }
    const auto type = std::max(static_cast<BuiltinOperator>(code->deprecated_builtin_code()), code->builtin_code());
    if (type == BuiltinOperator::CUSTOM) {
      op.type = code->custom_code() == nullptr ? "" : code->custom_code()->str().substr(0, kMaxTfliteName);
    } else {
      op.type = tflite::EnumNameBuiltinOperator(type);
      if (op.type.empty()) {
        op.type = fmt::format("{}", static_cast<int>(type));
      }
    }
    return type;
  }

  Result<> ReadOperator(const tflite::Operator& source) {
    Op op;
    auto type = ReadType(source, op);
    if (!type) {
      return Forward(type);
    }
    operands_.assign(SizeOf(source.inputs()) <= kMaxOperands ? SizeOf(source.inputs()) : 0, 0);
    for (std::size_t i = 0; i < operands_.size(); ++i) {
      operands_[i] = source.inputs()->Get(static_cast<unsigned>(i));
    }
    for (std::size_t i = 0; i < std::min(SizeOf(source.outputs()), kMaxOperands); ++i) {
      op.outputs.push_back(source.outputs()->Get(static_cast<unsigned>(i)));
    }
    const auto known = [this](int tensor) { return tensors_.Has(tensor); };
    if (op.outputs.empty() || !std::ranges::all_of(op.outputs, known)) {
      return Reject(op, "is damaged: its results are not in the file");
    }
    op.name = Value(op.outputs[0]).name;
    if (operands_.empty() || !known(operands_[0]) ||
        !std::ranges::all_of(operands_, [&](int tensor) { return tensor == -1 || known(tensor); })) {
      return Reject(op, "is damaged: its operands are not in the file");
    }
    if (*type == BuiltinOperator::DEQUANTIZE && tensors_.IsConstant(operands_[0])) {
      tensors_.SetSameAs(op.outputs[0], operands_[0]);
      return {};
    }
    op.inputs = {operands_[0]};
    if (auto read = Translate(*type, source, op); !read) {
      return read;
    }
    if (const auto constant =
            std::ranges::find_if(op.inputs, [this](int tensor) { return tensors_.IsConstant(tensor); });
        constant != op.inputs.end()) {
      return Reject(op, "works on the constant '{}'", Value(*constant).name);
    }
    const auto is_real = [this](int tensor) { return tensors_.IsReal(tensor); };
    if (!std::ranges::all_of(op.inputs, is_real) || !std::ranges::all_of(op.outputs, is_real)) {
      return Reject(op, "computes in a data type that Godwit does not know, or in 8 bits without a scale");
    }
    graph_.ops.push_back(std::move(op));
    return {};
  }

  Result<> Translate(BuiltinOperator type, const tflite::Operator& source, Op& op) {
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
    op.detection =
        ReadTfliteDetection(std::span(source.custom_options() == nullptr ? nullptr : source.custom_options()->data(),
                                      SizeOf(source.custom_options())));
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

  [[nodiscard]] const OpValue& Value(int index) const { return graph_.values[static_cast<std::size_t>(index)]; }

  const tflite::Model& model_;
  const tflite::SubGraph& network_;
  TfliteTensors tensors_;
  OpGraph graph_;
  std::vector<int> operands_;  // of the operation at hand, weights included; -1: left out
};

}  // namespace

bool IsTflite(const std::filesystem::path& path) {
  std::array<char, kIdentifierAt + kIdentifier.size()> start{};
  std::ifstream file(path, std::ios::binary);
  return file.read(start.data(), start.size()) &&
         std::string_view(start.data() + kIdentifierAt, kIdentifier.size()) == kIdentifier;
}

Result<OpGraph> ReadTflite(const std::filesystem::path& path) {
  std::vector<std::byte> bytes;
  if (auto read = AppendFile(path, kMaxFileBytes, ErrorKind::kModel, bytes); !read) {
    return Forward(read);
  }
  return ParseTflite(bytes, path.string());
}

Result<OpGraph> ParseTflite(std::span<const std::byte> bytes, const std::string& name) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (bytes.size() > kMaxFileBytes || !tflite::VerifyModelBuffer(verifier)) {
    return Fail(ErrorKind::kModel, "{}: damaged, or no TensorFlow Lite file", name);
  }
  const tflite::Model& model = *tflite::GetModel(bytes.data());
  if (SizeOf(model.subgraphs()) != 1) {
    return Fail(ErrorKind::kModel, "{}: holds {} networks where Godwit reads files of one", name,
                SizeOf(model.subgraphs()));
  }
  auto tensors = TfliteTensors::Create(model, bytes.size(), name);
  if (!tensors) {
    return Forward(tensors);
  }
  return NetworkReader(model, *std::move(tensors), name).Read();
}

}  // namespace godwit::core
