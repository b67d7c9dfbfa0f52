#include "tests/ops/op_test_support.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace godwit::core {
namespace {

float GuardOf(std::int64_t i) { return 1000.0F + static_cast<float>(i % 97); }

// The smallest prime that is larger.
std::int64_t PrimeAbove(std::int64_t x) {
  for (;;) {
    ++x;
    bool prime = x > 1;
    for (std::int64_t d = 2; d * d <= x; ++d) {
      prime = prime && x % d != 0;
    }
    if (prime) {
      return x;
    }
  }
}

}  // namespace

Tensor RandomTensor(const Shape& shape, unsigned seed) {
  Tensor tensor(shape);
  std::ranges::copy(RandomFloats(shape.Elements(), seed), tensor.data());
  return tensor;
}

SpacedTensor::SpacedTensor(const Shape& shape, bool dense)
    : shape_(shape),
      pixel_stride_(dense ? shape.c : PrimeAbove(shape.c)),
      row_stride_(dense ? shape.w * pixel_stride_ : PrimeAbove(shape.w * pixel_stride_)),
      image_stride_(dense ? shape.h * row_stride_ : PrimeAbove(shape.h * row_stride_)),
      values_({1, 1, 1, 2 * kBand + shape.n * image_stride_}) {
  for (std::int64_t i = 0; i < values_.shape().c; ++i) {
    values_.data()[i] = GuardOf(i);
  }
}

std::int64_t SpacedTensor::Offset(std::int64_t n, std::int64_t y, std::int64_t x) const {
  return kBand + n * image_stride_ + y * row_stride_ + x * pixel_stride_;
}

TensorView SpacedTensor::view() { return {values_.data() + kBand, shape_, pixel_stride_, row_stride_, image_stride_}; }

void SpacedTensor::Fill(const Tensor& values) {
  const float* from = values.data();
  for (std::int64_t n = 0; n < shape_.n; ++n) {
    for (std::int64_t y = 0; y < shape_.h; ++y) {
      for (std::int64_t x = 0; x < shape_.w; ++x, from += shape_.c) {
        std::copy_n(from, shape_.c, values_.data() + Offset(n, y, x));
      }
    }
  }
}

Tensor SpacedTensor::Dense() const {
  Tensor dense(shape_);
  float* to = dense.data();
  for (std::int64_t n = 0; n < shape_.n; ++n) {
    for (std::int64_t y = 0; y < shape_.h; ++y) {
      for (std::int64_t x = 0; x < shape_.w; ++x) {
        to = std::copy_n(values_.data() + Offset(n, y, x), shape_.c, to);
      }
    }
  }
  return dense;
}

bool SpacedTensor::GuardsAreUntouched() const {
  std::vector<bool> inside(static_cast<std::size_t>(values_.shape().c));
  for (std::int64_t n = 0; n < shape_.n; ++n) {
    for (std::int64_t y = 0; y < shape_.h; ++y) {
      for (std::int64_t x = 0; x < shape_.w; ++x) {
        std::fill_n(inside.begin() + Offset(n, y, x), shape_.c, true);
      }
    }
  }
  for (std::int64_t i = 0; i < values_.shape().c; ++i) {
    if (!inside[static_cast<std::size_t>(i)] && values_.data()[i] != GuardOf(i)) {
      return false;
    }
  }
  return true;
}

double LargestDifference(const Tensor& actual, const Tensor& expected) {
  double largest = 0;
  for (std::int64_t i = 0; i < expected.shape().Elements(); ++i) {
    const double want = expected.data()[i];
    const double difference = std::abs(actual.data()[i] - want) / std::max(1.0, std::abs(want));
    largest = difference <= largest ? largest : difference;  // a NaN wins
  }
  return largest;
}

void ForEverySetting(const std::function<void(const ThreadPool&)>& body) {
  const Isa isa_before = ActiveIsa();
  const GemmVariant variant_before = ActiveGemmVariant();
  for (const int threads : {1, 2, 3}) {
    const ThreadPool pool(threads);
    for (const Isa isa : AvailableIsas()) {
      for (const GemmVariant variant : {GemmVariant::kPacked, GemmVariant::kEigen}) {
        SCOPED_TRACE(testing::Message() << IsaName(isa) << (variant == GemmVariant::kEigen ? " eigen " : " packed ")
                                        << threads << " threads");
        SetActiveIsa(isa);
        SetActiveGemmVariant(variant);
        body(pool);
      }
    }
  }
  SetActiveIsa(isa_before);
  SetActiveGemmVariant(variant_before);
}

}  // namespace godwit::core
