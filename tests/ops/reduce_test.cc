#include "core/ops/reduce.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "tests/ops/op_test_support.h"

namespace godwit::core {
namespace {

TEST(GlobalAveragePool, IsTheMeanOfEachChannelAndImage) {
  for (const bool dense : {true, false}) {
    for (const Shape& shape : {Shape{1, 7, 7, 1000}, Shape{3, 2, 5, 31}, Shape{1, 1, 1, 1}}) {
      const Tensor in = RandomTensor(shape, 1);
      Tensor expected({shape.n, 1, 1, shape.c});
      for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
          double sum = 0;
          for (std::int64_t pixel = 0; pixel < shape.h * shape.w; ++pixel) {
            sum += in.view().Pixel(n, 0, pixel)[c];
          }
          expected.data()[n * shape.c + c] = static_cast<float>(sum / static_cast<double>(shape.h * shape.w));
        }
      }
      SpacedTensor spaced(shape, dense);
      spaced.Fill(in);
      ForEverySetting([&](const ThreadPool& pool) {
        SpacedTensor out(expected.shape(), dense);
        GlobalAveragePool(spaced.view(), out.view(), pool);
        EXPECT_LT(LargestDifference(out.Dense(), expected), 1e-6);
        EXPECT_TRUE(out.GuardsAreUntouched());
      });
    }
  }
}

TEST(GlobalAveragePool, RefusesEmptyMaps) {
  const ThreadPool pool(1);
  const Tensor empty({1, 0, 4, 8});
  Tensor out({1, 1, 1, 8});
  EXPECT_THROW(GlobalAveragePool(empty.view(), out.view(), pool), ContractViolation);
  const Tensor in({1, 2, 2, 7}, 0.0F);
  EXPECT_THROW(GlobalAveragePool(in.view(), out.view(), pool), ContractViolation);
}

TEST(Softmax, SumsToOneOverTheChannelsOfEachPixel) {
  const Shape shape{2, 3, 2, 7};
  const Tensor in = RandomTensor(shape, 1);
  SpacedTensor spaced(shape, false);
  spaced.Fill(in);
  SpacedTensor out(shape, false);
  Softmax(spaced.view(), out.view());
  EXPECT_TRUE(out.GuardsAreUntouched());
  const Tensor dense = out.Dense();
  for (std::int64_t pixel = 0; pixel < 12; ++pixel) {
    double sum = 0;
    for (std::int64_t c = 0; c < 7; ++c) {
      sum += std::exp(static_cast<double>(in.data()[pixel * 7 + c]));
    }
    for (std::int64_t c = 0; c < 7; ++c) {
      EXPECT_NEAR(dense.data()[pixel * 7 + c], std::exp(static_cast<double>(in.data()[pixel * 7 + c])) / sum, 5e-7);
    }
  }
}

TEST(Softmax, WorksInPlaceAndRefusesOtherShapes) {
  Tensor values = RandomTensor({1, 1, 1, 5}, 1);
  Tensor expected({1, 1, 1, 5});
  Softmax(values.view(), expected.view());
  Softmax(values.view(), values.view());
  EXPECT_EQ(LargestDifference(values, expected), 0);
  Tensor other({1, 1, 1, 4});
  EXPECT_THROW(Softmax(values.view(), other.view()), ContractViolation);
}

TEST(Sigmoid, TakesNothing) { EXPECT_NO_THROW(Sigmoid(nullptr, 0)); }

TEST(Sigmoid, IsOneHalfAtZeroAndSymmetric) {
  std::vector<float> values = {0.0F, 1.0F, -1.0F, 20.0F, -20.0F};
  Sigmoid(values.data(), std::ssize(values));
  EXPECT_EQ(values[0], 0.5F);
  EXPECT_NEAR(values[1], 0.7310586F, 1e-7);
  EXPECT_NEAR(values[1] + values[2], 1.0F, 1e-7);
  EXPECT_NEAR(values[4], 2.0611537e-9, 1e-15);
}

}  // namespace
}  // namespace godwit::core
