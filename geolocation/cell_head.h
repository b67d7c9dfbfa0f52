// A linear layer from what photos look like to cells: PlaNet's classifier without its network, which is the backbone
// that made the features.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/ops/pointwise.h"
#include "core/tensor/tensor.h"

namespace godwit::geolocation {

// Features of photos: (1, 1, photos, floats), dense.
using FeatureView = core::ConstTensorView;

// Rows of a feature matrix, copied.
core::Tensor TakeRows(const FeatureView& features, std::span<const int> rows);

// Immutable; thread-safe.
class CellHead {
 public:
  // No cells.
  CellHead() = default;

  // `weights` are (features, cells), row by row; `bias` has a float for each cell.
  CellHead(std::int64_t features, std::int64_t cells, std::span<const float> weights, std::span<const float> bias)
      : weights_(features, cells, weights, bias) {}

  [[nodiscard]] std::int64_t cells() const { return weights_.out(); }

  // (1, 1, photos, cells): the logarithm of each cell's probability, but for a constant of each photo.
  [[nodiscard]] core::Tensor Logits(const FeatureView& features, const core::ThreadPool& pool) const;

 private:
  core::PointwiseWeights weights_;
};

}  // namespace godwit::geolocation
