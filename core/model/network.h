// A graph with its weights, ready to run.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/memory_plan.h"
#include "core/ops/conv.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// The epsilon of every batch norm of the MobileNet family.
inline constexpr float kBatchNormEpsilon = 0.001F;

// Time spent in each layer, added up over runs. One per thread that runs.
class Profiler {
 public:
  using Clock = std::chrono::steady_clock;

  void Add(std::size_t layer, Clock::duration time) {
    if (layer >= totals_.size()) {
      totals_.resize(layer + 1);
    }
    totals_[layer] += time;
  }
  void CountRun() { ++runs_; }

  [[nodiscard]] int runs() const { return runs_; }
  [[nodiscard]] const std::vector<Clock::duration>& totals() const { return totals_; }

 private:
  std::vector<Clock::duration> totals_;
  int runs_ = 0;
};

// The activations of one run: an arena planned for one input shape. Reused, it keeps its memory. Move-only; one per
// thread.
class Workspace {
 public:
  // Where the caller writes the network's input. Its memory is reused while the network runs: fill it before every run.
  [[nodiscard]] TensorView input() { return tensors_.front(); }

  // The output of the graph's `index`-th tap after a run.
  [[nodiscard]] ConstTensorView Tap(std::size_t index) const { return tensors_[taps_[index]]; }

  [[nodiscard]] std::int64_t arena_bytes() const { return arena_bytes_; }

 private:
  friend class Network;

  std::uint64_t network_ = 0;  // whose plan this is; 0: nobody's
  Shape input_shape_;
  int threads_ = 0;
  std::vector<TensorView> tensors_;  // the input, then each layer's output
  std::vector<std::size_t> taps_;    // indices into tensors_
  std::vector<std::span<float>> scratch_;
  std::int64_t arena_bytes_ = 0;
  Buffer arena_;
};

// Immutable once created; any number of threads may run it, each with a Workspace of its own.
class Network {
 public:
  // Takes the weights "<layer>/weights" and "<layer>/bias" or "<layer>/batch_norm/{gamma,beta,mean,variance}" of every
  // layer from `weights`, folds batch norm and packs everything for the active instruction set; `weights` is not needed
  // afterwards. Errors (kModel, naming `file` and the tensor): missing, unexpected or misshapen tensors, values that
  // are not finite. `linear` weights may have any input count the layers before them produce.
  static Result<Network> Create(Graph graph, const WeightTable& weights, const std::string& file);

  [[nodiscard]] const Graph& graph() const { return graph_; }

  // Plans `workspace` for an input shape and allocates its arena, unless it is already. Requires shape.c as the
  // graph's.
  void Prepare(Workspace& workspace, const Shape& input, const ThreadPool& pool) const;

  // Runs on workspace.input(); results are the workspace's taps. Requires a workspace that this network prepared with
  // this pool (or one of as many threads). Allocates nothing of ours. Depthwise layers that only a pointwise layer
  // reads run together with it (core/ops/depthwise_pointwise.h), but under a profiler each layer runs by itself; the
  // results are the same.
  void Run(Workspace& workspace, const ThreadPool& pool, Profiler* profiler = nullptr) const;

 private:
  explicit Network(Graph graph);

  void RunLayer(std::size_t index, Workspace& workspace, const ThreadPool& pool) const;
  void RunWithNext(std::size_t index, Workspace& workspace, const ThreadPool& pool) const;

  using Weights = std::variant<std::monostate, ConvWeights, DepthwiseWeights, PointwiseWeights>;

  std::uint64_t id_;  // no other network of this process has it
  Graph graph_;
  std::vector<Weights> weights_;      // one per layer
  std::vector<bool> runs_with_next_;  // one per layer: a depthwise layer and its pointwise layer
};

}  // namespace godwit::core
