#include "core/ops/depthwise.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "core/ops/conv.h"
#include "tests/ops/op_test_support.h"

namespace godwit::core {
namespace {

// The rules of padding, once more and without help: output y reads rows y * stride - before + ky, where before is 1, or
// half of what is missing, rounded down.
std::int64_t ZerosBefore(std::int64_t in, std::int64_t stride, Padding padding) {
  if (padding == Padding::kSymmetric) {
    return 1;
  }
  const std::int64_t out = (in + stride - 1) / stride;
  return std::max<std::int64_t>((out - 1) * stride + 3 - in, 0) / 2;
}

Tensor Expected(const Tensor& in, const std::vector<float>& weights, const std::vector<float>& bias,
                std::int64_t stride, Padding padding, float low, float high) {
  const Shape& shape = in.shape();
  Tensor out({shape.n, (shape.h + stride - 1) / stride, (shape.w + stride - 1) / stride, shape.c});
  const TensorView view = out.view();
  for (std::int64_t n = 0; n < shape.n; ++n) {
    for (std::int64_t y = 0; y < out.shape().h; ++y) {
      for (std::int64_t x = 0; x < out.shape().w; ++x) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
          double sum = bias.empty() ? 0.0 : bias[static_cast<std::size_t>(c)];
          for (std::int64_t tap = 0; tap < 9; ++tap) {
            const std::int64_t in_y = y * stride - ZerosBefore(shape.h, stride, padding) + tap / 3;
            const std::int64_t in_x = x * stride - ZerosBefore(shape.w, stride, padding) + tap % 3;
            if (in_y >= 0 && in_y < shape.h && in_x >= 0 && in_x < shape.w) {
              sum += static_cast<double>(in.view().Pixel(n, in_y, in_x)[c]) *
                     weights[static_cast<std::size_t>(tap * shape.c + c)];
            }
          }
          view.Pixel(n, y, x)[c] = std::clamp(static_cast<float>(sum), low, high);
        }
      }
    }
  }
  return out;
}

void ExpectRight(const Shape& shape, std::int64_t stride, bool dense, bool with_bias = true,
                 Padding padding = Padding::kSame) {
  SCOPED_TRACE(testing::Message() << ToString(shape) << " stride " << stride << " dense " << dense
                                  << (padding == Padding::kSymmetric ? " symmetric" : ""));
  const Tensor in = RandomTensor(shape, 1);
  const std::vector<float> weights = RandomFloats(9 * shape.c, 2);
  const std::vector<float> bias = with_bias ? RandomFloats(shape.c, 3) : std::vector<float>();
  const Tensor expected = Expected(in, weights, bias, stride, padding, 0, 6);
  SpacedTensor spaced(shape, dense);
  spaced.Fill(in);
  ForEverySetting([&](const ThreadPool& pool) {
    SpacedTensor out(expected.shape(), dense);
    Depthwise(spaced.view(), DepthwiseWeights(shape.c, weights, bias), stride, Activation::kRelu6, out.view(), pool,
              padding);
    EXPECT_LT(LargestDifference(out.Dense(), expected), 5e-6);
    EXPECT_TRUE(out.GuardsAreUntouched());
  });
}

TEST(Depthwise, IsRightForEveryExtentAndStride) {
  for (const std::int64_t stride : {1, 2}) {
    for (const std::int64_t height : {1, 2, 3, 4}) {
      for (const std::int64_t width : {1, 2, 3, 6, 7}) {
        ExpectRight({1, height, width, 9}, stride, true);
      }
    }
  }
}

TEST(Depthwise, IsRightForEveryChannelCountAndStridedViews) {
  for (const std::int64_t channels : {1, 7, 8, 31, 64, 100}) {
    ExpectRight({1, 5, 6, channels}, 1, false);
    ExpectRight({2, 6, 5, channels}, 2, false, false);
  }
}

TEST(Depthwise, PadsSymmetricallyWhereAsked) {
  for (const std::int64_t stride : {1, 2}) {
    for (const std::int64_t size : {1, 2, 3, 8, 9, 16}) {
      ExpectRight({1, size, 7, 9}, stride, true, true, Padding::kSymmetric);
      ExpectRight({2, 6, size, 33}, stride, false, true, Padding::kSymmetric);
    }
  }
  ExpectRight({1, 60, 40, 16}, 2, true, true, Padding::kSymmetric);
}

TEST(Depthwise, IsSplitOverRowsAndOverChannels) {
  ExpectRight({1, 61, 40, 33}, 1, true);
  ExpectRight({1, 7, 7, 1000}, 1, true);
  ExpectRight({3, 7, 8, 520}, 2, false);
}

TEST(Depthwise, DoesNothingForAnEmptyMap) {
  const DepthwiseWeights weights(4, RandomFloats(36, 1), {});
  for (const Shape& shape : {Shape{0, 3, 3, 4}, Shape{1, 0, 3, 4}, Shape{1, 3, 0, 4}}) {
    const Tensor in(shape);
    Tensor out({shape.n, SameOutput(shape.h, 2), SameOutput(shape.w, 2), 4});
    EXPECT_NO_THROW(Depthwise(in.view(), weights, 2, Activation::kNone, out.view(), ThreadPool(2)));
  }
}

TEST(Depthwise, RefusesWhatDoesNotFit) {
  const std::vector<float> values = RandomFloats(36, 1);
  EXPECT_THROW(DepthwiseWeights(0, {}, {}), ContractViolation);
  EXPECT_THROW(DepthwiseWeights(5, values, {}), ContractViolation);
  EXPECT_THROW(DepthwiseWeights(4, values, {values.data(), 5}), ContractViolation);
  const DepthwiseWeights weights(4, values, {});
  const ThreadPool pool(1);
  const Tensor in({1, 3, 3, 4}, 1.0F);
  const Tensor narrow({1, 3, 3, 3}, 1.0F);
  Tensor out({1, 3, 3, 4});
  EXPECT_THROW(Depthwise(in.view(), weights, 2, Activation::kNone, out.view(), pool), ContractViolation);
  EXPECT_THROW(Depthwise(in.view(), weights, 3, Activation::kNone, out.view(), pool), ContractViolation);
  EXPECT_THROW(Depthwise(narrow.view(), weights, 1, Activation::kNone, out.view(), pool), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
