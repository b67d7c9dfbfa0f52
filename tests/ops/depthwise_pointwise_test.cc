#include "core/ops/depthwise_pointwise.h"

#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "tests/ops/op_test_support.h"

namespace godwit::core {
namespace {

struct Case {
  Shape in;
  std::int64_t out;
  std::int64_t stride = 1;
  bool residual = false;
  bool dense = true;
};

// Both ways add up in the same order: the results are equal to the bit.
void ExpectAsOneAfterTheOther(const Case& layer) {
  SCOPED_TRACE(testing::Message() << ToString(layer.in) << " to " << layer.out << " stride " << layer.stride
                                  << " residual " << layer.residual << " dense " << layer.dense);
  const Shape middle{layer.in.n, (layer.in.h + layer.stride - 1) / layer.stride,
                     (layer.in.w + layer.stride - 1) / layer.stride, layer.in.c};
  const Shape last{middle.n, middle.h, middle.w, layer.out};
  const std::vector<float> filter = RandomFloats(9 * layer.in.c, 2);
  const std::vector<float> matrix = RandomFloats(layer.in.c * layer.out, 3);
  const std::vector<float> bias = RandomFloats(layer.out, 4);
  SpacedTensor in(layer.in, layer.dense);
  in.Fill(RandomTensor(layer.in, 1));
  SpacedTensor residual(last, layer.dense);
  residual.Fill(RandomTensor(last, 5));
  const ConstTensorView addend = layer.residual ? ConstTensorView(residual.view()) : ConstTensorView();
  ForEverySetting([&](const ThreadPool& pool) {
    const DepthwiseWeights first(layer.in.c, filter, {});
    const PointwiseWeights second(layer.in.c, layer.out, matrix, bias);
    Tensor between(middle);
    SpacedTensor expected(last, layer.dense);
    Depthwise(in.view(), first, layer.stride, Activation::kRelu6, between.view(), pool);
    Pointwise(between.view(), second, Activation::kNone, addend, expected.view(), pool);
    SpacedTensor actual(last, layer.dense);
    DepthwisePointwise(in.view(), {first, layer.stride, Activation::kRelu6}, between.view(),
                       {second, Activation::kNone, addend}, actual.view(), pool);
    if (ActiveGemmVariant() == GemmVariant::kPacked) {
      EXPECT_EQ(LargestDifference(actual.Dense(), expected.Dense()), 0);
    } else {  // Eigen adds up in an order that depends on the number of rows
      EXPECT_LT(LargestDifference(actual.Dense(), expected.Dense()), RoundingOf(layer.in.c));
    }
    EXPECT_TRUE(actual.GuardsAreUntouched());
  });
}

TEST(DepthwisePointwise, IsOneAfterTheOther) {
  for (const std::int64_t stride : {1, 2}) {
    for (const std::int64_t height : {1, 2, 5, 12, 17}) {
      for (const std::int64_t batch : {1, 3}) {
        ExpectAsOneAfterTheOther({{batch, height, 7, 9}, 33, stride});
      }
    }
  }
}

TEST(DepthwisePointwise, AddsAResidualAndRespectsStrides) {
  for (const bool dense : {true, false}) {
    ExpectAsOneAfterTheOther({{2, 12, 5, 31}, 31, 1, true, dense});
    ExpectAsOneAfterTheOther({{2, 12, 5, 31}, 31, 1, false, dense});
  }
}

TEST(DepthwisePointwise, WorksInSeveralStrips) { ExpectAsOneAfterTheOther({{2, 21, 40, 1024}, 8, 1}); }

TEST(DepthwisePointwise, RefusesShapesThatDoNotFit) {
  const ThreadPool pool(1);
  const DepthwiseWeights first(2, RandomFloats(18, 1), {});
  const PointwiseWeights second(2, 3, RandomFloats(6, 1), {});
  Tensor in({1, 4, 4, 2});
  Tensor between({1, 4, 4, 2});
  Tensor small({1, 2, 2, 2});
  Tensor out({1, 4, 4, 3});
  const DepthwiseStep depthwise{first, 1, Activation::kNone};
  const PointwiseStep pointwise{second, Activation::kNone, {}};
  EXPECT_THROW(DepthwisePointwise(in.view(), depthwise, small.view(), pointwise, out.view(), pool), ContractViolation);
  EXPECT_THROW(DepthwisePointwise(in.view(), depthwise, between.view(), pointwise, in.view(), pool), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
