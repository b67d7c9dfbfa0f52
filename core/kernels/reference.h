// Every kernel once more as plain loops over unpacked weights, summed in double: what the others are tested against.
#pragma once

#include <cstddef>

#include "core/kernels/kernel_table.h"

namespace godwit::core::reference {

// `task.packed` and the panels are ignored: `weights` are row-major (k, columns), `bias` has `columns` values or is
// null.
void Gemm(const GemmTask& task, const float* weights, const float* bias);

// `weights` are (9, channels), `bias` has `channels` values or is null. `task.packed` is ignored.
void Depthwise3x3(const DepthwiseTask& task, const float* weights, const float* bias);

void Mean(const MeanTask& task);
void Softmax(const float* in, std::ptrdiff_t count, float* out);
void Sigmoid(float* values, std::ptrdiff_t count);

void Moments(const MomentsTask& task);
void Affine(const AffineTask& task, float* out);
void GradientSums(const GradientSumsTask& task);
void AffineGradient(const AffineGradientTask& task);
void OuterProduct(const OuterProductTask& task);
// `sums` are (9, channels); `weights` as above.
void DepthwiseFilterGradient(const DepthwiseFilterGradientTask& task);
void DepthwiseInputGradient(const DepthwiseInputGradientTask& task, const float* weights);

}  // namespace godwit::core::reference
