#include "core/weights/tflite.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <flatbuffers/flexbuffers.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "tests/support/tflite_writer.h"

namespace godwit::core {
namespace {

namespace format = tflite;
using format::ActivationFunction;
using format::BuiltinOperator;
using format::TensorType;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::SizeIs;
using tests::TfliteTensor;
using tests::TfliteWriter;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// `bytes` as the reader wants them: starting at a multiple of 8, with nothing readable behind.
Result<OpGraph> Parse(const std::string& bytes) {
  std::vector<std::byte> aligned(bytes.size());
  std::ranges::copy(std::as_bytes(std::span(bytes)), aligned.begin());
  return ParseTflite(aligned, "net.tflite");
}

std::string ErrorOf(const std::string& bytes) {
  const auto graph = Parse(bytes);
  EXPECT_FALSE(graph);
  if (graph) {
    return "";
  }
  EXPECT_EQ(graph.error().kind, ErrorKind::kModel);
  EXPECT_THAT(graph.error().message, testing::StartsWith("net.tflite: "));
  return graph.error().message;
}

// One convolution 2 -> 3 channels on a 4x5 map, which tests bend out of shape.
struct ConvFile {
  TfliteTensor in{.name = "in", .shape = {1, 4, 5, 2}};
  TfliteTensor weights{.name = "weights", .shape = {3, 1, 1, 2}};
  TfliteTensor bias{.name = "bias", .shape = {3}};
  TfliteTensor out{.name = "out", .shape = {1, 4, 5, 3}};
  std::vector<float> values{1, 2, 3, 4, 5, 6};
  std::vector<std::uint8_t> bytes;  // in place of `values`
  bool has_weights = true;
  bool has_bias = true;
  format::Padding padding = format::Padding::SAME;
  int stride_w = 1;
  int stride_h = 1;
  int dilation = 1;
  ActivationFunction activation = ActivationFunction::NONE;

  [[nodiscard]] std::string Write() const {
    TfliteWriter writer;
    const int input = writer.Value(in);
    const int filters = !has_weights    ? -1
                        : bytes.empty() ? writer.Constant(weights, values)
                                        : writer.Constant(weights, bytes);
    const int biases = has_bias ? writer.Constant(bias, std::vector<float>{7, 8, 9}) : -1;
    const int output = writer.Value(out);
    writer.Operation(
        BuiltinOperator::CONV_2D, {input, filters, biases}, {output},
        format::CreateConv2DOptions(writer.builder(), padding, stride_w, stride_h, activation, dilation, dilation));
    return writer.Finish({input}, {output});
  }
};

TEST(Tflite, ReadsAConvolutionInOurLayout) {
  const auto graph = Parse(ConvFile{.activation = ActivationFunction::RELU6}.Write());
  ASSERT_TRUE(graph) << graph.error().message;
  ASSERT_THAT(graph->ops, SizeIs(1));
  const Op& op = graph->ops[0];
  EXPECT_EQ(op.kind, OpKind::kConv);
  EXPECT_EQ(op.type, "CONV_2D");
  EXPECT_EQ(op.name, "out");
  EXPECT_THAT(op.weight_shape, ElementsAre(1, 1, 2, 3));
  EXPECT_THAT(op.weights, ElementsAre(1, 3, 5, 2, 4, 6)) << "(out, in) became (in, out)";
  EXPECT_THAT(op.bias, ElementsAre(7, 8, 9));
  EXPECT_EQ(op.min, 0);
  EXPECT_EQ(op.max, 6);
  EXPECT_FALSE(op.quantized_weights);
  EXPECT_THAT(graph->values[static_cast<std::size_t>(op.inputs[0])].shape, ElementsAre(1, 4, 5, 2));
  EXPECT_EQ(graph->inputs, op.inputs);
  EXPECT_EQ(graph->outputs, op.outputs);
}

TEST(Tflite, TellsPaddingInNumbers) {
  ConvFile file{.weights = {.name = "weights", .shape = {1, 3, 3, 2}},
                .values = std::vector<float>(18, 1),
                .has_bias = false,
                .stride_w = 2,
                .stride_h = 2};
  file.out.shape = {1, 2, 3, 1};
  auto graph = Parse(file.Write());
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->ops[0].padding, (OpPadding{.top = 0, .left = 1, .bottom = 1, .right = 1})) << "4 rows, 5 columns";
  EXPECT_THAT(graph->ops[0].bias, ElementsAre(0));
  file.padding = format::Padding::VALID;
  graph = Parse(file.Write());
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->ops[0].padding, OpPadding{});
}

