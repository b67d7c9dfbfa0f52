// The weight tensors that a layer needs, by name and shape, and what stands in a file for them.
//
// Weights and biases may be stored as integers (U8, I8, I32) as an 8-bit network has them: the tensor T then has
// "T_scale" (F32) and "T_zero_point" (I32) beside it, of shape [1] or [outputs], and stands for the numbers of
// core::Dequantize, to the bit. Such a file may also tell how the network that it comes from quantised what flows
// through it, by "_scale" and "_zero_point" of "input", "<layer>/output" and, where a residual is added,
// "<layer>/summand" (what it is added to). A network in float32 has no use for those; they are kept for 8-bit runs.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/weights/quantization.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// A layer's weights as the kernels want them: batch norm folded in.
class LayerWeights {
 public:
  [[nodiscard]] std::span<const float> weights() const { return weights_; }
  [[nodiscard]] std::span<const float> bias() const { return bias_; }

 private:
  friend class WeightReader;

  std::span<const float> weights_, bias_;  // into the table where nothing had to be changed
  std::vector<float> own_weights_, own_bias_;
};

// A layer's tensors as they stand in the file, as floats. Either `bias` or all that is of batch norm is empty.
struct LayerTensors {
  std::vector<float> weights, bias;
  std::vector<float> gamma, beta, mean, variance;
};

// Reads a table layer by layer and remembers what was read, so that tensors nobody asked for are noticed.
class WeightReader {
 public:
  // `file` names the weights in messages. Both must outlive the reader and what it returns.
  WeightReader(const WeightTable& table, const std::string& file) : table_(table), file_(file) {}

  // Weights and bias of a layer whose weights have this shape; the last extent but for depthwise (3,3,c,1) is the
  // number of outputs. y = x * w * s + b with s = gamma / sqrt(variance + epsilon), b = beta - mean * s, computed in
  // double and rounded once. Errors as Network::Create.
  Result<LayerWeights> Read(const std::string& layer, const std::vector<std::int64_t>& shape, std::int64_t outputs);

  // The same without folding, with the same errors.
  Result<LayerTensors> ReadTensors(const std::string& layer, const std::vector<std::int64_t>& shape,
                                   std::int64_t outputs);

  // How a value that flows through the network ("input", "<layer>/output") was quantised, where the file tells. Errors
  // as Network::Create.
  Result<std::optional<Quantization>> ReadQuantization(const std::string& value, std::int64_t channels = 1);

  // An error that names the first tensor that no Read asked for.
  [[nodiscard]] Result<> CheckAllRead() const;

 private:
  Result<const WeightTensor*> FindTensor(const std::string& name, const std::vector<std::int64_t>& shape);
  Result<std::span<const float>> ReadTensor(const std::string& name, const std::vector<std::int64_t>& shape,
                                            std::int64_t outputs, std::vector<float>& own);
  Result<> ReadBatchNorm(const std::string& layer, std::int64_t outputs, LayerTensors& read);
  Result<> FoldBatchNorm(const std::string& layer, std::int64_t outputs, LayerWeights& read);

  const WeightTable& table_;
  const std::string& file_;
  std::set<std::string, std::less<>> read_;
};

// Adds "<name>_scale" and "<name>_zero_point".
void AddQuantization(OwnedWeights& weights, const std::string& name, const Quantization& quantization);

// The shape of "<layer>/weights": (k,k,in,out), (3,3,c,1) or (in,out); empty for layers without weights.
std::vector<std::int64_t> WeightShape(const LayerKind& kind, std::int64_t in);

}  // namespace godwit::core
