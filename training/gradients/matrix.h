// Products of matrices that gradients need, over raw memory.
#pragma once

#include <cstdint>

#include "core/base/parallel.h"

namespace godwit::training {

// transposed (columns, rows) = matrix (rows, columns)^T, both dense and apart.
void Transpose(const float* matrix, std::int64_t rows, std::int64_t columns, float* transposed,
               const core::ThreadPool& pool);

// out (rows, columns) (+)= sum over pixels of a[pixel]^T * b[pixel], all dense. `a` and `b` have core::kTailBytes
// readable behind them.
void OuterProduct(const float* a, const float* b, std::int64_t pixels, std::int64_t rows, std::int64_t columns,
                  float* out, bool add, const core::ThreadPool& pool);

}  // namespace godwit::training
