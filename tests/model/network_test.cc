#include "core/model/network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/kernels/dispatch.h"
#include "core/model/layer_weights.h"
#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "tests/support/allocation_counter.h"

namespace godwit::core {
namespace {

using testing::HasSubstr;

// A table that owns its values.
class Weights {
 public:
  void Add(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values) {
    storage_[name] = std::move(values);
    table_[name] = {.dtype = Dtype::kF32, .shape = std::move(shape), .bytes = std::as_bytes(std::span(storage_[name]))};
  }
  WeightTable& table() { return table_; }

 private:
  std::map<std::string, std::vector<float>> storage_;
  WeightTable table_;
};

// 3 channels -> depthwise with batch norm -> 2 channels.
Graph SmallGraph() {
  Graph graph;
  const int depthwise = graph.Add({"depthwise", DepthwiseLayer{1}});
  const int pointwise = graph.Add({"pointwise", PointwiseLayer{2}, Activation::kRelu6, depthwise});
  graph.taps = {depthwise, pointwise};
  return graph;
}

Weights SmallWeights() {
  Weights weights;
  std::vector<float> identity(27, 0.0F);
  for (std::size_t c = 0; c < 3; ++c) {
    identity[4 * 3 + c] = 1.0F;  // the middle of each 3x3 filter
  }
  weights.Add("depthwise/weights", {3, 3, 3, 1}, identity);
  weights.Add("depthwise/batch_norm/gamma", {3}, {2, 1, 1});
  weights.Add("depthwise/batch_norm/beta", {3}, {0, 1, 0});
  weights.Add("depthwise/batch_norm/mean", {3}, {1, 0, 0});
  weights.Add("depthwise/batch_norm/variance", {3}, {4 - kBatchNormEpsilon, 1 - kBatchNormEpsilon, 0});
  weights.Add("pointwise/weights", {3, 2}, {1, 0, 1, 0, 0, 1});
  weights.Add("pointwise/bias", {2}, {0.5F, -0.25F});
  return weights;
}

TEST(Network, FoldsBatchNormAndRuns) {
  Weights weights = SmallWeights();
  const auto network = Network::Create(SmallGraph(), weights.table(), "small");
  ASSERT_TRUE(network) << network.error().message;
  const ThreadPool pool(1);
  Workspace workspace;
  network->Prepare(workspace, {1, 1, 1, 3}, pool);
  float* input = workspace.input().data();
  input[0] = 3;
  input[1] = 2;
  input[2] = 0.01F;
  network->Run(workspace, pool);
  // gamma * (x - mean) / sqrt(variance + epsilon) + beta
  const float scale = 1 / std::sqrt(kBatchNormEpsilon);
  const float* normalised = workspace.Tap(0).data();
  EXPECT_FLOAT_EQ(normalised[0], 2);
  EXPECT_FLOAT_EQ(normalised[1], 3);
  EXPECT_NEAR(normalised[2], 0.01F * scale, 1e-5);
  const float* out = workspace.Tap(1).data();
  EXPECT_FLOAT_EQ(out[0], 5.5F);
  EXPECT_NEAR(out[1], 0.01F * scale - 0.25F, 1e-5);
}

TEST(Network, NamesTheTensorThatIsWrong) {
  const auto message = [](Weights& weights) {
    const auto network = Network::Create(SmallGraph(), weights.table(), "net.safetensors");
    EXPECT_FALSE(network);
    return network ? std::string() : network.error().message;
  };
  Weights missing = SmallWeights();
  missing.table().erase("pointwise/bias");
  EXPECT_THAT(message(missing), HasSubstr("net.safetensors: tensor 'pointwise/bias' is missing"));

  Weights partial = SmallWeights();
  partial.table().erase("depthwise/batch_norm/mean");
  EXPECT_THAT(message(partial), HasSubstr("'depthwise/batch_norm/mean' is missing"));

  Weights extra = SmallWeights();
  extra.Add("extra/weights", {1}, {1});
  EXPECT_THAT(message(extra), HasSubstr("'extra/weights' is unexpected"));

  Weights misshapen = SmallWeights();
  misshapen.Add("pointwise/weights", {2, 3}, {1, 0, 1, 0, 0, 1});
  EXPECT_THAT(message(misshapen), HasSubstr("'pointwise/weights' has shape [2, 3] where [3, 2] is needed"));

  for (const float value : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Weights infinite = SmallWeights();
    infinite.Add("pointwise/bias", {2}, {0, value});
    EXPECT_THAT(message(infinite), HasSubstr("'pointwise/bias' has values that are not finite"));
  }
  Weights negative = SmallWeights();
  negative.Add("depthwise/batch_norm/variance", {3}, {1, -1, 1});
  EXPECT_THAT(message(negative), HasSubstr("'depthwise/batch_norm/variance' has negative values"));
}

// SmallWeights with the weights of one layer as an 8-bit network has them: 0.5 * (3 - 2) each.
OwnedWeights QuantizedWeights() {
  OwnedWeights weights;
  Weights floats = SmallWeights();
  for (const auto& [name, tensor] : floats.table()) {
    weights.Add(name, tensor.shape, ToFloats(tensor));
  }
  weights.Add("pointwise/weights", Dtype::kU8, {3, 2}, std::vector<std::byte>(6, std::byte{3}));
  AddQuantization(weights, "pointwise/weights", {{0.5F}, {2}});
  return weights;
}

TEST(Network, TakesWeightsStoredAsIntegers) {
  Weights floats = SmallWeights();
  floats.Add("pointwise/weights", {3, 2}, std::vector<float>(6, 0.5F));
  OwnedWeights integers = QuantizedWeights();
  AddQuantization(integers, "input", {{0.5F}, {0}});
  AddQuantization(integers, "depthwise/output", {{0.25F}, {7}});
  AddQuantization(integers, "pointwise/summand", {{0.25F}, {7}});
  std::vector<std::vector<float>> results;
  for (const WeightTable* table : {static_cast<const WeightTable*>(&floats.table()), &integers.table()}) {
    const auto network = Network::Create(SmallGraph(), *table, "net");
    ASSERT_TRUE(network) << network.error().message;
    const ThreadPool pool(1);
    Workspace workspace;
    network->Prepare(workspace, {1, 1, 1, 3}, pool);
    std::ranges::fill_n(workspace.input().data(), 3, 0.7F);
    network->Run(workspace, pool);
    results.emplace_back(workspace.Tap(1).data(), workspace.Tap(1).data() + 2);
  }
  EXPECT_EQ(results[0], results[1]);
}

TEST(Network, NamesIntegersWithoutAScaleThatFits) {
  const auto message = [](auto change) {
    OwnedWeights weights = QuantizedWeights();
    WeightTable table = weights.table();
    change(weights, table);
    const auto network = Network::Create(SmallGraph(), table, "net");
    EXPECT_FALSE(network);
    return network ? std::string() : network.error().message;
  };
  EXPECT_THAT(message([](OwnedWeights&, WeightTable& table) {
                table.erase("pointwise/weights_scale");
                table.erase("pointwise/weights_zero_point");
              }),
              HasSubstr("net: tensor 'pointwise/weights' of U8 has no scale"));
  EXPECT_THAT(message([](OwnedWeights&, WeightTable& table) { table.erase("pointwise/weights_zero_point"); }),
              HasSubstr("'pointwise/weights_zero_point' is missing"));
  EXPECT_THAT(message([](OwnedWeights&, WeightTable& table) { table.erase("pointwise/weights_scale"); }),
              HasSubstr("'pointwise/weights' of U8 has no scale"));
  const auto no_quantisation = HasSubstr("'pointwise/weights_scale' and 'pointwise/weights_zero_point' are no quant");
  for (const Quantization& wrong : {Quantization{{-1}, {2}}, Quantization{{1, 2, 3}, {0, 0, 0}}}) {
    EXPECT_THAT(message([&](OwnedWeights& weights, WeightTable& table) {
                  AddQuantization(weights, "pointwise/weights", wrong);
                  table = weights.table();
                }),
                no_quantisation);
  }
  EXPECT_THAT(message([](OwnedWeights& weights, WeightTable& table) {
                weights.Add("pointwise/weights_scale", {1, 1}, {1});
                weights.Add("pointwise/weights_zero_point", Dtype::kI32, {1, 1}, std::vector<std::byte>(4));
                table = weights.table();
              }),
              no_quantisation);
  EXPECT_THAT(message([](OwnedWeights& weights, WeightTable& table) {
                AddQuantization(weights, "pointwise/bias", {{1}, {0}});
                table = weights.table();
              }),
              HasSubstr("tensor 'pointwise/bias' of F32 has a scale"));
  EXPECT_THAT(message([](OwnedWeights& weights, WeightTable& table) {
                AddQuantization(weights, "elsewhere/output", {{1}, {0}});
                table = weights.table();
              }),
              HasSubstr("'elsewhere/output_scale' is unexpected"));
}

Network RandomNetwork(const Graph& graph, std::uint32_t seed) {
  return Network::Create(graph, RandomWeights(graph, seed).table(), "random weights").value();
}

void FillInput(Workspace& workspace, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  const TensorView input = workspace.input();
  for (std::int64_t i = 0; i < input.shape().Elements(); ++i) {
    input.data()[i] = uniform(random);
  }
}

std::vector<float> RunOnce(const Network& network, const Shape& shape, int threads, std::uint32_t seed = 1) {
  const ThreadPool pool(threads);
  Workspace workspace;
  network.Prepare(workspace, shape, pool);
  FillInput(workspace, seed);
  network.Run(workspace, pool);
  const ConstTensorView out = workspace.Tap(0);
  return {out.data(), out.data() + out.shape().Elements()};
}

class EveryIsa : public testing::TestWithParam<Isa> {
 protected:
  void SetUp() override { SetActiveIsa(GetParam()); }
  void TearDown() override { SetActiveIsa(before_); }

