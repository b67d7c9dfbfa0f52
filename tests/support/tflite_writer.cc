#include "tests/support/tflite_writer.h"

#include <random>

namespace godwit::tests {

std::string TfliteWriter::Finish(const std::vector<int>& inputs, const std::vector<int>& outputs, int networks) {
  std::vector<flatbuffers::Offset<format::SubGraph>> graphs;
  for (int i = 0; i < networks; ++i) {
    graphs.push_back(format::CreateSubGraphDirect(builder_, &tensors_, &inputs, &outputs, &operators_));
  }
  format::FinishModelBuffer(builder_, format::CreateModelDirect(builder_, 3, &codes_, &graphs, "test", &buffers_));
  return {reinterpret_cast<const char*>(builder_.GetBufferPointer()), builder_.GetSize()};
}

int TfliteWriter::Add(const TfliteTensor& tensor, std::uint32_t buffer) {
  flatbuffers::Offset<format::QuantizationParameters> quantization;
  if (!tensor.scales.empty()) {
    const auto scales = builder_.CreateVector(tensor.scales);
    quantization = format::CreateQuantizationParameters(builder_, 0, 0, scales, ZeroPoints(tensor),
                                                        format::Details::NONE, 0, tensor.axis);
  }
  tensors_.push_back(
      format::CreateTensorDirect(builder_, &tensor.shape, tensor.type, buffer, tensor.name.c_str(), quantization));
  return static_cast<int>(tensors_.size()) - 1;
}

flatbuffers::Offset<flatbuffers::Vector<std::int64_t>> TfliteWriter::ZeroPoints(const TfliteTensor& tensor) {
  if (!tensor.zero_points_not_aligned) {
    return builder_.CreateVector(tensor.zero_points);
  }
  // Halves of 4 bytes each, written backwards as everything in the format.
  if (builder_.GetSize() % sizeof(std::int64_t) == 0) {
    builder_.PushElement(std::uint32_t{0});
  }
  builder_.StartVector(2 * tensor.zero_points.size(), sizeof(std::uint32_t));
  for (auto zero_point = tensor.zero_points.rbegin(); zero_point != tensor.zero_points.rend(); ++zero_point) {
    builder_.PushElement(static_cast<std::uint32_t>(static_cast<std::uint64_t>(*zero_point) >> 32));
    builder_.PushElement(static_cast<std::uint32_t>(*zero_point));
  }
  return builder_.EndVector(tensor.zero_points.size());
}

std::uint32_t TfliteWriter::Code(format::BuiltinOperator type, const char* custom) {
  // Old files have the code in a byte, where newer ones have it in a field of its own.
  codes_.push_back(format::CreateOperatorCodeDirect(builder_, static_cast<std::int8_t>(type), custom, 1));
  return static_cast<std::uint32_t>(codes_.size()) - 1;
}

std::string WriteSmallMobileNetV1(const SmallMobileNet& options) {
  using format::ActivationFunction;
  using format::BuiltinOperator;
  using format::TensorType;
  constexpr int kChannels = 8;
  TfliteWriter writer;
  std::mt19937 random(1);
  const TensorType real = options.quantized ? TensorType::UINT8 : TensorType::FLOAT32;
  const auto value = [&](const std::string& name, std::vector<int> shape, float scale, std::int64_t zero_point) {
    TfliteTensor tensor{.name = name, .shape = std::move(shape), .type = real};
    if (options.quantized) {
      tensor.scales = {scale};
      tensor.zero_points = {zero_point};
    }
    return writer.Value(tensor);
  };
  const auto constant = [&](const std::string& name, std::vector<int> shape, bool is_bias) {
    std::size_t elements = 1;
    for (const int extent : shape) {
      elements *= static_cast<std::size_t>(extent);
    }
    TfliteTensor tensor{.name = name, .shape = std::move(shape)};
    if (!options.quantized) {
      std::vector<float> values(elements);
      for (float& number : values) {
        number = static_cast<float>(random() % 64) / 128 - 0.25F;
      }
      return writer.Constant(tensor, values);
    }
    tensor.type = is_bias ? TensorType::INT32 : TensorType::UINT8;
    tensor.scales = {is_bias ? 0.0005F : 0.01F};
    tensor.zero_points = {is_bias ? 0 : 120};
    if (is_bias) {
      return writer.Constant(tensor, std::vector<std::int32_t>(elements, 7));
    }
    std::vector<std::uint8_t> values(elements);
    for (std::uint8_t& number : values) {
      number = static_cast<std::uint8_t>(random());
    }
    return writer.Constant(tensor, values);
  };
  const ActivationFunction fused = options.quantized ? ActivationFunction::NONE : ActivationFunction::RELU6;
  constexpr float kRelu6Scale = 6.0F / 255;
  int side = options.side;
  int last = options.body ? value("input", {1, side, side, 3}, 1.0F / 128, 128)
                          : value("features", {1, 1, 1, kChannels}, kRelu6Scale, 0);
  const int input = last;
  const auto conv = [&](const std::string& name, std::vector<int> weights, int outputs, int stride, bool clamps) {
    const int out = value(name, {1, side, side, outputs}, clamps ? kRelu6Scale : 0.1F, clamps ? 0 : 90);
    const int filters = constant(name + "/weights", std::move(weights), false);
    const int bias = constant(name + "/bias", {outputs}, true);
    writer.Operation(BuiltinOperator::CONV_2D, {last, filters, bias}, {out},
                     format::CreateConv2DOptions(writer.builder(), format::Padding::SAME, stride, stride,
                                                 clamps ? fused : ActivationFunction::NONE));
    last = out;
  };
  const auto halve = [&](int stride) { side = (side + stride - 1) / stride; };
  if (options.body) {
    halve(2);
    conv("conv_0", {kChannels, 3, 3, 3}, kChannels, 2, true);
    for (int i = 1; i <= 13; ++i) {
      const std::string name = "conv_" + std::to_string(i);
      const bool strided = (i == 2 || i == 4 || i == 6 || i == 12) != (i == options.changed_layer);
      halve(strided ? 2 : 1);
      const int out = value(name + "/depthwise", {1, side, side, kChannels}, kRelu6Scale, 0);
      const int filters = constant(name + "/depthwise/weights", {1, 3, 3, kChannels}, false);
      const int bias = constant(name + "/depthwise/bias", {kChannels}, true);
      writer.Operation(BuiltinOperator::DEPTHWISE_CONV_2D, {last, filters, bias}, {out},
                       format::CreateDepthwiseConv2DOptions(writer.builder(), format::Padding::SAME, strided ? 2 : 1,
                                                            strided ? 2 : 1, 1, fused));
      last = out;
      conv(name + "/pointwise", {kChannels, 1, 1, kChannels}, kChannels, 1, true);
    }
    const int pooled = value("pool", {1, 1, 1, kChannels}, kRelu6Scale, 0);
    writer.Operation(BuiltinOperator::AVERAGE_POOL_2D, {last}, {pooled},
                     format::CreatePool2DOptions(writer.builder(), format::Padding::VALID, 1, 1, side, side));
    last = pooled;
  }
  if (!options.head) {
    return writer.Finish({input}, {last});
  }
  side = 1;
  conv("logits", {options.classes, 1, 1, kChannels}, options.classes, 1, false);
  const int squeezed = value("squeezed", {1, options.classes}, 0.1F, 90);
  writer.Operation(BuiltinOperator::RESHAPE, {last}, {squeezed});
  const int scores = value("scores", {1, options.classes}, 1.0F / 256, 0);
  if (options.sigmoid) {
    writer.Operation(BuiltinOperator::LOGISTIC, {squeezed}, {scores});
  } else {
    writer.Operation(BuiltinOperator::SOFTMAX, {squeezed}, {scores}, format::CreateSoftmaxOptions(writer.builder(), 1));
  }
  return writer.Finish({input}, {scores});
}

}  // namespace godwit::tests
