// Runs networks on made-up images, and compares what comes out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/parallel.h"
#include "core/model/network.h"
#include "core/tensor/tensor.h"
#include "tests/training/gradient_check.h"

namespace godwit::training::tests {

inline core::Tensor RandomImages(std::int64_t count, std::int64_t side) {
  core::Tensor images({count, side, side, 3});
  const std::vector<float> values = RandomValues(static_cast<std::size_t>(images.shape().Elements()), 5, -1, 1);
  std::ranges::copy(values, images.data());
  return images;
}

// What all taps give, one after the other.
inline std::vector<float> Outputs(const core::Graph& graph, const core::WeightTable& weights,
                                  const core::Tensor& images) {
  const core::Network network = core::Network::Create(graph, weights, "test").value();
  const core::ThreadPool pool(1);
  core::Workspace workspace;
  network.Prepare(workspace, images.shape(), pool);
  std::copy_n(images.data(), images.shape().Elements(), workspace.input().data());
  network.Run(workspace, pool);
  std::vector<float> outputs;
  for (std::size_t tap = 0; tap < graph.taps.size(); ++tap) {
    const core::ConstTensorView view = workspace.Tap(tap);
    outputs.insert(outputs.end(), view.data(), view.data() + view.shape().Elements());
  }
  return outputs;
}

// Root mean square of the difference, as a share of the deviation of `expected`.
inline double RelativeError(const std::vector<float>& values, const std::vector<float>& expected) {
  double mean = 0;
  for (const float value : expected) {
    mean += value / static_cast<double>(expected.size());
  }
  double error = 0;
  double variance = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error += std::pow(values[i] - expected[i], 2);
    variance += std::pow(expected[i] - mean, 2);
  }
  return std::sqrt(error / variance);
}

}  // namespace godwit::training::tests
