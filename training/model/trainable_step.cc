// One step of a TrainableNetwork: forwards and backwards through its layers.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/network.h"
#include "core/ops/reduce.h"
#include "training/gradients/batch_norm.h"
#include "training/gradients/layer_gradients.h"
#include "training/model/layer_visits.h"
#include "training/model/trainable_network.h"

namespace godwit::training {
namespace {

using core::Check;
using core::ConstTensorView;
using core::TensorView;

double Pixels(const core::Shape& shape) { return static_cast<double>(shape.n * shape.h * shape.w); }

}  // namespace

void TrainableNetwork::Forward(Mode mode) {
  Check(pool_ != nullptr, "the network is prepared");
  for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
    const StepTensors::OfLayer& tensors = tensors_.layers[i];
    const bool trained = mode == Mode::kTrain && static_cast<int>(i) >= options_.first_trained;
    if (!states_[i].gamma) {
      RunLinearPart(i, tensors.y, true);
      continue;
    }
    if (trained && !options_.freeze_statistics) {
      FindBatchStatistics(i);
    } else {
      RunLinearPart(i, tensors.z, false);
      UseMovingStatistics(i);
    }
    ApplyBatchNorm(i);
  }
  trained_forward_ = mode == Mode::kTrain;
}

void TrainableNetwork::CalibrateBatchNorm(const std::function<bool(const core::Layer&)>& chosen) {
  Check(pool_ != nullptr, "the network is prepared");
  for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
    if (!states_[i].gamma) {
      RunLinearPart(i, tensors_.layers[i].y, true);
      continue;
    }
    if (chosen(graph_.layers[i])) {
      AdoptBatchStatistics(i);
    } else {
      RunLinearPart(i, tensors_.layers[i].z, false);
    }
    UseMovingStatistics(i);
    ApplyBatchNorm(i);
  }
  trained_forward_ = false;
}

// The layer without what follows it, or with `all` of it: bias, residual and activation.
void TrainableNetwork::RunLinearPart(std::size_t index, const TensorView& out, bool all) {
  const core::Layer& layer = graph_.layers[index];
  const LayerState& state = states_[index];
  const ConstTensorView in = Input(layer);
  const core::Activation activation = all ? layer.activation : core::Activation::kNone;
  const std::span<const float> weights = state.weights ? Value(*state.weights) : std::span<const float>();
  const std::span<const float> bias = all && state.bias ? Value(*state.bias) : std::span<const float>();
  const auto product = [&] {
    const bool adds = all && layer.residual != core::kNoLayer;
    pointwise_.Assign(state.in, state.out, weights, bias);
    core::Pointwise(in, pointwise_, activation,
                    adds ? ConstTensorView(tensors_.layers[IndexOf(layer.residual)].y) : ConstTensorView(), out,
                    *pool_);
  };
  std::visit(Overloaded{
                 [&](const core::ConvLayer& conv) {
                   conv_.Assign(conv.kernel, state.in, state.out, weights, bias);
                   Scratch scratch(tensors_.layers[index].forward_scratch);
                   core::Conv2d(in, conv_, conv.stride, activation,
                                scratch.Take<float>(core::Conv2dScratch(in.shape(), conv.kernel, conv.stride)), out,
                                *pool_, conv.padding);
                 },
                 [&](const core::DepthwiseLayer& depthwise) {
                   depthwise_.Assign(state.in, weights, bias);
                   core::Depthwise(in, depthwise_, depthwise.stride, activation, out, *pool_, depthwise.padding);
                 },
                 [&](const core::PointwiseLayer&) { product(); },
                 [&](const core::LinearLayer&) { product(); },
                 [&](const core::GlobalAveragePoolLayer&) { core::GlobalAveragePool(in, out, *pool_); },
                 [&](const core::SoftmaxLayer&) { Check(false, "losses take logits: the graph has no softmax"); },
             },
             layer.kind);
}

