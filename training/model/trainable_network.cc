#include "training/model/trainable_network.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/network.h"
#include "core/ops/reduce.h"
#include "training/gradients/batch_norm.h"
#include "training/gradients/layer_gradients.h"

namespace godwit::training {
namespace {

using core::Check;
using core::ConstTensorView;
using core::TensorView;

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang 14 needs to be told

template <typename T>
std::size_t IndexOf(T value) {
  return static_cast<std::size_t>(value);
}

ConvGeometry GeometryOf(const core::ConvLayer& conv) { return {conv.kernel, conv.stride, conv.padding}; }

double Pixels(const core::Shape& shape) { return static_cast<double>(shape.n * shape.h * shape.w); }

}  // namespace

TrainableNetwork::TrainableNetwork(core::Graph graph, TrainableOptions options)
    : graph_(std::move(graph)), options_(std::move(options)) {}

core::Result<TrainableNetwork> TrainableNetwork::Create(core::Graph graph, const core::WeightTable& weights,
                                                        const std::string& file, TrainableOptions options) {
  for (const core::Layer& layer : graph.layers) {
    Check(!std::holds_alternative<core::SoftmaxLayer>(layer.kind), "losses take logits: the graph has no softmax");
  }
  TrainableNetwork network(std::move(graph), std::move(options));
  core::WeightReader reader(weights, file);
  // Channels do not depend on the input size.
  const core::Shape pixel{1, 1, 1, network.graph_.input_channels};
  const std::vector<core::Shape> shapes = core::InferShapes(network.graph_, pixel);
  if (auto read = reader.ReadQuantization("input"); !read) {
    return core::Forward(read);
  }
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const core::Layer& layer = network.graph_.layers[i];
    for (const char* value : {"/output", "/summand"}) {
      if (auto read = reader.ReadQuantization(layer.name + value); !read) {
        return core::Forward(read);
      }
    }
    LayerState& state = network.states_.emplace_back();
    state.in = (layer.input == core::kGraphInput ? pixel : shapes[IndexOf(layer.input)]).c;
    state.out = shapes[i].c;
    const std::vector<std::int64_t> shape = core::WeightShape(layer.kind, state.in);
    if (!shape.empty()) {
      auto read = reader.ReadTensors(layer.name, shape, state.out);
      if (!read) {
        return core::Forward(read);
      }
      network.AddLayer(layer, shape, std::move(*read), state);
    }
  }
  if (auto all_read = reader.CheckAllRead(); !all_read) {
    return core::Forward(all_read);
  }
  network.gradients_.assign(network.values_.size(), 0.0F);
  network.SetFirstTrained(network.options_.first_trained);
  return network;
}

void TrainableNetwork::AddLayer(const core::Layer& layer, const std::vector<std::int64_t>& shape,
                                core::LayerTensors tensors, LayerState& state) {
  const auto add = [](ParameterLayout& layout, std::vector<float>& array, const std::string& name, ParameterKind kind,
                      const std::vector<std::int64_t>& extents, const std::vector<float>& from) {
    const std::size_t index = layout.Add(name, kind, extents);
    array.resize(IndexOf(layout.elements()), 0.0F);
    std::ranges::copy(from, layout.Of(index, std::span(array)).begin());
    return index;
  };
  const auto learn = [&](const char* name, ParameterKind kind, const std::vector<std::int64_t>& extents,
                         const std::vector<float>& from) {
    return add(layout_, values_, layer.name + name, kind, extents, from);
  };
  const bool depthwise = std::holds_alternative<core::DepthwiseLayer>(layer.kind);
  const std::vector<std::int64_t> channels{state.out};
  state.weights =
      learn("/weights", depthwise ? ParameterKind::kDepthwiseWeights : ParameterKind::kWeights, shape, tensors.weights);
  if (!tensors.bias.empty() && options_.attach_batch_norm && options_.attach_batch_norm(layer)) {
    const std::size_t count = tensors.bias.size();
    tensors.gamma.assign(count, 1.0F);
    tensors.beta = std::exchange(tensors.bias, {});
    tensors.mean.assign(count, 0.0F);
    tensors.variance.assign(count, 1.0F - core::kBatchNormEpsilon);
  }
  if (!tensors.bias.empty()) {
    state.bias = learn("/bias", ParameterKind::kBias, channels, tensors.bias);
    return;
  }
  state.gamma = learn("/batch_norm/gamma", ParameterKind::kBatchNormGamma, channels, tensors.gamma);
  state.beta = learn("/batch_norm/beta", ParameterKind::kBatchNormBeta, channels, tensors.beta);
  state.mean = add(statistics_layout_, statistics_, layer.name + "/batch_norm/mean", ParameterKind::kBatchNormMean,
                   channels, tensors.mean);
  state.variance = add(statistics_layout_, statistics_, layer.name + "/batch_norm/variance",
                       ParameterKind::kBatchNormVariance, channels, tensors.variance);
  for (std::vector<float>* values : {&state.scale, &state.shift, &state.batch_mean}) {
    values->assign(IndexOf(PaddedChannels(state.out)), 0.0F);
  }
  state.inverse_deviation.assign(IndexOf(state.out), 0.0);
}

