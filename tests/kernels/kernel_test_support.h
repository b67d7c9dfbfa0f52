// What kernel tests share: random values, outputs between guard bands, and every instruction set as a test parameter.
#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/kernels/dispatch.h"
#include "tests/support/random_floats.h"

namespace godwit::core {

using tests::RandomFloats;

// How far past the last value of an input kernels may read.
inline constexpr std::ptrdiff_t kReadableTail = 16;

// Values that a kernel may write, and a band of others before, behind and in between that it may not: rows of `columns`
// values begin every `stride` floats.
class GuardedRows {
 public:
  GuardedRows(std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t stride)
      : rows_(rows), columns_(columns), stride_(stride), values_(static_cast<std::size_t>(2 * kBand + rows * stride)) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i] = GuardOf(static_cast<std::ptrdiff_t>(i));
    }
  }

  [[nodiscard]] float* data() { return values_.data() + kBand; }
  [[nodiscard]] float At(std::ptrdiff_t row, std::ptrdiff_t column) const {
    return values_[static_cast<std::size_t>(kBand + row * stride_ + column)];
  }
  [[nodiscard]] std::ptrdiff_t rows() const { return rows_; }
  [[nodiscard]] std::ptrdiff_t columns() const { return columns_; }

  [[nodiscard]] bool GuardsAreUntouched() const {
    for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(values_.size()); ++i) {
      const std::ptrdiff_t offset = i - kBand;
      const bool inside = offset >= 0 && offset < rows_ * stride_ && offset % stride_ < columns_;
      if (!inside && values_[static_cast<std::size_t>(i)] != GuardOf(i)) {
        return false;
      }
    }
    return true;
  }

 private:
  static constexpr std::ptrdiff_t kBand = 64;
  static float GuardOf(std::ptrdiff_t i) { return 1000.0F + static_cast<float>(i % 97); }

  std::ptrdiff_t rows_, columns_, stride_;
  std::vector<float> values_;
};

// The largest difference, relative to 1 or to the expected value, whichever is more.
inline double LargestDifference(const GuardedRows& actual, const GuardedRows& expected) {
  double largest = 0;
  for (std::ptrdiff_t row = 0; row < expected.rows(); ++row) {
    for (std::ptrdiff_t column = 0; column < expected.columns(); ++column) {
      const double want = expected.At(row, column);
      const double difference = std::abs(actual.At(row, column) - want) / std::max(1.0, std::abs(want));
      largest = difference <= largest ? largest : difference;  // a NaN wins
    }
  }
  return largest;
}

class EveryIsa : public testing::TestWithParam<Isa> {
 protected:
  [[nodiscard]] static const KernelTable& kernels() { return KernelsOf(GetParam()); }
};

inline std::string IsaTestName(const testing::TestParamInfo<Isa>& info) { return std::string(IsaName(info.param)); }

}  // namespace godwit::core
