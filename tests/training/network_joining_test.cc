#include "training/model/network_joining.h"

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "detection/ssd/ssd_graph.h"
#include "tests/training/run_network.h"

namespace godwit::training {
namespace {

using core::Graph;
using tests::Outputs;
using tests::RandomImages;
using tests::RelativeError;

Graph Detector(double alpha) {
  return detection::SsdGraph(
      {.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1, .alpha = alpha, .classes = 3});
}

TEST(JoinNetworks, ComputesWhatTheFirstDoes) {
  const core::OwnedWeights first = core::RandomWeights(Detector(0.5), 3);
  const core::OwnedWeights second = core::RandomWeights(Detector(0.25), 4);
  const auto joined =
      JoinNetworks({Detector(0.5), first.table(), "first"}, {Detector(0.25), second.table(), "second"}, Detector(0.75));
  ASSERT_TRUE(joined) << joined.error().message;
  const core::Tensor images = RandomImages(3, 97);
  EXPECT_LT(
      RelativeError(Outputs(Detector(0.75), joined->table(), images), Outputs(Detector(0.5), first.table(), images)),
      1e-5);

  // What the second knows is there: maps are those of both, one after the other.
  const auto map_of = [&](double alpha, const core::WeightTable& table) {
    Graph graph = Detector(alpha);
    graph.taps = {graph.Find("extra_3/conv")};
    return Outputs(graph, table, RandomImages(1, 97));
  };
  std::vector<float> both = map_of(0.5, first.table());
  const std::vector<float> of_second = map_of(0.25, second.table());
  const std::vector<float> map = map_of(0.75, joined->table());
  ASSERT_EQ(map.size(), both.size() + of_second.size());
  const std::size_t pixels = both.size() / 128;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    for (std::size_t c = 0; c < 64; ++c) {
      EXPECT_NEAR(map[pixel * 192 + 128 + c], of_second[pixel * 64 + c], 1e-4);
    }
  }
}

TEST(JoinNetworks, RefusesWhatDoesNotFit) {
  const core::OwnedWeights first = core::RandomWeights(Detector(0.5), 3);
  const core::OwnedWeights second = core::RandomWeights(Detector(0.25), 4);
  const auto wrong =
      JoinNetworks({Detector(0.5), first.table(), "first"}, {Detector(0.25), second.table(), "second"}, Detector(1.0));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(wrong.error().message, testing::HasSubstr("layer 'conv_0' has 32 channels, and its parts 16 and 8"));
  const auto missing =
      JoinNetworks({Detector(0.5), first.table(), "first"}, {Detector(0.25), {}, "second.safetensors"}, Detector(0.75));
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("second.safetensors: tensor 'conv_0/weights' is missing"));
  const Graph other = core::MobileNetV1({.alpha = 0.25, .classes = 7, .softmax = false});
  EXPECT_THROW((void)JoinNetworks({Detector(0.5), first.table(), "first"},
                                  {other, core::RandomWeights(other, 1).table(), "second"}, Detector(0.75)),
               core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