 private:
  Isa before_ = ActiveIsa();
};

INSTANTIATE_TEST_SUITE_P(Machine, EveryIsa, testing::ValuesIn(AvailableIsas().begin(), AvailableIsas().end()),
                         [](const auto& isa) { return std::string(IsaName(isa.param)); });

TEST_P(EveryIsa, GivesTheSameForAnyThreadCountAndBatch) {
  for (const Graph& graph : {MobileNetV1({.alpha = 0.25, .classes = 10, .softmax = true}),
                             MobileNetV2({.alpha = 0.35, .classes = 10, .softmax = true})}) {
    const Network network = RandomNetwork(graph, 3);
    const std::vector<float> one = RunOnce(network, {1, 65, 47, 3}, 1);
    EXPECT_THAT(RunOnce(network, {1, 65, 47, 3}, 2), testing::Pointwise(testing::FloatNear(1e-6F), one));
    const std::vector<float> batch = RunOnce(network, {2, 65, 47, 3}, 2);
    ASSERT_EQ(batch.size(), 20U);
    EXPECT_THAT(std::vector<float>(batch.begin(), batch.begin() + 10),
                testing::Pointwise(testing::FloatNear(1e-6F), one));
  }
}

TEST_P(EveryIsa, AWarmRunAllocatesNothing) {
  const Network network = RandomNetwork(MobileNetV2({.alpha = 0.5, .classes = 10, .softmax = true}), 3);
#ifdef GODWIT_PARALLEL_JTHREAD
  constexpr std::array kThreads{1};  // that pool makes its threads anew for every loop
#else
  constexpr std::array kThreads{1, 2};
#endif
  for (const int threads : kThreads) {
    const ThreadPool pool(threads);
    Workspace workspace;
    network.Prepare(workspace, {1, 96, 96, 3}, pool);
    FillInput(workspace, 1);
    network.Run(workspace, pool);
    const long before = tests::Allocations();
    network.Prepare(workspace, {1, 96, 96, 3}, pool);
    network.Run(workspace, pool);
    EXPECT_EQ(tests::Allocations(), before) << threads << " threads";
  }
}

TEST(Network, AWorkspaceServesOneNetworkAfterAnother) {
  const Network wide = RandomNetwork(MobileNetV1({.alpha = 0.5, .classes = 10}), 3);
  const Network narrow = RandomNetwork(MobileNetV1({.alpha = 0.25, .classes = 10}), 3);
  const ThreadPool pool(1);
  const auto run = [&](const Network& network, Workspace& workspace) {
    network.Prepare(workspace, {1, 64, 64, 3}, pool);
    FillInput(workspace, 1);
    network.Run(workspace, pool);
    const float* scores = workspace.Tap(0).data();
    return std::vector<float>(scores, scores + 10);
  };
  Workspace fresh;
  Workspace shared;
  const std::vector<float> expected = run(narrow, fresh);
  run(wide, shared);
  EXPECT_EQ(run(narrow, shared), expected);
  EXPECT_THROW(wide.Run(shared, pool), ContractViolation);
}

TEST(Network, AWorkspaceServesOneShapeAfterAnother) {
  const Network network = RandomNetwork(MobileNetV1({.alpha = 0.25, .classes = 10}), 3);
  const std::vector<float> large = RunOnce(network, {1, 96, 96, 3}, 1);
  const ThreadPool pool(1);
  Workspace workspace;
  for (const int side : {96, 32, 128, 96}) {
    network.Prepare(workspace, {1, side, side, 3}, pool);
    FillInput(workspace, 1);
    network.Run(workspace, pool);
  }
  const float* out = workspace.Tap(0).data();
  EXPECT_EQ(std::vector<float>(out, out + 10), large);
}

TEST(Network, RefusesAWorkspaceOfAnotherPool) {
  const Network network = RandomNetwork(SmallGraph(), 3);
  Workspace workspace;
  network.Prepare(workspace, {1, 4, 4, 3}, ThreadPool(1));
  EXPECT_THROW(network.Run(workspace, ThreadPool(2)), ContractViolation);
}

// Under a profiler no layers run together: the same sums, in the same order.
TEST(Network, GivesTheSameUnderAProfiler) {
  const Network network = RandomNetwork(MobileNetV2({.alpha = 0.35, .classes = 10}), 3);
  for (const int threads : {1, 2}) {
    const ThreadPool pool(threads);
    Workspace workspace;
    network.Prepare(workspace, {2, 65, 47, 3}, pool);
    const auto run = [&](Profiler* profiler) {
      FillInput(workspace, 1);
      network.Run(workspace, pool, profiler);
      const ConstTensorView logits = workspace.Tap(0);
      return std::vector<float>(logits.data(), logits.data() + logits.shape().Elements());
    };
    Profiler profiler;
    const std::vector<float> profiled = run(&profiler);
    EXPECT_THAT(run(nullptr), testing::Pointwise(testing::FloatNear(1e-6F), profiled));
  }
}

TEST(Profiler, CountsRunsAndLayers) {
  const Network network = RandomNetwork(SmallGraph(), 3);
  const ThreadPool pool(1);
  Workspace workspace;
  Profiler profiler;
  network.Prepare(workspace, {1, 4, 4, 3}, pool);
  network.Run(workspace, pool, &profiler);
  network.Run(workspace, pool, &profiler);
  EXPECT_EQ(profiler.runs(), 2);
  EXPECT_EQ(profiler.totals().size(), 2U);
}

}  // namespace
}  // namespace godwit::core
