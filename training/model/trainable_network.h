// A graph with its weights, ready to learn.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/layer_weights.h"
#include "core/ops/conv.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "core/weights/weight_table.h"
#include "training/gradients/batch_norm.h"
#include "training/model/parameter_layout.h"
#include "training/model/step_plan.h"

namespace godwit::training {

struct TrainableOptions {
  // Moving statistics after a batch: decay * before + (1 - decay) * of the batch. The variance of the batch is there
  // the unbiased one, as in TensorFlow's fused batch norm and in PyTorch.
  double batch_norm_decay = 0.9997;

  // Batch norm in training as in evaluation: by moving statistics, which stay. Gamma and beta still learn.
  bool freeze_statistics = false;

  // Layers before this one stay as they are, run as in evaluation, and are not back-propagated.
  int first_trained = 0;

  // For layers that have only a bias in the file: whether to give one a fresh batch norm instead. Its beta is the bias
  // and its moving statistics are such that the network computes at first what it did. None: no layer.
  std::function<bool(const core::Layer&)> attach_batch_norm;

  // Replaces the values by their sums over all processes that train together, for batch norm over their joined batch.
  // Called from the calling thread, once for each batch norm in each direction. None: this process is alone.
  std::function<void(std::span<double>)> sum_over_processes;
};

enum class Mode {
  kTrain,     // batch norm by the statistics of the batch, which move the moving ones
  kEvaluate,  // batch norm by moving statistics, as core::Network has it
};

// Not thread-safe; works on the threads of its pool. Values, gradients and statistics are the same, to the bit, for the
// same inputs and number of threads.
class TrainableNetwork {
 public:
  // Takes weights as core::Network::Create does, with its errors, but keeps batch norm apart. Requires a graph without
  // softmax layers: losses take logits.
  static core::Result<TrainableNetwork> Create(core::Graph graph, const core::WeightTable& weights,
                                               const std::string& file, TrainableOptions options = {});

  [[nodiscard]] const core::Graph& graph() const { return graph_; }

  // What is learned, layer by layer in order of the graph. Gradients of layers that are not trained are zero.
  [[nodiscard]] const ParameterLayout& layout() const { return layout_; }
  [[nodiscard]] std::span<float> values() { return values_; }
  [[nodiscard]] std::span<const float> values() const { return values_; }
  [[nodiscard]] std::span<const float> gradients() const { return gradients_; }
  [[nodiscard]] std::span<float> gradients() { return gradients_; }

  // Moving means and variances of batch norm.
  [[nodiscard]] const ParameterLayout& statistics_layout() const { return statistics_layout_; }
  [[nodiscard]] std::span<float> statistics() { return statistics_; }
  [[nodiscard]] std::span<const float> statistics() const { return statistics_; }

  // Changes TrainableOptions::first_trained; Prepare comes next.
  void SetFirstTrained(int layer);
  void SetBatchNormDecay(double decay) { options_.batch_norm_decay = decay; }
  void SetFreezeStatistics(bool freeze) { options_.freeze_statistics = freeze; }

  // Plans for batches of this shape (N, H, W, input_channels) and takes all memory that a step needs: its warm steps
  // allocate nothing. Keeps the pool, which must outlive the last step.
  void Prepare(const core::Shape& batch, const core::ThreadPool& pool);
  [[nodiscard]] std::int64_t arena_bytes() const { return static_cast<std::int64_t>(tensors_.arena.size()); }

  // Where the caller writes the batch before every Forward: its memory is reused.
  [[nodiscard]] core::TensorView input() { return tensors_.input; }

  // Requires Prepare.
  void Forward(Mode mode);

  // Makes batch norm of layers that `chosen` names see the batch in input() as it is: the batch's statistics become the
  // moving ones, gamma and beta what keeps the function the same. Published weights often have batch norm folded into a
  // bias; with one attached and calibrated they go on learning as they began to, from normalised values. Runs the
  // layers forward as Mode::kEvaluate does. Requires Prepare.
  void CalibrateBatchNorm(const std::function<bool(const core::Layer&)>& chosen);

