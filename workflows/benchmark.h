// How fast networks are on this machine, at every width (alpha) and resolution (rho) asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "workflows/machine_peak.h"

namespace godwit::workflows {

enum class Backbone { kMobileNetV1, kMobileNetV2 };

struct BenchmarkRequest {
  // An installed model's weight file: it has one alpha, and one input size unless `inputs` names others. Empty: the
  // backbone with 1000 classes and random weights, which take the same time as trained ones.
  std::filesystem::path model;
  Backbone backbone = Backbone::kMobileNetV1;
  std::vector<double> alphas{1.0, 0.75, 0.5, 0.25};  // in (0, 1]
  std::vector<int> inputs;                           // sides in pixels; empty: 224, 192, 160, 128, or the model's own
  std::vector<int> threads{1, 2};
  int runs = 50;        // timed runs of each setting
  bool layers = false;  // time each layer too, and measure the machine's roofline
};

struct LayerTime {
  std::string name;
  std::string kind;  // as core::Name
  double ms = 0;     // mean over the timed runs
  std::int64_t multiply_adds = 0;
  std::int64_t parameters = 0;  // without biases, as the paper counts
  double gflops = 0;
  double roofline = 0;  // share of what the machine could do at best (MachinePeak); small layers may pass 1
};

struct BenchmarkResult {
  std::string backbone;  // architecture: "mobilenet_v1"
  double alpha = 0;
  int input = 0;
  int threads = 0;
  int runs = 0;          // that were timed
  double median_ms = 0;  // of one image, network only
  double min_ms = 0;
  double p90_ms = 0;
  std::int64_t multiply_adds = 0;
  std::int64_t parameters = 0;  // biases included
  std::int64_t peak_bytes = 0;  // weights and activations
  std::vector<LayerTime> layers;

  [[nodiscard]] double ImagesPerSecond() const { return 1000.0 / median_ms; }
  // The resolution multiplier: the paper counts from 224.
  [[nodiscard]] double Rho() const { return input / 224.0; }
};

struct BenchmarkReport {
  std::string weights;  // "random", or the model's id
  std::string isa;
  std::vector<BenchmarkResult> results;  // by alpha, then input, then threads, in the order asked for
  std::vector<MachinePeak> peaks;        // one a thread count, where layers were timed
};

// Hears what the settings timed so far give: those at the front of the list, the last ones perhaps with fewer runs.
using BenchmarkSink = std::function<void(const BenchmarkReport&)>;

// Times every combination. Settings take turns, a few runs each, so that a busy moment of the machine is shared by all;
// each turn starts with runs that do not count. Progress counts turns; before each report of it `so_far` is called, on
// the calling thread. Errors: kUsage for settings out of range; kModel for the file; kCancelled.
core::Result<BenchmarkReport> Benchmark(const BenchmarkRequest& request, const core::JobContext& context,
                                        const BenchmarkSink& so_far = {});

}  // namespace godwit::workflows