// The same convolution in 8 bits, with weights of several types and activations of any range.
Result<OpGraph> ParseQuantized(TensorType type, std::vector<float> scales, std::vector<std::int64_t> zero_points,
                               int axis, float out_scale, std::int64_t out_zero) {
  TfliteWriter writer;
  const TensorType flow = type == TensorType::INT8 ? TensorType::INT8 : TensorType::UINT8;
  const int input = writer.Value({"in", {1, 4, 5, 2}, flow, {0.5F}, {3}});
  const TfliteTensor weights{"weights", {3, 1, 1, 2}, type, std::move(scales), std::move(zero_points), axis};
  const int filters = writer.Constant(weights, std::vector<std::uint8_t>{0, 1, 127, 128, 254, 255});
  const int bias = writer.Constant({"bias", {3}, TensorType::INT32, {0.25F}, {0}}, std::vector<std::int32_t>{-4, 0, 9});
  const int output = writer.Value({"out", {1, 4, 5, 3}, flow, {out_scale}, {out_zero}});
  writer.Operation(BuiltinOperator::CONV_2D, {input, filters, bias}, {output},
                   format::CreateConv2DOptions(writer.builder(), format::Padding::SAME, 1, 1));
  return Parse(writer.Finish({input}, {output}));
}

TEST(Tflite, DequantisesAndKeepsTheIntegers) {
  const auto graph = ParseQuantized(TensorType::UINT8, {0.1F}, {128}, 0, 0.1F, 9);
  ASSERT_TRUE(graph) << graph.error().message;
  const Op& op = graph->ops[0];
  const auto real = [](int stored) { return static_cast<float>((stored - 128) * static_cast<double>(0.1F)); };
  EXPECT_THAT(op.weights, ElementsAre(real(0), real(127), real(254), real(1), real(128), real(255)));
  EXPECT_THAT(op.bias, ElementsAre(-1, 0, 2.25F));
  ASSERT_TRUE(op.quantized_weights);
  EXPECT_EQ(op.quantized_weights->dtype, Dtype::kU8);
  EXPECT_EQ(op.quantized_weights->data[1], std::byte{127}) << "in the order of the floats";
  EXPECT_EQ(op.quantized_weights->quantization, (Quantization{{0.1F}, {128}}));
  ASSERT_TRUE(op.quantized_bias);
  EXPECT_EQ(op.quantized_bias->dtype, Dtype::kI32);
  EXPECT_EQ(graph->values[static_cast<std::size_t>(op.inputs[0])].quantization, (Quantization{{0.5F}, {3}}));
  EXPECT_EQ(op.min, -kInfinity);
  EXPECT_EQ(op.max, kInfinity);
}

TEST(Tflite, ReadsAScaleForEachChannel) {
  const auto graph = ParseQuantized(TensorType::INT8, {1, 2, 4}, {0, 0, 0}, 0, 0.1F, 9);
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(graph->ops[0].weights, ElementsAre(0, 2 * 127, 4 * -2, 1, 2 * -128, 4 * -1));
  const auto other_axis = ParseQuantized(TensorType::INT8, {1, 2, 4}, {0, 0, 0}, 3, 0.1F, 9);
  ASSERT_FALSE(other_axis);
  EXPECT_THAT(other_axis.error().message, HasSubstr("'weights' without a scale that fits"));
}

