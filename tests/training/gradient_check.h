// Checks losses against a plain version in double and its central differences.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "core/tensor/tensor.h"

namespace godwit::training::tests {

using PlainLoss = std::function<double(const std::vector<double>&)>;

// Values of a mt19937, which is the same everywhere, in [low, high).
inline std::vector<float> RandomValues(std::size_t count, std::uint32_t seed, float low, float high) {
  std::mt19937 bits(seed);
  std::vector<float> values(count);
  for (float& value : values) {
    value = low + (high - low) * static_cast<float>(bits() >> 8) / static_cast<float>(1 << 24);
  }
  return values;
}

// d(plain)/d(x) by central differences.
inline std::vector<double> NumericalGradient(const PlainLoss& plain, const std::vector<float>& x) {
  constexpr double kStep = 1e-5;
  std::vector<double> point(x.begin(), x.end());
  std::vector<double> gradient;
  for (double& coordinate : point) {
    const double middle = coordinate;
    coordinate = middle + kStep;
    const double above = plain(point);
    coordinate = middle - kStep;
    const double below = plain(point);
    coordinate = middle;
    gradient.push_back((above - below) / (2 * kStep));
  }
  return gradient;
}

// Expects the loss and gradient that a function gave for `x` to be those of the plain version: the loss to 1e-9
// relative, the gradient (of float32) to 1e-6 of its largest entry.
inline void ExpectLossAndGradient(const PlainLoss& plain, const std::vector<float>& x, double loss,
                                  const std::vector<float>& gradient) {
  const double expected = plain(std::vector<double>(x.begin(), x.end()));
  EXPECT_NEAR(loss, expected, 1e-9 * std::max(1.0, std::abs(expected)));
  const std::vector<double> slopes = NumericalGradient(plain, x);
  ASSERT_EQ(gradient.size(), slopes.size());
  double largest = 0;
  for (const double slope : slopes) {
    largest = std::max(largest, std::abs(slope));
  }
  EXPECT_GT(largest, 0) << "the check says nothing";
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    EXPECT_NEAR(gradient[i], slopes[i], 1e-6 * largest) << "at " << i;
  }
}

}  // namespace godwit::training::tests
