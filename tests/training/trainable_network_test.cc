#include "training/model/trainable_network.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/model/mobilenet.h"
#include "core/model/network.h"
#include "core/model/random_weights.h"
#include "detection/ssd/ssd_graph.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/random_floats.h"
#include "tests/training/naive_network.h"

namespace godwit::training {
namespace {

using core::Activation;
using core::Graph;
using core::Shape;
using tests::RandomFloats;

// Random weights whose layers have batch norm, but the linear ones and those of `with_bias`.
core::OwnedWeights BatchNormWeights(const Graph& graph, const std::string& with_bias = "none") {
  core::OwnedWeights weights;
  const core::OwnedWeights random = core::RandomWeights(graph, 1);
  unsigned seed = 0;
  for (const auto& [name, tensor] : random.table()) {
    std::vector<float> values = core::ToFloats(tensor);
    const auto suffix = name.rfind("/bias");
    const std::string layer = name.substr(0, suffix);
    if (suffix == std::string::npos || layer == with_bias ||
        std::holds_alternative<core::LinearLayer>(graph.layers[static_cast<std::size_t>(graph.Find(layer))].kind)) {
      weights.Add(name, tensor.shape, std::move(values));
      continue;
    }
    const auto count = static_cast<std::int64_t>(values.size());
    const auto add = [&](const char* part, float low) {
      std::vector<float> part_values = RandomFloats(count, ++seed, 1);
      std::ranges::transform(part_values, part_values.begin(), [low](float value) { return low + 0.5F * value; });
      weights.Add(layer + "/batch_norm/" + part, {count}, std::move(part_values));
    };
    add("gamma", 1.0F);
    add("beta", 0.5F);
    add("mean", 0.0F);
    add("variance", 1.0F);
  }
  return weights;
}

// The first layers of a backbone, and a classifier behind them.
Graph Classifier(Graph graph, const std::string& last) {
  const int index = graph.Find(last);
  graph.layers.resize(static_cast<std::size_t>(index) + 1);
  const int pool = graph.Add({.name = "pool", .kind = core::GlobalAveragePoolLayer{}, .input = index});
  graph.taps = {graph.Add({.name = "logits", .kind = core::LinearLayer{5}, .input = pool})};
  return graph;
}

Graph SmallV1() { return Classifier(core::MobileNetV1({.alpha = 0.25}), "conv_4/pointwise"); }

// With a residual; and with heads on a map that later layers read, too, through every kind of layer.
Graph SmallV2() {
  Graph graph = Classifier(core::MobileNetV2({.alpha = 0.25}), "block_3/project");
  const int map = graph.Find("block_2/project");
  graph.taps.push_back(map);
  graph.taps.push_back(
      graph.Add({"head/conv", core::ConvLayer{.kernel = 3, .stride = 2, .out = 6}, Activation::kRelu, map}));
  const int depthwise = graph.Add({"head/depthwise", core::DepthwiseLayer{}, Activation::kNone, map});
  graph.taps.push_back(graph.Add({"head/pointwise", core::PointwiseLayer{3}, Activation::kNone, depthwise}));
  // A residual before an activation, as other networks have it.
  graph.taps.push_back(graph.Add({.name = "head/residual",
                                  .kind = core::PointwiseLayer{8},
                                  .activation = Activation::kRelu6,
                                  .input = map,
                                  .residual = map}));
  return graph;
}

struct Example {
  Graph graph;
  core::OwnedWeights weights;
  Shape batch;
};

Example MakeV1() {
  Graph graph = SmallV1();
  core::OwnedWeights weights = BatchNormWeights(graph, "conv_2/pointwise");
  return {std::move(graph), std::move(weights), {3, 16, 20, 3}};
}
Example MakeV2() {
  Graph graph = SmallV2();
  core::OwnedWeights weights = BatchNormWeights(graph, "head/depthwise");
  return {std::move(graph), std::move(weights), {2, 17, 24, 3}};
}

TrainableNetwork Create(const Example& example, TrainableOptions options = {}) {
  return TrainableNetwork::Create(example.graph, example.weights.table(), "test", std::move(options)).value();
}

std::vector<float> Fill(const core::TensorView& view, unsigned seed) {
  std::vector<float> values = RandomFloats(view.shape().Elements(), seed, 1);
  std::ranges::copy(values, view.data());
  return values;
}

// Loss: a random weight for each value of each tap.
void Step(TrainableNetwork& network) {
  Fill(network.input(), 11);
  network.Forward(Mode::kTrain);
  for (std::size_t tap = 0; tap < network.graph().taps.size(); ++tap) {
    Fill(network.TapGradient(tap), 20 + static_cast<unsigned>(tap));
  }
  network.Backward();
}

void ExpectGradientsOfDifferences(const Example& example) {
  const core::ThreadPool pool(2);
  TrainableNetwork network = Create(example);
  network.Prepare(example.batch, pool);
  Step(network);
  DoubleTable table;
  for (const auto& [name, tensor] : example.weights.table()) {
    const std::vector<float> values = core::ToFloats(tensor);
    table[name] = {values.begin(), values.end()};
  }
  DoubleTensor input = MakeDoubleTensor(example.batch);
  std::ranges::copy(RandomFloats(example.batch.Elements(), 11, 1), input.values.begin());
  const auto loss = [&] {
    const std::vector<DoubleTensor> taps = NaiveForward(example.graph, input, table);
    double sum = 0;
    for (std::size_t tap = 0; tap < taps.size(); ++tap) {
      const std::vector<float> weights = RandomFloats(taps[tap].shape.Elements(), 20 + static_cast<unsigned>(tap), 1);
      for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i] * taps[tap].values[i];
      }
    }
    return sum;
  };
  // Batch norm takes out what a layer without activation before it adds: such gradients are zero as sums of many that
  // are not, and no more exact than these.
  double largest_of_all = 0;
  for (const float value : network.gradients()) {
    largest_of_all = std::max(largest_of_all, std::abs(static_cast<double>(value)));
  }
  for (std::size_t i = 0; i < network.layout().parameters().size(); ++i) {
    const Parameter& parameter = network.layout().parameters()[i];
    const std::span<const float> gradient = network.layout().Of(i, std::span<const float>(network.gradients()));
    double largest = 0;
    for (const float value : gradient) {
      largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    // The first, the last and the steepest.
    const auto steepest = std::ranges::max_element(gradient, {}, [](float value) { return std::abs(value); });
    for (const std::size_t at :
         {std::size_t{0}, gradient.size() - 1, static_cast<std::size_t>(steepest - gradient.begin())}) {
      double& variable = table.at(parameter.name)[at];
      const double before = variable;
      constexpr double kStep = 1e-6;
      variable = before + kStep;
      const double above = loss();
      variable = before - kStep;
      const double difference = (above - loss()) / (2 * kStep);
      variable = before;
      EXPECT_NEAR(gradient[at], difference, 2e-5 * std::max(largest, 0.01 * largest_of_all))
          << parameter.name << " at " << at;
    }
  }
}

TEST(TrainableNetwork, HasTheGradientsOfMobileNetV1) { ExpectGradientsOfDifferences(MakeV1()); }

TEST(TrainableNetwork, HasTheGradientsOfMobileNetV2WithHeads) { ExpectGradientsOfDifferences(MakeV2()); }

TEST(TrainableNetwork, EvaluatesAsTheNetworkOfItsExport) {
  for (const Example& example : {MakeV1(), MakeV2()}) {
    const core::ThreadPool pool(2);
    TrainableNetwork network = Create(example, {.batch_norm_decay = 0.5});
    network.Prepare(example.batch, pool);
    Step(network);  // statistics have moved
    const core::OwnedWeights exported = network.Export();
    const core::Network plain = core::Network::Create(example.graph, exported.table(), "export").value();
    core::Workspace workspace;
    plain.Prepare(workspace, example.batch, pool);
    Fill(workspace.input(), 12);
    plain.Run(workspace, pool);
    Fill(network.input(), 12);
    network.Forward(Mode::kEvaluate);
    for (std::size_t tap = 0; tap < example.graph.taps.size(); ++tap) {
      const core::ConstTensorView expected = workspace.Tap(tap);
      for (std::int64_t i = 0; i < expected.shape().Elements(); ++i) {
        ASSERT_NEAR(network.Tap(tap).data()[i], expected.data()[i], 1e-4) << "tap " << tap << " at " << i;
      }
    }
  }
}

TEST(TrainableNetwork, ExportsWhatItWasCreatedFrom) {
  const Example example = MakeV2();
  EXPECT_EQ(core::Sha256(Create(example).Export().table()), core::Sha256(example.weights.table()));
}

TEST(TrainableNetwork, RepeatsAStepToTheBitOnAnyNumberOfThreads) {
  const Example example = MakeV2();
  std::vector<std::vector<float>> results;
  for (const int threads : {1, 2, 2, 3}) {
    const core::ThreadPool pool(threads);
    TrainableNetwork network = Create(example);
    network.Prepare(example.batch, pool);
    Step(network);
    Step(network);
    results.emplace_back(network.gradients().begin(), network.gradients().end());
    results.back().insert(results.back().end(), network.statistics().begin(), network.statistics().end());
    EXPECT_EQ(results.back(), results.front()) << threads << " threads";
  }
}

TEST(TrainableNetwork, AllocatesNothingInWarmSteps) {
  const Example example = MakeV2();
  const core::ThreadPool pool(1);
  TrainableNetwork network = Create(example);
  network.Prepare(example.batch, pool);
  const auto step = [&] {
    std::fill_n(network.input().data(), example.batch.Elements(), 0.25F);
    network.Forward(Mode::kTrain);
    for (std::size_t tap = 0; tap < example.graph.taps.size(); ++tap) {
      std::fill_n(network.TapGradient(tap).data(), network.TapGradient(tap).shape().Elements(), 1.0F);
    }
    network.Backward();
  };
  step();
  const long before = tests::Allocations();
  step();
  EXPECT_EQ(tests::Allocations(), before);
}

TEST(TrainableNetwork, LeavesFrozenLayersAlone) {
  const Example example = MakeV1();
  const core::ThreadPool pool(2);
  TrainableNetwork network = Create(example);
  network.Prepare(example.batch, pool);
  Step(network);
  const std::int64_t whole = network.arena_bytes();
  const std::vector<float> statistics(network.statistics().begin(), network.statistics().end());
  network.SetFirstTrained(example.graph.Find("logits"));
  network.Prepare(example.batch, pool);
  Step(network);
  EXPECT_LE(network.arena_bytes(), whole);
  EXPECT_THAT(statistics, testing::ElementsAreArray(network.statistics()));
  for (std::size_t i = 0; i < network.layout().parameters().size(); ++i) {
    const bool learns = network.layout().parameters()[i].name.starts_with("logits/");
    const auto gradient = network.layout().Of(i, std::span<const float>(network.gradients()));
    EXPECT_EQ(std::ranges::any_of(gradient, [](float value) { return value != 0; }), learns)
        << network.layout().parameters()[i].name;
  }
}

TEST(TrainableNetwork, TellsWhichGradientsAreFinal) {
  const Example example = MakeV1();
  const core::ThreadPool pool(1);
  TrainableNetwork network = Create(example);
  network.Prepare(example.batch, pool);
  Step(network);
  const std::vector<float> expected(network.gradients().begin(), network.gradients().end());
  Fill(network.input(), 11);
  network.Forward(Mode::kTrain);
  Fill(network.TapGradient(0), 20);
  std::ranges::fill(network.gradients(), -77.0F);
  std::vector<std::int64_t> offsets;
  network.Backward([&](std::int64_t offset) {
    offsets.push_back(offset);
    for (const Parameter& parameter : network.layout().parameters()) {
      if (parameter.offset >= offset) {
        const auto at = static_cast<std::size_t>(parameter.offset);
        ASSERT_EQ(network.gradients()[at], expected[at]) << parameter.name;
      }
    }
  });
  EXPECT_EQ(offsets.size(), 10U);
  EXPECT_TRUE(std::ranges::is_sorted(offsets, std::greater<>()));
  EXPECT_EQ(offsets.back(), 0);
}

// Two processes with half a batch each, which sum their statistics, are as one with the whole.
TEST(TrainableNetwork, NormalizesByTheJoinedBatch) {
  const Example example = MakeV1();
  const core::ThreadPool pool(1);
  TrainableNetwork whole = Create(example);
  const Shape both{2, 16, 20, 3};
  whole.Prepare(both, pool);
  const std::vector<float> image = RandomFloats(both.Elements() / 2, 30, 1);
  std::ranges::copy(image, std::ranges::copy(image, whole.input().data()).out);
  whole.Forward(Mode::kTrain);
  // The other process is the same, so that its sums are known: all are twice as large.
  TrainableNetwork half = Create(example, {.sum_over_processes = [](std::span<double> sums) {
                                   std::ranges::transform(sums, sums.begin(), [](double sum) { return 2 * sum; });
                                 }});
  half.Prepare({1, 16, 20, 3}, pool);
  std::ranges::copy(image, half.input().data());
  half.Forward(Mode::kTrain);
  for (std::size_t i = 0; i < whole.statistics().size(); ++i) {
    EXPECT_NEAR(half.statistics()[i], whole.statistics()[i], 1e-6);
  }
  std::fill_n(whole.TapGradient(0).data(), 10, 0.0F);
  whole.TapGradient(0).data()[2] = whole.TapGradient(0).data()[7] = 1.0F;
  whole.Backward();
  std::fill_n(half.TapGradient(0).data(), 5, 0.0F);
  half.TapGradient(0).data()[2] = 1.0F;
  half.Backward();
  for (std::size_t i = 0; i < whole.gradients().size(); ++i) {
    EXPECT_NEAR(2 * half.gradients()[i], whole.gradients()[i], 2e-4 * std::max(1.0F, std::abs(whole.gradients()[i])));
  }
}

TEST(TrainableNetwork, AttachesBatchNormThatChangesNothing) {
  Graph graph = SmallV1();
  const core::OwnedWeights weights = core::RandomWeights(graph, 3);
  const core::ThreadPool pool(1);
  TrainableNetwork plain = TrainableNetwork::Create(graph, weights.table(), "test").value();
  TrainableNetwork attached =
      TrainableNetwork::Create(
          graph, weights.table(), "test",
          {.attach_batch_norm =
               [](const core::Layer& layer) { return !std::holds_alternative<core::LinearLayer>(layer.kind); }})
          .value();
  EXPECT_EQ(plain.statistics().size(), 0U);
  EXPECT_TRUE(attached.layout().Find("conv_3/depthwise/batch_norm/gamma"));
  EXPECT_FALSE(attached.layout().Find("logits/batch_norm/gamma"));
  for (TrainableNetwork* network : {&plain, &attached}) {
    network->Prepare({2, 32, 32, 3}, pool);
    Fill(network->input(), 5);
    network->Forward(Mode::kEvaluate);
  }
  for (std::int64_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(attached.Tap(0).data()[i], plain.Tap(0).data()[i], 1e-5);
  }
}

// A calibrated network computes what it did, and what it computes with the statistics of the batch is the same.
TEST(TrainableNetwork, CalibratesBatchNormToABatch) {
  for (const int threads : {1, 2}) {
    Graph graph = SmallV1();
    const core::ThreadPool pool(threads);
    TrainableNetwork network =
        TrainableNetwork::Create(graph, core::RandomWeights(graph, 3).table(), "test",
                                 {.attach_batch_norm = [](const core::Layer& layer) { return layer.name != "logits"; }})
            .value();
    network.Prepare({8, 64, 48, 3}, pool);
    const auto logits = [&] { return std::vector<float>(network.Tap(0).data(), network.Tap(0).data() + 8 * 5); };
    Fill(network.input(), 5);
    network.Forward(Mode::kEvaluate);
    const std::vector<float> before = logits();
    const std::vector<float> values(network.values().begin(), network.values().end());
    const std::size_t untouched = network.layout().Find("conv_2/pointwise/batch_norm/gamma").value();

    Fill(network.input(), 5);
    network.CalibrateBatchNorm([](const core::Layer& layer) { return layer.name != "conv_2/pointwise"; });
    EXPECT_FALSE(std::ranges::equal(values, network.values()));
    EXPECT_THAT(network.layout().Of(untouched, std::span<const float>(network.values())), testing::Each(1.0F));
    Fill(network.input(), 5);
    network.CalibrateBatchNorm([](const core::Layer&) { return true; });
    EXPECT_THAT(network.layout().Of(untouched, std::span<const float>(network.values())),
                testing::Not(testing::Each(1.0F)));
    for (const Mode mode : {Mode::kEvaluate, Mode::kTrain}) {
      Fill(network.input(), 5);
      network.Forward(mode);
      const std::vector<float> after = logits();
      for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_NEAR(after[i], before[i], 1e-3 * std::max(1.0F, std::abs(before[i])))
            << "mode " << static_cast<int>(mode);
      }
    }
  }
}