TEST(Tflite, TakesSaturationForTheActivationItReplaces) {
  struct Case {
    TensorType type;
    float scale;
    std::int64_t zero;
    float min;
    float max;
  };
  for (const Case& c :
       {Case{TensorType::UINT8, 6.0F / 255, 0, 0, 6}, Case{TensorType::UINT8, 0.02352848F, 0, 0, 6},
        Case{TensorType::UINT8, 0.05F, 0, 0, kInfinity}, Case{TensorType::UINT8, 6.0F / 255, 1, -kInfinity, kInfinity},
        Case{TensorType::INT8, 6.0F / 255, -128, 0, 6}, Case{TensorType::INT8, 6.0F / 255, 0, -kInfinity, kInfinity}}) {
    const auto graph = ParseQuantized(c.type, {0.1F}, {0}, 0, c.scale, c.zero);
    ASSERT_TRUE(graph) << graph.error().message;
    EXPECT_EQ(graph->ops[0].min, c.min) << c.scale << " " << c.zero;
    EXPECT_EQ(graph->ops[0].max, c.max) << c.scale << " " << c.zero;
  }
}

TEST(Tflite, RefusesScalesThatMakeNoSense) {
  const auto message = [](std::vector<float> scales, std::vector<std::int64_t> zero_points) {
    const auto graph = ParseQuantized(TensorType::UINT8, std::move(scales), std::move(zero_points), 0, 0.1F, 9);
    return graph ? "" : graph.error().message;
  };
  const auto no_scale = HasSubstr("without a scale that fits");
  EXPECT_THAT(message({}, {}), no_scale);
  EXPECT_THAT(message({0.1F}, {}), no_scale);
  EXPECT_THAT(message({0.1F}, {1, 2}), no_scale);
  EXPECT_THAT(message({0.1F, 0.2F}, {1, 2}), no_scale) << "three channels";
  EXPECT_THAT(message({0}, {1}), no_scale);
  EXPECT_THAT(message({-1}, {1}), no_scale);
  EXPECT_THAT(message({kInfinity}, {1}), no_scale);
  EXPECT_THAT(message({0.1F}, {std::int64_t{1} << 40}), no_scale);
  const auto graph = ParseQuantized(TensorType::UINT8, {0.1F}, {0}, 0, -1, 9);
  ASSERT_FALSE(graph);
  EXPECT_THAT(graph.error().message, HasSubstr("operation CONV_2D 'out' computes in a data type that"));
}

TEST(Tflite, NamesTheConvolutionThatNoNetworkOfOursHas) {
  EXPECT_THAT(ErrorOf(ConvFile{.stride_w = 2}.Write()), HasSubstr("CONV_2D 'out' is no convolution of square windows"));
  EXPECT_THAT(ErrorOf(ConvFile{.stride_w = 0, .stride_h = 0}.Write()), HasSubstr("no convolution"));
  EXPECT_THAT(ErrorOf(ConvFile{.dilation = 2}.Write()), HasSubstr("without dilation"));
  EXPECT_THAT(ErrorOf(ConvFile{.activation = ActivationFunction::TANH}.Write()), HasSubstr("the activation TANH"));
  EXPECT_THAT(ErrorOf(ConvFile{.in = {.name = "in", .shape = {1, 4, 5, 4}}}.Write()), HasSubstr("groups"));
  EXPECT_THAT(ErrorOf(ConvFile{.in = {.name = "in", .shape = {20, 2}}}.Write()), HasSubstr("no convolution"));
  EXPECT_THAT(ErrorOf(ConvFile{.bias = {.name = "bias", .shape = {3, 1}}}.Write()),
              HasSubstr("a bias of shape [3, 1]"));
  EXPECT_THAT(ErrorOf(ConvFile{.has_weights = false}.Write()), HasSubstr("CONV_2D 'out' has no constant weights"));
  EXPECT_THAT(ErrorOf(ConvFile{.values = {1, 2}}.Write()), HasSubstr("'weights' whose bytes do not fit their shape"));
  EXPECT_THAT(ErrorOf(ConvFile{.weights = {.name = "weights", .shape = {3, 1, 2, 1}}}.Write()),
              HasSubstr("no convolution"));
  EXPECT_THAT(ErrorOf(ConvFile{.weights = {"weights", {3, 1, 1, 2}, TensorType::INT64}}.Write()),
              HasSubstr("of a data type that weights do not have"));
  EXPECT_THAT(ErrorOf(ConvFile{.weights = {.name = "weights", .shape = {3, -1, 1, 2}}}.Write()),
              HasSubstr("tensor 'weights' has a shape"));
  EXPECT_THAT(ErrorOf(ConvFile{.weights = {.name = "weights", .shape = std::vector<int>(9, 1)}}.Write()),
              HasSubstr("tensor 'weights' has a shape"));
}

