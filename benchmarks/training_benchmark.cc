// Steps of training, warm: forward with batch norm by the statistics of the batch, softmax cross-entropy, backward of
// all weights. Median images per second, and the peak memory of the process.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/kernels/dispatch.h"
#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "core/ops/reduce.h"
#include "training/model/trainable_network.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): a program of its own

constexpr int kClasses = 1000;

double PeakMegabytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) {
      return std::stod(line.substr(6)) / 1024;
    }
  }
  return 0;
}

// The gradient of the mean cross-entropy, where image n has label n: (softmax - one hot) / batch.
void LossGradient(training::TrainableNetwork& network) {
  const core::TensorView gradient = network.TapGradient(0);
  core::Softmax(network.Tap(0), gradient);
  const std::int64_t batch = gradient.shape().n;
  for (std::int64_t n = 0; n < batch; ++n) {
    float* const row = gradient.Pixel(n, 0, 0);
    row[n % kClasses] -= 1.0F;
    std::transform(row, row + kClasses, row, [&](float value) { return value / static_cast<float>(batch); });
  }
}

void Measure(const std::string& name, int threads, int batch, int steps) {
  double alpha = 0;
  int side = 0;
  if (std::sscanf(name.c_str(), "v1-%lf-%d", &alpha, &side) != 2) {
    throw std::invalid_argument(name + ": not a network that this program knows");
  }
  const core::Graph graph = core::MobileNetV1({.alpha = alpha, .classes = kClasses});
  auto network = training::TrainableNetwork::Create(
      graph, core::RandomWeights(graph, 1).table(), "random weights",
      {.attach_batch_norm = [](const core::Layer& layer) { return layer.name != "logits"; }});
  const core::ThreadPool pool(threads);
  network->Prepare({batch, side, side, 3}, pool);
  constexpr int kWarmUp = 2;
  std::vector<double> seconds;
  for (int step = -kWarmUp; step < steps; ++step) {
    const core::TensorView input = network->input();
    for (std::int64_t i = 0; i < input.shape().Elements(); ++i) {
      input.data()[i] = static_cast<float>(i * 7919 % 256) / 127.5F - 1;
    }
    const auto start = std::chrono::steady_clock::now();
    network->Forward(training::Mode::kTrain);
    LossGradient(*network);
    network->Backward();
    if (step >= 0) {
      seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  }
  std::ranges::sort(seconds);
  fmt::print("{} {} threads={} batch={} images_per_s={:.2f} best={:.2f} peak_mb={:.0f} arena_mb={:.0f}\n", name,
             core::IsaName(core::ActiveIsa()), threads, batch, batch / seconds[seconds.size() / 2],
             batch / seconds.front(), PeakMegabytes(), static_cast<double>(network->arena_bytes()) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times steps of training");
  int batch = 32;
  int steps = 5;
  int threads = 2;
  std::vector<std::string> names{"v1-0.25-128", "v1-1.0-224"};
  app.add_option("--batch", batch, "Images of a step")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--steps", steps, "Timed steps")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--threads", threads, "Threads")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("NAME", names, "v1-ALPHA-INPUT");
  CLI11_PARSE(app, argc, argv);
  for (const std::string& name : names) {
    Measure(name, threads, batch, steps);
  }
}
