#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/progress_line.h"
#include "workflows/benchmark.h"
#include "workflows/models.h"

namespace godwit::cli {
namespace {

using Json = nlohmann::ordered_json;

struct BenchCommand {
  CommonOptions common;
  workflows::BenchmarkRequest request;
  std::string model;
  std::string backbone = "v1";
  std::vector<std::string> precisions{"f32"};
  bool json = false;

  int Run(std::stop_token stop);
};

Json ToJson(const workflows::BenchmarkReport& report) {
  Json results = Json::array();
  for (const workflows::BenchmarkResult& result : report.results) {
    Json layers = Json::array();
    for (const workflows::LayerTime& layer : result.layers) {
      layers.push_back({{"name", layer.name},
                        {"kind", layer.kind},
                        {"ms", layer.ms},
                        {"gflops", layer.gflops},
                        {"roofline", layer.roofline}});
    }
    results.push_back({{"backbone", result.backbone},
                       {"weights", report.weights},
                       {"alpha", result.alpha},
                       {"input", result.input},
                       {"threads", result.threads},
                       {"precision", "f32"},
                       {"isa", report.isa},
                       {"median_ms", result.median_ms},
                       {"min_ms", result.min_ms},
                       {"p90_ms", result.p90_ms},
                       {"images_per_s", result.ImagesPerSecond()},
                       {"multiply_adds", result.multiply_adds},
                       {"parameters", result.parameters},
                       {"peak_bytes", result.peak_bytes},
                       {"layers", std::move(layers)}});
  }
  Json machine = Json::array();
  for (const workflows::MachinePeak& peak : report.peaks) {
    machine.push_back({{"threads", peak.threads}, {"gflops", peak.gflops}, {"gigabytes_per_s", peak.gigabytes_per_s}});
  }
  return {{"command", "bench"}, {"results", std::move(results)}, {"machine", std::move(machine)}};
}

void PrintLayers(const workflows::BenchmarkResult& result) {
  fmt::print("\n{} {}-{}, {} thread{}\n  {:<32} {:<10} {:>9} {:>9} {:>9}\n", result.backbone, result.alpha,
             result.input, result.threads, result.threads == 1 ? "" : "s", "layer", "kind", "ms", "GFLOP/s",
             "roofline");
  for (const workflows::LayerTime& layer : result.layers) {
    fmt::print("  {:<32} {:<10} {:9.4f} {:9.1f} {:8.0f}%\n", layer.name, layer.kind, layer.ms, layer.gflops,
               100 * layer.roofline);
  }
}

void Print(const workflows::BenchmarkReport& report) {
  fmt::print("{} weights, float32, {}; milliseconds for one image, network only\n\n", report.weights, report.isa);
  fmt::print("{:<22} {:>6} {:>6} {:>8} {:>9} {:>9} {:>9} {:>10} {:>9} {:>9} {:>8}\n", "network", "alpha", "input",
             "threads", "median", "min", "p90", "images/s", "M madds", "M params", "MB");
  for (const workflows::BenchmarkResult& result : report.results) {
    fmt::print("{:<22} {:>6} {:>6} {:>8} {:>9.3f} {:>9.3f} {:>9.3f} {:>10.1f} {:>9.1f} {:>9.2f} {:>8.1f}\n",
               result.backbone, result.alpha, result.input, result.threads, result.median_ms, result.min_ms,
               result.p90_ms, result.ImagesPerSecond(), static_cast<double>(result.multiply_adds) / 1e6,
               static_cast<double>(result.parameters) / 1e6, static_cast<double>(result.peak_bytes) / 1e6);
  }
  for (const workflows::MachinePeak& peak : report.peaks) {
    fmt::print("\nThis machine at best, {} thread{}: {:.0f} GFLOP/s, {:.0f} GB/s\n", peak.threads,
               peak.threads == 1 ? "" : "s", peak.gflops, peak.gigabytes_per_s);
  }
  for (const workflows::BenchmarkResult& result : report.results) {
    if (!result.layers.empty()) {
      PrintLayers(result);
    }
  }
}

int BenchCommand::Run(std::stop_token stop) {
  request.backbone = backbone == "v1" ? workflows::Backbone::kMobileNetV1 : workflows::Backbone::kMobileNetV2;
  if (!model.empty()) {
    const auto file = workflows::FindModel(workflows::ModelsFolder(common.models_folder), model);
    if (!file) {
      return ReportError(file.error());
    }
    request.model = *file;
  }
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto report = workflows::Benchmark(
      request,
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  progress.Clear();
  if (!report) {
    return ReportError(report.error());
  }
  if (json) {
    std::cout << ToJson(*report).dump(2) << '\n';
  } else {
    Print(*report);
  }
  return kDone;
}

}  // namespace

Run AddBench(CLI::App& app) {
  const auto command = std::make_shared<BenchCommand>();
  workflows::BenchmarkRequest& request = command->request;
  auto* model =
      app.add_option("--model", command->model, "Id of an installed model (default: random weights)")->type_name("ID");
  app.add_option("--backbone", command->backbone, "MobileNet v1 or v2, with 1000 classes and random weights")
      ->capture_default_str()
      ->check(CLI::IsMember({"v1", "v2"}))
      ->type_name("NAME")
      ->excludes(model);
  const auto list = [&](const char* name, auto& values, const char* help) {
    return app.add_option(name, values, help)->allow_extra_args(false)->delimiter(',')->type_name("LIST");
  };
  list("--alpha", request.alphas, "Width multipliers (default: 1,0.75,0.5,0.25)")->excludes(model);
  list("--input", request.inputs, "Input sides in pixels (default: 224,192,160,128, or the model's own)");
  list("--threads", request.threads, "Thread counts (default: 1,2)");
  list("--precision", command->precisions, "Precisions: f32 is all there is so far")
      ->capture_default_str()
      ->check(CLI::IsMember({"f32"}));
  app.add_option("--runs", request.runs, "Timed runs of each setting")->capture_default_str()->type_name("N");
  app.add_flag("--layers", request.layers, "Time each layer, beside what the machine could do at best");
  app.add_flag("--json", command->json, "One JSON document");
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  app.footer("Example:\n  godwit bench --alpha 1,0.5 --input 224,128 --threads 1 --layers");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
