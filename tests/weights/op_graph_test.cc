#include "core/weights/op_graph.h"

#include <limits>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// A chain of operations: value 0 is the input, operation i reads value i and gives value i + 1.
OpGraph Chain(std::vector<Op> ops) {
  OpGraph graph{.file = "net", .values = {}, .ops = std::move(ops), .inputs = {0}, .outputs = {}};
  for (std::size_t i = 0; i < graph.ops.size(); ++i) {
    Op& op = graph.ops[i];
    op.type = "TYPE";
    op.name = "op" + std::to_string(i);
    op.inputs = {static_cast<int>(i)};
    op.outputs = {static_cast<int>(i) + 1};
  }
  graph.values.resize(graph.ops.size() + 1);
  graph.outputs = {static_cast<int>(graph.ops.size())};
  return graph;
}

Op Conv() {
  return {.kind = OpKind::kConv,
          .weight_shape = {1, 1, 1, 2},
          .weights = {1, 2},
          .bias = {3, 4},
          .quantized_weights = QuantizedTensor{Dtype::kU8, {std::byte{1}, std::byte{2}}, {{1}, {0}}}};
}

Op Relu6() { return {.kind = OpKind::kClamp, .min = 0, .max = 6}; }

std::string ErrorOf(OpGraph graph) {
  const auto folded = FoldOps(graph);
  EXPECT_FALSE(folded);
  return folded ? "" : folded.error().message;
}

TEST(FoldOps, JoinsClamps) {
  OpGraph graph = Chain({Conv(), {.kind = OpKind::kClamp, .min = 0}, {.kind = OpKind::kClamp, .min = -1, .max = 6}});
  ASSERT_TRUE(FoldOps(graph));
  ASSERT_THAT(graph.ops, SizeIs(1));
  EXPECT_EQ(graph.ops[0].min, 0);
  EXPECT_EQ(graph.ops[0].max, 6);
  EXPECT_EQ(graph.ops[0].outputs, graph.outputs);
  EXPECT_TRUE(graph.ops[0].quantized_weights) << "a clamp changes no weight";
}

TEST(FoldOps, FoldsBatchNormIntoWeightsAndBias) {
  OpGraph graph = Chain(
      {Conv(), {.kind = OpKind::kScaleShift, .weight_shape = {2}, .weights = {10, 0.5F}, .bias = {-1, 1}}, Relu6()});
  ASSERT_TRUE(FoldOps(graph));
  ASSERT_THAT(graph.ops, SizeIs(1));
  EXPECT_THAT(graph.ops[0].weights, ElementsAre(10, 1));
  EXPECT_THAT(graph.ops[0].bias, ElementsAre(29, 3));
  EXPECT_EQ(graph.ops[0].max, 6);
  EXPECT_FALSE(graph.ops[0].quantized_weights) << "the integers stood for other numbers";
}

TEST(FoldOps, FoldsPaddingThroughPadding) {
  OpGraph graph = Chain({{.kind = OpKind::kPad, .padding = {1, 2, 3, 4}},
                         {.kind = OpKind::kIdentity},
                         {.kind = OpKind::kPad, .padding = {10, 0, 0, 0}},
                         Conv()});
  graph.ops[3].padding = {0, 0, 0, 100};
  ASSERT_TRUE(FoldOps(graph));
  ASSERT_THAT(graph.ops, SizeIs(1));
  EXPECT_EQ(graph.ops[0].padding, (OpPadding{11, 2, 3, 104}));
  EXPECT_THAT(graph.ops[0].inputs, ElementsAre(0));
}

TEST(FoldOps, DropsIdentitiesAndKeepsTheScaleTheyTellOf) {
  OpGraph graph = Chain({{.kind = OpKind::kIdentity}, {.kind = OpKind::kSigmoid}, {.kind = OpKind::kIdentity}});
  graph.values[1].dtype = Dtype::kU8;
  graph.values[1].quantization = Quantization{{0.5F}, {3}};
  ASSERT_TRUE(FoldOps(graph));
  ASSERT_THAT(graph.ops, SizeIs(1));
  EXPECT_THAT(graph.outputs, ElementsAre(2));
  EXPECT_EQ(graph.values[0].quantization, (Quantization{{0.5F}, {3}}));
  EXPECT_EQ(graph.values[0].dtype, Dtype::kU8);
}