// Maps that predictors and the next layers read, dense convolutions, maps of one pixel: all of it learns.
TEST(TrainableNetwork, StepsThroughDetectors) {
  using Architecture = detection::SsdConfig::Architecture;
  for (const Architecture architecture : {Architecture::kSsdMobileNetV1, Architecture::kSsdLiteMobileNetV2}) {
    const Graph graph = detection::SsdGraph({.architecture = architecture, .alpha = 0.25, .classes = 3});
    const core::ThreadPool pool(2);
    TrainableNetwork network =
        TrainableNetwork::Create(
            graph, core::RandomWeights(graph, 3).table(), "test",
            {.attach_batch_norm = [](const core::Layer& layer) { return !layer.name.starts_with("predictor"); }})
            .value();
    network.Prepare({2, 96, 112, 3}, pool);
    Step(network);
    for (std::size_t i = 0; i < network.layout().parameters().size(); ++i) {
      const auto gradient = network.layout().Of(i, std::span<const float>(network.gradients()));
      EXPECT_TRUE(std::ranges::all_of(gradient, [](float value) { return std::isfinite(value); }) &&
                  std::ranges::any_of(gradient, [](float value) { return value != 0; }))
          << network.layout().parameters()[i].name;
    }
  }
}

TEST(TrainableNetwork, RefusesWhatItCannotTrain) {
  const Graph softmax = core::MobileNetV1({.alpha = 0.25, .classes = 3, .softmax = true});
  EXPECT_THROW((void)TrainableNetwork::Create(softmax, core::RandomWeights(softmax, 1).table(), "test"),
               core::ContractViolation);
  const auto missing = TrainableNetwork::Create(SmallV1(), {}, "weights.safetensors");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("weights.safetensors: tensor 'conv_0/weights' is missing"));

  const Example example = MakeV1();
  TrainableNetwork network = Create(example);
  EXPECT_THROW(network.Forward(Mode::kTrain), core::ContractViolation);
  const core::ThreadPool pool(1);
  network.Prepare(example.batch, pool);
  network.Forward(Mode::kEvaluate);
  EXPECT_THROW(network.Backward(), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
