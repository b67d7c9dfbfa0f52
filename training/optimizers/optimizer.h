// Steps downhill: stochastic gradient descent with momentum, RMSprop and AdamW over flat arrays.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/tensor/tensor.h"
#include "training/model/parameter_layout.h"
#include "training/optimizers/parameter_blocks.h"

namespace godwit::training {

// For a gradient g and learning rate r:
//   m <- momentum * m + g,   w <- w - r * m,   with Nesterov's look ahead w <- w - r * (g + momentum * m)
// from m = 0 (PyTorch's SGD without dampening; TensorFlow's MomentumOptimizer).
struct SgdOptions {
  double momentum = 0.9;
  bool nesterov = false;
};

// RMSprop as TensorFlow has it, which the paper trained with (3.2):
//   s <- s + (1 - decay) * (g^2 - s),   m <- momentum * m + r * g / sqrt(s + epsilon),   w <- w - m
// from s = initial_square and m = 0. Epsilon stands inside the root, and the rate inside the momentum, so that a new
// rate does not touch the speed already gained; PyTorch has both outside. Source:
// tensorflow/core/kernels/training_ops.cc (ApplyRMSProp) and tensorflow/python/training/rmsprop.py, whose slot `rms`
// begins with ones; Keras' begins with 0. Defaults are those of the published detection configurations, epsilon 1
// included.
struct RmsPropOptions {
  double decay = 0.9;
  double momentum = 0.9;
  double epsilon = 1.0;
  double initial_square = 1.0;
};

// Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101; PyTorch's AdamW):
//   w <- w - r * decay * w,   m <- b1 * m + (1 - b1) * g,   v <- b2 * v + (1 - b2) * g^2,
//   w <- w - r * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)   at step t = 1, 2, ...
struct AdamWOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

struct OptimizerOptions {
  std::variant<SgdOptions, RmsPropOptions, AdamWOptions> rule = RmsPropOptions();
  // L2 regularisation, weight_decay / 2 * |w|^2 added to the loss: its slope weight_decay * w joins the gradient. AdamW
  // decays by itself instead (the decay above).
  double weight_decay = 4e-5;
  // What it is for. Depthwise filters have few weights and are not decayed (paper 3.2), nor is batch norm, nor are
  // biases.
  std::vector<ParameterKind> decayed_kinds{ParameterKind::kWeights};
};

struct NamedArray {
  std::string name;
  core::Tensor values;  // (1, 1, 1, elements of the layout)

  [[nodiscard]] std::span<float> span() { return {values.data(), static_cast<std::size_t>(values.shape().Elements())}; }
  [[nodiscard]] std::span<const float> span() const {
    return {values.data(), static_cast<std::size_t>(values.shape().Elements())};
  }
};

// All that an optimiser remembers from step to step: with it, and the values, it goes on to the same result bit for
// bit.
struct OptimizerState {
  std::int64_t steps = 0;          // done so far
  std::vector<NamedArray> arrays;  // SGD: "momentum"; RMSprop: "mean_square", "momentum"; AdamW: "mean", "mean_square"
};

class Optimizer {
 public:
  // `learned` has an entry per parameter; the others are frozen: neither they nor their decay are touched. See
  // AllLearned. Memory: one array of the layout for each in the state.
  Optimizer(const ParameterLayout& layout, const std::vector<bool>& learned, const OptimizerOptions& options);

  // One step: `values` move against `gradients`. Both have the layout. Bit-identical for any number of threads. A
  // gradient that is no number spoils the values for good: see GlobalNorm and FindNotFinite.
  void Step(double learning_rate, std::span<const float> gradients, std::span<float> values,
            const core::ThreadPool& pool);

  [[nodiscard]] const OptimizerState& state() const { return state_; }

  // Goes on where another optimiser of the same layout and rule was. Errors: kInput, where the arrays are not those of
  // this one; then nothing is changed.
  core::Result<> Restore(OptimizerState state);

  // What is learned, for what comes before a step (gradients.h).
  [[nodiscard]] const ParameterBlocks& blocks() const { return blocks_; }

 private:
  ParameterBlocks blocks_;
  OptimizerOptions options_;
  std::vector<float> decay_;  // of each parameter of the layout
  OptimizerState state_;
};

}  // namespace godwit::training
