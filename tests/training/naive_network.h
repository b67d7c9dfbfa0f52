// A graph computed by plain loops in double: what gradients are measured on, by differences.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/model/graph.h"

namespace godwit::training {

struct DoubleTensor {
  core::Shape shape;
  std::vector<double> values;

  [[nodiscard]] double& At(std::int64_t n, std::int64_t y, std::int64_t x, std::int64_t c) {
    return values[static_cast<std::size_t>(((n * shape.h + y) * shape.w + x) * shape.c + c)];
  }
  [[nodiscard]] double At(std::int64_t n, std::int64_t y, std::int64_t x, std::int64_t c) const {
    return const_cast<DoubleTensor*>(this)->At(n, y, x, c);
  }
};

DoubleTensor MakeDoubleTensor(const core::Shape& shape);

// Cross-correlation, padded with zeros. Weights: (kernel, kernel, in, out), or (3, 3, c, 1) where `depthwise`.
DoubleTensor NaiveConv(const DoubleTensor& in, const std::vector<double>& weights, std::int64_t kernel,
                       std::int64_t stride, core::Padding padding, std::int64_t out, bool depthwise);

// (z - mean) / sqrt(variance + epsilon) * gamma + beta, by the statistics of the batch.
DoubleTensor NaiveBatchNorm(const DoubleTensor& z, const std::vector<double>& gamma, const std::vector<double>& beta);

using DoubleTable = std::map<std::string, std::vector<double>>;  // by the names of a weight file

// The graph's taps in training mode. Layers that have a gamma have batch norm.
std::vector<DoubleTensor> NaiveForward(const core::Graph& graph, const DoubleTensor& input, const DoubleTable& weights);

}  // namespace godwit::training