std::span<const float> TrainableNetwork::Value(std::size_t parameter) const { return layout_.Of(parameter, values()); }

std::span<float> TrainableNetwork::Gradient(std::size_t parameter) {
  return layout_.Of(parameter, std::span(gradients_));
}

const StepTensors::OfLayer& TrainableNetwork::TapTensors(std::size_t index) const {
  Check(pool_ != nullptr, "the network is prepared");
  return tensors_.layers[IndexOf(graph_.taps.at(index))];
}

ConstTensorView TrainableNetwork::Input(const core::Layer& layer) const {
  return layer.input == core::kGraphInput ? tensors_.input : tensors_.layers[IndexOf(layer.input)].y;
}

bool TrainableNetwork::HasGradient(int layer) const { return layer >= 0 && has_gradient_[IndexOf(layer)]; }

void TrainableNetwork::SetFirstTrained(int layer) {
  Check(layer >= 0 && layer <= static_cast<int>(graph_.layers.size()), "the first trained layer is of the graph");
  options_.first_trained = layer;
  pool_ = nullptr;
  trained_forward_ = false;
  std::ranges::fill(gradients_, 0.0F);
  // Layers that a tap depends on.
  has_gradient_.assign(graph_.layers.size(), false);
  const auto reach = [&](int index) {
    if (index >= layer) {
      has_gradient_[IndexOf(index)] = true;
    }
  };
  std::ranges::for_each(graph_.taps, reach);
  for (std::size_t i = graph_.layers.size(); i-- > 0;) {
    if (has_gradient_[i]) {
      reach(graph_.layers[i].input);
      reach(graph_.layers[i].residual);
    }
  }
}

LayerNeeds TrainableNetwork::FindNeeds(std::size_t index, const core::Shape& in, const core::Shape& out) const {
  const core::Layer& layer = graph_.layers[index];
  const LayerState& state = states_[index];
  LayerNeeds needs{.batch_norm = state.gamma.has_value(), .has_gradient = has_gradient_[index]};
  if (const auto* conv = std::get_if<core::ConvLayer>(&layer.kind)) {
    needs.forward_scratch = Scratch::BytesOf<float>(core::Conv2dScratch(in, conv->kernel, conv->stride));
  }
  if (needs.batch_norm) {
    needs.forward_scratch = std::max(needs.forward_scratch, ChannelSumsScratch(out.c));
  }
  if (!needs.has_gradient) {
    return needs;
  }
  std::size_t input_scratch = 0;
  std::size_t weights_scratch = 0;
  std::visit(Overloaded{
                 [&](const core::ConvLayer& conv) {
                   input_scratch = ConvInputGradientScratch(in, out.c, GeometryOf(conv), pool_->threads());
                   weights_scratch = ConvWeightGradientScratch(in, GeometryOf(conv));
                 },
                 [&](const core::DepthwiseLayer&) {
                   input_scratch = DepthwiseInputGradientScratch(in.c);
                   weights_scratch = DepthwiseWeightGradientScratch(in.c);
                 },
                 [&](const core::GlobalAveragePoolLayer&) {},
                 [&](const auto&) { input_scratch = PointwiseInputGradientScratch(in.c, out.c); },
             },
             layer.kind);
  if (!HasGradient(layer.input)) {
    input_scratch = 0;
  } else if (!std::holds_alternative<core::PointwiseLayer>(layer.kind)) {
    input_scratch += Scratch::BytesOf<float>(in.Elements());  // where it must be added to what is there
  }
  needs.backward_scratch = std::max({input_scratch, weights_scratch, ChannelSumsScratch(out.c)});
  return needs;
}