  // The output of the graph's `index`-th tap, until Backward.
  [[nodiscard]] core::ConstTensorView Tap(std::size_t index) const { return TapTensors(index).y; }

  // Where the caller writes the gradient of the loss by that output, all of it, between Forward and Backward, which
  // overwrites it. Requires a tap at or behind first_trained. A tap that is listed twice has one gradient.
  [[nodiscard]] core::TensorView TapGradient(std::size_t index) const { return TapTensors(index).y_gradient; }

  // Called with the offset in gradients() from which on they are final.
  using GradientsReady = std::function<void(std::int64_t)>;

  // Writes gradients() of the batch of the last Forward, which was in Mode::kTrain.
  void Backward(const GradientsReady& ready = {});

  // The values and moving statistics as a weight file has them (core/model/layer_weights.h): core::Network of them
  // computes what Mode::kEvaluate does.
  [[nodiscard]] core::OwnedWeights Export() const;

 private:
  // Indices into the layouts, of what there is of a layer, and channels.
  struct LayerState {
    std::optional<std::size_t> weights, bias, gamma, beta;  // in layout_
    std::optional<std::size_t> mean, variance;              // in statistics_layout_
    std::int64_t in = 0, out = 0;
    double count = 0;  // values of a channel that its batch norm saw in this step; 0: moving statistics
    std::vector<float> scale, shift, batch_mean;  // of its batch norm in this step; PaddedChannels each
    std::vector<double> inverse_deviation;
  };

  explicit TrainableNetwork(core::Graph graph, TrainableOptions options);

  void AddLayer(const core::Layer& layer, const std::vector<std::int64_t>& shape, core::LayerTensors tensors,
                LayerState& state);
  [[nodiscard]] std::span<const float> Value(std::size_t parameter) const;
  [[nodiscard]] std::span<float> Gradient(std::size_t parameter);
  [[nodiscard]] const StepTensors::OfLayer& TapTensors(std::size_t index) const;
  [[nodiscard]] core::ConstTensorView Input(const core::Layer& layer) const;
  [[nodiscard]] bool HasGradient(int layer) const;
  [[nodiscard]] bool AddsToInputGradient(std::size_t index) const;
  [[nodiscard]] LayerNeeds FindNeeds(std::size_t index, const core::Shape& in, const core::Shape& out) const;

  void RunLinearPart(std::size_t index, const core::TensorView& out, bool all);
  void RunWithMoments(std::size_t index, std::span<double> moments);
  double SumMoments(std::size_t index);
  void FindBatchStatistics(std::size_t index);
  void AdoptBatchStatistics(std::size_t index);
  void UseMovingStatistics(std::size_t index);
  void ApplyBatchNorm(std::size_t index);

  [[nodiscard]] ChannelAffine AffineOf(std::size_t index) const;
  core::TensorView BackActivation(std::size_t index);
  void FindGradientCoefficients(std::size_t index, std::span<double> sums);
  void BackWeights(std::size_t index, const core::ConstTensorView& z_gradient);
  void BackInput(std::size_t index, const core::ConstTensorView& z_gradient);
  void BackInputWithSums(std::size_t index, const core::ConstTensorView& z_gradient, bool add);

  core::Graph graph_;
  TrainableOptions options_;
  std::vector<LayerState> states_;
  ParameterLayout layout_, statistics_layout_;
  std::vector<float> values_, gradients_, statistics_;

  const core::ThreadPool* pool_ = nullptr;  // null: not prepared
  StepTensors tensors_;
  std::vector<bool> has_gradient_;      // one per layer
  std::vector<bool> gradient_written_;  // one per layer, while running backwards: the next reader adds
  bool trained_forward_ = false;        // the last Forward was in Mode::kTrain, and no Backward came since

  // Memory that layers use one after another.
  core::ConvWeights conv_;
  core::DepthwiseWeights depthwise_;
  core::PointwiseWeights pointwise_;
  std::vector<float> ones_, zeros_;
  std::vector<float> gradient_scale_, z_scale_, offset_;
  std::vector<double> sums_;
  bool sums_are_there_ = false;  // those of the gradient of the layer that runs backwards next
};

}  // namespace godwit::training
