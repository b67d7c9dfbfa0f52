#include "core/ops/pointwise.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "tests/ops/op_test_support.h"

namespace godwit::core {
namespace {

struct PointwiseCase {
  Shape in;
  std::int64_t out;
  Activation activation = Activation::kNone;
  bool bias = true;
  bool residual = false;
  bool dense = true;
};

float Activate(double x, Activation activation) {
  const auto value = static_cast<float>(x);
  return activation == Activation::kNone   ? value
         : activation == Activation::kRelu ? std::max(value, 0.0F)
                                           : std::clamp(value, 0.0F, 6.0F);
}

Tensor Expected(const PointwiseCase& layer, const Tensor& in, const std::vector<float>& weights,
                const std::vector<float>& bias, const Tensor& residual) {
  Tensor out({layer.in.n, layer.in.h, layer.in.w, layer.out});
  for (std::int64_t pixel = 0; pixel < in.shape().Elements() / layer.in.c; ++pixel) {
    for (std::int64_t o = 0; o < layer.out; ++o) {
      double sum = layer.bias ? bias[static_cast<std::size_t>(o)] : 0.0;
      for (std::int64_t i = 0; i < layer.in.c; ++i) {
        sum += static_cast<double>(in.data()[pixel * layer.in.c + i]) *
               weights[static_cast<std::size_t>(i * layer.out + o)];
      }
      sum += layer.residual ? residual.data()[pixel * layer.out + o] : 0.0F;
      out.data()[pixel * layer.out + o] = Activate(sum, layer.activation);
    }
  }
  return out;
}

void ExpectRight(const PointwiseCase& layer) {
  SCOPED_TRACE(testing::Message() << ToString(layer.in) << " to " << layer.out << " bias " << layer.bias << " residual "
                                  << layer.residual << " dense " << layer.dense);
  const Shape out_shape{layer.in.n, layer.in.h, layer.in.w, layer.out};
  const Tensor in = RandomTensor(layer.in, 1);
  const Tensor residual = RandomTensor(out_shape, 2);
  const std::vector<float> weights = RandomFloats(layer.in.c * layer.out, 3);
  const std::vector<float> bias = RandomFloats(layer.out, 4);
  const Tensor expected = Expected(layer, in, weights, bias, residual);
  SpacedTensor spaced_in(layer.in, layer.dense);
  spaced_in.Fill(in);
  SpacedTensor spaced_residual(out_shape, layer.dense);
  spaced_residual.Fill(residual);
  ForEverySetting([&](const ThreadPool& pool) {
    const PointwiseWeights packed(layer.in.c, layer.out, weights, layer.bias ? bias : std::vector<float>());
    SpacedTensor out(out_shape, layer.dense);
    Pointwise(spaced_in.view(), packed, layer.activation,
              layer.residual ? ConstTensorView(spaced_residual.view()) : ConstTensorView(), out.view(), pool);
    EXPECT_LT(LargestDifference(out.Dense(), expected), RoundingOf(layer.in.c));
    EXPECT_TRUE(out.GuardsAreUntouched());
  });
}

TEST(Pointwise, IsAMatrixProductForEveryShape) {
  for (const std::int64_t out : {1, 7, 64, 100}) {
    for (const Shape& in : {Shape{1, 1, 1, 31}, Shape{1, 2, 1, 1}, Shape{1, 1, 2, 9}, Shape{2, 5, 7, 8}}) {
      ExpectRight({in, out});
    }
  }
}

TEST(Pointwise, IsSplitOverRowsAndOverColumns) {
  ExpectRight({{1, 40, 41, 32}, 64, Activation::kRelu6});
  ExpectRight({{1, 3, 3, 256}, 1000, Activation::kNone, true, true});
  ExpectRight({{1, 1, 1, 512}, 1001});
}

TEST(Pointwise, RespectsStridesOfEveryView) {
  for (const bool residual : {false, true}) {
    ExpectRight({{2, 3, 5, 9}, 31, Activation::kRelu, true, residual, false});
    ExpectRight({{1, 1, 2, 64}, 7, Activation::kNone, false, residual, false});
  }
}

TEST(Pointwise, AppliesEveryActivation) {
  for (const Activation activation : {Activation::kNone, Activation::kRelu, Activation::kRelu6}) {
    for (const bool bias : {false, true}) {
      for (const bool residual : {false, true}) {
        ExpectRight({{1, 3, 3, 8}, 9, activation, bias, residual});
      }
    }
  }
}

// As when the maps of a batch are written one behind another into the predictions of each image.
TEST(Pointwise, WritesImagesAtADistance) {
  const Tensor in = RandomTensor({2, 3, 3, 16}, 1);
  const std::vector<float> weights = RandomFloats(16 * 12, 2);
  const ThreadPool pool(2);
  const PointwiseWeights packed(16, 12, weights, {});
  Tensor apart({1, 1, 1, 300}, -7.0F);
  Pointwise(in.view(), packed, Activation::kNone, {}, TensorView(apart.data(), {2, 3, 3, 12}, 12, 36, 150), pool);
  const Tensor expected = Expected({in.shape(), 12, Activation::kNone, false}, in, weights, {}, {});
  for (std::int64_t i = 0; i < 108; ++i) {
    EXPECT_NEAR(apart.data()[i], expected.data()[i], 1e-5);
    EXPECT_NEAR(apart.data()[150 + i], expected.data()[108 + i], 1e-5);
  }
  EXPECT_EQ(apart.data()[108], -7.0F);
  EXPECT_EQ(apart.data()[149], -7.0F);
}

TEST(Pointwise, MayWriteOverItsResidual) {
  const PointwiseCase layer{{1, 9, 9, 40}, 40, Activation::kNone, true, true};
  const Tensor in = RandomTensor(layer.in, 1);
  const Tensor residual = RandomTensor(layer.in, 2);
  const std::vector<float> weights = RandomFloats(40 * 40, 3);
  const std::vector<float> bias = RandomFloats(40, 4);
  const Tensor expected = Expected(layer, in, weights, bias, residual);
  ForEverySetting([&](const ThreadPool& pool) {
    Tensor values = residual.Clone();
    Pointwise(in.view(), PointwiseWeights(40, 40, weights, bias), Activation::kNone, values.view(), values.view(),
              pool);
    EXPECT_LT(LargestDifference(values, expected), RoundingOf(40));
  });
}

TEST(Pointwise, DoesNothingForAnEmptyMap) {
  const PointwiseWeights weights(4, 8, RandomFloats(32, 1), {});
  for (const Shape& shape : {Shape{0, 3, 3, 4}, Shape{1, 0, 3, 4}, Shape{1, 3, 0, 4}}) {
    const Tensor in(shape);
    Tensor out({shape.n, shape.h, shape.w, 8});
    EXPECT_NO_THROW(Pointwise(in.view(), weights, Activation::kNone, {}, out.view(), ThreadPool(2)));
  }
}

TEST(Pointwise, WeightsKeepTheKernelsTheyArePackedFor) {
  const Tensor in = RandomTensor({1, 4, 4, 24}, 1);
  const std::vector<float> weights = RandomFloats(24 * 40, 2);
  const Isa before = ActiveIsa();
  SetActiveIsa(Isa::kBaseline);
  const PointwiseWeights packed(24, 40, weights, {});
  SetActiveIsa(AvailableIsas().back());
  Tensor out({1, 4, 4, 40});
  Pointwise(in.view(), packed, Activation::kNone, {}, out.view(), ThreadPool(1));
  SetActiveIsa(before);
  EXPECT_LT(LargestDifference(out, Expected({in.shape(), 40, Activation::kNone, false}, in, weights, {}, {})),
            RoundingOf(24));
}

TEST(Pointwise, RefusesWhatDoesNotFit) {
  const std::vector<float> weights = RandomFloats(12, 1);
  EXPECT_THROW(PointwiseWeights(0, 4, {}, {}), ContractViolation);
  EXPECT_THROW(PointwiseWeights(3, 5, weights, {}), ContractViolation);
  EXPECT_THROW(PointwiseWeights(3, 4, weights, {weights.data(), 3}), ContractViolation);
  const PointwiseWeights packed(3, 4, weights, {});
  const ThreadPool pool(1);
  Tensor in({1, 2, 2, 3}, 1.0F);
  Tensor out({1, 2, 2, 4});
  Tensor small({1, 2, 1, 4});
  EXPECT_THROW(Pointwise(out.view(), packed, Activation::kNone, {}, out.view(), pool), ContractViolation);
  EXPECT_THROW(Pointwise(in.view(), packed, Activation::kNone, {}, small.view(), pool), ContractViolation);
  EXPECT_THROW(Pointwise(in.view(), packed, Activation::kNone, small.view(), out.view(), pool), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