TEST(FoldOps, NamesWhatCannotBeFolded) {
  EXPECT_THAT(ErrorOf(Chain({Relu6()})), HasSubstr("net: operation TYPE 'op0' has no operation before it"));
  EXPECT_THAT(ErrorOf(Chain({{.kind = OpKind::kSoftmax}, Relu6()})), HasSubstr("'op1' cannot be part of TYPE 'op0'"));
  EXPECT_THAT(
      ErrorOf(Chain(
          {Conv(), Relu6(), {.kind = OpKind::kScaleShift, .weight_shape = {2}, .weights = {1, 1}, .bias = {0, 0}}})),
      HasSubstr("'op2' cannot be part of"));
  EXPECT_THAT(ErrorOf(Chain({Conv(), {.kind = OpKind::kScaleShift, .weight_shape = {1}, .weights = {1}, .bias = {0}}})),
              HasSubstr("'op1' cannot be part of"));
  EXPECT_THAT(ErrorOf(Chain({{.kind = OpKind::kPad}, {.kind = OpKind::kSoftmax}})), HasSubstr("reads padded values"));
  EXPECT_THAT(ErrorOf(Chain({{.kind = OpKind::kPad}})), HasSubstr("gives padded values"));
  OpGraph read_twice = Chain({Conv(), Relu6()});
  read_twice.outputs.push_back(1);
  EXPECT_THAT(ErrorOf(read_twice), HasSubstr("'op0', whose result is read elsewhere too"));
}

TEST(FoldOps, ChecksSizes) {
  const auto message = [](auto change) {
    OpGraph graph = Chain({Conv()});
    change(graph.ops[0]);
    return ErrorOf(std::move(graph));
  };
  const auto misfit = HasSubstr("of a size that does not fit");
  EXPECT_THAT(message([](Op& op) { op.weights.pop_back(); }), misfit);
  EXPECT_THAT(message([](Op& op) { op.bias.pop_back(); }), misfit);
  EXPECT_THAT(message([](Op& op) { op.kernel = 3; }), misfit);
  EXPECT_THAT(message([](Op& op) { op.stride = 0; }), misfit);
  EXPECT_THAT(message([](Op& op) { op.padding.left = -1; }), misfit);
  EXPECT_THAT(message([](Op& op) { op.padding.left = 1'000'000; }), misfit);
  EXPECT_THAT(message([](Op& op) { op.weight_shape = {1, 1, std::int64_t{1} << 62, 2}; }), misfit);
  EXPECT_THAT(message([](Op& op) { op.kind = OpKind::kSoftmax; }), misfit) << "which has no weights";
  EXPECT_THAT(message([](Op& op) { op.inputs = {1}; }), HasSubstr("reads a value that nothing before it gives"));
  EXPECT_THAT(message([](Op& op) { op.inputs = {9}; }), HasSubstr("reads a value"));
  EXPECT_THAT(message([](Op& op) { op.inputs = {}; }), HasSubstr("reads 0 values"));
  EXPECT_THAT(message([](Op& op) { op.outputs = {0}; }), HasSubstr("is given already"));
}

TEST(JoinGraphs, LetsTheHeadReadTheBody) {
  OpGraph body = Chain({Conv()});
  OpGraph head = Chain({{.kind = OpKind::kReshape}, {.kind = OpKind::kSoftmax}});
  for (OpValue* value : {&body.values[1], &head.values[0]}) {
    *value = {.name = "", .shape = {1, 2}, .dtype = Dtype::kU8, .quantization = Quantization{{0.5F}, {1}}};
  }
  auto joined = JoinGraphs(body, head);
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_THAT(joined->values, SizeIs(5));
  ASSERT_THAT(joined->ops, SizeIs(3));
  EXPECT_EQ(joined->ops[1].inputs, joined->ops[0].outputs);
  EXPECT_EQ(joined->ops[2].inputs, joined->ops[1].outputs);
  EXPECT_EQ(joined->outputs, joined->ops[2].outputs);
  EXPECT_TRUE(FoldOps(*joined)) << "it hangs together";

  head.values[0].quantization->scales[0] = 0.25F;
  auto other_scale = JoinGraphs(body, head);
  ASSERT_FALSE(other_scale);
  EXPECT_THAT(other_scale.error().message,
              HasSubstr("net and net: do not belong together: the first gives [1, 2] U8 of scale 0.5 and zero point 1, "
                        "the second reads [1, 2] U8 of scale 0.25"));
  body.outputs.push_back(0);
  EXPECT_THAT(JoinGraphs(body, head).error().message, HasSubstr("the first gives 2 values and the second reads 1"));
}

}  // namespace
}  // namespace godwit::core
