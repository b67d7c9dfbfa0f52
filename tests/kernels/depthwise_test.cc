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
  std::ptrdiff_t channels, height, width, stride, padding;
  std::ptrdiff_t gap = 0;  // floats between pixels, and twice as many between rows
  std::ptrdiff_t row_begin = 0;
  std::ptrdiff_t row_end = -1;  // -1: all rows
  float high = std::numeric_limits<float>::infinity();
  bool bias = true;
};

void ExpectLikeReference(const KernelTable& kernels, const DepthwiseCase& shape) {
  SCOPED_TRACE(testing::Message() << shape.channels << " channels, " << shape.height << "x" << shape.width << " stride "
                                  << shape.stride << " padding " << shape.padding << " gap " << shape.gap << " rows "
                                  << shape.row_begin << " to " << shape.row_end << " bias " << shape.bias);
  const std::ptrdiff_t out_width = (shape.width + shape.stride - 1) / shape.stride;
  const std::ptrdiff_t out_height = (shape.height + shape.stride - 1) / shape.stride;
  const std::ptrdiff_t pixel = shape.channels + shape.gap;
  const std::ptrdiff_t in_row = shape.width * pixel + 2 * shape.gap;
  const std::vector<float> weights = RandomFloats(9 * shape.channels, 1);
  const std::vector<float> bias = RandomFloats(shape.channels, 2);
  const float* const maybe_bias = shape.bias ? bias.data() : nullptr;
  const std::vector<float> in = RandomFloats(shape.height * in_row + kReadableTail, 3);
  std::vector<float> packed(static_cast<std::size_t>(PackedDepthwiseSize(kernels.lanes, shape.channels)));
  PackDepthwise(kernels.lanes, shape.channels, weights.data(), maybe_bias, packed.data());
  DepthwiseTask task{.in = in.data(),
                     .in_row_stride = in_row,
                     .in_pixel_stride = pixel,
                     .in_height = shape.height,
                     .in_width = shape.width,
                     .padding_top = shape.padding,
                     .padding_left = shape.padding,
                     .stride = shape.stride,
                     .packed = packed.data(),
                     .out_row_stride = out_width * pixel,
                     .out_pixel_stride = pixel,
                     .out_width = out_width,
                     .row_begin = shape.row_begin,
                     .row_end = shape.row_end < 0 ? out_height : shape.row_end,
                     .channels = shape.channels,
                     .clamp = {shape.high < 10 ? 0.0F : -std::numeric_limits<float>::infinity(), shape.high}};
  GuardedRows actual((task.row_end - task.row_begin) * out_width, shape.channels, pixel);
  GuardedRows expected((task.row_end - task.row_begin) * out_width, shape.channels, pixel);
  task.out = expected.data();
  reference::Depthwise3x3(task, weights.data(), maybe_bias);
  task.out = actual.data();
  kernels.depthwise3x3_f32(task);
  EXPECT_LT(LargestDifference(actual, expected), 5e-6);
  EXPECT_TRUE(actual.GuardsAreUntouched());
}

class Depthwise : public EveryIsa {};

TEST_P(Depthwise, IsTheReferenceAtAwkwardShapes) {
  for (const std::ptrdiff_t channels : {1, 2, 4, 7, 8, 9, 31, 64, 100}) {
    for (const std::ptrdiff_t width : {1, 2, 3, 4, 5, 8, 9, 14, 15, 21}) {
      for (const std::ptrdiff_t stride : {1, 2}) {
        for (const std::ptrdiff_t padding : {0, 1}) {
          ExpectLikeReference(kernels(), {channels, 5, width, stride, padding});
        }
      }
    }
  }
}

TEST_P(Depthwise, IsTheReferenceAtEveryHeight) {
  for (std::ptrdiff_t height = 1; height <= 7; ++height) {
    for (const std::ptrdiff_t channels : {8, 9}) {
      for (const std::ptrdiff_t stride : {1, 2}) {
        for (const std::ptrdiff_t padding : {0, 1}) {
          ExpectLikeReference(kernels(), {channels, height, 11, stride, padding});
        }
      }
    }
  }
}

TEST_P(Depthwise, ComputesSomeRowsOfAMap) {
  for (std::ptrdiff_t begin = 0; begin < 5; ++begin) {
    for (std::ptrdiff_t end = begin; end <= 5; ++end) {
      ExpectLikeReference(kernels(), {9, 5, 11, 1, 1, 0, begin, end});
      ExpectLikeReference(kernels(), {9, 10, 11, 2, 1, 0, begin, end});
    }
  }
}

TEST_P(Depthwise, RespectsStridesAndClamps) {
  for (const std::ptrdiff_t gap : {1, 13}) {
    for (const std::ptrdiff_t channels : {2, 4, 8, 31}) {
      for (const bool bias : {false, true}) {
        ExpectLikeReference(kernels(), {channels, 6, 10, 1, 1, gap, 0, -1, 6.0F, bias});
        ExpectLikeReference(kernels(), {channels, 6, 10, 2, 0, gap, 0, -1, 6.0F, bias});
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Depthwise, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()), IsaTestName);

}  // namespace
}  // namespace godwit::core
