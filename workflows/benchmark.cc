#include "workflows/benchmark.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "core/kernels/dispatch.h"
#include "core/model/cost.h"
#include "core/model/mobilenet.h"
#include "core/model/model_file.h"
#include "core/model/network.h"
#include "core/model/random_weights.h"
#include "workflows/model_import.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using Clock = std::chrono::steady_clock;

constexpr int kTurnRuns = 5;
constexpr int kWarmUpRuns = 2;
constexpr int kSmallestInput = 32;
constexpr int kLargestInput = 2048;
constexpr int kMostThreads = 1024;

double Milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

// A network to time and what it is.
struct Subject {
  core::Network network;
  std::string backbone;
  double alpha;
};

// One combination: the state of its runs and their times.
struct Setting {
  const Subject* subject;
  const core::ThreadPool* pool;
  int input;
  core::Workspace workspace;
  core::Profiler profiler;
  std::vector<double> times_ms;

  [[nodiscard]] core::Shape Shape() const { return {1, input, input, 3}; }

  void Run(core::Profiler* layers) {
    // A network may write its activations over its input.
    std::fill_n(workspace.input().data(), Shape().Elements(), 0.5F);
    const auto start = Clock::now();
    subject->network.Run(workspace, *pool, layers);
    times_ms.push_back(Milliseconds(Clock::now() - start));
  }

  // Runs until this setting has `runs` times, at most a turn's.
  void Turn(int runs, bool layers) {
    subject->network.Prepare(workspace, Shape(), *pool);
    const std::size_t before = times_ms.size();
    for (int run = 0; run < kWarmUpRuns; ++run) {
      Run(nullptr);
    }
    times_ms.resize(before);
    for (int run = 0; run < kTurnRuns && times_ms.size() < static_cast<std::size_t>(runs); ++run) {
      Run(layers ? &profiler : nullptr);
    }
  }
};

core::Result<> Check(const BenchmarkRequest& request) {
  for (const double alpha : request.alphas) {
    if (!(alpha > 0 && alpha <= 1)) {
      return core::Fail(ErrorKind::kUsage, "alpha {} is not in (0, 1]", alpha);
    }
  }
  for (const int input : request.inputs) {
    if (input < kSmallestInput || input > kLargestInput) {
      return core::Fail(ErrorKind::kUsage, "an input of {} pixels is not between {} and {}", input, kSmallestInput,
                        kLargestInput);
    }
  }
  for (const int threads : request.threads) {
    if (threads < 1 || threads > kMostThreads) {
      return core::Fail(ErrorKind::kUsage, "{} threads are not between 1 and {}", threads, kMostThreads);
    }
  }
  if (request.runs < 1) {
    return core::Fail(ErrorKind::kUsage, "there must be at least one run");
  }
  return {};
}

core::Graph BackboneGraph(Backbone backbone, double alpha) {
  constexpr int kClasses = 1000;
  return backbone == Backbone::kMobileNetV1 ? core::MobileNetV1({.alpha = alpha, .classes = kClasses, .softmax = true})
                                            : core::MobileNetV2({.alpha = alpha, .classes = kClasses, .softmax = true});
}

core::Result<std::vector<Subject>> RandomSubjects(const BenchmarkRequest& request) {
  std::vector<Subject> subjects;
  for (const double alpha : request.alphas) {
    core::Graph graph = BackboneGraph(request.backbone, alpha);
    const core::OwnedWeights weights = core::RandomWeights(graph, 1);
    auto network = core::Network::Create(std::move(graph), weights.table(), "random weights");
    if (!network) {
      return core::Forward(network);
    }
    subjects.push_back(
        {std::move(*network), request.backbone == Backbone::kMobileNetV1 ? "mobilenet_v1" : "mobilenet_v2", alpha});
  }
  return subjects;
}

// The model as the one subject; `request` takes the input that it does not name from the model's card.
core::Result<std::vector<Subject>> ModelSubject(BenchmarkRequest& request, std::string& id) {
  auto file = core::ModelFile::Open(request.model);
  if (!file) {
    return core::Forward(file);
  }
  const core::ModelCard& card = file->card;
  auto graph = GraphOf(card);
  if (!graph) {
    return core::Forward(graph);
  }
  auto network = core::Network::Create(*std::move(graph), file->weights.tensors(), request.model.string());
  if (!network) {
    return core::Forward(network);
  }
  if (request.inputs.empty()) {
    request.inputs = {card.input_width};
  }
  id = card.id;
  std::vector<Subject> subjects;
  subjects.push_back({std::move(*network), card.architecture, card.alpha});
  return subjects;
}

std::int64_t Bytes(std::int64_t floats) { return floats * static_cast<std::int64_t>(sizeof(float)); }

