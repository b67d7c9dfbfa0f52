#include "training/optimizers/optimizer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/check.h"

namespace godwit::training {
namespace {

using core::ErrorKind;
using Block = ParameterBlocks::Block;

bool IsShare(double value) { return value >= 0 && value < 1; }

NamedArray Array(std::string name, std::int64_t elements, double value) {
  return {std::move(name), core::Tensor({1, 1, 1, elements}, static_cast<float>(value))};
}

std::vector<NamedArray> InitialArrays(const SgdOptions& rule, std::int64_t elements) {
  core::Check(IsShare(rule.momentum), "momentum is in [0, 1)");
  std::vector<NamedArray> arrays;
  arrays.push_back(Array("momentum", elements, 0));
  return arrays;
}

std::vector<NamedArray> InitialArrays(const RmsPropOptions& rule, std::int64_t elements) {
  core::Check(IsShare(rule.momentum) && IsShare(rule.decay), "decay and momentum are in [0, 1)");
  core::Check(rule.epsilon > 0 && rule.initial_square >= 0, "epsilon is positive and the first square no less than 0");
  std::vector<NamedArray> arrays;
  arrays.push_back(Array("mean_square", elements, rule.initial_square));
  arrays.push_back(Array("momentum", elements, 0));
  return arrays;
}

std::vector<NamedArray> InitialArrays(const AdamWOptions& rule, std::int64_t elements) {
  core::Check(IsShare(rule.beta1) && IsShare(rule.beta2), "betas are in [0, 1)");
  core::Check(rule.epsilon > 0, "epsilon is positive");
  std::vector<NamedArray> arrays;
  arrays.push_back(Array("mean", elements, 0));
  arrays.push_back(Array("mean_square", elements, 0));
  return arrays;
}

// What a rule works on: one block. Arrays of the layout have no overlap, which the compiler cannot know.
struct BlockArrays {
  std::size_t elements;
  const float* __restrict gradient;
  float* __restrict value;
  float* __restrict first;   // the state's arrays, in order
  float* __restrict second;  // null where there is one
  float decay;
};

void StepBlock(const SgdOptions& rule, double learning_rate, std::int64_t /*step*/, const BlockArrays& block) {
  const auto [elements, gradient, value, moment, unused, decay] = block;
  const auto rate = static_cast<float>(learning_rate);
  const auto momentum = static_cast<float>(rule.momentum);
  // w - r * (kept * m + fresh * g), one loop for both forms.
  const float kept = rule.nesterov ? momentum : 1;
  const float fresh = rule.nesterov ? 1 : 0;
  for (std::size_t i = 0; i < elements; ++i) {
    const float slope = gradient[i] + decay * value[i];
    moment[i] = momentum * moment[i] + slope;
    value[i] -= rate * (kept * moment[i] + fresh * slope);
  }
}

void StepBlock(const RmsPropOptions& rule, double learning_rate, std::int64_t /*step*/, const BlockArrays& block) {
  const auto [elements, gradient, value, mean_square, moment, decay] = block;
  const auto rate = static_cast<float>(learning_rate);
  const auto share = static_cast<float>(1 - rule.decay);
  const auto momentum = static_cast<float>(rule.momentum);
  const auto epsilon = static_cast<float>(rule.epsilon);
  for (std::size_t i = 0; i < elements; ++i) {
    const float slope = gradient[i] + decay * value[i];
    mean_square[i] += share * (slope * slope - mean_square[i]);
    moment[i] = momentum * moment[i] + rate * slope / std::sqrt(mean_square[i] + epsilon);
    value[i] -= moment[i];
  }
}

void StepBlock(const AdamWOptions& rule, double learning_rate, std::int64_t step, const BlockArrays& block) {
  const auto [elements, gradient, value, mean, mean_square, decay] = block;
  const auto beta1 = static_cast<float>(rule.beta1);
  const auto beta2 = static_cast<float>(rule.beta2);
  const auto share1 = static_cast<float>(1 - rule.beta1);
  const auto share2 = static_cast<float>(1 - rule.beta2);
  const auto epsilon = static_cast<float>(rule.epsilon);
  // Corrections for the zeros that the means began with.
  const auto t = static_cast<double>(step);
  const auto rate = static_cast<float>(learning_rate / (1 - std::pow(rule.beta1, t)));
  const auto root_scale = static_cast<float>(1 / std::sqrt(1 - std::pow(rule.beta2, t)));
  const auto kept = static_cast<float>(1 - learning_rate * decay);
  for (std::size_t i = 0; i < elements; ++i) {
    mean[i] = beta1 * mean[i] + share1 * gradient[i];
    mean_square[i] = beta2 * mean_square[i] + share2 * gradient[i] * gradient[i];
    value[i] = kept * value[i] - rate * mean[i] / (std::sqrt(mean_square[i]) * root_scale + epsilon);
  }
}

}  // namespace

Optimizer::Optimizer(const ParameterLayout& layout, const std::vector<bool>& learned, const OptimizerOptions& options)
    : blocks_(layout, learned), options_(options) {
  core::Check(options.weight_decay >= 0, "weights decay towards 0");
  for (const Parameter& parameter : layout.parameters()) {
    const bool decays = std::ranges::find(options.decayed_kinds, parameter.kind) != options.decayed_kinds.end();
    decay_.push_back(decays ? static_cast<float>(options.weight_decay) : 0);
  }
  state_.arrays = std::visit([&](const auto& rule) { return InitialArrays(rule, layout.elements()); }, options_.rule);
}

void Optimizer::Step(double learning_rate, std::span<const float> gradients, std::span<float> values,
                     const core::ThreadPool& pool) {
  const auto elements = static_cast<std::size_t>(blocks_.elements());
  core::Check(gradients.size() == elements && values.size() == elements, "gradients and values have the layout");
  ++state_.steps;
  std::visit(
      [&](const auto& rule) {
        blocks_.ForEach(pool, [&](const Block& block) {
          float* second = state_.arrays.size() > 1 ? block.Of(state_.arrays[1].span()).data() : nullptr;
          StepBlock(rule, learning_rate, state_.steps,
                    {block.elements, block.Of(gradients).data(), block.Of(values).data(),
                     block.Of(state_.arrays[0].span()).data(), second, decay_[block.parameter]});
        });
      },
      options_.rule);
}

core::Result<> Optimizer::Restore(OptimizerState state) {
  const auto same = [](const NamedArray& a, const NamedArray& b) {
    return a.name == b.name && a.values.shape() == b.values.shape();
  };
  if (state.steps < 0 || !std::ranges::equal(state.arrays, state_.arrays, same)) {
    return core::Fail(ErrorKind::kInput,
                      "the state of the optimiser is of another network or another rule; resume with the settings that "
                      "the run was started with");
  }
  state_ = std::move(state);
  return {};
}

}  // namespace godwit::training
