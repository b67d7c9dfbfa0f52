#include "training/model/trainable_network.h"

#include <algorithm>
#include <utility>

#include "core/model/network.h"
#include "training/gradients/layer_gradients.h"
#include "training/model/layer_visits.h"

namespace godwit::training {

TrainableNetwork::TrainableNetwork(core::Graph graph, TrainableOptions options)
    : graph_(std::move(graph)), options_(std::move(options)) {}

core::Result<TrainableNetwork> TrainableNetwork::Create(core::Graph graph, const core::WeightTable& weights,
                                                        const std::string& file, TrainableOptions options) {
  for (const core::Layer& layer : graph.layers) {
    core::Check(!std::holds_alternative<core::SoftmaxLayer>(layer.kind),
                "losses take logits: the graph has no softmax");
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
  core::Check(pool_ != nullptr, "the network is prepared");
  return tensors_.layers[IndexOf(graph_.taps.at(index))];
}

core::ConstTensorView TrainableNetwork::Input(const core::Layer& layer) const {
  return layer.input == core::kGraphInput ? tensors_.input : tensors_.layers[IndexOf(layer.input)].y;
}

bool TrainableNetwork::HasGradient(int layer) const { return layer >= 0 && has_gradient_[IndexOf(layer)]; }

void TrainableNetwork::SetFirstTrained(int layer) {
  core::Check(layer >= 0 && layer <= static_cast<int>(graph_.layers.size()), "the first trained layer is of the graph");
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

// Whether the gradient of the layer's input has parts that come before the layer's own.
bool TrainableNetwork::AddsToInputGradient(std::size_t index) const {
  const int input = graph_.layers[index].input;
  bool adds = std::ranges::find(graph_.taps, input) != graph_.taps.end();
  for (std::size_t i = index + 1; i < graph_.layers.size(); ++i) {
    const core::Layer& later = graph_.layers[i];
    adds = adds || (has_gradient_[i] && (later.input == input || later.residual == input));
  }
  return adds;
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
  } else if (AddsToInputGradient(index) && !std::holds_alternative<core::PointwiseLayer>(layer.kind)) {
    input_scratch += Scratch::BytesOf<float>(in.Elements());
  }
  needs.backward_scratch =
      std::max({input_scratch, weights_scratch, ChannelSumsScratch(out.c), ChannelSumsScratch(in.c)});
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
