// Ten steps of descent against PyTorch; data/make_sgd_golden.py made the files and says how.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/model/random_weights.h"
#include "tests/support/npy.h"
#include "training/model/trainable_network.h"

namespace godwit::training {
namespace {

core::Graph MakeGraph() {
  constexpr auto kRelu6 = core::Activation::kRelu6;
  constexpr auto kPadding = core::Padding::kSymmetric;
  core::Graph graph;
  graph.Add({"conv", core::ConvLayer{.kernel = 3, .stride = 2, .out = 8, .padding = kPadding}, kRelu6});
  graph.Add({"depthwise_1", core::DepthwiseLayer{1, kPadding}, kRelu6, 0});
  graph.Add({"pointwise_1", core::PointwiseLayer{16}, kRelu6, 1});
  graph.Add({"expand", core::PointwiseLayer{24}, kRelu6, 2});
  graph.Add({"depthwise_2", core::DepthwiseLayer{1, kPadding}, kRelu6, 3});
  graph.Add({.name = "project", .kind = core::PointwiseLayer{16}, .input = 4, .residual = 2});
  graph.Add({"depthwise_3", core::DepthwiseLayer{2, kPadding}, kRelu6, 5});
  graph.Add({"pointwise_3", core::PointwiseLayer{24}, kRelu6, 6});
  graph.Add({"pool", core::GlobalAveragePoolLayer{}, core::Activation::kNone, 7});
  graph.taps = {graph.Add({"logits", core::LinearLayer{4}, core::Activation::kNone, 8})};
  return graph;
}

// The mean cross-entropy of rows of four logits, of which row i has label i, and its gradient.
double CrossEntropy(const core::ConstTensorView& logits, const core::TensorView& gradient) {
  double loss = 0;
  for (std::int64_t n = 0; n < 4; ++n) {
    const float* row = logits.Pixel(n, 0, 0);
    double sum = 0;
    for (int c = 0; c < 4; ++c) {
      sum += std::exp(static_cast<double>(row[c]));
    }
    loss += (std::log(sum) - row[n]) / 4;
    for (int c = 0; c < 4; ++c) {
      gradient.Pixel(n, 0, 0)[c] = static_cast<float>((std::exp(static_cast<double>(row[c])) / sum - (c == n)) / 4);
    }
  }
  return loss;
}

// The distance, relative to the length of what is expected.
double RelativeDistance(std::span<const float> actual, std::span<const float> expected) {
  double distance = 0;
  double length = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    distance += std::pow(static_cast<double>(actual[i]) - expected[i], 2);
    length += std::pow(static_cast<double>(expected[i]), 2);
  }
  return std::sqrt(distance / length);
}

const std::filesystem::path kFolder = "tests/training/data";

// The network as PyTorch began with it.
TrainableNetwork MakeNetwork() {
  const auto before = tests::ReadNpy<float>(kFolder / "sgd_before.npy").values;
  const core::Graph graph = MakeGraph();
  const core::OwnedWeights any = core::RandomWeights(graph, 1);
  TrainableNetwork network =
      TrainableNetwork::Create(
          graph, any.table(), "golden",
          {.batch_norm_decay = 0.9,
           .attach_batch_norm =
               [](const core::Layer& layer) { return !std::holds_alternative<core::LinearLayer>(layer.kind); }})
          .value();
  std::span<const float> rest = before;
  for (std::size_t i = 0; i < network.layout().parameters().size(); ++i) {
    const std::span<float> values = network.layout().Of(i, network.values());
    std::ranges::copy(rest.first(values.size()), values.begin());
    rest = rest.subspan(values.size());
  }
  EXPECT_TRUE(rest.empty());
  for (std::size_t i = 0; i < network.statistics_layout().parameters().size(); ++i) {
    const bool variance = network.statistics_layout().parameters()[i].kind == ParameterKind::kBatchNormVariance;
    std::ranges::fill(network.statistics_layout().Of(i, network.statistics()), variance ? 1.0F : 0.0F);
  }
  return network;
}

// The losses of so many steps with momentum .9, over the ten batches again and again.
std::vector<double> Descend(TrainableNetwork& network, double rate, std::size_t steps) {
  const auto images = tests::ReadNpy<float>(kFolder / "sgd_images.npy");
  const core::ThreadPool pool(2);
  network.Prepare({4, 16, 16, 3}, pool);
  std::vector<double> velocity(network.values().size(), 0.0);
  const std::int64_t batch = network.input().shape().Elements();
  std::vector<double> losses;
  for (std::size_t step = 0; step < steps; ++step) {
    std::copy_n(images.values.begin() + static_cast<std::int64_t>(step % 10) * batch, batch, network.input().data());
    network.Forward(Mode::kTrain);
    losses.push_back(CrossEntropy(network.Tap(0), network.TapGradient(0)));
    network.Backward();
    for (std::size_t i = 0; i < velocity.size(); ++i) {
      velocity[i] = 0.9 * velocity[i] + network.gradients()[i];
      network.values()[i] = static_cast<float>(network.values()[i] - rate * velocity[i]);
    }
  }
  return losses;
}

TEST(SgdGolden, TenStepsAreThoseOfPyTorch) {
  const auto after = tests::ReadNpy<float>(kFolder / "sgd_after.npy").values;
  const auto expected_losses = tests::ReadNpy<float>(kFolder / "sgd_losses.npy").values;
  TrainableNetwork network = MakeNetwork();
  const std::vector<double> losses = Descend(network, 0.05, expected_losses.size());
  for (std::size_t step = 0; step < losses.size(); ++step) {
    EXPECT_NEAR(losses[step], expected_losses[step], 1e-5 * expected_losses[step]) << step;
  }

  std::span<const float> expected = after;
  const auto expect = [&](const ParameterLayout& layout, std::span<const float> array) {
    for (std::size_t i = 0; i < layout.parameters().size(); ++i) {
      const std::span<const float> values = layout.Of(i, array);
      EXPECT_LT(RelativeDistance(values, expected.first(values.size())), 1e-5) << layout.parameters()[i].name;
      expected = expected.subspan(values.size());
    }
  };
  expect(network.layout(), network.values());
  expect(network.statistics_layout(), network.statistics());
  EXPECT_TRUE(expected.empty());
}

// From chance to knowing all batches. Rounding grows from step to step, float32 against float64.
TEST(SgdGolden, TwoHundredStepsFollowPyTorchsCurve) {
  const auto curve = tests::ReadNpy<float>(kFolder / "sgd_curve.npy").values;
  ASSERT_EQ(curve.size(), 200U);
  TrainableNetwork network = MakeNetwork();
  const std::vector<double> losses = Descend(network, 0.005, curve.size());
  EXPECT_LT(losses.back(), 0.05 * losses.front());
  double worst = 0;
  for (std::size_t step = 0; step < losses.size(); ++step) {
    worst = std::max(worst, std::abs(losses[step] / curve[step] - 1));
  }
  EXPECT_LT(worst, 1e-3);
}

}  // namespace
}  // namespace godwit::training
