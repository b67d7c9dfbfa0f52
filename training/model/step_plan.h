// What a training step keeps of each layer, and where: one arena in which tensors that do not live at the same time
// share memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/graph.h"
#include "core/tensor/tensor.h"

namespace godwit::training {

// What the plan must know of a layer.
struct LayerNeeds {
  bool batch_norm = false;
  bool has_gradient = false;  // of its output: it is trained, or passes on to layers that are
  std::size_t forward_scratch = 0;
  std::size_t backward_scratch = 0;
};

struct StepTensors {
  struct OfLayer {
    core::TensorView z;           // before batch norm; no data for layers without
    core::TensorView y;           // the output
    core::TensorView y_gradient;  // no data for layers without gradient; the backward turns it into that of z
    std::span<std::byte> forward_scratch, backward_scratch;
  };
  core::TensorView input;
  std::vector<OfLayer> layers;
  core::Buffer arena;
};

// Plans and allocates. A step runs the layers, then the caller reads taps and writes their gradients, then layers run
// backwards. `tensors` keeps its memory where that suffices.
void PlanStep(const core::Graph& graph, const core::Shape& input, const std::vector<LayerNeeds>& needs,
              StepTensors& tensors);

}  // namespace godwit::training
