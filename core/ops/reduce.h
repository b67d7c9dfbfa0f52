// Pooling and the functions that turn logits into scores.
#pragma once

#include <cstdint>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

// out (N, 1, 1, C) = mean over H and W of in (N, H, W, C). Requires H, W >= 1.
void GlobalAveragePool(const ConstTensorView& in, const TensorView& out, const ThreadPool& pool);

// Over the channels of every pixel, shifted by the maximum so that large logits do not overflow. `out` may be `in`.
void Softmax(const ConstTensorView& in, const TensorView& out);

// values[i] = 1 / (1 + exp(-values[i])) to float precision for any finite input. In place.
void Sigmoid(float* values, std::int64_t count);

}  // namespace godwit::core
