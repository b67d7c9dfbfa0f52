#include "core/model/network.h"

#include <algorithm>
#include <atomic>

#include "core/model/layer_weights.h"
#include "core/ops/depthwise_pointwise.h"
#include "core/ops/reduce.h"

namespace godwit::core {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang 14 needs to be told

// Depthwise layers whose result nothing but the pointwise layer behind them reads.
std::vector<bool> FindSeparable(const Graph& graph) {
  std::vector<int> readers(graph.layers.size(), 0);
  const auto count = [&](int layer) {
    if (layer >= 0) {
      ++readers[static_cast<std::size_t>(layer)];
    }
  };
  for (const Layer& layer : graph.layers) {
    count(layer.input);
    count(layer.residual);
  }
  std::ranges::for_each(graph.taps, count);
  std::vector<bool> separable(graph.layers.size(), false);
  for (std::size_t i = 0; i + 1 < graph.layers.size(); ++i) {
    const Layer& next = graph.layers[i + 1];
    separable[i] = std::holds_alternative<DepthwiseLayer>(graph.layers[i].kind) &&
                   std::holds_alternative<PointwiseLayer>(next.kind) && next.input == static_cast<int>(i) &&
                   readers[i] == 1;
  }
  return separable;
}

}  // namespace

Network::Network(Graph graph) : graph_(std::move(graph)) {
  static std::atomic<std::uint64_t> created{0};
  id_ = ++created;
}

Result<Network> Network::Create(Graph graph, const WeightTable& weights, const std::string& file) {
  Network network(std::move(graph));
  network.runs_with_next_ = FindSeparable(network.graph_);
  WeightReader reader(weights, file);
  // Weights do not depend on the input size; one pixel in gives every channel count.
  const Shape pixel{1, 1, 1, network.graph_.input_channels};
  const std::vector<Shape> shapes = InferShapes(network.graph_, pixel);
  if (auto read = reader.ReadQuantization("input"); !read) {
    return Forward(read);
  }
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Layer& layer = network.graph_.layers[i];
    for (const char* value : {"/output", "/summand"}) {
      if (auto read = reader.ReadQuantization(layer.name + value); !read) {
        return Forward(read);
      }
    }
    const std::int64_t in = (layer.input == kGraphInput ? pixel : shapes[static_cast<std::size_t>(layer.input)]).c;
    const std::int64_t out = shapes[i].c;
    const std::vector<std::int64_t> weight_shape = WeightShape(layer.kind, in);
    if (weight_shape.empty()) {
      network.weights_.emplace_back();
      continue;
    }
    auto read = reader.Read(layer.name, weight_shape, out);
    if (!read) {
      return Forward(read);
    }
    network.weights_.push_back(std::visit(
        Overloaded{
            [&](const ConvLayer& conv) -> Weights {
              return ConvWeights(conv.kernel, in, out, read->weights(), read->bias());
            },
            [&](const DepthwiseLayer&) -> Weights { return DepthwiseWeights(out, read->weights(), read->bias()); },
            [&](const auto&) -> Weights { return PointwiseWeights(in, out, read->weights(), read->bias()); },
        },
        layer.kind));
  }
  if (auto all_read = reader.CheckAllRead(); !all_read) {
    return Forward(all_read);
  }
  return network;
}

