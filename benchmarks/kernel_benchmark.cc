// Times every op at the layer shapes of layers.txt: one benchmark a layer, and one for the sum of each kind in each
// network, for every instruction set, matrix product and thread count asked for, e.g.
//   kernel_benchmark --benchmark_filter='avx512/packed/1/mobilenet_v1_1.0_224/pointwise/all'
// An argument is another file of layers.
// GFLOP/s counts a multiply-add as two.
#include <algorithm>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/kernels/dispatch.h"
#include "core/ops/conv.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"

namespace godwit::benchmarks {
namespace {

using core::Tensor;

struct Layer {
  std::string network;
  std::string kind;
  std::int64_t height, width, in, out, stride;

  [[nodiscard]] core::Shape InShape() const { return {1, height, width, in}; }
  [[nodiscard]] core::Shape OutShape() const {
    if (kind == "pool") {
      return {1, 1, 1, out};
    }
    return {1, core::SameOutput(height, stride), core::SameOutput(width, stride), out};
  }
  [[nodiscard]] std::int64_t MultiplyAdds() const {
    if (kind == "pool") {
      return InShape().Elements() / 2;
    }
    const std::int64_t outputs = OutShape().Elements();
    return kind == "depthwise" ? 9 * outputs : kind == "conv3x3" ? 9 * in * outputs : in * outputs;
  }
};

std::vector<Layer> ReadLayers(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    throw std::runtime_error(path + " cannot be read");
  }
  std::vector<Layer> layers;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    std::istringstream fields(line);
    Layer layer;
    if (!(fields >> layer.network >> layer.kind >> layer.height >> layer.width >> layer.in >> layer.out >>
          layer.stride)) {
      throw std::runtime_error(path + ": not a layer: " + line);
    }
    layers.push_back(layer);
  }
  return layers;
}

std::vector<float> RandomFloats(std::int64_t count) {
  static std::minstd_rand random(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) {
    value = uniform(random);
  }
  return values;
}

// Activations of all layers of a benchmark share two tensors, as a network's memory plan would have it; weights do not.
struct Activations {
  explicit Activations(const std::vector<Layer>& layers) {
    std::int64_t in_size = 0;
    std::int64_t out_size = 0;
    for (const Layer& layer : layers) {
      in_size = std::max(in_size, layer.InShape().Elements());
      out_size = std::max(out_size, layer.OutShape().Elements());
    }
    in = Tensor({1, 1, 1, in_size});
    out = Tensor({1, 1, 1, out_size});
    std::ranges::copy(RandomFloats(in_size), in.data());
  }

  Tensor in, out;
};

// A layer with weights of its own, packed for the active kernels.
class Runner {
 public:
  explicit Runner(const Layer& layer) : layer_(layer) {
    const std::vector<float> bias = RandomFloats(layer.out);
    if (layer.kind == "pointwise") {
      pointwise_ = core::PointwiseWeights(layer.in, layer.out, RandomFloats(layer.in * layer.out), bias);
    } else if (layer.kind == "depthwise") {
      depthwise_ = core::DepthwiseWeights(layer.in, RandomFloats(9 * layer.in), bias);
    } else if (layer.kind == "conv3x3") {
      conv_ = core::ConvWeights(3, layer.in, layer.out, RandomFloats(9 * layer.in * layer.out), bias);
      scratch_.resize(static_cast<std::size_t>(core::Conv2dScratch(layer.InShape(), conv_, layer.stride)));
    }
  }

  void Run(Activations& activations, const core::ThreadPool& pool) {
    constexpr auto kRelu6 = core::Activation::kRelu6;
    const core::ConstTensorView in(activations.in.data(), layer_.InShape());
    const core::TensorView out(activations.out.data(), layer_.OutShape());
    if (layer_.kind == "pointwise") {
      core::Pointwise(in, pointwise_, kRelu6, {}, out, pool);
    } else if (layer_.kind == "depthwise") {
      core::Depthwise(in, depthwise_, layer_.stride, kRelu6, out, pool);
    } else if (layer_.kind == "conv3x3") {
      core::Conv2d(in, conv_, layer_.stride, kRelu6, scratch_, out, pool);
    } else {
      core::GlobalAveragePool(in, out, pool);
    }
  }

 private:
  Layer layer_;
  core::PointwiseWeights pointwise_;
  core::DepthwiseWeights depthwise_;
  core::ConvWeights conv_;
  std::vector<float> scratch_;
};

struct Setting {
  core::Isa isa;
  core::GemmVariant gemm;
  int threads;

  [[nodiscard]] std::string Name() const {
    return std::string(core::IsaName(isa)) + (gemm == core::GemmVariant::kEigen ? "/eigen/" : "/packed/") +
           std::to_string(threads);
  }
};

void RunLayers(benchmark::State& state, const std::vector<Layer>& layers, const Setting& setting) {
  core::SetActiveIsa(setting.isa);
  core::SetActiveGemmVariant(setting.gemm);
  const core::ThreadPool pool(setting.threads);
  Activations activations(layers);
  std::vector<Runner> runners;
  std::int64_t multiply_adds = 0;
  for (const Layer& layer : layers) {
    runners.emplace_back(layer);
    multiply_adds += layer.MultiplyAdds();
  }
  for ([[maybe_unused]] auto _ : state) {
    for (Runner& runner : runners) {
      runner.Run(activations, pool);
    }
  }
  state.counters["GFLOP/s"] =
      benchmark::Counter(2e-9 * static_cast<double>(multiply_adds), benchmark::Counter::kIsIterationInvariantRate);
}

void Register(const std::string& name, const std::vector<Layer>& layers, const Setting& setting) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { RunLayers(state, layers, setting); })
      ->Unit(benchmark::kMicrosecond)
      ->UseRealTime();
}

void RegisterAll(const std::vector<Layer>& layers, const Setting& setting) {
  std::vector<std::pair<std::string, std::vector<Layer>>> groups;
  const auto group_of = [&](const std::string& name) -> std::vector<Layer>& {
    const auto found = std::ranges::find(groups, name, &std::pair<std::string, std::vector<Layer>>::first);
    return found == groups.end() ? groups.emplace_back(name, std::vector<Layer>()).second : found->second;
  };
  for (const Layer& layer : layers) {
    const std::string kind = setting.Name() + "/" + layer.network + "/" + layer.kind;
    group_of(kind + "/all").push_back(layer);
    std::ostringstream name;
    name << kind << "/" << layer.height << "x" << layer.width << "x" << layer.in << "_" << layer.out << "_s"
         << layer.stride;
    group_of(name.str()) = {layer};
  }
  for (const auto& [name, group] : groups) {
    Register(name, group, setting);
  }
}

}  // namespace
}  // namespace godwit::benchmarks

int main(int argc, char** argv) {
  using namespace godwit;
  benchmark::Initialize(&argc, argv);
  std::vector<benchmarks::Layer> layers;
  try {
    layers = benchmarks::ReadLayers(argc == 2 ? argv[1] : GODWIT_LAYERS);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
  for (const core::Isa isa : core::AvailableIsas()) {
    for (const core::GemmVariant gemm : {core::GemmVariant::kPacked, core::GemmVariant::kEigen}) {
      for (const int threads : {1, 2}) {
        benchmarks::RegisterAll(layers, {isa, gemm, threads});
      }
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
