#include "geolocation/cell_head.h"

#include <algorithm>

namespace godwit::geolocation {

core::Tensor TakeRows(const FeatureView& features, std::span<const int> rows) {
  const std::int64_t floats = features.shape().c;
  core::Tensor taken(core::Shape{1, 1, std::ssize(rows), floats});
  float* out = taken.data();
  for (const int row : rows) {
    out = std::copy_n(features.Pixel(0, 0, row), floats, out);
  }
  return taken;
}

core::Tensor CellHead::Logits(const FeatureView& features, const core::ThreadPool& pool) const {
  core::Tensor logits(core::Shape{1, 1, features.shape().w, cells()});
  core::Pointwise(features, weights_, core::Activation::kNone, {}, logits.view(), pool);
  return logits;
}

}  // namespace godwit::geolocation
