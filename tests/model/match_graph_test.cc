#include "core/model/match_graph.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/layer_weights.h"
#include "core/model/mobilenet.h"
#include "core/model/network.h"
#include "core/weights/tflite.h"
#include "tests/support/tflite_writer.h"

namespace godwit::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Shape kInput{1, 9, 8, 2};  // odd and even: SAME pads differently

// conv (3x3, stride 2) -> expand -> depthwise -> project, which adds the conv -> pool -> logits
Graph Layers() {
  Graph graph{.input_channels = 2};
  const int conv = graph.Add({"conv", ConvLayer{.kernel = 3, .stride = 2, .out = 3}, Activation::kRelu6});
  int last = graph.Add({"expand", PointwiseLayer{4}, Activation::kRelu, conv});
  last = graph.Add({"depthwise", DepthwiseLayer{1}, Activation::kRelu6, last});
  last = graph.Add({.name = "project", .kind = PointwiseLayer{3}, .input = last, .residual = conv});
  last = graph.Add({.name = "pool", .kind = GlobalAveragePoolLayer{}, .input = last});
  last = graph.Add({.name = "logits", .kind = LinearLayer{2}, .input = last});
  graph.taps = {last};
  return graph;
}

// The same, as a file may tell it: the logits are a 1x1 convolution behind a reshape, and a softmax follows.
class Source {
 public:
  Source() {
    input_ = Value("input", {1, 9, 8, 2});
    graph.file = "net";
    graph.inputs = {input_};
    conv = Weighted(OpKind::kConv, "conv", input_, {3, 3, 2, 3}, 0, 6);
    At(conv).stride = 2;
    At(conv).padding = {.top = 1, .left = 0, .bottom = 1, .right = 1};
    expand = Weighted(OpKind::kConv, "expand", Out(conv), {1, 1, 3, 4}, 0);
    depthwise = Weighted(OpKind::kDepthwise, "depthwise", Out(expand), {3, 3, 4, 1}, 0, 6);
    At(depthwise).padding = {1, 1, 1, 1};
    project = Weighted(OpKind::kConv, "project", Out(depthwise), {1, 1, 4, 3});
    add = Plain(OpKind::kAdd, "add", {Out(conv), Out(project)});
    pool = Plain(OpKind::kGlobalAveragePool, "pool", {Out(add)});
    const int squeeze = Plain(OpKind::kReshape, "squeeze", {Out(pool)});
    logits = Weighted(OpKind::kConv, "logits", Out(squeeze), {1, 1, 3, 2});
    const int softmax = Plain(OpKind::kSoftmax, "softmax", {Out(logits)});
    graph.outputs = {Out(softmax)};
  }

  Op& At(int op) { return graph.ops[static_cast<std::size_t>(op)]; }
  int Out(int op) { return At(op).outputs[0]; }

  int Value(std::string name, std::vector<std::int64_t> shape = {}) {
    graph.values.push_back({.name = std::move(name), .shape = std::move(shape)});
    return static_cast<int>(graph.values.size()) - 1;
  }
  int Plain(OpKind kind, const std::string& name, std::vector<int> inputs) {
    const int output = Value(name);
    graph.ops.push_back({.kind = kind, .type = "TYPE", .name = name, .inputs = std::move(inputs), .outputs = {output}});
    return static_cast<int>(graph.ops.size()) - 1;
  }
  int Weighted(OpKind kind, const std::string& name, int input, std::vector<std::int64_t> shape, float min = Op().min,
               float max = Op().max) {
    const int index = Plain(kind, name, {input});
    Op& op = At(index);
    op.kernel = static_cast<int>(shape[0]);
    op.weights.resize(static_cast<std::size_t>(WeightTensor{.shape = shape}.Elements()));
    for (std::size_t i = 0; i < op.weights.size(); ++i) {
      op.weights[i] = static_cast<float>(i % 7) - 3;
    }
    op.bias.assign(static_cast<std::size_t>(kind == OpKind::kDepthwise ? shape[2] : shape[3]), 0.5F);
    op.weight_shape = std::move(shape);
    op.min = min;
    op.max = max;
    return index;
  }

  OpGraph graph;
  int conv, expand, depthwise, project, add, pool, logits;

 private:
  int input_;
};

TEST(MatchGraph, FindsEveryLayer) {
  Source source;
  ASSERT_TRUE(FoldOps(source.graph)) << "the test's graph hangs together";
  const auto match = MatchGraph(source.graph, Layers(), kInput);
  ASSERT_TRUE(match) << match.error().message;
  EXPECT_THAT(match->values,
              ElementsAre(source.Out(source.conv), source.Out(source.expand), source.Out(source.depthwise),
                          source.Out(source.add), source.Out(source.pool), source.Out(source.logits)));
  const WeightTable& table = match->weights.table();
  EXPECT_THAT(table.at("expand/weights").shape, ElementsAre(3, 4)) << "a matrix, whatever it was";
  EXPECT_EQ(ToFloats(table.at("project/weights")), source.At(source.project).weights);
  EXPECT_THAT(table.at("logits/bias").shape, ElementsAre(2));
  EXPECT_TRUE(Network::Create(Layers(), table, "net"));
}

std::string ErrorOf(const Source& source) {
  const auto match = MatchGraph(source.graph, Layers(), kInput);
  EXPECT_FALSE(match);
  return match ? "" : match.error().message;
}

template <typename Change>
std::string ErrorAfter(Change change) {
  Source source;
  change(source);
  return ErrorOf(source);
}

