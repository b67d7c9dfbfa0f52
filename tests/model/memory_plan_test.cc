#include "core/model/memory_plan.h"

#include <random>

#include <gtest/gtest.h>

#include "core/model/mobilenet.h"

namespace godwit::core {
namespace {

void ExpectNoOverlap(const std::vector<Lifetime>& blocks, const MemoryPlan& plan) {
  ASSERT_EQ(plan.offsets.size(), blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(plan.offsets[i] % static_cast<std::int64_t>(kAlignment), 0);
    EXPECT_LE(plan.offsets[i] + blocks[i].bytes + static_cast<std::int64_t>(kTailBytes), plan.arena_bytes);
    for (std::size_t j = 0; j < i; ++j) {
      const bool alive_together = blocks[i].first <= blocks[j].last && blocks[j].first <= blocks[i].last;
      const auto end = [&](std::size_t k) {
        return plan.offsets[k] + blocks[k].bytes + static_cast<std::int64_t>(kTailBytes);
      };
      EXPECT_TRUE(!alive_together || end(i) <= plan.offsets[j] || end(j) <= plan.offsets[i]) << i << " and " << j;
    }
  }
}

TEST(PlanMemory, NeverOverlapsWhatIsAliveTogether) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Lifetime> blocks(1 + random() % 40);
    for (Lifetime& block : blocks) {
      block.first = static_cast<int>(random() % 20);
      block.last = block.first + static_cast<int>(random() % 6);
      block.bytes = static_cast<std::int64_t>(random() % 5000);
    }
    ExpectNoOverlap(blocks, PlanMemory(blocks));
  }
}

TEST(PlanMemory, AChainNeedsItsTwoLargestNeighbours) {
  const std::vector<Lifetime> chain{{0, 1, 1000}, {1, 2, 3000}, {2, 3, 2000}, {3, 4, 100}};
  EXPECT_LE(PlanMemory(chain).arena_bytes, 3000 + 2000 + 4 * 128);
}

TEST(PlanMemory, NothingNeedsNothing) { EXPECT_EQ(PlanMemory({}).arena_bytes, 0); }

TEST(TensorLifetimes, TapsAndResidualsStay) {
  Graph graph;
  const int first = graph.Add({"first", PointwiseLayer{4}});
  const int second = graph.Add({"second", PointwiseLayer{4}, Activation::kNone, first});
  const int third = graph.Add({"third", PointwiseLayer{4}, Activation::kNone, second, first});
  graph.Add({"fourth", PointwiseLayer{4}, Activation::kNone, third});
  graph.taps = {second};
  const Shape input{1, 2, 2, 3};
  const auto lifetimes = TensorLifetimes(graph, input, InferShapes(graph, input));
  ASSERT_EQ(lifetimes.size(), 5U);
  EXPECT_EQ(lifetimes[0].last, 0);  // the input: read by the first layer only
  EXPECT_EQ(lifetimes[1].last, 2);  // the residual
  EXPECT_EQ(lifetimes[2].last, 3);  // the tap
  EXPECT_EQ(lifetimes[0].bytes, 2 * 2 * 3 * 4);
}

TEST(PlanMemory, MobileNetNeedsLittleMoreThanItsLargestPair) {
  const Graph graph = MobileNetV1({.classes = 1000});
  const Shape input{1, 224, 224, 3};
  const auto lifetimes = TensorLifetimes(graph, input, InferShapes(graph, input));
  const MemoryPlan plan = PlanMemory(lifetimes);
  ExpectNoOverlap(lifetimes, plan);
  // conv_1/pointwise (112x112x64) beside conv_1/depthwise (112x112x32).
  EXPECT_LT(plan.arena_bytes, (112 * 112 * 64 + 112 * 112 * 32) * 4 + 64 * 1024);
}

}  // namespace
}  // namespace godwit::core