// A file of one operation on a float value.
std::string OneOperation(BuiltinOperator type, std::vector<int> in_shape, std::vector<int> out_shape,
                         const std::vector<std::int32_t>& second = {}) {
  TfliteWriter writer;
  std::vector<int> inputs{writer.Value({.name = "in", .shape = std::move(in_shape)})};
  if (!second.empty()) {
    inputs.push_back(writer.Constant({"second", {static_cast<int>(second.size())}, TensorType::INT32}, second));
  }
  const int out = writer.Value({.name = "out", .shape = std::move(out_shape)});
  writer.Operation(type, inputs, {out});
  return writer.Finish({inputs[0]}, {out});
}

TEST(Tflite, ReadsWhatStandsAroundConvolutions) {
  const auto kind = [](const std::string& file) {
    const auto graph = Parse(file);
    EXPECT_TRUE(graph) << graph.error().message;
    return graph && graph->ops.size() == 1 ? std::string(Name(graph->ops[0].kind)) : "";
  };
  EXPECT_EQ(kind(OneOperation(BuiltinOperator::MEAN, {1, 4, 4, 2}, {1, 2}, {1, 2})), "global average pool");
  EXPECT_EQ(kind(OneOperation(BuiltinOperator::MEAN, {1, 4, 4, 2}, {1, 2}, {-2, -3})), "global average pool");
  EXPECT_EQ(kind(OneOperation(BuiltinOperator::LOGISTIC, {1, 2}, {1, 2})), "sigmoid");
  EXPECT_EQ(kind(OneOperation(BuiltinOperator::RESHAPE, {1, 1, 1, 2}, {1, 2})), "reshape");
  EXPECT_EQ(kind(OneOperation(BuiltinOperator::SQUEEZE, {1, 1, 1, 2}, {1, 2})), "reshape");
  EXPECT_THAT(ErrorOf(OneOperation(BuiltinOperator::MEAN, {1, 4, 4, 2}, {1, 4}, {1, 3})),
              HasSubstr("MEAN 'out' is no average over the whole map"));
  EXPECT_THAT(ErrorOf(OneOperation(BuiltinOperator::SOFTMAX, {1, 2}, {1, 2})), HasSubstr("another steepness than 1"));
  EXPECT_THAT(ErrorOf(OneOperation(BuiltinOperator::AVERAGE_POOL_2D, {1, 2, 2, 1}, {1, 1, 1, 1})),
              HasSubstr("no average over the whole map"));
  EXPECT_THAT(ErrorOf(OneOperation(BuiltinOperator::CONCATENATION, {1, 2}, {1, 2})), HasSubstr("joins values"));
}

TEST(Tflite, NamesOperationsItDoesNotKnow) {
  EXPECT_THAT(ErrorOf(OneOperation(BuiltinOperator::HARD_SWISH, {1, 2}, {1, 2})),
              HasSubstr("operation HARD_SWISH 'out' is of a kind that no network of Godwit's has"));
  EXPECT_THAT(ErrorOf(OneOperation(static_cast<BuiltinOperator>(99), {1, 2}, {1, 2})), HasSubstr("operation 99 'out'"));
  TfliteWriter writer;
  const int in = writer.Value({.name = "in", .shape = {1, 2}});
  const int out = writer.Value({.name = "out", .shape = {1, 2}});
  writer.CustomOperation("My\nOp", {in}, {out}, {});
  EXPECT_THAT(ErrorOf(writer.Finish({in}, {out})), HasSubstr("operation My?Op 'out' is of a kind"));
}