void TrainableNetwork::Prepare(const core::Shape& batch, const core::ThreadPool& pool) {
  pool_ = &pool;
  const std::vector<core::Shape> shapes = core::InferShapes(graph_, batch);
  std::vector<LayerNeeds> needs;
  std::int64_t channels = 0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const int input = graph_.layers[i].input;
    needs.push_back(FindNeeds(i, input == core::kGraphInput ? batch : shapes[IndexOf(input)], shapes[i]));
    channels = std::max(channels, shapes[i].c);
  }
  PlanStep(graph_, batch, needs, tensors_);
  gradient_written_.assign(shapes.size(), false);
  trained_forward_ = false;
  const std::size_t padded = IndexOf(PaddedChannels(channels));
  ones_.assign(padded, 1.0F);
  for (std::vector<float>* values : {&zeros_, &gradient_scale_, &z_scale_, &offset_}) {
    values->assign(padded, 0.0F);
  }
  sums_.assign(IndexOf(1 + 2 * channels), 0.0);
}

void TrainableNetwork::Forward(Mode mode) {
  Check(pool_ != nullptr, "the network is prepared");
  for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
    const StepTensors::OfLayer& tensors = tensors_.layers[i];
    const bool trained = mode == Mode::kTrain && static_cast<int>(i) >= options_.first_trained;
    if (states_[i].gamma) {
      RunLinearPart(i, tensors.z, false);
      RunBatchNorm(i, trained && !options_.freeze_statistics);
    } else {
      RunLinearPart(i, tensors.y, true);
    }
  }
  trained_forward_ = mode == Mode::kTrain;
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

void TrainableNetwork::RunBatchNorm(std::size_t index, bool by_batch) {
  const core::Layer& layer = graph_.layers[index];
  const StepTensors::OfLayer& tensors = tensors_.layers[index];
  LayerState& state = states_[index];
  const std::span<const float> gamma = Value(*state.gamma);
  const std::span<const float> beta = Value(*state.beta);
  if (by_batch) {
    FindBatchStatistics(index);
  } else {
    const std::span<const float> mean = statistics_layout_.Of(*state.mean, std::span<const float>(statistics_));
    const std::span<const float> variance = statistics_layout_.Of(*state.variance, std::span<const float>(statistics_));
    state.count = 0;
    std::ranges::copy(mean, state.batch_mean.begin());
    std::ranges::transform(variance, state.inverse_deviation.begin(), [](double value) {
      return 1.0 / std::sqrt(value + static_cast<double>(core::kBatchNormEpsilon));
    });
  }
  for (std::size_t c = 0; c < gamma.size(); ++c) {
    const double scale = gamma[c] * state.inverse_deviation[c];
    state.scale[c] = static_cast<float>(scale);
    state.shift[c] = static_cast<float>(beta[c] - state.batch_mean[c] * scale);
  }
  const bool adds = layer.residual != core::kNoLayer;
  ApplyAffine({.z = tensors.z,
               .residual = adds ? ConstTensorView(tensors_.layers[IndexOf(layer.residual)].y) : ConstTensorView(),
               .scale = state.scale,
               .shift = state.shift,
               .activation = layer.activation},
              tensors.y, *pool_);
}

