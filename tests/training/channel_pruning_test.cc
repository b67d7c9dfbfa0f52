#include "training/model/channel_pruning.h"

#include <map>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "core/model/layer_weights.h"
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

core::Result<core::OwnedWeights> Prune(const Graph& wide, const core::WeightTable& weights, const Graph& narrow,
                                       const core::Tensor& images, const core::JobContext& context = {}) {
  return PruneChannels(wide, weights, "wide.safetensors", narrow, images.view(), core::ThreadPool(2), context);
}

Graph Classifier(double alpha) { return core::MobileNetV1({.alpha = alpha, .classes = 7, .softmax = false}); }

// A network of twice the width that computes the same: channel c of a layer stands at c and at all + c, or elsewhere
// for odd layers, and those that read it take half of each.
core::OwnedWeights Doubled(const Graph& narrow, const core::WeightTable& weights, const core::Shape& input) {
  const std::vector<core::Shape> shapes = core::InferShapes(narrow, input);
  const auto twin = [](std::size_t layer, std::size_t c, std::size_t channels) {
    return layer % 2 == 0 ? c % channels : (c / 2 + 3) % channels;
  };
  core::OwnedWeights wide;
  std::map<int, std::size_t> order{{core::kGraphInput, 0}};  // of a layer's channels: the layer that made them
  for (std::size_t i = 0; i < narrow.layers.size(); ++i) {
    const core::Layer& layer = narrow.layers[i];
    const bool first = layer.input == core::kGraphInput;
    const bool last = layer.name == "logits";
    const auto in = static_cast<std::size_t>((first ? input : shapes[static_cast<std::size_t>(layer.input)]).c);
    const auto out = static_cast<std::size_t>(shapes[i].c);
    const auto shape = core::WeightShape(layer.kind, static_cast<std::int64_t>(in));
    const bool depthwise = std::holds_alternative<core::DepthwiseLayer>(layer.kind);
    const std::size_t source = order.at(layer.input);
    order[static_cast<int>(i)] = depthwise || shape.empty() ? source : i + 1;
    if (shape.empty()) {
      continue;
    }
    const std::vector<float> own = core::ToFloats(weights.at(layer.name + "/weights"));
    const std::vector<float> own_bias = core::ToFloats(weights.at(layer.name + "/bias"));
    const std::size_t wide_in = first ? in : 2 * in;
    const std::size_t wide_out = last ? out : 2 * out;
    const auto in_of = [&](std::size_t c) { return first ? c : twin(source, c, in); };
    const auto out_of = [&](std::size_t c) { return last ? c : twin(depthwise ? source : i + 1, c, out); };
    std::vector<float> values, bias;
    for (std::size_t place = 0; place < own.size() / (depthwise ? out : in * out); ++place) {
      for (std::size_t a = 0; a < (depthwise ? 1 : wide_in); ++a) {
        for (std::size_t b = 0; b < wide_out; ++b) {
          values.push_back(depthwise ? own[place * out + out_of(b)]
                                     : own[(place * in + in_of(a)) * out + out_of(b)] * (first ? 1.0F : 0.5F));
        }
      }
    }
    for (std::size_t b = 0; b < wide_out; ++b) {
      bias.push_back(own_bias[out_of(b)]);
    }
    std::vector<std::int64_t> extents = shape;
    extents.back() = depthwise ? 1 : static_cast<std::int64_t>(wide_out);
    extents[extents.size() - 2] = static_cast<std::int64_t>(depthwise ? wide_out : wide_in);
    wide.Add(layer.name + "/weights", extents, std::move(values));
    wide.Add(layer.name + "/bias", {static_cast<std::int64_t>(wide_out)}, std::move(bias));
  }
  return wide;
}

TEST(PruneChannels, FindsTheNetworkThatWasDoubled) {
  const Graph narrow = Classifier(0.25);
  const Graph wide = Classifier(0.5);
  const core::OwnedWeights weights = core::RandomWeights(narrow, 3);
  const core::Tensor images = RandomImages(24, 64);
  const core::OwnedWeights doubled = Doubled(narrow, weights.table(), images.shape());
  const std::vector<float> expected = Outputs(narrow, weights.table(), images);
  ASSERT_LT(RelativeError(Outputs(wide, doubled.table(), images), expected), 1e-5);

  const auto pruned = Prune(wide, doubled.table(), narrow, images);
  ASSERT_TRUE(pruned) << pruned.error().message;
  EXPECT_LT(RelativeError(Outputs(narrow, pruned->table(), images), expected), 0.02);
}

TEST(PruneChannels, LeavesANetworkOfTheSameWidthAsItIs) {
  const Graph graph = Classifier(0.25);
  const core::OwnedWeights weights = core::RandomWeights(graph, 3);
  const core::Tensor images = RandomImages(2, 32);
  const auto same = Prune(graph, weights.table(), graph, images);
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_LT(RelativeError(Outputs(graph, same->table(), images), Outputs(graph, weights.table(), images)), 1e-6);
}

// All kinds of layers that detectors have: dense convolutions, maps that several layers read, maps of one pixel.
TEST(PruneChannels, KeepsMostOfADetector) {
  const auto detector = [](double alpha) {
    return detection::SsdGraph(
        {.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1, .alpha = alpha, .classes = 3});
  };
  const core::OwnedWeights weights = core::RandomWeights(detector(0.5), 3);
  const core::Tensor images = RandomImages(16, 96);
  const auto pruned = Prune(detector(0.5), weights.table(), detector(0.4), images);
  ASSERT_TRUE(pruned) << pruned.error().message;
  const std::vector<float> outputs = Outputs(detector(0.4), pruned->table(), images);
  // Fresh weights of that width have nothing in common with it.
  const std::vector<float> expected = Outputs(detector(0.5), weights.table(), images);
  EXPECT_LT(RelativeError(outputs, expected), 0.5);
  EXPECT_GT(RelativeError(Outputs(detector(0.4), core::RandomWeights(detector(0.4), 3).table(), images), expected), 1);
}

TEST(PruneChannels, RefusesWhatDoesNotFit) {
  const Graph narrow = Classifier(0.25);
  const Graph wide = Classifier(0.5);
  const core::Tensor images = RandomImages(2, 32);
  const auto missing = Prune(wide, {}, narrow, images);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("wide.safetensors: tensor 'conv_0/weights' is missing"));
  const core::OwnedWeights weights = core::RandomWeights(narrow, 3);
  EXPECT_THROW((void)Prune(narrow, weights.table(), wide, images), core::ContractViolation);
  const Graph residuals = core::MobileNetV2({.alpha = 0.25, .classes = 7, .softmax = false});
  EXPECT_THROW((void)Prune(residuals, core::RandomWeights(residuals, 1).table(), residuals, images),
               core::ContractViolation);

  std::stop_source stop;
  stop.request_stop();
  const auto cancelled = Prune(wide, core::RandomWeights(wide, 3).table(), narrow, images, {.stop = stop.get_token()});
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, core::ErrorKind::kCancelled);
}

}  // namespace
}  // namespace godwit::training
