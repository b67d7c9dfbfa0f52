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

struct DepthwiseCase {
  std::ptrdiff_t channels, width, stride, padding;
  std::ptrdiff_t gap = 0;     // floats between pixels
  unsigned missing_rows = 0;  // bit y: row y is padding
  float high = std::numeric_limits<float>::infinity();
  bool bias = true;
};

void ExpectLikeReference(const KernelTable& kernels, const DepthwiseCase& shape) {
  SCOPED_TRACE(testing::Message() << shape.channels << " channels, width " << shape.width << " stride " << shape.stride
                                  << " padding " << shape.padding << " gap " << shape.gap << " missing rows "
                                  << shape.missing_rows << " bias " << shape.bias);
  const std::ptrdiff_t out_width = (shape.width + shape.stride - 1) / shape.stride;
  const std::ptrdiff_t pixel = shape.channels + shape.gap;
  const std::vector<float> weights = RandomFloats(9 * shape.channels, 1);
  const std::vector<float> bias = RandomFloats(shape.channels, 2);
  const float* const maybe_bias = shape.bias ? bias.data() : nullptr;
  std::vector<float> rows[3];
  DepthwiseTask task{};
  for (unsigned y = 0; y < 3; ++y) {
    rows[y] = RandomFloats(shape.width * pixel + kReadableTail, 3 + y);
    task.in[y] = (shape.missing_rows >> y & 1U) != 0 ? nullptr : rows[y].data();
  }
  std::vector<float> packed(static_cast<std::size_t>(PackedDepthwiseSize(kernels.lanes, shape.channels)));
  PackDepthwise(kernels.lanes, shape.channels, weights.data(), maybe_bias, packed.data());
  GuardedRows actual(out_width, shape.channels, pixel);
  GuardedRows expected(out_width, shape.channels, pixel);
  task.in_pixel_stride = pixel;
  task.in_width = shape.width;
  task.padding_left = shape.padding;
  task.stride = shape.stride;
  task.packed = packed.data();
  task.out = expected.data();
  task.out_pixel_stride = pixel;
  task.out_width = out_width;
  task.channels = shape.channels;
  task.clamp = {shape.high < 10 ? 0.0F : -std::numeric_limits<float>::infinity(), shape.high};
  reference::Depthwise3x3Row(task, weights.data(), maybe_bias);
  task.out = actual.data();
  kernels.depthwise3x3_row_f32(task);
  EXPECT_LT(LargestDifference(actual, expected), 5e-6);
  EXPECT_TRUE(actual.GuardsAreUntouched());
}

class Depthwise : public EveryIsa {};

TEST_P(Depthwise, IsTheReferenceAtAwkwardShapes) {
  for (const std::ptrdiff_t channels : {1, 7, 8, 9, 31, 64, 100}) {
    for (const std::ptrdiff_t width : {1, 2, 3, 4, 5, 8, 9, 14, 15}) {
      for (const std::ptrdiff_t stride : {1, 2}) {
        for (const std::ptrdiff_t padding : {0, 1}) {
          ExpectLikeReference(kernels(), {channels, width, stride, padding});
        }
      }
    }
  }
}

TEST_P(Depthwise, TakesMissingRowsAsZeros) {
  for (unsigned missing = 0; missing < 8; ++missing) {
    ExpectLikeReference(kernels(), {9, 11, 1, 1, 0, missing});
    ExpectLikeReference(kernels(), {9, 11, 2, 1, 0, missing});
  }
}

TEST_P(Depthwise, RespectsPixelStridesAndClamps) {
  for (const std::ptrdiff_t gap : {1, 13}) {
    for (const bool bias : {false, true}) {
      ExpectLikeReference(kernels(), {31, 10, 1, 1, gap, 0, 6.0F, bias});
      ExpectLikeReference(kernels(), {31, 10, 2, 0, gap, 0, 6.0F, bias});
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Depthwise, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()), IsaTestName);

}  // namespace
}  // namespace godwit::core
