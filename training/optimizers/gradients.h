// What is done with gradients before a step: measure, clip, look for numbers that are none. All run over the learned
// parameters of a flat array with the blocks' layout and do not depend on the number of threads.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/base/parallel.h"
#include "training/optimizers/parameter_blocks.h"

namespace godwit::training {

// The L2 norm of the array, in double. It is finite if and only if all its numbers are.
double GlobalNorm(const ParameterBlocks& blocks, std::span<const float> array, const core::ThreadPool& pool);

// Scales the gradients by max_norm / norm where their norm is above max_norm (Pascanu et al., arXiv 1211.5063), and
// returns the norm that they had. Where that is not finite, they stay. Requires max_norm > 0.
double ClipByGlobalNorm(const ParameterBlocks& blocks, double max_norm, std::span<float> gradients,
                        const core::ThreadPool& pool);

// Moves each number into [-limit, limit]; NaN stays NaN. Requires limit > 0.
void ClipByValue(const ParameterBlocks& blocks, float limit, std::span<float> gradients, const core::ThreadPool& pool);

// Index of the first learned parameter that holds a NaN or an infinity: what a run that diverges names when it stops.
std::optional<std::size_t> FindNotFinite(const ParameterBlocks& blocks, std::span<const float> array);

}  // namespace godwit::training
