// Where each tensor of a run lies in one arena.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/graph.h"

namespace godwit::core {

// A block that is needed from step `first` to step `last`, both included. A step is a layer's index.
struct Lifetime {
  int first = 0;
  int last = 0;
  std::int64_t bytes = 0;
};

struct MemoryPlan {
  std::vector<std::int64_t> offsets;  // bytes, one per lifetime, multiples of kAlignment
  std::int64_t arena_bytes = 0;
};

// Packs blocks so that those alive at the same time do not overlap and each has kTailBytes behind it: greedily, largest
// first, at the lowest free offset. Quadratic in the number of blocks. Requires bytes >= 0 and first <= last.
MemoryPlan PlanMemory(const std::vector<Lifetime>& lifetimes);

// Lifetimes of the graph's input (index 0) and of each layer's output (index 1 + layer). The input lives until its last
// reader; taps live to the end.
std::vector<Lifetime> TensorLifetimes(const Graph& graph, const Shape& input, const std::vector<Shape>& shapes);

}  // namespace godwit::core