// The linear part, and the moments of its result about the moving means, taken while it is in the cache.
void TrainableNetwork::RunWithMoments(std::size_t index, std::span<double> moments) {
  const core::Layer& layer = graph_.layers[index];
  const LayerState& state = states_[index];
  const ConstTensorView in = Input(layer);
  const TensorView z = tensors_.layers[index].z;
  const std::span<const float> weights = Value(*state.weights);
  const auto sum = [&](MakeRows make) {
    BatchMoments(z, make, statistics_layout_.Of(*state.mean, statistics()), moments,
                 Scratch(tensors_.layers[index].forward_scratch), *pool_);
  };
  std::visit(
      Overloaded{
          [&](const core::DepthwiseLayer& depthwise) {
            depthwise_.Assign(state.in, weights, {});
            sum([&](std::int64_t begin, std::int64_t end) {
              DepthwiseRows(in, depthwise_, depthwise.stride, depthwise.padding, z, begin, end);
            });
          },
          [&](const core::PointwiseLayer&) {
            pointwise_.Assign(state.in, state.out, weights, {});
            sum([&](std::int64_t begin, std::int64_t end) { PointwiseRows(in, pointwise_, false, z, begin, end); });
          },
          [&](const auto&) {
            RunLinearPart(index, z, false);
            sum(kRowsAreThere);
          },
      },
      layer.kind);
}

// Runs the linear part. Returns the values of a channel in the batch; sums_[1, 1 + 2 C) have the means of their
// differences from the moving mean, then of the squares of these. About the moving means, which are the same in all
// processes: sums of squares of moderate size can be added up.
double TrainableNetwork::SumMoments(std::size_t index) {
  const std::span<double> sums = std::span(sums_).first(1 + 2 * IndexOf(states_[index].out));
  sums[0] = Pixels(tensors_.layers[index].z.shape());
  RunWithMoments(index, sums.subspan(1));
  if (options_.sum_over_processes) {
    options_.sum_over_processes(sums);
  }
  const double count = sums[0];
  std::ranges::for_each(sums.subspan(1), [&](double& sum) { sum /= count; });
  return count;
}

void TrainableNetwork::FindBatchStatistics(std::size_t index) {
  LayerState& state = states_[index];
  const auto channels = IndexOf(state.out);
  const std::span<float> mean = statistics_layout_.Of(*state.mean, std::span(statistics_));
  const std::span<float> variance = statistics_layout_.Of(*state.variance, std::span(statistics_));
  const double count = SumMoments(index);
  state.count = count;
  const double unbiased = count > 1 ? count / (count - 1) : 1.0;
  const double decay = options_.batch_norm_decay;
  for (std::size_t c = 0; c < channels; ++c) {
    const double difference = sums_[1 + c];
    const double batch_mean = mean[c] + difference;
    const double batch_variance = std::max(0.0, sums_[1 + channels + c] - difference * difference);
    state.batch_mean[c] = static_cast<float>(batch_mean);
    state.inverse_deviation[c] = 1.0 / std::sqrt(batch_variance + static_cast<double>(core::kBatchNormEpsilon));
    mean[c] = static_cast<float>(decay * mean[c] + (1 - decay) * batch_mean);
    variance[c] = static_cast<float>(decay * variance[c] + (1 - decay) * unbiased * batch_variance);
  }
}

void TrainableNetwork::AdoptBatchStatistics(std::size_t index) {
  const LayerState& state = states_[index];
  const auto channels = IndexOf(state.out);
  const auto epsilon = static_cast<double>(core::kBatchNormEpsilon);
  const std::span<float> mean = statistics_layout_.Of(*state.mean, std::span(statistics_));
  const std::span<float> variance = statistics_layout_.Of(*state.variance, std::span(statistics_));
  const std::span<float> gamma = layout_.Of(*state.gamma, std::span(values_));
  const std::span<float> beta = layout_.Of(*state.beta, std::span(values_));
  SumMoments(index);
  for (std::size_t c = 0; c < channels; ++c) {
    const double difference = sums_[1 + c];
    const double batch_variance = std::max(0.0, sums_[1 + channels + c] - difference * difference);
    const double scale = gamma[c] / std::sqrt(variance[c] + epsilon);
    gamma[c] = static_cast<float>(scale * std::sqrt(batch_variance + epsilon));
    beta[c] = static_cast<float>(beta[c] + scale * difference);
    mean[c] = static_cast<float>(mean[c] + difference);
    variance[c] = static_cast<float>(batch_variance);
  }
}