// What the Keras converter writes: PAD, VALID convolution, MUL and ADD as batch norm, RELU6.
TEST(Tflite, FoldsPaddingBatchNormAndActivation) {
  TfliteWriter writer;
  const int in = writer.Value({.name = "in", .shape = {1, 4, 4, 1}});
  const int amounts =
      writer.Constant({"amounts", {4, 2}, TensorType::INT32}, std::vector<std::int32_t>{0, 0, 0, 1, 0, 1, 0, 0});
  const int padded = writer.Value({.name = "padded", .shape = {1, 5, 5, 1}});
  writer.Operation(BuiltinOperator::PAD, {in, amounts}, {padded});
  const int filters = writer.Constant({.name = "weights", .shape = {2, 3, 3, 1}}, std::vector<float>(18, 0.5F));
  const int raw = writer.Value({.name = "raw", .shape = {1, 2, 2, 2}});
  writer.Operation(BuiltinOperator::CONV_2D, {padded, filters}, {raw},
                   format::CreateConv2DOptions(writer.builder(), format::Padding::VALID, 2, 2));
  const int factor = writer.Constant({.name = "factor", .shape = {1, 1, 1, 2}}, std::vector<float>{2, 4});
  const int scaled = writer.Value({.name = "scaled", .shape = {1, 2, 2, 2}});
  writer.Operation(BuiltinOperator::MUL, {raw, factor}, {scaled}, format::CreateMulOptions(writer.builder()));
  const int summand = writer.Constant({.name = "summand", .shape = {2}}, std::vector<float>{1, -1});
  const int shifted = writer.Value({.name = "shifted", .shape = {1, 2, 2, 2}});
  writer.Operation(BuiltinOperator::ADD, {summand, scaled}, {shifted}, format::CreateAddOptions(writer.builder()));
  const int clamped = writer.Value({.name = "clamped", .shape = {1, 2, 2, 2}});
  writer.Operation(BuiltinOperator::RELU6, {shifted}, {clamped});
  const auto graph = Parse(writer.Finish({in}, {clamped}));
  ASSERT_TRUE(graph) << graph.error().message;
  ASSERT_THAT(graph->ops, SizeIs(1));
  const Op& op = graph->ops[0];
  EXPECT_EQ(op.padding, (OpPadding{.bottom = 1, .right = 1}));
  EXPECT_EQ(op.weights[0], 1);
  EXPECT_EQ(op.weights[1], 2);
  EXPECT_THAT(op.bias, ElementsAre(1, -1));
  EXPECT_EQ(op.max, 6);
  EXPECT_THAT(op.inputs, ElementsAre(in));
  EXPECT_THAT(op.outputs, ElementsAre(clamped));
}

TEST(Tflite, ReadsZeroPointsThatAreNotAligned) {
  ConvFile file{
      .weights = {"weights", {1, 1, 1, 2}, TensorType::UINT8, {0.5F}, {7}}, .bytes = {9, 6}, .has_bias = false};
  file.out.shape = {1, 4, 5, 1};
  file.weights.zero_points_not_aligned = true;
  const auto graph = Parse(file.Write());
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(graph->ops[0].weights, ElementsAre(1, -0.5F));
}

TEST(Tflite, ReadsHalfFloatsThroughDequantize) {
  TfliteWriter writer;
  const int in = writer.Value({.name = "in", .shape = {1, 2}});
  const int halves =
      writer.Constant({"halves", {1, 2}, TensorType::FLOAT16}, std::vector<std::uint16_t>{0x3C00, 0xC000});
  const int weights = writer.Value({.name = "weights", .shape = {1, 2}});
  writer.Operation(BuiltinOperator::DEQUANTIZE, {halves}, {weights});
  const int out = writer.Value({.name = "out", .shape = {1, 1}});
  writer.Operation(BuiltinOperator::FULLY_CONNECTED, {in, weights}, {out},
                   format::CreateFullyConnectedOptions(writer.builder()));
  const auto graph = Parse(writer.Finish({in}, {out}));
  ASSERT_TRUE(graph) << graph.error().message;
  ASSERT_THAT(graph->ops, SizeIs(1));
  EXPECT_EQ(graph->ops[0].kind, OpKind::kLinear);
  EXPECT_THAT(graph->ops[0].weight_shape, ElementsAre(2, 1));
  EXPECT_THAT(graph->ops[0].weights, ElementsAre(1, -2));
}