TEST(MatchGraph, NamesTheFirstLayerThatDiffers) {
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.conv).stride = 1; }),
              HasSubstr("net: layer 'conv' (conv) is not in the file: operation TYPE 'conv' has a kernel of 3x3 and "
                        "stride 1, not 3x3 and 2"));
  EXPECT_THAT(ErrorAfter([](Source& s) {
                s.At(s.conv).padding = {1, 1, 1, 1};
              }),
              HasSubstr("'conv' pads 1/1 above and below, 1/1 left and right, not 1/1 above and below, 0/1 left"));
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.expand).padding = {1, 0, 0, 0}; }), HasSubstr("'expand' pads 1/0"));
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.expand).max = 6; }), HasSubstr("'expand' clamps to [0, 6]"));
  EXPECT_THAT(ErrorAfter([](Source& s) {
                s.At(s.depthwise).weight_shape = {5, 5, 4, 1};
              }),
              HasSubstr("'depthwise' has weights [5, 5, 4, 1], not [3, 3, 4, 1]"));
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.depthwise).kind = OpKind::kSigmoid; }),
              HasSubstr("layer 'depthwise' (depthwise) is not in the file: operation TYPE 'depthwise' is of another "
                        "kind (sigmoid)"));
  EXPECT_THAT(ErrorAfter([](Source& s) {
                s.At(s.logits).weight_shape = {1, 1, 3, 5};
              }),
              HasSubstr("'logits' has weights [1, 1, 3, 5], not [3, 2]"));
  EXPECT_THAT(ErrorAfter([](Source& s) { s.graph.inputs.push_back(1); }), HasSubstr("reads 2 inputs"));
}

TEST(MatchGraph, WantsResidualsWhereTheLayersHaveThem) {
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.project).max = 6; }), HasSubstr("before something is added"));
  const auto not_added = HasSubstr("'project' is not followed by adding 'conv'");
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.add).inputs[0] = s.Out(s.expand); }), not_added);
  EXPECT_THAT(ErrorAfter([](Source& s) { s.At(s.add).max = 6; }), not_added);
  EXPECT_THAT(ErrorAfter([](Source& s) { s.Plain(OpKind::kSigmoid, "side", {s.Out(s.project)}); }), not_added);
}

TEST(MatchGraph, WantsEveryOperationUsed) {
  EXPECT_THAT(ErrorAfter([](Source& s) {
                s.Weighted(OpKind::kConv, "more", s.Out(s.add), {1, 1, 3, 9});
              }),
              HasSubstr("net: operation TYPE 'more' is no layer of the network that the file seems to hold"));
  EXPECT_THAT(ErrorAfter([](Source& s) {
                s.Weighted(OpKind::kConv, "twin", s.Out(s.conv), {1, 1, 3, 4}, 0);
              }),
              HasSubstr("layer 'expand' could be both 'expand' and 'twin'"));
  Source around;
  around.Plain(OpKind::kSigmoid, "scores", {around.Out(around.logits)});
  EXPECT_TRUE(MatchGraph(around.graph, Layers(), kInput));
}

TEST(MatchGraph, ReadsPaddingOfPyTorch) {
  Graph layers = Layers();
  std::get<ConvLayer>(layers.layers[0].kind).padding = Padding::kSymmetric;
  Source source;
  source.At(source.conv).padding = {1, 1, 1, 1};
  EXPECT_TRUE(MatchGraph(source.graph, layers, kInput));
}

// The integers of a file come back as the floats that were read, to the bit.
TEST(MatchGraph, KeepsIntegersThatStandForTheSameNumbers) {
  const std::string bytes = tests::WriteSmallMobileNetV1({});
  std::vector<std::byte> aligned(bytes.size());
  std::memcpy(aligned.data(), bytes.data(), bytes.size());
  const auto source = ParseTflite(aligned, "net");
  ASSERT_TRUE(source) << source.error().message;
  const Graph layers = MobileNetV1({.alpha = 1.0 / 128, .classes = 5});
  auto match = MatchGraph(*source, layers, {1, 32, 32, 3});
  ASSERT_TRUE(match) << match.error().message;
  const WeightTable& table = match->weights.table();
  EXPECT_EQ(table.at("conv_5/pointwise/weights").dtype, Dtype::kU8);
  EXPECT_EQ(table.at("conv_5/pointwise/bias").dtype, Dtype::kI32);
  EXPECT_THAT(ToFloats(table.at("conv_5/pointwise/weights_scale")), ElementsAre(0.01F));
  EXPECT_THAT(ToFloats(table.at("conv_5/pointwise/output_scale")), ElementsAre(6.0F / 255));
  EXPECT_THAT(ToFloats(table.at("input_zero_point")), ElementsAre(128));
  EXPECT_TRUE(table.contains("pool/output_scale"));
  WeightReader reader(table, "net");
  for (std::size_t i = 0; i < 27; ++i) {  // all but pool and logits come in the same order
    const Op& op = source->ops[i];
    const Layer& layer = layers.layers[i];
    const std::int64_t in = i == 0 ? 3 : 8;
    const auto read = reader.Read(layer.name, WeightShape(layer.kind, in), 8);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(std::ranges::equal(read->weights(), op.weights)) << layer.name;
    EXPECT_TRUE(std::ranges::equal(read->bias(), op.bias)) << layer.name;
  }
  const auto network = Network::Create(layers, table, "net");
  EXPECT_TRUE(network) << network.error().message;
}

}  // namespace
}  // namespace godwit::core
