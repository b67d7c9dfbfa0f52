// What the ops share in calling kernels.
#pragma once

#include <cstdint>

#include "core/base/parallel.h"
#include "core/kernels/kernel_table.h"
#include "core/ops/activation.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"

namespace godwit::core {

ClampRange ClampOf(Activation activation);

// The smallest part, in units of `unit_multiply_adds`, that is worth another thread: waking one takes as long as some
// hundred thousand multiply-adds of a matrix product. Count others for what they take, e.g. a value that is copied.
std::int64_t ParallelGrain(std::int64_t unit_multiply_adds);

// A depthwise convolution of all channels; in, out, row_begin and row_end are left for the caller to set. Checks the
// shapes.
DepthwiseTask MakeDepthwiseTask(const ConstTensorView& in, const DepthwiseWeights& weights, std::int64_t stride,
                                Activation activation, const TensorView& out, Padding padding);

// A product of all panels; a, residual, out and rows are left for the caller to set. Checks the shapes.
GemmTask MakePointwiseTask(const ConstTensorView& in, const PointwiseWeights& weights, Activation activation,
                           const ConstTensorView& residual, const TensorView& out);

// What an output value of a depthwise convolution costs, in multiply-adds of a matrix product: its nine read memory
// more often.
inline constexpr std::int64_t kDepthwiseCost = 20;

// Runs the whole product: task.rows rows and all panels, split over `pool` by row tiles or by panels, whichever gives
// more parts. Ignores task.panel_begin and task.panel_end.
void RunGemm(const GemmKernels& kernels, const GemmTask& task, const ThreadPool& pool);

}  // namespace godwit::core