void TrainableNetwork::UseMovingStatistics(std::size_t index) {
  LayerState& state = states_[index];
  state.count = 0;
  std::ranges::copy(statistics_layout_.Of(*state.mean, statistics()), state.batch_mean.begin());
  std::ranges::transform(
      statistics_layout_.Of(*state.variance, statistics()), state.inverse_deviation.begin(),
      [](double value) { return 1.0 / std::sqrt(value + static_cast<double>(core::kBatchNormEpsilon)); });
}

void TrainableNetwork::ApplyBatchNorm(std::size_t index) {
  const core::Layer& layer = graph_.layers[index];
  LayerState& state = states_[index];
  const std::span<const float> gamma = Value(*state.gamma);
  const std::span<const float> beta = Value(*state.beta);
  for (std::size_t c = 0; c < gamma.size(); ++c) {
    const double scale = gamma[c] * state.inverse_deviation[c];
    state.scale[c] = static_cast<float>(scale);
    state.shift[c] = static_cast<float>(beta[c] - state.batch_mean[c] * scale);
  }
  ChannelAffine affine = AffineOf(index);
  if (layer.residual != core::kNoLayer) {
    affine.residual = tensors_.layers[IndexOf(layer.residual)].y;
  }
  ApplyAffine(affine, tensors_.layers[index].y, *pool_);
}

void TrainableNetwork::Backward(const GradientsReady& ready) {
  Check(trained_forward_, "a backward follows a forward in training mode");
  trained_forward_ = false;
  sums_are_there_ = false;
  std::fill(gradient_written_.begin(), gradient_written_.end(), false);
  for (const int tap : graph_.taps) {
    gradient_written_[IndexOf(tap)] = true;
  }
  for (std::size_t i = graph_.layers.size(); i-- > IndexOf(options_.first_trained);) {
    const LayerState& state = states_[i];
    if (has_gradient_[i]) {
      if (state.weights) {
        const ConstTensorView z_gradient = BackActivation(i);
        BackWeights(i, z_gradient);
        BackInput(i, z_gradient);
      } else {
        BackInput(i, tensors_.layers[i].y_gradient);
      }
    }
    if (state.weights && ready) {
      ready(layout_.parameters()[*state.weights].offset);
    }
  }
}

// What a layer's output was before the bounds of its activation, as far as its gradient asks. Without batch norm the
// output itself tells where it was within bounds.
ChannelAffine TrainableNetwork::AffineOf(std::size_t index) const {
  const core::Layer& layer = graph_.layers[index];
  const StepTensors::OfLayer& tensors = tensors_.layers[index];
  const LayerState& state = states_[index];
  const bool clamps = layer.activation != core::Activation::kNone;
  if (!state.gamma) {
    // Without bounds the output need not be there any more, and any tensor will do.
    return {clamps ? tensors.y : tensors.y_gradient, {}, ones_, zeros_, layer.activation};
  }
  const bool adds = clamps && layer.residual != core::kNoLayer;
  return {tensors.z, adds ? ConstTensorView(tensors_.layers[IndexOf(layer.residual)].y) : ConstTensorView(),
          state.scale, state.shift, layer.activation};
}