std::vector<LayerTime> LayerTimes(const Setting& setting, const MachinePeak& peak) {
  const core::Graph& graph = setting.subject->network.graph();
  const std::vector<core::Shape> shapes = core::InferShapes(graph, setting.Shape());
  const std::vector<core::Cost> costs = core::LayerCosts(graph, setting.Shape());
  std::vector<LayerTime> times;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const core::Layer& layer = graph.layers[i];
    const core::Shape in =
        layer.input == core::kGraphInput ? setting.Shape() : shapes[static_cast<std::size_t>(layer.input)];
    const std::int64_t residual = layer.residual == core::kNoLayer ? 0 : shapes[i].Elements();
    const std::int64_t moved =
        Bytes(in.Elements() + shapes[i].Elements() + residual + costs[i].parameters + costs[i].biases);
    const double ms = Milliseconds(setting.profiler.totals()[i]) / setting.profiler.runs();
    const double flops = 2.0 * static_cast<double>(costs[i].multiply_adds);
    times.push_back({.name = layer.name,
                     .kind = std::string(core::Name(layer.kind)),
                     .ms = ms,
                     .multiply_adds = costs[i].multiply_adds,
                     .parameters = costs[i].parameters,
                     .gflops = flops / (1e6 * ms),
                     .roofline = 1e3 * peak.LeastSeconds(flops, static_cast<double>(moved)) / ms});
  }
  return times;
}

BenchmarkResult ResultOf(Setting& setting) {
  std::vector<double>& times = setting.times_ms;
  std::ranges::sort(times);
  const core::Cost cost = core::TotalCost(setting.subject->network.graph(), setting.Shape());
  const std::int64_t parameters = cost.parameters + cost.biases;
  return {.backbone = setting.subject->backbone,
          .alpha = setting.subject->alpha,
          .input = setting.input,
          .threads = setting.pool->threads(),
          .runs = static_cast<int>(times.size()),
          .median_ms = (times[(times.size() - 1) / 2] + times[times.size() / 2]) / 2,
          .min_ms = times.front(),
          .p90_ms = times[(times.size() - 1) * 9 / 10],
          .multiply_adds = cost.multiply_adds,
          .parameters = parameters,
          .peak_bytes = Bytes(parameters) + setting.workspace.arena_bytes(),
          .layers = {}};
}

// A setting each for all combinations; they refer to both.
std::vector<Setting> Combine(const std::vector<Subject>& subjects, const std::vector<int>& inputs,
                             const std::vector<core::ThreadPool>& pools) {
  std::vector<Setting> settings;
  for (const Subject& subject : subjects) {
    for (const int input : inputs) {
      for (const core::ThreadPool& pool : pools) {
        settings.push_back({.subject = &subject, .pool = &pool, .input = input});
      }
    }
  }
  return settings;
}

std::string NameOf(const Setting& setting) {
  const int threads = setting.pool->threads();
  return fmt::format("{} {}-{}, {} thread{}", setting.subject->backbone, setting.subject->alpha, setting.input, threads,
                     threads == 1 ? "" : "s");
}

}  // namespace

core::Result<BenchmarkReport> Benchmark(const BenchmarkRequest& asked, const core::JobContext& context,
                                        const BenchmarkSink& so_far) {
  BenchmarkRequest request = asked;
  if (auto valid = Check(request); !valid) {
    return core::Forward(valid);
  }
  BenchmarkReport report{
      .weights = "random", .isa = std::string(core::IsaName(core::ActiveIsa())), .results = {}, .peaks = {}};
  auto subjects = request.model.empty() ? RandomSubjects(request) : ModelSubject(request, report.weights);
  if (!subjects) {
    return core::Forward(subjects);
  }
  if (request.inputs.empty()) {
    request.inputs = {224, 192, 160, 128};
  }
  const std::vector<core::ThreadPool> pools(request.threads.begin(), request.threads.end());
  if (request.layers) {
    std::ranges::transform(pools, std::back_inserter(report.peaks), MeasureMachinePeak);
  }
  std::vector<Setting> settings = Combine(*subjects, request.inputs, pools);
  const int turns = (request.runs + kTurnRuns - 1) / kTurnRuns;
  std::int64_t done = 0;
  for (int turn = 0; turn < turns; ++turn) {
    for (std::size_t i = 0; i < settings.size(); ++i) {
      if (context.stop.stop_requested()) {
        return core::Fail(ErrorKind::kCancelled, "cancelled");
      }
      Setting& setting = settings[i];
      setting.Turn(request.runs, request.layers);
      report.results.resize(std::max(report.results.size(), i + 1));
      report.results[i] = ResultOf(setting);
      if (request.layers) {
        report.results[i].layers =
            LayerTimes(setting, report.peaks[static_cast<std::size_t>(setting.pool - pools.data())]);
      }
      if (so_far) {
        so_far(report);
      }
      context.Report(
          {.done = ++done, .total = turns * static_cast<std::int64_t>(settings.size()), .item = NameOf(setting)});
    }
  }
  return report;
}

}  // namespace godwit::workflows
