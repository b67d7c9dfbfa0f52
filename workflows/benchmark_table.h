// What a benchmark measured, as tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workflows/benchmark.h"

namespace godwit::workflows {

// One line a result (RFC 4180), with a header. Milliseconds are of one image; rho is input / 224; accuracy is the
// paper's (PaperImageNetAccuracy) and empty where it prints none.
std::string BenchmarkCsv(const BenchmarkReport& report);

// The paper's accuracy for the network of a result: MobileNet V1 alone.
std::optional<double> PaperAccuracyOf(const BenchmarkResult& result);

// A kind of layer and its part of the whole network, in percent.
struct KindShare {
  std::string kind;  // as core::Name
  double time = 0;
  double multiply_adds = 0;
};

// By falling share of time. Empty where layers were not timed.
std::vector<KindShare> SharesByKind(const BenchmarkResult& result);

}  // namespace godwit::workflows