// From the gradient of a layer's output to that of its linear part, in place, with the gradients of bias or batch norm
// and the residual on the way.
TensorView TrainableNetwork::BackActivation(std::size_t index) {
  const core::Layer& layer = graph_.layers[index];
  const StepTensors::OfLayer& tensors = tensors_.layers[index];
  const LayerState& state = states_[index];
  const ChannelAffine affine = AffineOf(index);
  const std::span<double> sums = std::span(sums_).subspan(1, 2 * IndexOf(state.out));
  if (!std::exchange(sums_are_there_, false)) {
    GradientSums(affine, tensors.y_gradient, kRowsAreThere, state.gamma ? state.batch_mean : zeros_, sums,
                 Scratch(tensors.backward_scratch), *pool_);
  }
  GradientCoefficients coefficients{ones_, zeros_, zeros_};
  if (state.gamma) {
    FindGradientCoefficients(index, sums);
    coefficients = {gradient_scale_, z_scale_, offset_};
  } else {
    std::ranges::transform(sums.first(IndexOf(state.out)), Gradient(*state.bias).begin(),
                           [](double sum) { return static_cast<float>(sum); });
  }
  TensorView residual_gradient;
  bool add_residual = false;
  if (layer.residual != core::kNoLayer && HasGradient(layer.residual)) {
    residual_gradient = tensors_.layers[IndexOf(layer.residual)].y_gradient;
    add_residual = gradient_written_[IndexOf(layer.residual)];
    gradient_written_[IndexOf(layer.residual)] = true;
  }
  if (state.gamma || layer.activation != core::Activation::kNone || residual_gradient.data() != nullptr) {
    ApplyGradient(affine, tensors.y_gradient, coefficients, tensors.y_gradient, residual_gradient, add_residual,
                  *pool_);
  }
  return tensors.y_gradient;
}

// With x = (z - mean) / deviation, u = gamma * x + beta and g the gradient of u (Ioffe and Szegedy 2015, Section 3):
// the gradient of gamma is sum(g x), that of beta sum(g), and that of z
//   gamma / deviation * (g - sum(g) / count - x * sum(g x) / count),
// where the last two terms are what the statistics depend on z, and missing where they are moving ones.
void TrainableNetwork::FindGradientCoefficients(std::size_t index, std::span<double> sums) {
  const LayerState& state = states_[index];
  const auto channels = IndexOf(state.out);
  const std::span<float> gamma_gradient = Gradient(*state.gamma);
  const std::span<float> beta_gradient = Gradient(*state.beta);
  for (std::size_t c = 0; c < channels; ++c) {
    beta_gradient[c] = static_cast<float>(sums[c]);
    gamma_gradient[c] = static_cast<float>(sums[channels + c] * state.inverse_deviation[c]);
  }
  if (state.count > 0 && options_.sum_over_processes) {
    options_.sum_over_processes(sums);
  }
  const std::span<const float> gamma = Value(*state.gamma);
  for (std::size_t c = 0; c < channels; ++c) {
    const double inverse = state.inverse_deviation[c];
    const double scale = gamma[c] * inverse;
    const double of_batch = state.count > 0 ? 1.0 / state.count : 0.0;
    const double z_scale = -scale * inverse * inverse * sums[channels + c] * of_batch;
    gradient_scale_[c] = static_cast<float>(scale);
    z_scale_[c] = static_cast<float>(z_scale);
    offset_[c] = static_cast<float>(-scale * sums[c] * of_batch - z_scale * state.batch_mean[c]);
  }
}

void TrainableNetwork::BackWeights(std::size_t index, const ConstTensorView& z_gradient) {
  const core::Layer& layer = graph_.layers[index];
  const ConstTensorView in = Input(layer);
  const std::span<float> gradient = Gradient(*states_[index].weights);
  const Scratch scratch(tensors_.layers[index].backward_scratch);
  std::visit(Overloaded{
                 [&](const core::ConvLayer& conv) {
                   ConvWeightGradient(in, z_gradient, GeometryOf(conv), gradient, scratch, *pool_);
                 },
                 [&](const core::DepthwiseLayer& depthwise) {
                   DepthwiseWeightGradient(in, z_gradient, depthwise.stride, depthwise.padding, gradient, scratch,
                                           *pool_);
                 },
                 [&](const auto&) { PointwiseWeightGradient(in, z_gradient, gradient, *pool_); },
             },
             layer.kind);
}

