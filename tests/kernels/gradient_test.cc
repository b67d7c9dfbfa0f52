#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include "core/kernels/packing.h"
#include "core/kernels/reference.h"
#include "tests/kernels/kernel_test_support.h"

namespace godwit::core {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::ptrdiff_t kChannels[] = {1, 2, 7, 8, 9, 16, 31, 64, 100};
constexpr std::ptrdiff_t kRows[] = {0, 1, 3, 4, 8, 13, 37};

std::ptrdiff_t WholeVectors(std::ptrdiff_t channels) { return (channels + 15) / 16 * 16; }

// A batch as a matrix, with what there is of each channel.
struct Batch {
  Batch(std::ptrdiff_t row_count, std::ptrdiff_t channel_count)
      : rows(row_count),
        channels(channel_count),
        in(RandomFloats(rows * channels + kReadableTail, 1)),
        residual(RandomFloats(rows * channels + kReadableTail, 2)),
        gradient(RandomFloats(rows * channels + kReadableTail, 3)),
        first(RandomFloats(WholeVectors(channels), 4)),
        second(RandomFloats(WholeVectors(channels), 5)),
        third(RandomFloats(WholeVectors(channels), 6)) {}

  [[nodiscard]] AffineTask Affine(bool adds, ClampRange clamp) const {
    return {in.data(), adds ? residual.data() : nullptr, rows, channels, first.data(), second.data(), clamp};
  }

  std::ptrdiff_t rows, channels;
  std::vector<float> in, residual, gradient, first, second, third;
};

template <typename Body>
void ForEveryBatch(const Body& body) {
  for (const std::ptrdiff_t channels : kChannels) {
    for (const std::ptrdiff_t rows : kRows) {
      SCOPED_TRACE(testing::Message() << rows << " rows of " << channels << " channels");
      body(Batch(rows, channels));
    }
  }
}

// Sums begin at 1 to show that they are added to.
std::vector<float> Ones(std::ptrdiff_t channels) {
  return std::vector<float>(static_cast<std::size_t>(WholeVectors(channels)), 1.0F);
}

void ExpectNear(const std::vector<float>& actual, const std::vector<float>& expected, std::ptrdiff_t count,
                double tolerance) {
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    ASSERT_NEAR(actual[index], expected[index], tolerance) << "at " << i;
  }
}

class Gradient : public EveryIsa {};

TEST_P(Gradient, MomentsAreTheReference) {
  ForEveryBatch([&](const Batch& batch) {
    std::vector<float> sum = Ones(batch.channels);
    std::vector<float> square = sum;
    std::vector<float> expected_sum = sum;
    std::vector<float> expected_square = sum;
    MomentsTask task{batch.in.data(),    batch.rows,          batch.channels,
                     batch.first.data(), expected_sum.data(), expected_square.data()};
    reference::Moments(task);
    task.sum = sum.data();
    task.square = square.data();
    kernels().moments_f32(task);
    ExpectNear(sum, expected_sum, batch.channels, 1e-4);
    ExpectNear(square, expected_square, batch.channels, 4e-4);
  });
}

TEST_P(Gradient, AffineIsTheReference) {
  ForEveryBatch([&](const Batch& batch) {
    for (const bool adds : {false, true}) {
      const AffineTask task = batch.Affine(adds, {0, adds ? 1.5F : kInfinity});
      GuardedRows actual(batch.rows, batch.channels, batch.channels);
      GuardedRows expected(batch.rows, batch.channels, batch.channels);
      reference::Affine(task, expected.data());
      kernels().affine_f32(task, actual.data());
      EXPECT_LT(LargestDifference(actual, expected), 2e-6);
      EXPECT_TRUE(actual.GuardsAreUntouched());
    }
  });
}

TEST_P(Gradient, SumsAreTheReference) {
  ForEveryBatch([&](const Batch& batch) {
    for (const bool adds : {false, true}) {
      std::vector<float> sum = Ones(batch.channels);
      std::vector<float> product = sum;
      std::vector<float> expected_sum = sum;
      std::vector<float> expected_product = sum;
      GradientSumsTask task{batch.Affine(adds, {0, 1.5F}), batch.gradient.data(), batch.third.data(),
                            expected_sum.data(), expected_product.data()};
      reference::GradientSums(task);
      task.sum = sum.data();
      task.product = product.data();
      kernels().gradient_sums_f32(task);
      ExpectNear(sum, expected_sum, batch.channels, 1e-4);
      ExpectNear(product, expected_product, batch.channels, 4e-4);
    }
  });
}

