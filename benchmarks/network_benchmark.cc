// Whole networks, warm, one image: median and least milliseconds for each thread count.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/kernels/dispatch.h"
#include "core/model/cost.h"
#include "core/model/mobilenet.h"
#include "core/model/network.h"
#include "core/model/random_weights.h"
#include "detection/ssd/ssd_graph.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): a program of its own

// Weights do not change how long a network takes: random ones serve for every architecture.
struct Subject {
  Subject(const core::Graph& graph, int side)
      : network(core::Network::Create(graph, core::RandomWeights(graph, 1).table(), "random weights").value()),
        input{1, side, side, 3} {}

  core::Network network;
  core::Shape input;
};

Subject Make(const std::string& name) {
  if (name == "coco-ssdlite-mobilenet-v2") {
    return {detection::SsdGraph({}), 300};
  }
  if (name == "face-ssd-mobilenet-v1") {
    return {detection::SsdGraph({.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1, .classes = 3}),
            512};
  }
  double alpha = 0;
  int side = 0;
  if (std::sscanf(name.c_str(), "v1-%lf-%d", &alpha, &side) != 2) {
    throw std::invalid_argument(name + ": not a network that this program knows");
  }
  return {core::MobileNetV1({.alpha = alpha, .classes = 1000, .softmax = true}), side};
}

void Measure(const std::string& name, const Subject& subject, int threads, int runs, bool layers) {
  const core::ThreadPool pool(threads);
  core::Workspace workspace;
  subject.network.Prepare(workspace, subject.input, pool);
  constexpr int kWarmUp = 5;
  std::vector<double> times;
  std::vector<double> least(subject.network.graph().layers.size(), std::numeric_limits<double>::max());
  for (int run = 0; run < kWarmUp + runs; ++run) {
    std::fill_n(workspace.input().data(), subject.input.Elements(), 0.5F);
    core::Profiler profiler;
    const auto start = std::chrono::steady_clock::now();
    subject.network.Run(workspace, pool, layers ? &profiler : nullptr);
    const auto end = std::chrono::steady_clock::now();
    if (run >= kWarmUp) {
      times.push_back(std::chrono::duration<double, std::milli>(end - start).count());
    }
    for (std::size_t i = 0; i < profiler.totals().size(); ++i) {
      least[i] = std::min(least[i], std::chrono::duration<double, std::milli>(profiler.totals()[i]).count());
    }
  }
  std::ranges::sort(times);
  const core::Cost cost = core::TotalCost(subject.network.graph(), subject.input);
  const double median = times[times.size() / 2];
  fmt::print("{} {} threads={} median_ms={:.3f} min_ms={:.3f} gflops={:.1f} arena_mb={:.1f}\n", name,
             core::IsaName(core::ActiveIsa()), threads, median, times.front(),
             2e-6 * static_cast<double>(cost.multiply_adds) / median,
             static_cast<double>(workspace.arena_bytes()) / 1e6);
  if (layers) {
    const std::vector<core::Cost> costs = core::LayerCosts(subject.network.graph(), subject.input);
    for (std::size_t i = 0; i < costs.size(); ++i) {
      const core::Layer& layer = subject.network.graph().layers[i];
      fmt::print("  {:<32} {:<10} {:8.4f} ms {:7.1f} GFLOP/s\n", layer.name, core::Name(layer.kind), least[i],
                 2e-6 * static_cast<double>(costs[i].multiply_adds) / least[i]);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times whole networks");
  int runs = 50;
  bool layers = false;
  std::vector<int> threads{1, 2};
  std::vector<std::string> names{
      "v1-1.0-224", "v1-0.75-192", "v1-0.5-160", "v1-0.25-128", "coco-ssdlite-mobilenet-v2", "face-ssd-mobilenet-v1"};
  app.add_option("--runs", runs, "Timed runs of each")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--threads", threads, "Thread counts")->allow_extra_args(false)->delimiter(',')->capture_default_str();
  app.add_flag("--layers", layers, "The least time of each layer");
  app.add_option("NAME", names, "v1-ALPHA-INPUT, coco-ssdlite-mobilenet-v2 or face-ssd-mobilenet-v1");
  CLI11_PARSE(app, argc, argv);
  for (const std::string& name : names) {
    const Subject subject = Make(name);
    for (const int count : threads) {
      Measure(name, subject, count, runs, layers);
    }
  }
}
