#include "workflows/benchmark_table.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "workflows/paper_tables.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {

std::optional<double> PaperAccuracyOf(const BenchmarkResult& result) {
  return result.backbone == "mobilenet_v1" ? PaperImageNetAccuracy(result.alpha, result.input) : std::nullopt;
}

std::string BenchmarkCsv(const BenchmarkReport& report) {
  std::string csv =
      "network,weights,alpha,input,rho,threads,isa,multiply_adds,parameters,median_ms,min_ms,p90_ms,images_per_s,runs,"
      "paper_imagenet_top1_percent\r\n";
  for (const BenchmarkResult& result : report.results) {
    const std::optional<double> accuracy = PaperAccuracyOf(result);
    csv +=
        fmt::format("{},{},{},{},{:.3f},{},{},{},{},{:.4f},{:.4f},{:.4f},{:.2f},{},{}\r\n", CsvField(result.backbone),
                    CsvField(report.weights), result.alpha, result.input, result.Rho(), result.threads, report.isa,
                    result.multiply_adds, result.parameters, result.median_ms, result.min_ms, result.p90_ms,
                    result.ImagesPerSecond(), result.runs, accuracy ? fmt::format("{}", *accuracy) : "");
  }
  return csv;
}

std::vector<KindShare> SharesByKind(const BenchmarkResult& result) {
  std::vector<KindShare> shares;
  double time = 0;
  double multiply_adds = 0;
  for (const LayerTime& layer : result.layers) {
    auto share = std::ranges::find(shares, layer.kind, &KindShare::kind);
    if (share == shares.end()) {
      shares.push_back({.kind = layer.kind});
      share = std::prev(shares.end());
    }
    share->time += layer.ms;
    share->multiply_adds += static_cast<double>(layer.multiply_adds);
    time += layer.ms;
    multiply_adds += static_cast<double>(layer.multiply_adds);
  }
  for (KindShare& share : shares) {
    share.time *= 100 / time;
    share.multiply_adds *= 100 / multiply_adds;
  }
  std::ranges::stable_sort(shares, std::greater(), &KindShare::time);
  return shares;
}

}  // namespace godwit::workflows