std::string DetectionFile(const std::vector<std::uint8_t>& options, std::vector<int> anchors_shape = {2, 4}) {
  TfliteWriter writer;
  const int codes = writer.Value({.name = "codes", .shape = {1, 2, 4}});
  const int logits = writer.Value({.name = "logits", .shape = {1, 2, 3}});
  const int scores = writer.Value({.name = "scores", .shape = {1, 2, 3}});
  writer.Operation(BuiltinOperator::LOGISTIC, {logits}, {scores});
  const int anchors = writer.Constant({"anchors", std::move(anchors_shape), TensorType::UINT8, {0.5F}, {0}},
                                      std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7});
  std::vector<int> outputs;
  for (const char* name : {"boxes", "classes", "found", "count"}) {
    outputs.push_back(writer.Value({.name = name}));
  }
  writer.CustomOperation("TFLite_Detection_PostProcess", {codes, scores, anchors}, outputs, options);
  return writer.Finish({codes, logits}, outputs);
}

std::vector<std::uint8_t> DetectionOptions(const char* left_out = "", float y_scale = 10) {
  flexbuffers::Builder builder;
  builder.Map([&] {
    const auto add = [&](const char* name, auto value) {
      if (std::string_view(name) != left_out) {
        builder.Add(name, value);
      }
    };
    add("num_classes", 2);
    add("max_detections", 10);
    add("nms_score_threshold", 0.25F);
    add("nms_iou_threshold", 0.6F);
    add("y_scale", y_scale);
    add("x_scale", 11.0F);
    add("h_scale", 5.0F);
    add("w_scale", 6.0F);
  });
  builder.Finish();
  return builder.GetBuffer();
}

TEST(Tflite, ReadsTheDetectionOperation) {
  const auto graph = Parse(DetectionFile(DetectionOptions()));
  ASSERT_TRUE(graph) << graph.error().message;
  ASSERT_THAT(graph->ops, SizeIs(2));
  ASSERT_TRUE(graph->ops[1].detection);
  const DetectionPostProcess& settings = *graph->ops[1].detection;
  EXPECT_EQ(settings.classes, 2);
  EXPECT_EQ(settings.max_detections, 10);
  EXPECT_EQ(settings.min_score, 0.25F);
  EXPECT_EQ(settings.max_iou, 0.6F);
  EXPECT_EQ(settings.w_scale, 6);
  EXPECT_FALSE(settings.per_class);
  EXPECT_THAT(settings.anchors, ElementsAre(0, 0.5F, 1, 1.5F, 2, 2.5F, 3, 3.5F));
  EXPECT_EQ(settings.anchor_step, 0.5F);
}

TEST(Tflite, RefusesADetectionOperationWithoutItsSettings) {
  const auto damaged = HasSubstr("TFLite_Detection_PostProcess 'boxes' has settings that are damaged");
  EXPECT_THAT(ErrorOf(DetectionFile({})), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile({1, 2, 3})), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile(DetectionOptions("nms_iou_threshold"))), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile(DetectionOptions("num_classes"))), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile(DetectionOptions("", kInfinity))), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile(DetectionOptions("", -1))), damaged);
  EXPECT_THAT(ErrorOf(DetectionFile(DetectionOptions(), {1, 8})), HasSubstr("anchors of shape [1, 8]"));
}

