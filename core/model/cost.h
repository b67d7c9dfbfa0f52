// What a network costs, as the paper counts it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/graph.h"

namespace godwit::core {

struct Cost {
  std::int64_t multiply_adds = 0;
  std::int64_t parameters = 0;  // weights only: the paper's tables leave out biases and batch norm
  std::int64_t biases = 0;

  Cost& operator+=(const Cost& other);
};

// The cost of each layer for an input of this shape (paper 3.1-3.3):
//   conv       k*k*M*N per output pixel      depthwise  3*3*M per output pixel
//   pointwise  M*N per pixel                 linear     M*N
// Pooling and softmax count as nothing.
std::vector<Cost> LayerCosts(const Graph& graph, const Shape& input);

Cost TotalCost(const Graph& graph, const Shape& input);

}  // namespace godwit::core
