#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <gmock/gmock.h>

#include "core/kernels/packing.h"
#include "core/kernels/reference.h"
#include "tests/kernels/kernel_test_support.h"

namespace godwit::core {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr ClampRange kNoClamp = {-kInfinity, kInfinity};
constexpr ClampRange kRelu = {0, kInfinity};
constexpr ClampRange kRelu6 = {0, 6};

struct GemmCase {
  std::ptrdiff_t rows, k, columns;
  ClampRange clamp = kNoClamp;
  bool bias = true;
  bool residual = false;
  std::ptrdiff_t segments = 1;
  std::ptrdiff_t gap = 0;  // floats between rows
};

std::vector<float> Pack(const GemmKernels& gemm, const GemmCase& shape, const std::vector<float>& weights,
                        const std::vector<float>& bias) {
  std::vector<float> packed(static_cast<std::size_t>(PackedGemmSize(gemm, shape.k, shape.columns)));
  PackGemm(gemm, shape.k, shape.columns, weights.data(), shape.bias ? bias.data() : nullptr, packed.data());
  return packed;
}

// Runs `gemm` and the reference; panels are given out in two calls, as to two threads.
void ExpectLikeReference(const GemmKernels& gemm, const GemmCase& shape) {
  SCOPED_TRACE(testing::Message() << shape.rows << "x" << shape.k << "x" << shape.columns << " bias " << shape.bias
                                  << " residual " << shape.residual << " segments " << shape.segments << " gap "
                                  << shape.gap << " clamp " << shape.clamp.low << ".." << shape.clamp.high);
  const std::ptrdiff_t length = shape.k / shape.segments;
  const std::ptrdiff_t a_stride = length + shape.gap;
  const std::ptrdiff_t segment_stride = shape.rows * a_stride;
  const std::vector<float> a = RandomFloats(shape.segments * segment_stride, 1);
  const std::vector<float> weights = RandomFloats(shape.k * shape.columns, 2);
  const std::vector<float> bias = RandomFloats(shape.columns, 3);
  const std::ptrdiff_t stride = shape.columns + shape.gap;
  const std::vector<float> residual = RandomFloats(shape.rows * stride, 4);
  const std::vector<float> packed = Pack(gemm, shape, weights, bias);
  GuardedRows actual(shape.rows, shape.columns, stride);
  GuardedRows expected(shape.rows, shape.columns, stride);
  GemmTask task{.a = a.data(),
                .a_stride = a_stride,
                .segments = shape.segments,
                .segment_stride = segment_stride,
                .segment_length = length,
                .packed = packed.data(),
                .residual = shape.residual ? residual.data() : nullptr,
                .residual_stride = stride,
                .out = expected.data(),
                .out_stride = stride,
                .rows = shape.rows,
                .columns = shape.columns,
                .panel_begin = 0,
                .panel_end = 0,
                .clamp = shape.clamp};
  reference::Gemm(task, weights.data(), shape.bias ? bias.data() : nullptr);

  const std::ptrdiff_t panels = GemmPanels(gemm, shape.columns);
  task.out = actual.data();
  task.panel_end = panels / 2;
  gemm.run(task);
  task.panel_begin = panels / 2;
  task.panel_end = panels;
  gemm.run(task);
  // Partial sums grow with the square root of k, and their rounding errors add up as a random walk once more.
  EXPECT_LT(LargestDifference(actual, expected), 1e-7 * static_cast<double>(shape.k) + 2e-6);
  EXPECT_TRUE(actual.GuardsAreUntouched());
}

class Gemm : public EveryIsa {
 protected:
  [[nodiscard]] static std::vector<const GemmKernels*> Variants() {
    return {&kernels().gemm_packed_f32, &kernels().gemm_eigen_f32};
  }
};

TEST_P(Gemm, IsTheReferenceAtAwkwardShapes) {
  for (const GemmKernels* gemm : Variants()) {
    for (const std::ptrdiff_t rows : {1, 2, 5, 6, 7, 13}) {
      for (const std::ptrdiff_t k : {1, 3, 27, 64}) {
        for (const std::ptrdiff_t columns : {1, 7, 8, 9, 31, 64, 65, 100, 144}) {
          ExpectLikeReference(*gemm, {rows, k, columns});
        }
      }
    }
  }
}

TEST_P(Gemm, AddsResidualAndBiasAndClamps) {
  for (const GemmKernels* gemm : Variants()) {
    for (const ClampRange& clamp : {kNoClamp, kRelu, kRelu6}) {
      for (const bool bias : {false, true}) {
        for (const bool residual : {false, true}) {
          for (const std::ptrdiff_t columns : {1, 9, 64, 100}) {
            ExpectLikeReference(*gemm, {7, 31, columns, clamp, bias, residual});
          }
        }
      }
    }
  }
}

TEST_P(Gemm, RespectsStridesAndSegments) {
  for (const GemmKernels* gemm : Variants()) {
    for (const std::ptrdiff_t gap : {1, 13}) {
      for (const std::ptrdiff_t segments : {1, 3}) {
        ExpectLikeReference(*gemm, {8, 27, 33, kRelu6, true, true, segments, gap});
      }
    }
  }
}

TEST_P(Gemm, WorksThroughMoreRowsThanOneCacheBlock) {
  for (const GemmKernels* gemm : Variants()) {
    ExpectLikeReference(*gemm, {301, 1024, 40, kRelu});
    ExpectLikeReference(*gemm, {20, 20000, 3});
  }
}

TEST_P(Gemm, DoesNothingForNoRows) {
  for (const GemmKernels* gemm : Variants()) {
    ExpectLikeReference(*gemm, {0, 5, 9});
  }
}

TEST_P(Gemm, MayWriteOverItsResidual) {
  constexpr std::ptrdiff_t kSize = 9;
  const std::vector<float> a = RandomFloats(kSize * kSize, 1);
  const std::vector<float> weights = RandomFloats(kSize * kSize, 2);
  for (const GemmKernels* gemm : Variants()) {
    const std::vector<float> packed = Pack(*gemm, {kSize, kSize, kSize, kNoClamp, false}, weights, {});
    std::vector<float> values = RandomFloats(kSize * kSize, 3);
    std::vector<float> expected = values;
    GemmTask task{.a = a.data(),
                  .a_stride = kSize,
                  .segments = 1,
                  .segment_stride = 0,
                  .segment_length = kSize,
                  .packed = packed.data(),
                  .residual = expected.data(),
                  .residual_stride = kSize,
                  .out = expected.data(),
                  .out_stride = kSize,
                  .rows = kSize,
                  .columns = kSize,
                  .panel_begin = 0,
                  .panel_end = GemmPanels(*gemm, kSize),
                  .clamp = kRelu};
    reference::Gemm(task, weights.data(), nullptr);
    task.residual = values.data();
    task.out = values.data();
    gemm->run(task);
    EXPECT_THAT(values, testing::Pointwise(testing::FloatNear(1e-5F), expected));
  }
}

TEST_P(Gemm, KeepsNaN) {
  const GemmKernels& gemm = kernels().gemm_packed_f32;
  const std::vector<float> a = {std::numeric_limits<float>::quiet_NaN()};
  const std::vector<float> packed = Pack(gemm, {1, 1, 1, kRelu6, false}, {1.0F}, {});
  float out = 0;
  gemm.run({.a = a.data(),
            .a_stride = 1,
            .segments = 1,
            .segment_stride = 0,
            .segment_length = 1,
            .packed = packed.data(),
            .residual = nullptr,
            .residual_stride = 0,
            .out = &out,
            .out_stride = 1,
            .rows = 1,
            .columns = 1,
            .panel_begin = 0,
            .panel_end = 1,
            .clamp = kRelu6});
  EXPECT_TRUE(std::isnan(out));
}

TEST_P(Gemm, PanelsAreEvenAndCoverAllColumns) {
  const GemmKernels& gemm = kernels().gemm_packed_f32;
  for (std::ptrdiff_t columns = 1; columns < 300; ++columns) {
    const std::ptrdiff_t panels = GemmPanels(gemm, columns);
    EXPECT_EQ(GemmPanelBegin(gemm, columns, 0), 0);
    EXPECT_EQ(GemmPanelBegin(gemm, columns, panels), GemmVectors(gemm, columns));
    const std::ptrdiff_t narrowest = GemmVectors(gemm, columns) / panels;
    for (std::ptrdiff_t panel = 0; panel < panels; ++panel) {
      const std::ptrdiff_t width = GemmPanelBegin(gemm, columns, panel + 1) - GemmPanelBegin(gemm, columns, panel);
      EXPECT_GE(width, narrowest);
      EXPECT_LE(width, gemm.panel_vectors);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Gemm, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()), IsaTestName);

}  // namespace
}  // namespace godwit::core