void TrainableNetwork::FindBatchStatistics(std::size_t index) {
  const StepTensors::OfLayer& tensors = tensors_.layers[index];
  LayerState& state = states_[index];
  const auto channels = IndexOf(state.out);
  // About the moving means, which are the same in all processes: sums of squares of moderate size can be added up.
  const std::span<float> mean = statistics_layout_.Of(*state.mean, std::span(statistics_));
  const std::span<float> variance = statistics_layout_.Of(*state.variance, std::span(statistics_));
  const std::span<double> sums = std::span(sums_).first(1 + 2 * channels);
  sums[0] = Pixels(tensors.z.shape());
  BatchMoments(tensors.z, mean, sums.subspan(1), Scratch(tensors.forward_scratch), *pool_);
  if (options_.sum_over_processes) {
    options_.sum_over_processes(sums);
  }
  const double count = sums[0];
  state.count = count;
  const double unbiased = count > 1 ? count / (count - 1) : 1.0;
  const double decay = options_.batch_norm_decay;
  for (std::size_t c = 0; c < channels; ++c) {
    const double difference = sums[1 + c] / count;
    const double batch_mean = mean[c] + difference;
    const double batch_variance = std::max(0.0, sums[1 + channels + c] / count - difference * difference);
    state.batch_mean[c] = static_cast<float>(batch_mean);
    state.inverse_deviation[c] = 1.0 / std::sqrt(batch_variance + static_cast<double>(core::kBatchNormEpsilon));
    mean[c] = static_cast<float>(decay * mean[c] + (1 - decay) * batch_mean);
    variance[c] = static_cast<float>(decay * variance[c] + (1 - decay) * unbiased * batch_variance);
  }
}

void TrainableNetwork::Backward(const GradientsReady& ready) {
  Check(trained_forward_, "a backward follows a forward in training mode");
  trained_forward_ = false;
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

// From the gradient of a layer's output to that of its linear part, in place, with the gradients of bias or batch norm
// and the residual on the way.
TensorView TrainableNetwork::BackActivation(std::size_t index) {
  const core::Layer& layer = graph_.layers[index];
  const StepTensors::OfLayer& tensors = tensors_.layers[index];
  LayerState& state = states_[index];
  const bool clamps = layer.activation != core::Activation::kNone;
  const bool adds = layer.residual != core::kNoLayer;
  // Without batch norm the output itself tells where it was within bounds.
  ChannelAffine affine{.z = tensors.y, .scale = ones_, .shift = zeros_, .activation = layer.activation};
  std::span<const float> mean = zeros_;
  if (state.gamma) {
    affine.z = tensors.z;
    affine.scale = state.scale;
    affine.shift = state.shift;
    affine.residual = adds && clamps ? ConstTensorView(tensors_.layers[IndexOf(layer.residual)].y) : ConstTensorView();
    mean = state.batch_mean;
  } else if (!clamps) {
    affine.z = tensors.y_gradient;  // the output need not be there any more, and any will do
  }
  const std::span<double> sums = std::span(sums_).subspan(1, 2 * IndexOf(state.out));
  GradientSums(affine, tensors.y_gradient, mean, sums, Scratch(tensors.backward_scratch), *pool_);
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
  if (adds && HasGradient(layer.residual)) {
    residual_gradient = tensors_.layers[IndexOf(layer.residual)].y_gradient;
    add_residual = gradient_written_[IndexOf(layer.residual)];
    gradient_written_[IndexOf(layer.residual)] = true;
  }
  if (state.gamma || clamps || residual_gradient.data() != nullptr) {
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

core::OwnedWeights TrainableNetwork::Export() const {
  core::OwnedWeights weights;
  const auto add = [&](const ParameterLayout& layout, std::span<const float> array) {
    for (std::size_t i = 0; i < layout.parameters().size(); ++i) {
      const Parameter& parameter = layout.parameters()[i];
      const std::span<const float> values = layout.Of(i, array);
      weights.Add(parameter.name, parameter.shape, {values.begin(), values.end()});
    }
  };
  add(layout_, values_);
  add(statistics_layout_, statistics_);
  return weights;
}

}  // namespace godwit::training
