// Ops leave memory to their callers.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>

#include "core/ops/conv.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "tests/ops/op_test_support.h"
#include "tests/support/allocation_counter.h"

namespace godwit::core {
namespace {

TEST(Ops, AllocateNothing) {
  const ThreadPool pool(1);
  const Tensor image = RandomTensor({1, 16, 16, 3}, 1);
  const Tensor map = RandomTensor({1, 8, 8, 32}, 2);
  const ConvWeights first(3, 3, 32, RandomFloats(27 * 32, 3), {});
  const ConvWeights extra(3, 32, 32, RandomFloats(288 * 32, 4), {});
  const DepthwiseWeights depthwise(32, RandomFloats(9 * 32, 5), {});
  const PointwiseWeights pointwise(32, 32, RandomFloats(32 * 32, 6), {});
  const std::int64_t first_scratch = Conv2dScratch(image.shape(), first, 2);
  const std::int64_t extra_scratch = Conv2dScratch(map.shape(), extra, 1);
  std::vector<float> scratch(static_cast<std::size_t>(std::max(first_scratch, extra_scratch)));
  Tensor out(map.shape());
  Tensor mean({1, 1, 1, 32});

  const std::int64_t before = tests::Allocations();
  Conv2d(image.view(), first, 2, Activation::kRelu6, scratch, out.view(), pool);
  Conv2d(map.view(), extra, 1, Activation::kRelu6, scratch, out.view(), pool);
  Depthwise(map.view(), depthwise, 1, Activation::kRelu6, out.view(), pool);
  Pointwise(map.view(), pointwise, Activation::kNone, map.view(), out.view(), pool);
  GlobalAveragePool(map.view(), mean.view(), pool);
  Softmax(mean.view(), mean.view());
  Sigmoid(mean.data(), 32);
  EXPECT_EQ(tests::Allocations(), before);
}

}  // namespace
}  // namespace godwit::core
