#include "core/ops/conv.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "tests/ops/op_test_support.h"

namespace godwit::core {
namespace {

struct ConvCase {
  Shape in;
  std::int64_t out;
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  bool dense = true;
  Padding padding = Padding::kSame;
};

std::int64_t ZerosBefore(std::int64_t in, const ConvCase& layer) {
  if (layer.padding == Padding::kSymmetric) {
    return (layer.kernel - 1) / 2;
  }
  const std::int64_t out = (in + layer.stride - 1) / layer.stride;
  return std::max<std::int64_t>((out - 1) * layer.stride + layer.kernel - in, 0) / 2;
}

double Sum(const ConvCase& layer, const Tensor& in, const std::vector<float>& weights, std::int64_t n, std::int64_t y,
           std::int64_t x, std::int64_t o) {
  double sum = 0;
  for (std::int64_t ky = 0; ky < layer.kernel; ++ky) {
    for (std::int64_t kx = 0; kx < layer.kernel; ++kx) {
      const std::int64_t in_y = y * layer.stride - ZerosBefore(layer.in.h, layer) + ky;
      const std::int64_t in_x = x * layer.stride - ZerosBefore(layer.in.w, layer) + kx;
      if (in_y < 0 || in_y >= layer.in.h || in_x < 0 || in_x >= layer.in.w) {
        continue;
      }
      for (std::int64_t c = 0; c < layer.in.c; ++c) {
        sum += static_cast<double>(in.view().Pixel(n, in_y, in_x)[c]) *
               weights[static_cast<std::size_t>(((ky * layer.kernel + kx) * layer.in.c + c) * layer.out + o)];
      }
    }
  }
  return sum;
}

Tensor Expected(const ConvCase& layer, const Tensor& in, const std::vector<float>& weights,
                const std::vector<float>& bias) {
  Tensor out({layer.in.n, (layer.in.h + layer.stride - 1) / layer.stride,
              (layer.in.w + layer.stride - 1) / layer.stride, layer.out});
  const TensorView view = out.view();
  for (std::int64_t n = 0; n < layer.in.n; ++n) {
    for (std::int64_t y = 0; y < out.shape().h; ++y) {
      for (std::int64_t x = 0; x < out.shape().w; ++x) {
        for (std::int64_t o = 0; o < layer.out; ++o) {
          const double sum = Sum(layer, in, weights, n, y, x, o) + bias[static_cast<std::size_t>(o)];
          view.Pixel(n, y, x)[o] = std::max(static_cast<float>(sum), 0.0F);
        }
      }
    }
  }
  return out;
}

void ExpectRight(const ConvCase& layer) {
  SCOPED_TRACE(testing::Message() << ToString(layer.in) << " to " << layer.out << " kernel " << layer.kernel
                                  << " stride " << layer.stride << " dense " << layer.dense
                                  << (layer.padding == Padding::kSymmetric ? " symmetric" : ""));
  const Tensor in = RandomTensor(layer.in, 1);
  const std::vector<float> weights = RandomFloats(layer.kernel * layer.kernel * layer.in.c * layer.out, 2);
  const std::vector<float> bias = RandomFloats(layer.out, 3);
  const Tensor expected = Expected(layer, in, weights, bias);
  SpacedTensor spaced(layer.in, layer.dense);
  spaced.Fill(in);
  ForEverySetting([&](const ThreadPool& pool) {
    const ConvWeights packed(layer.kernel, layer.in.c, layer.out, weights, bias);
    const std::int64_t scratch_size = Conv2dScratch(layer.in, packed, layer.stride);
    std::vector<float> scratch(static_cast<std::size_t>(scratch_size + 1), 77.0F);
    SpacedTensor out(expected.shape(), layer.dense);
    Conv2d(spaced.view(), packed, layer.stride, Activation::kRelu, {scratch.data(), scratch.size() - 1}, out.view(),
           pool, layer.padding);
    EXPECT_LT(LargestDifference(out.Dense(), expected), RoundingOf(layer.kernel * layer.kernel * layer.in.c));
    EXPECT_TRUE(out.GuardsAreUntouched());
    EXPECT_EQ(scratch.back(), 77.0F) << "writes behind its scratch";
  });
}

TEST(Padding, SameFollowsTensorFlowsRule) {
  EXPECT_EQ(SameOutput(300, 2), 150);
  EXPECT_EQ(SameOutput(75, 2), 38);
  EXPECT_EQ(SameOutput(1, 2), 1);
  EXPECT_EQ(SameOutput(0, 2), 0);
  EXPECT_EQ(PaddingBefore(Padding::kSame, 300, 3, 2), 0) << "even: all padding comes after";
  EXPECT_EQ(PaddingBefore(Padding::kSame, 75, 3, 2), 1);
  EXPECT_EQ(PaddingBefore(Padding::kSame, 75, 3, 1), 1);
  EXPECT_EQ(PaddingBefore(Padding::kSame, 1, 3, 2), 1);
  EXPECT_EQ(PaddingBefore(Padding::kSame, 2, 3, 2), 0);
  EXPECT_EQ(PaddingBefore(Padding::kSame, 5, 1, 2), 0);
}

TEST(Padding, SymmetricIsHalfTheKernel) {
  EXPECT_EQ(PaddingBefore(Padding::kSymmetric, 300, 3, 2), 1) << "even: all padding comes before";
  EXPECT_EQ(PaddingBefore(Padding::kSymmetric, 75, 3, 2), 1);
  EXPECT_EQ(PaddingBefore(Padding::kSymmetric, 1, 7, 3), 3);
  EXPECT_EQ(PaddingBefore(Padding::kSymmetric, 5, 1, 2), 0);
  EXPECT_THROW(PaddingBefore(Padding::kSymmetric, 5, 2, 1), ContractViolation);
}

TEST(Conv2d, OfAnImageIsRightForEveryExtent) {
  for (const std::int64_t stride : {1, 2}) {
    for (const std::int64_t height : {1, 2, 5}) {
      for (const std::int64_t width : {1, 2, 6, 7}) {
        ExpectRight({{1, height, width, 3}, 32, 3, stride});
      }
    }
  }
}

TEST(Conv2d, TakesEveryKernelAndStride) {
  for (const std::int64_t kernel : {1, 2, 3, 5, 7}) {
    for (const std::int64_t stride : {1, 2, 3}) {
      ExpectRight({{1, 6, 9, 3}, 7, kernel, stride});
      ExpectRight({{1, 6, 9, 17}, 7, kernel, stride});
    }
  }
}

TEST(Conv2d, PadsSymmetricallyWhereAsked) {
  for (const std::int64_t stride : {1, 2, 3}) {
    for (const std::int64_t size : {1, 2, 5, 6}) {
      ExpectRight({{1, size, 7, 3}, 9, 3, stride, true, Padding::kSymmetric});
      ExpectRight({{1, 6, size, 20}, 9, 3, stride, true, Padding::kSymmetric});
    }
    ExpectRight({{2, 8, 9, 3}, 33, 5, stride, false, Padding::kSymmetric});
  }
}

TEST(Conv2d, TakesEveryChannelCount) {
  for (const std::int64_t channels : {1, 4, 7, 31, 64}) {
    ExpectRight({{1, 4, 5, channels}, 33, 3, 2});
  }
}

TEST(Conv2d, RespectsStridesOfViewsAndBatches) {
  ExpectRight({{2, 6, 7, 3}, 31, 3, 2, false});
  ExpectRight({{2, 6, 7, 33}, 31, 3, 2, false});
}

TEST(Conv2d, IsSplitOverThreadsAndBlocks) {
  ExpectRight({{1, 64, 65, 3}, 32, 3, 2});
  ExpectRight({{1, 8, 8, 128}, 256, 3, 2});
  ExpectRight({{1, 60, 40, 24}, 9, 3, 1});
}

TEST(Conv2d, DoesNothingForAnEmptyMap) {
  for (const std::int64_t channels : {3, 20}) {
    const ConvWeights weights(3, channels, 4, RandomFloats(36 * channels, 1), {});
    const Tensor in({1, 0, 3, channels});
    Tensor out({1, 0, 2, 4});
    EXPECT_EQ(Conv2dScratch(in.shape(), weights, 2), 0);
    EXPECT_NO_THROW(Conv2d(in.view(), weights, 2, Activation::kNone, {}, out.view(), ThreadPool(2)));
  }
}

TEST(Conv2d, RefusesWhatDoesNotFit) {
  const std::vector<float> values = RandomFloats(9 * 3 * 4, 1);
  EXPECT_THROW(ConvWeights(0, 3, 4, {}, {}), ContractViolation);
  EXPECT_THROW(ConvWeights(3, 3, 5, values, {}), ContractViolation);
  EXPECT_THROW(ConvWeights(3, 3, 4, values, {values.data(), 3}), ContractViolation);
  const ConvWeights weights(3, 3, 4, values, {});
  const ThreadPool pool(1);
  const Tensor in({1, 6, 6, 3}, 1.0F);
  Tensor out({1, 3, 3, 4});
  std::vector<float> scratch(static_cast<std::size_t>(Conv2dScratch(in.shape(), weights, 2)));
  EXPECT_NO_THROW(Conv2d(in.view(), weights, 2, Activation::kNone, scratch, out.view(), pool));
  EXPECT_THROW(Conv2d(in.view(), weights, 1, Activation::kNone, scratch, out.view(), pool), ContractViolation);
  EXPECT_THROW(Conv2d(in.view(), weights, 0, Activation::kNone, scratch, out.view(), pool), ContractViolation);
  EXPECT_THROW(Conv2d(out.view(), weights, 1, Activation::kNone, scratch, out.view(), pool), ContractViolation);
  scratch.pop_back();
  EXPECT_THROW(Conv2d(in.view(), weights, 2, Activation::kNone, scratch, out.view(), pool), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
