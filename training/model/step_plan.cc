#include "training/model/step_plan.h"

#include <algorithm>

#include "core/model/memory_plan.h"

namespace godwit::training {
namespace {

using core::Lifetime;

// Layer i runs at time i, the caller's turn is at time L, and layer i runs backwards at time 2 L - i.
class Times {
 public:
  explicit Times(const core::Graph& graph) : layers_(static_cast<int>(graph.layers.size())) {}

  [[nodiscard]] int Loss() const { return layers_; }
  [[nodiscard]] int Backward(int layer) const { return 2 * layers_ - layer; }

 private:
  int layers_;
};

// Whether the backward of a layer reads its input.
bool ReadsInputAgain(const core::Layer& layer) {
  return !std::holds_alternative<core::GlobalAveragePoolLayer>(layer.kind);
}

// Blocks of the arena: the input, then for each layer these.
enum Block : std::size_t { kZ, kY, kGradient, kForwardScratch, kBackwardScratch, kBlocks };

std::vector<Lifetime> FindLifetimes(const core::Graph& graph, const core::Shape& input,
                                    const std::vector<core::Shape>& shapes, const std::vector<LayerNeeds>& needs) {
  const Times times(graph);
  const auto bytes = [](const core::Shape& shape) {
    return shape.Elements() * static_cast<std::int64_t>(sizeof(float));
  };
  std::vector<Lifetime> lifetimes(1 + shapes.size() * kBlocks);
  lifetimes[0] = {0, 0, bytes(input)};
  const auto block = [&](int layer, Block kind) -> Lifetime& {
    return layer < 0 ? lifetimes[0] : lifetimes[1 + static_cast<std::size_t>(layer) * kBlocks + kind];
  };
  const auto extend = [](Lifetime& lifetime, int time) {
    lifetime.first = std::min(lifetime.first, time);
    lifetime.last = std::max(lifetime.last, time);
  };
  const auto count = static_cast<int>(shapes.size());
  for (int i = 0; i < count; ++i) {
    const LayerNeeds& need = needs[static_cast<std::size_t>(i)];
    const std::int64_t size = bytes(shapes[static_cast<std::size_t>(i)]);
    const int end = need.has_gradient ? times.Backward(i) : i;
    block(i, kZ) = {i, end, need.batch_norm ? size : 0};
    block(i, kY) = {i, i, size};
    block(i, kGradient) = {times.Backward(i), times.Backward(i), need.has_gradient ? size : 0};
    block(i, kForwardScratch) = {i, i, static_cast<std::int64_t>(need.forward_scratch)};
    block(i, kBackwardScratch) = {times.Backward(i), times.Backward(i),
                                  static_cast<std::int64_t>(need.backward_scratch)};
  }
  for (int i = 0; i < count; ++i) {
    const core::Layer& layer = graph.layers[static_cast<std::size_t>(i)];
    const LayerNeeds& need = needs[static_cast<std::size_t>(i)];
    const int back = times.Backward(i);
    extend(block(layer.input, kY), need.has_gradient && ReadsInputAgain(layer) ? back : i);
    // The activation's gradient asks where the output was within bounds: batch norm finds that out again from z.
    if (need.has_gradient && !need.batch_norm && layer.activation != core::Activation::kNone) {
      extend(block(i, kY), back);
    }
    if (layer.residual != core::kNoLayer) {
      const bool again = need.has_gradient && need.batch_norm && layer.activation != core::Activation::kNone;
      extend(block(layer.residual, kY), again ? back : i);
      extend(block(layer.residual, kGradient), back);
    }
    if (layer.input >= 0) {
      extend(block(layer.input, kGradient), back);
    }
  }
  for (const int tap : graph.taps) {
    extend(block(tap, kY), times.Loss());
    extend(block(tap, kGradient), times.Loss());
  }
  return lifetimes;
}

}  // namespace

void PlanStep(const core::Graph& graph, const core::Shape& input, const std::vector<LayerNeeds>& needs,
              StepTensors& tensors) {
  const std::vector<core::Shape> shapes = core::InferShapes(graph, input);
  const std::vector<Lifetime> lifetimes = FindLifetimes(graph, input, shapes, needs);
  const core::MemoryPlan plan = core::PlanMemory(lifetimes);
  tensors.arena.Reserve(static_cast<std::size_t>(plan.arena_bytes));
  const auto at = [&](std::size_t block) { return tensors.arena.data() + plan.offsets[block]; };
  const auto view = [&](std::size_t block, const core::Shape& shape) {
    return lifetimes[block].bytes == 0 ? core::TensorView()
                                       : core::TensorView(reinterpret_cast<float*>(at(block)), shape);
  };
  tensors.input = view(0, input);
  tensors.layers.clear();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const std::size_t first = 1 + i * kBlocks;
    const auto scratch = [&](std::size_t block) {
      return std::span(at(block), static_cast<std::size_t>(lifetimes[block].bytes));
    };
    tensors.layers.push_back({view(first + kZ, shapes[i]), view(first + kY, shapes[i]),
                              view(first + kGradient, shapes[i]), scratch(first + kForwardScratch),
                              scratch(first + kBackwardScratch)});
  }
}

}  // namespace godwit::training
