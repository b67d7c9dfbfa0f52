// A depthwise separable convolution (paper Section 3.1) in one pass.
#pragma once

#include <cstdint>

#include "core/base/parallel.h"
#include "core/ops/activation.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

struct DepthwiseStep {
  const DepthwiseWeights& weights;
  std::int64_t stride;
  Activation activation;
  Padding padding = Padding::kSame;
};

struct PointwiseStep {
  const PointwiseWeights& weights;
  Activation activation;
  ConstTensorView residual;  // no data: none
};

// Depthwise, then Pointwise, with their results and requirements (depthwise.h, pointwise.h), strip by strip: a few rows
// of the first go into the second while they are in the cache, and a thread needs nothing from another in between.
// `between` has the shape of the depthwise result; its contents are undefined afterwards. None of `in`, `between` and
// `out` may overlap another.
void DepthwisePointwise(const ConstTensorView& in, const DepthwiseStep& depthwise, const TensorView& between,
                        const PointwiseStep& pointwise, const TensorView& out, const ThreadPool& pool);

}  // namespace godwit::core
