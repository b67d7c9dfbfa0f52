#include "core/model/graph.h"

#include <gtest/gtest.h>

#include "core/model/mobilenet.h"

namespace godwit::core {
namespace {

TEST(InferShapes, StridesRoundUp) {
  const Graph graph = MobileNetV1({});
  const std::vector<Shape> shapes = InferShapes(graph, {2, 225, 97, 3});
  EXPECT_EQ(shapes[static_cast<std::size_t>(graph.Find("conv_0"))], (Shape{2, 113, 49, 32}));
  EXPECT_EQ(shapes[static_cast<std::size_t>(graph.Find("conv_2/depthwise"))], (Shape{2, 57, 25, 64}));
  EXPECT_EQ(shapes.back(), (Shape{2, 8, 4, 1024}));
}

TEST(InferShapes, OnePixelIsEnough) {
  EXPECT_EQ(InferShapes(MobileNetV2({.classes = 7}), {1, 1, 1, 3}).back(), (Shape{1, 1, 1, 7}));
}

TEST(InferShapes, RejectsMalformedGraphs) {
  const auto infer = [](const Graph& graph) { return InferShapes(graph, {1, 8, 8, 3}); };
  Graph forward;
  forward.Add({"a", PointwiseLayer{4}, Activation::kNone, 0});
  EXPECT_THROW(infer(forward), ContractViolation);

  Graph twice;
  twice.Add({"a", PointwiseLayer{4}});
  twice.Add({"a", PointwiseLayer{4}, Activation::kNone, 0});
  EXPECT_THROW(infer(twice), ContractViolation);

  Graph residual;
  residual.Add({"a", PointwiseLayer{4}});
  residual.Add({"b", PointwiseLayer{5}, Activation::kNone, 0, 0});
  EXPECT_THROW(infer(residual), ContractViolation);

  Graph linear;
  linear.Add({"a", LinearLayer{4}});
  EXPECT_THROW(infer(linear), ContractViolation);

  Graph tap;
  tap.Add({"a", PointwiseLayer{4}});
  tap.taps = {1};
  EXPECT_THROW(infer(tap), ContractViolation);

  EXPECT_THROW(InferShapes(MobileNetV1({}), {1, 0, 8, 3}), ContractViolation);
  EXPECT_THROW(InferShapes(MobileNetV1({}), {1, 8, 8, 1}), ContractViolation);
}

TEST(MobileNetV1, NarrowNetworksKeepEightChannels) {
  const Graph graph = MobileNetV1({.alpha = 0.01});
  for (const Shape& shape : InferShapes(graph, {1, 32, 32, 3})) {
    EXPECT_GE(shape.c, 8);
  }
}

TEST(MobileNetV1, HasTwentyEightLayersWithWeights) {
  const Graph graph = MobileNetV1({.classes = 1000, .softmax = true});
  EXPECT_EQ(graph.layers.size(), 28U + 2U);  // pool and softmax have none
  EXPECT_EQ(graph.taps, std::vector<int>{graph.Find("softmax")});
}

TEST(MobileNetV2, ChannelsAreThoseOfThePublishedModels) {
  const Graph graph = MobileNetV2({});
  const std::vector<Shape> shapes = InferShapes(graph, {1, 300, 300, 3});
  const auto shape_of = [&](const char* name) { return shapes[static_cast<std::size_t>(graph.Find(name))]; };
  EXPECT_EQ(shape_of("block_0/project"), (Shape{1, 150, 150, 16}));
  EXPECT_EQ(shape_of("block_13/expand"), (Shape{1, 19, 19, 576}));
  EXPECT_EQ(shape_of("block_16/project"), (Shape{1, 10, 10, 320}));
  EXPECT_EQ(shape_of("conv_last"), (Shape{1, 10, 10, 1280}));
  const Graph narrow = MobileNetV2({.alpha = 0.35});
  EXPECT_EQ(InferShapes(narrow, {1, 32, 32, 3})[0].c, 16);  // 11.2 rounds to 8, which is more than 10 percent less
}

TEST(MobileNet, PaddingIsThatOfEvery3x3Convolution) {
  const Padding padding = Padding::kSymmetric;
  int found = 0;
  for (const Graph& graph : {MobileNetV1({.padding = padding}), MobileNetV1({.padding = padding, .dense = true}),
                             MobileNetV2({.padding = padding})}) {
    for (const Layer& layer : graph.layers) {
      if (const auto* conv = std::get_if<ConvLayer>(&layer.kind)) {
        EXPECT_EQ(conv->padding, padding) << layer.name;
        ++found;
      } else if (const auto* depthwise = std::get_if<DepthwiseLayer>(&layer.kind)) {
        EXPECT_EQ(depthwise->padding, padding) << layer.name;
        ++found;
      }
    }
  }
  EXPECT_EQ(found, 14 + 14 + 18);
}

TEST(MobileNet, RejectsOtherWidthMultipliers) {
  EXPECT_THROW(MobileNetV1({.alpha = 0}), ContractViolation);
  EXPECT_THROW(MobileNetV2({.alpha = 1.5}), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