void TrainableNetwork::BackInput(std::size_t index, const ConstTensorView& z_gradient) {
  const core::Layer& layer = graph_.layers[index];
  if (!HasGradient(layer.input)) {
    return;
  }
  const LayerState& state = states_[index];
  const std::span<const float> weights = state.weights ? Value(*state.weights) : std::span<const float>();
  const TensorView total = tensors_.layers[IndexOf(layer.input)].y_gradient;
  const bool add = gradient_written_[IndexOf(layer.input)];
  gradient_written_[IndexOf(layer.input)] = true;
  // This layer is the last to add to the gradient of the one before it, which asks for its sums next.
  const bool is_next = IndexOf(layer.input) + 1 == index && states_[IndexOf(layer.input)].weights;
  if (is_next && (std::holds_alternative<core::PointwiseLayer>(layer.kind) ||
                  (std::holds_alternative<core::DepthwiseLayer>(layer.kind) && !add))) {
    BackInputWithSums(index, z_gradient, add);
    return;
  }
  Scratch scratch(tensors_.layers[index].backward_scratch);
  if (std::holds_alternative<core::PointwiseLayer>(layer.kind)) {
    PointwiseInputGradient(z_gradient, weights, pointwise_, total, add, scratch, *pool_);
    return;
  }
  TensorView own = total;
  if (add) {
    own = TensorView(scratch.Take<float>(total.shape().Elements()).data(), total.shape());
  }
  std::visit(
      Overloaded{
          [&](const core::ConvLayer& conv) {
            ConvInputGradient(z_gradient, weights, GeometryOf(conv), pointwise_, own, scratch, *pool_);
          },
          [&](const core::DepthwiseLayer& depthwise) {
            DepthwiseInputGradient(z_gradient, weights, depthwise.stride, depthwise.padding, depthwise_, own, scratch,
                                   *pool_);
          },
          [&](const core::GlobalAveragePoolLayer&) { GlobalAveragePoolGradient(z_gradient, own, *pool_); },
          [&](const auto&) { PointwiseInputGradient(z_gradient, weights, pointwise_, own, false, scratch, *pool_); },
      },
      layer.kind);
  if (add) {
    AddTo(own, total, *pool_);
  }
}

void TrainableNetwork::BackInputWithSums(std::size_t index, const ConstTensorView& z_gradient, bool add) {
  const core::Layer& layer = graph_.layers[index];
  const LayerState& state = states_[index];
  const std::size_t before = index - 1;
  const LayerState& state_before = states_[before];
  const TensorView total = tensors_.layers[before].y_gradient;
  const Scratch scratch(tensors_.layers[index].backward_scratch);  // once the weights are packed, it is free again
  const auto sum = [&](MakeRows make) {
    GradientSums(AffineOf(before), total, make, state_before.gamma ? state_before.batch_mean : zeros_,
                 std::span(sums_).subspan(1, 2 * IndexOf(state_before.out)), scratch, *pool_);
    sums_are_there_ = true;
  };
  if (const auto* depthwise = std::get_if<core::DepthwiseLayer>(&layer.kind)) {
    PackForInputGradient(Value(*state.weights), state.in, depthwise->stride, depthwise_, scratch);
    sum([&](std::int64_t begin, std::int64_t end) {
      DepthwiseInputGradientRows(z_gradient, depthwise_, depthwise->stride, depthwise->padding, total, begin, end);
    });
  } else {
    PackTransposed(Value(*state.weights), state.in, state.out, pointwise_, scratch, *pool_);
    sum([&](std::int64_t begin, std::int64_t end) { PointwiseRows(z_gradient, pointwise_, add, total, begin, end); });
  }
}

}  // namespace godwit::training