TEST_P(Gradient, AffineGradientIsTheReferenceInPlace) {
  ForEveryBatch([&](const Batch& batch) {
    for (const bool adds : {false, true}) {
      for (const bool accumulates : {false, true}) {
        GuardedRows actual(batch.rows, batch.channels, batch.channels);
        GuardedRows expected(batch.rows, batch.channels, batch.channels);
        GuardedRows actual_residual(batch.rows, batch.channels, batch.channels);
        GuardedRows expected_residual(batch.rows, batch.channels, batch.channels);
        for (GuardedRows* rows : {&actual, &expected}) {
          std::copy_n(batch.gradient.data(), batch.rows * batch.channels, rows->data());
        }
        AffineGradientTask task{.affine = batch.Affine(adds, {-1, 2}),
                                .gradient = expected.data(),
                                .gradient_scale = batch.first.data(),
                                .in_scale = batch.second.data(),
                                .offset = batch.third.data(),
                                .out = expected.data(),
                                .residual_gradient = adds ? expected_residual.data() : nullptr,
                                .add_residual_gradient = accumulates};
        reference::AffineGradient(task);
        task.gradient = task.out = actual.data();
        task.residual_gradient = adds ? actual_residual.data() : nullptr;
        kernels().affine_gradient_f32(task);
        EXPECT_LT(LargestDifference(actual, expected), 2e-6);
        EXPECT_LT(LargestDifference(actual_residual, expected_residual), 1e-6);
        EXPECT_TRUE(actual.GuardsAreUntouched());
        EXPECT_TRUE(actual_residual.GuardsAreUntouched());
      }
    }
  });
}

