#include "core/model/layer_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/model/network.h"

namespace godwit::core {
namespace {

constexpr const char* kScale = "_scale";
constexpr const char* kZeroPoint = "_zero_point";

struct ShapeOfWeights {
  std::int64_t in;

  std::vector<std::int64_t> operator()(const ConvLayer& conv) const { return {conv.kernel, conv.kernel, in, conv.out}; }
  std::vector<std::int64_t> operator()(const DepthwiseLayer&) const { return {3, 3, in, 1}; }
  std::vector<std::int64_t> operator()(const PointwiseLayer& pointwise) const { return {in, pointwise.out}; }
  std::vector<std::int64_t> operator()(const GlobalAveragePoolLayer&) const { return {}; }
  std::vector<std::int64_t> operator()(const LinearLayer& linear) const { return {in, linear.out}; }
  std::vector<std::int64_t> operator()(const SoftmaxLayer&) const { return {}; }
};

// Infinities and NaNs have all exponent bits set. Counting them in integers vectorises; a loop that ends early does
// not.
bool AllFinite(std::span<const float> values) {
  constexpr std::uint32_t kExponent = 0x7F800000U;
  std::uint32_t not_finite = 0;
  for (const float value : values) {
    not_finite += (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
  }
  return not_finite == 0;
}

}  // namespace

std::vector<std::int64_t> WeightShape(const LayerKind& kind, std::int64_t in) {
  return std::visit(ShapeOfWeights{in}, kind);
}

void AddQuantization(OwnedWeights& weights, const std::string& name, const Quantization& quantization) {
  const std::vector<std::int64_t> shape{std::ssize(quantization.scales)};
  weights.Add(name + kScale, shape, quantization.scales);
  const auto zero_points = std::as_bytes(std::span(quantization.zero_points));
  weights.Add(name + kZeroPoint, Dtype::kI32, shape, {zero_points.begin(), zero_points.end()});
}

Result<const WeightTensor*> WeightReader::FindTensor(const std::string& name, const std::vector<std::int64_t>& shape) {
  const auto found = table_.find(name);
  if (found == table_.end()) {
    return Fail(ErrorKind::kModel, "{}: tensor '{}' is missing; the file does not fit its architecture", file_, name);
  }
  const WeightTensor& tensor = found->second;
  if (tensor.shape != shape) {
    return Fail(ErrorKind::kModel, "{}: tensor '{}' has shape {} where {} is needed", file_, name,
                ToString(tensor.shape), ToString(shape));
  }
  read_.insert(name);
  return &tensor;
}

Result<std::optional<Quantization>> WeightReader::ReadQuantization(const std::string& value, std::int64_t channels) {
  const auto scale = table_.find(value + kScale);
  if (scale == table_.end()) {
    return std::nullopt;
  }
  const std::vector<std::int64_t>& shape = scale->second.shape;
  auto zero_point = FindTensor(value + kZeroPoint, shape);
  if (!zero_point) {
    return Forward(zero_point);
  }
  read_.insert(scale->first);
  Quantization quantization;
  if (scale->second.dtype == Dtype::kF32 && (*zero_point)->dtype == Dtype::kI32 && shape.size() == 1 && shape[0] >= 1 &&
      shape[0] <= channels) {
    quantization.scales = ToFloats(scale->second);
    quantization.zero_points.resize(quantization.scales.size());
    std::memcpy(quantization.zero_points.data(), (*zero_point)->bytes.data(), (*zero_point)->bytes.size());
  }
  if (!IsSound(quantization, static_cast<std::size_t>(channels))) {
    return Fail(ErrorKind::kModel, "{}: tensors '{}{}' and '{}{}' are no quantisation; the file is damaged", file_,
                value, kScale, value, kZeroPoint);
  }
  return quantization;
}

Result<std::span<const float>> WeightReader::ReadTensor(const std::string& name, const std::vector<std::int64_t>& shape,
                                                        std::int64_t outputs, std::vector<float>& own) {
  auto found = FindTensor(name, shape);
  if (!found) {
    return Forward(found);
  }
  const WeightTensor& tensor = **found;
  auto quantization = ReadQuantization(name, outputs);
  if (!quantization) {
    return Forward(quantization);
  }
  const bool is_real = tensor.dtype == Dtype::kF32 || tensor.dtype == Dtype::kF16;
  if (is_real == quantization->has_value() || tensor.dtype == Dtype::kI64) {
    return Fail(ErrorKind::kModel, "{}: tensor '{}' of {} has {} scale; the file is damaged", file_, name,
                ToString(tensor.dtype), is_real ? "a" : "no");
  }
  std::span<const float> values;
  const bool aligned = reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % alignof(float) == 0;
  if (tensor.dtype == Dtype::kF32 && aligned) {
    values = {reinterpret_cast<const float*>(tensor.bytes.data()), static_cast<std::size_t>(tensor.Elements())};
  } else {
    own = is_real ? ToFloats(tensor) : Dequantize(tensor, **quantization);
    values = own;
  }
  if (!AllFinite(values)) {
    return Fail(ErrorKind::kModel, "{}: tensor '{}' has values that are not finite; the file is damaged", file_, name);
  }
  return values;
}

Result<> WeightReader::ReadBatchNorm(const std::string& layer, std::int64_t outputs, LayerTensors& read) {
  struct Part {
    const char* name;
    std::vector<float>& values;
  };
  for (const Part& part :
       {Part{"gamma", read.gamma}, Part{"beta", read.beta}, Part{"mean", read.mean}, Part{"variance", read.variance}}) {
    auto values = ReadTensor(layer + "/batch_norm/" + part.name, {outputs}, outputs, part.values);
    if (!values) {
      return Forward(values);
    }
    if (part.values.empty()) {
      part.values.assign(values->begin(), values->end());
    }
  }
  if (std::ranges::any_of(read.variance, [](float value) { return value < 0; })) {
    return Fail(ErrorKind::kModel, "{}: tensor '{}/batch_norm/variance' has negative values; the file is damaged",
                file_, layer);
  }
  return {};
}

Result<> WeightReader::FoldBatchNorm(const std::string& layer, std::int64_t outputs, LayerWeights& read) {
  LayerTensors norm;
  if (auto found = ReadBatchNorm(layer, outputs, norm); !found) {
    return Forward(found);
  }
  const auto channels = static_cast<std::size_t>(outputs);
  std::vector<double> scale(channels);
  read.own_bias_.resize(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    scale[c] = norm.gamma[c] / std::sqrt(static_cast<double>(norm.variance[c]) + kBatchNormEpsilon);
    read.own_bias_[c] = static_cast<float>(norm.beta[c] - norm.mean[c] * scale[c]);
  }
  std::vector<float> folded(read.weights_.size());
  for (std::size_t i = 0; i < folded.size(); i += channels) {
    for (std::size_t c = 0; c < channels; ++c) {
      folded[i + c] = static_cast<float>(read.weights_[i + c] * scale[c]);
    }
  }
  read.own_weights_ = std::move(folded);
  read.weights_ = read.own_weights_;
  read.bias_ = read.own_bias_;
  return {};
}

Result<LayerWeights> WeightReader::Read(const std::string& layer, const std::vector<std::int64_t>& shape,
                                        std::int64_t outputs) {
  LayerWeights read;
  auto weights = ReadTensor(layer + "/weights", shape, outputs, read.own_weights_);
  if (!weights) {
    return Forward(weights);
  }
  read.weights_ = *weights;
  if (table_.contains(layer + "/batch_norm/gamma")) {
    if (auto folded = FoldBatchNorm(layer, outputs, read); !folded) {
      return Forward(folded);
    }
    return read;
  }
  auto bias = ReadTensor(layer + "/bias", {outputs}, outputs, read.own_bias_);
  if (!bias) {
    return Forward(bias);
  }
  read.bias_ = *bias;
  return read;
}

Result<LayerTensors> WeightReader::ReadTensors(const std::string& layer, const std::vector<std::int64_t>& shape,
                                               std::int64_t outputs) {
  LayerTensors read;
  auto weights = ReadTensor(layer + "/weights", shape, outputs, read.weights);
  if (!weights) {
    return Forward(weights);
  }
  if (read.weights.empty()) {
    read.weights.assign(weights->begin(), weights->end());
  }
  if (table_.contains(layer + "/batch_norm/gamma")) {
    if (auto norm = ReadBatchNorm(layer, outputs, read); !norm) {
      return Forward(norm);
    }
    return read;
  }
  auto bias = ReadTensor(layer + "/bias", {outputs}, outputs, read.bias);
  if (!bias) {
    return Forward(bias);
  }
  if (read.bias.empty()) {
    read.bias.assign(bias->begin(), bias->end());
  }
  return read;
}

Result<> WeightReader::CheckAllRead() const {
  for (const auto& [name, tensor] : table_) {
    if (!read_.contains(name)) {
      return Fail(ErrorKind::kModel, "{}: tensor '{}' is unexpected; the file does not fit its architecture", file_,
                  name);
    }
  }
  return {};
}

}  // namespace godwit::core