TEST(Tflite, RefusesGraphsThatDoNotHangTogether) {
  const auto message = [](const std::vector<int>& inputs, const std::vector<int>& outputs,
                          const std::vector<int>& network_outputs, int networks = 1) {
    TfliteWriter writer;
    const int in = writer.Value({.name = "in", .shape = {1, 2}});
    writer.Value({.name = "out", .shape = {1, 2}});
    writer.Value({.name = "other", .shape = {1, 2}});
    writer.Operation(BuiltinOperator::LOGISTIC, inputs, outputs);
    return ErrorOf(writer.Finish({in}, network_outputs, networks));
  };
  EXPECT_THAT(message({0}, {1}, {1}, 2), HasSubstr("holds 2 networks"));
  EXPECT_THAT(message({0}, {1}, {1}, 0), HasSubstr("holds 0 networks"));
  EXPECT_THAT(message({2}, {1}, {1}), HasSubstr("holds no network")) << "nothing reads the input";
  EXPECT_THAT(message({3}, {1}, {1}), HasSubstr("its operands are not in the file"));
  EXPECT_THAT(message({-1}, {1}, {1}), HasSubstr("its operands are not in the file"));
  EXPECT_THAT(message({}, {1}, {1}), HasSubstr("its operands are not in the file"));
  EXPECT_THAT(message({0}, {3}, {1}), HasSubstr("its results are not in the file"));
  EXPECT_THAT(message({0}, {}, {1}), HasSubstr("its results are not in the file"));
  EXPECT_THAT(message({0}, {0}, {0}), HasSubstr("gives a value that is given already"));
  EXPECT_THAT(message({0}, {1}, {2}), HasSubstr("gives a value that no operation computes"));
  EXPECT_THAT(message({0}, {1}, {7}), HasSubstr("inputs and outputs are not in the file"));
  EXPECT_THAT(message({0}, {1}, {}), HasSubstr("holds no network"));
}

TEST(Tflite, LimitsWhatOneConstantIsReadFor) {
  TfliteWriter writer;
  int last = writer.Value({.name = "in", .shape = {1, 64}});
  const int in = last;
  const int weights = writer.Constant({.name = "weights", .shape = {64, 64}}, std::vector<float>(64 * 64, 1));
  for (int i = 0; i < 100; ++i) {
    const int out = writer.Value({.name = "out", .shape = {1, 64}});
    writer.Operation(BuiltinOperator::FULLY_CONNECTED, {last, weights}, {out},
                     format::CreateFullyConnectedOptions(writer.builder()));
    last = out;
  }
  EXPECT_THAT(ErrorOf(writer.Finish({in}, {last})), HasSubstr("that too many other operations have as well"));
}

TEST(Tflite, LeavesOutInputsThatNothingReads) {
  TfliteWriter writer;
  const int picture = writer.Value({.name = "picture", .shape = {1, 2, 2, 3}});
  const int in = writer.Value({.name = "in", .shape = {1, 2}});
  const int out = writer.Value({.name = "out", .shape = {1, 2}});
  writer.Operation(BuiltinOperator::LOGISTIC, {in}, {out});
  const auto graph = Parse(writer.Finish({picture, in}, {out}));
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(graph->inputs, ElementsAre(in));
}

TEST(Tflite, RefusesWhatIsNoTfliteFile) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("damaged, or no TensorFlow Lite file"));
  EXPECT_THAT(ErrorOf("TFL3"), HasSubstr("damaged"));
  EXPECT_THAT(ErrorOf(std::string(100, '\0')), HasSubstr("damaged"));
  const tests::TemporaryFolder folder;
  tests::WriteFile(folder / "net.tflite", ConvFile().Write());
  tests::WriteFile(folder / "short", "abcdTFL");
  EXPECT_TRUE(IsTflite(folder / "net.tflite"));
  EXPECT_FALSE(IsTflite(folder / "short"));
  EXPECT_FALSE(IsTflite(folder / "none"));
  EXPECT_TRUE(ReadTflite(folder / "net.tflite"));
  EXPECT_FALSE(ReadTflite(folder / "none"));
}

TEST(Tflite, SurvivesAnyTruncation) {
  const std::string whole = tests::WriteSmallMobileNetV1({});
  ASSERT_TRUE(Parse(whole)) << Parse(whole).error().message;
  for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 97) {
    ErrorOf(whole.substr(0, size));  // the root lies in front, what it points to behind
  }
}

TEST(Tflite, SurvivesFlippedBits) {
  const std::string whole = tests::WriteSmallMobileNetV1({});
  std::mt19937 random(7);
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = whole;
    for (std::uint32_t flips = random() % 4; flips < 4; ++flips) {
      damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
    }
    const auto graph = Parse(damaged);
    refused += graph ? 0 : 1;
  }
  EXPECT_GT(refused, 100) << "most bits are weights, but not all";
}

}  // namespace
}  // namespace godwit::core
