#include "training/optimizers/gradients.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace godwit::training {
namespace {

void CheckArray(const ParameterBlocks& blocks, std::span<const float> array) {
  core::Check(static_cast<std::int64_t>(array.size()) == blocks.elements(), "the array has the blocks' layout");
}

}  // namespace

double GlobalNorm(const ParameterBlocks& blocks, std::span<const float> array, const core::ThreadPool& pool) {
  CheckArray(blocks, array);
  return std::sqrt(blocks.Sum(pool, [&](const ParameterBlocks::Block& block) {
    // Several sums, so that one addition need not wait for the last.
    constexpr std::size_t kLanes = 8;
    double sums[kLanes] = {};
    const std::span<const float> values = block.Of(array);
    const std::size_t whole = values.size() / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sums[lane] += static_cast<double>(values[i + lane]) * values[i + lane];
      }
    }
    for (std::size_t i = whole; i < values.size(); ++i) {
      sums[0] += static_cast<double>(values[i]) * values[i];
    }
    double sum = 0;
    for (const double lane : sums) {
      sum += lane;
    }
    return sum;
  }));
}

double ClipByGlobalNorm(const ParameterBlocks& blocks, double max_norm, std::span<float> gradients,
                        const core::ThreadPool& pool) {
  core::Check(max_norm > 0, "the norm to clip to is positive");
  const double norm = GlobalNorm(blocks, gradients, pool);
  if (std::isfinite(norm) && norm > max_norm) {
    const auto scale = static_cast<float>(max_norm / norm);
    blocks.ForEach(pool, [&](const ParameterBlocks::Block& block) {
      for (float& value : block.Of(gradients)) {
        value *= scale;
      }
    });
  }
  return norm;
}

void ClipByValue(const ParameterBlocks& blocks, float limit, std::span<float> gradients, const core::ThreadPool& pool) {
  CheckArray(blocks, gradients);
  core::Check(limit > 0, "the limit is positive");
  blocks.ForEach(pool, [&](const ParameterBlocks::Block& block) {
    for (float& value : block.Of(gradients)) {
      value = std::clamp(value, -limit, limit);
    }
  });
}

std::optional<std::size_t> FindNotFinite(const ParameterBlocks& blocks, std::span<const float> array) {
  CheckArray(blocks, array);
  for (const ParameterBlocks::Block& block : blocks.blocks()) {
    const std::span<const float> values = block.Of(array);
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
      return block.parameter;
    }
  }
  return std::nullopt;
}

}  // namespace godwit::training