void Network::Prepare(Workspace& workspace, const Shape& input, const ThreadPool& pool) const {
  if (workspace.network_ == id_ && workspace.input_shape_ == input && workspace.threads_ == pool.threads()) {
    return;
  }
  workspace.network_ = 0;  // should memory run out below, its views point nowhere
  const std::vector<Shape> shapes = InferShapes(graph_, input);
  std::vector<Lifetime> lifetimes = TensorLifetimes(graph_, input, shapes);
  std::vector<std::int64_t> scratch_floats(shapes.size(), 0);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (runs_with_next_[i]) {
      Lifetime& read = lifetimes[static_cast<std::size_t>(graph_.layers[i].input + 1)];
      read.last = std::max(read.last, static_cast<int>(i) + 1);
    }
    if (const auto* conv = std::get_if<ConvLayer>(&graph_.layers[i].kind)) {
      const int from = graph_.layers[i].input;
      const Shape& in = from == kGraphInput ? input : shapes[static_cast<std::size_t>(from)];
      scratch_floats[i] = Conv2dScratch(in, std::get<ConvWeights>(weights_[i]), conv->stride);
    }
    const auto step = static_cast<int>(i);
    lifetimes.push_back({step, step, scratch_floats[i] * static_cast<std::int64_t>(sizeof(float))});
  }
  const MemoryPlan plan = PlanMemory(lifetimes);
  workspace.arena_.Reserve(static_cast<std::size_t>(plan.arena_bytes));
  workspace.arena_bytes_ = plan.arena_bytes;
  workspace.input_shape_ = input;
  workspace.threads_ = pool.threads();
  const auto at = [&](std::size_t block) {
    return reinterpret_cast<float*>(workspace.arena_.data() + plan.offsets[block]);
  };
  workspace.tensors_.assign(1, TensorView(at(0), input));
  workspace.scratch_.clear();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    workspace.tensors_.emplace_back(at(i + 1), shapes[i]);
    workspace.scratch_.emplace_back(at(1 + shapes.size() + i), static_cast<std::size_t>(scratch_floats[i]));
  }
  workspace.taps_.clear();
  for (const int tap : graph_.taps) {
    workspace.taps_.push_back(static_cast<std::size_t>(tap + 1));
  }
  workspace.network_ = id_;
}

void Network::RunLayer(std::size_t index, Workspace& workspace, const ThreadPool& pool) const {
  const Layer& layer = graph_.layers[index];
  const ConstTensorView in = workspace.tensors_[static_cast<std::size_t>(layer.input + 1)];
  const TensorView out = workspace.tensors_[index + 1];
  const Weights& weights = weights_[index];
  const auto product = [&](const ConstTensorView& residual) {
    Pointwise(in, std::get<PointwiseWeights>(weights), layer.activation, residual, out, pool);
  };
  std::visit(Overloaded{
                 [&](const ConvLayer& conv) {
                   Conv2d(in, std::get<ConvWeights>(weights), conv.stride, layer.activation, workspace.scratch_[index],
                          out, pool, conv.padding);
                 },
                 [&](const DepthwiseLayer& depthwise) {
                   Depthwise(in, std::get<DepthwiseWeights>(weights), depthwise.stride, layer.activation, out, pool,
                             depthwise.padding);
                 },
                 [&](const PointwiseLayer&) {
                   product(layer.residual == kNoLayer
                               ? ConstTensorView()
                               : ConstTensorView(workspace.tensors_[static_cast<std::size_t>(layer.residual + 1)]));
                 },
                 [&](const LinearLayer&) { product({}); },
                 [&](const GlobalAveragePoolLayer&) { GlobalAveragePool(in, out, pool); },
                 [&](const SoftmaxLayer&) { Softmax(in, out); },
             },
             layer.kind);
}

void Network::RunWithNext(std::size_t index, Workspace& workspace, const ThreadPool& pool) const {
  const Layer& depthwise = graph_.layers[index];
  const Layer& pointwise = graph_.layers[index + 1];
  const auto& kind = std::get<DepthwiseLayer>(depthwise.kind);
  const auto tensor = [&](int layer) { return workspace.tensors_[static_cast<std::size_t>(layer + 1)]; };
  DepthwisePointwise(tensor(depthwise.input),
                     {std::get<DepthwiseWeights>(weights_[index]), kind.stride, depthwise.activation, kind.padding},
                     workspace.tensors_[index + 1],
                     {std::get<PointwiseWeights>(weights_[index + 1]), pointwise.activation,
                      pointwise.residual == kNoLayer ? ConstTensorView() : ConstTensorView(tensor(pointwise.residual))},
                     workspace.tensors_[index + 2], pool);
}

void Network::Run(Workspace& workspace, const ThreadPool& pool, Profiler* profiler) const {
  Check(workspace.network_ == id_ && workspace.threads_ == pool.threads(),
        "the workspace was prepared by this network for this pool");
  for (std::size_t i = 0; i < graph_.layers.size(); ++i) {
    if (profiler == nullptr && runs_with_next_[i]) {
      RunWithNext(i, workspace, pool);
      ++i;
    } else if (profiler == nullptr) {
      RunLayer(i, workspace, pool);
    } else {
      const auto start = Profiler::Clock::now();
      RunLayer(i, workspace, pool);
      profiler->Add(i, Profiler::Clock::now() - start);
    }
  }
  if (profiler != nullptr) {
    profiler->CountRun();
  }
}

}  // namespace godwit::core