TEST_P(Gradient, NothingPassesAnActivationAtItsBounds) {
  const std::vector<float> in(WholeVectors(3), 0.0F);
  const std::vector<float> one(WholeVectors(3), 1.0F);
  const std::vector<float> shift = {0.0F, 6.0F, 3.0F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  std::vector<float> sum(WholeVectors(3), 0.0F);
  std::vector<float> product(WholeVectors(3), 0.0F);
  kernels().gradient_sums_f32({.affine = {in.data(), nullptr, 1, 3, one.data(), shift.data(), {0, 6}},
                               .gradient = one.data(),
                               .mean = in.data(),
                               .sum = sum.data(),
                               .product = product.data()});
  EXPECT_THAT(std::vector<float>(sum.begin(), sum.begin() + 3), testing::ElementsAre(0.0F, 0.0F, 1.0F));
}

TEST_P(Gradient, OuterProductIsTheReference) {
  for (const std::ptrdiff_t k : {1, 5, 6, 8, 13}) {
    for (const std::ptrdiff_t n : kChannels) {
      for (const std::ptrdiff_t rows : {0, 1, 7, 1500}) {
        for (const bool add : {false, true}) {
          SCOPED_TRACE(testing::Message() << rows << " rows, " << k << " by " << n << " add " << add);
          const std::vector<float> a = RandomFloats(rows * (k + 3) + kReadableTail, 1);
          const std::vector<float> b = RandomFloats(rows * (n + 2) + kReadableTail, 2);
          GuardedRows actual(k, n, n);
          GuardedRows expected(k, n, n);
          OuterProductTask task{a.data(), k + 3, b.data(), n + 2, rows, 64, 0, k, n, expected.data(), add};
          reference::OuterProduct(task);
          task.out = actual.data();
          task.k_end = k / 2;
          kernels().outer_product_f32(task);
          task.k_begin = k / 2;
          task.k_end = k;
          kernels().outer_product_f32(task);
          EXPECT_LT(LargestDifference(actual, expected), 1e-4);
          EXPECT_TRUE(actual.GuardsAreUntouched());
        }
      }
    }
  }
}

struct MapCase {
  std::ptrdiff_t channels, height, width, stride, padding;
};

template <typename Body>
void ForEveryMap(const Body& body) {
  for (const std::ptrdiff_t channels : {1, 7, 8, 9, 31, 64}) {
    for (const std::ptrdiff_t width : {1, 2, 3, 4, 5, 9, 14, 15}) {
      for (const std::ptrdiff_t height : {1, 2, 5}) {
        for (const std::ptrdiff_t stride : {1, 2}) {
          for (const std::ptrdiff_t padding : {0, 1}) {
            SCOPED_TRACE(testing::Message() << channels << " channels, " << height << "x" << width << " stride "
                                            << stride << " padding " << padding);
            body(MapCase{channels, height, width, stride, padding});
          }
        }
      }
    }
  }
}

TEST_P(Gradient, DepthwiseFilterGradientIsTheReference) {
  const std::ptrdiff_t lanes = kernels().lanes;
  ForEveryMap([&](const MapCase& map) {
    const std::ptrdiff_t out_width = (map.width + map.stride - 1) / map.stride;
    const std::ptrdiff_t out_height = (map.height + map.stride - 1) / map.stride;
    const std::ptrdiff_t pixel = map.channels + 3;
    const std::vector<float> in = RandomFloats(map.height * map.width * pixel + kReadableTail, 1);
    const std::vector<float> gradient = RandomFloats(out_height * out_width * pixel + kReadableTail, 2);
    std::vector<float> expected(static_cast<std::size_t>(9 * map.channels), 1.0F);
    std::vector<float> sums(static_cast<std::size_t>((map.channels + lanes - 1) / lanes * lanes * 9), 1.0F);
    DepthwiseFilterGradientTask task{.in = in.data(),
                                     .in_row_stride = map.width * pixel,
                                     .in_pixel_stride = pixel,
                                     .in_height = map.height,
                                     .in_width = map.width,
                                     .padding_top = map.padding,
                                     .padding_left = map.padding,
                                     .stride = map.stride,
                                     .gradient = gradient.data(),
                                     .gradient_row_stride = out_width * pixel,
                                     .gradient_pixel_stride = pixel,
                                     .out_width = out_width,
                                     .row_begin = 0,
                                     .row_end = out_height,
                                     .channels = map.channels,
                                     .sums = expected.data()};
    reference::DepthwiseFilterGradient(task);
    task.sums = sums.data();
    task.row_end = out_height / 2;
    kernels().depthwise_filter_gradient_f32(task);
    task.row_begin = out_height / 2;
    task.row_end = out_height;
    kernels().depthwise_filter_gradient_f32(task);
    for (std::ptrdiff_t tap = 0; tap < 9; ++tap) {
      for (std::ptrdiff_t c = 0; c < map.channels; ++c) {
        ASSERT_NEAR(sums[static_cast<std::size_t>((c / lanes * 9 + tap) * lanes + c % lanes)],
                    expected[static_cast<std::size_t>(tap * map.channels + c)], 2e-5)
            << "tap " << tap << " channel " << c;
      }
    }
  });
}

TEST_P(Gradient, DepthwiseInputGradientIsTheReference) {
  ForEveryMap([&](const MapCase& map) {
    if (map.stride == 1) {
      return;
    }
    const std::ptrdiff_t out_width = (map.width + 1) / 2;
    const std::ptrdiff_t out_height = (map.height + 1) / 2;
    const std::ptrdiff_t pixel = map.channels + 3;
    const std::vector<float> gradient = RandomFloats(out_height * out_width * pixel + kReadableTail, 1);
    const std::vector<float> weights = RandomFloats(9 * map.channels, 2);
    std::vector<float> packed(static_cast<std::size_t>(PackedDepthwiseSize(kernels().lanes, map.channels)));
    PackDepthwise(kernels().lanes, map.channels, weights.data(), nullptr, packed.data());
    for (const std::ptrdiff_t row_begin : {std::ptrdiff_t{0}, map.height / 2}) {
      GuardedRows actual((map.height - row_begin) * map.width, map.channels, pixel);
      GuardedRows expected((map.height - row_begin) * map.width, map.channels, pixel);
      DepthwiseInputGradientTask task{.gradient = gradient.data(),
                                      .gradient_row_stride = out_width * pixel,
                                      .gradient_pixel_stride = pixel,
                                      .out_height = out_height,
                                      .out_width = out_width,
                                      .padding_top = map.padding,
                                      .padding_left = map.padding,
                                      .packed = packed.data(),
                                      .out = expected.data(),
                                      .out_row_stride = map.width * pixel,
                                      .out_pixel_stride = pixel,
                                      .in_width = map.width,
                                      .row_begin = row_begin,
                                      .row_end = map.height,
                                      .channels = map.channels};
      reference::DepthwiseInputGradient(task, weights.data());
      task.out = actual.data();
      kernels().depthwise_input_gradient_f32(task);
      EXPECT_LT(LargestDifference(actual, expected), 2e-6);
      EXPECT_TRUE(actual.GuardsAreUntouched());
    }
  });
}

INSTANTIATE_TEST_SUITE_P(, Gradient, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()), IsaTestName);

}  // namespace
}  // namespace godwit::core
