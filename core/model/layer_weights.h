// The weight tensors that a layer needs, by name and shape, and what stands in a file for them.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
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

// Reads a table layer by layer and remembers what was read, so that tensors nobody asked for are noticed.
class WeightReader {
 public:
  // `file` names the weights in messages. Both must outlive the reader and what it returns.
  WeightReader(const WeightTable& table, const std::string& file) : table_(table), file_(file) {}

  // Weights and bias of a layer whose weights have this shape; the last extent but for depthwise (3,3,c,1) is the
  // number of outputs. y = x * w * s + b with s = gamma / sqrt(variance + epsilon), b = beta - mean * s, computed in
  // double and rounded once. Errors as Network::Create.
  Result<LayerWeights> Read(const std::string& layer, const std::vector<std::int64_t>& shape, std::int64_t outputs);

  // An error that names the first tensor that no Read asked for.
  [[nodiscard]] Result<> CheckAllRead() const;

 private:
  Result<std::span<const float>> ReadTensor(const std::string& name, const std::vector<std::int64_t>& shape,
                                            std::vector<float>& own);
  Result<> FoldBatchNorm(const std::string& layer, std::int64_t outputs, LayerWeights& read);

  const WeightTable& table_;
  const std::string& file_;
  std::set<std::string, std::less<>> read_;
};

// The shape of "<layer>/weights": (k,k,in,out), (3,3,c,1) or (in,out); empty for layers without weights.
std::vector<std::int64_t> WeightShape(const LayerKind& kind, std::int64_t in);

}  // namespace godwit::core
