#include "core/model/memory_plan.h"

#include <algorithm>
#include <numeric>

namespace godwit::core {
namespace {

std::int64_t AlignedBytes(std::int64_t bytes) {
  constexpr auto kStep = static_cast<std::int64_t>(kAlignment);
  return (bytes + static_cast<std::int64_t>(kTailBytes) + kStep - 1) / kStep * kStep;
}

bool Overlap(const Lifetime& a, const Lifetime& b) { return a.first <= b.last && b.first <= a.last; }

}  // namespace

MemoryPlan PlanMemory(const std::vector<Lifetime>& lifetimes) {
  std::vector<std::size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](auto a, auto b) { return lifetimes[a].bytes > lifetimes[b].bytes; });

  MemoryPlan plan;
  plan.offsets.resize(lifetimes.size());
  std::vector<std::size_t> placed;  // sorted by offset
  for (const std::size_t index : order) {
    const Lifetime& block = lifetimes[index];
    Check(block.bytes >= 0 && block.first <= block.last, "a lifetime has a size and does not end before it begins");
    const std::int64_t bytes = AlignedBytes(block.bytes);
    std::int64_t offset = 0;
    for (const std::size_t other : placed) {
      if (!Overlap(block, lifetimes[other])) {
        continue;
      }
      if (offset + bytes <= plan.offsets[other]) {
        break;
      }
      offset = std::max(offset, plan.offsets[other] + AlignedBytes(lifetimes[other].bytes));
    }
    plan.offsets[index] = offset;
    plan.arena_bytes = std::max(plan.arena_bytes, offset + bytes);
    placed.insert(std::ranges::upper_bound(placed, offset, {}, [&](std::size_t i) { return plan.offsets[i]; }), index);
  }
  return plan;
}

std::vector<Lifetime> TensorLifetimes(const Graph& graph, const Shape& input, const std::vector<Shape>& shapes) {
  const auto bytes = [](const Shape& shape) { return shape.Elements() * static_cast<std::int64_t>(sizeof(float)); };
  std::vector<Lifetime> lifetimes{{.first = 0, .last = 0, .bytes = bytes(input)}};
  for (int i = 0; i < static_cast<int>(graph.layers.size()); ++i) {
    lifetimes.push_back({.first = i, .last = i, .bytes = bytes(shapes[static_cast<std::size_t>(i)])});
    const Layer& layer = graph.layers[static_cast<std::size_t>(i)];
    lifetimes[static_cast<std::size_t>(layer.input + 1)].last = i;
    if (layer.residual != kNoLayer) {
      lifetimes[static_cast<std::size_t>(layer.residual + 1)].last = i;
    }
  }
  for (const int tap : graph.taps) {
    lifetimes[static_cast<std::size_t>(tap + 1)].last = static_cast<int>(graph.layers.size()) - 1;
  }
  return lifetimes;
}

}  // namespace godwit::core
