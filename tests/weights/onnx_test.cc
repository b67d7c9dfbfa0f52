// Graphs of one or two operations, made here; whole networks are in tests/workflows/import_models_test.cc.
#include "core/weights/onnx.h"

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "tests/weights/onnx_model.h"

namespace godwit::core {
namespace {

using tests::AddConv;
using tests::AddFeatures;
using tests::Attribute;
using tests::Ints;
using tests::Set;
using tests::SetFloat;
using tests::SetText;
using Model = tests::OnnxModel;

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST(Onnx, DenseWeightsAreReordered) {
  Model model;
  auto& conv = model.Node("Conv", {"x", model.Floats("w", {3, 2, 3, 3}), model.Floats("b", {3})});
  Set(conv, "strides", Ints{2, 2});
  Set(conv, "pads", Ints{0, 0, 1, 1});
  const OpGraph graph = model.ReadSound();
  ASSERT_THAT(graph.ops, SizeIs(1));
  const Op& op = graph.ops[0];
  EXPECT_EQ(op.kind, OpKind::kConv);
  EXPECT_EQ(op.kernel, 3);
  EXPECT_EQ(op.stride, 2);
  EXPECT_EQ(op.padding, (OpPadding{0, 0, 1, 1}));
  EXPECT_EQ(op.weight_shape, (Ints{3, 3, 2, 3}));
  // Element (ky, kx, in, out) is number ((out * 2 + in) * 3 + ky) * 3 + kx of the file.
  std::size_t at = 0;
  for (int tap = 0; tap < 9; ++tap) {
    for (int in = 0; in < 2; ++in) {
      for (int out = 0; out < 3; ++out) {
        EXPECT_EQ(op.weights[at++], static_cast<float>((out * 2 + in) * 9 + tap + 1) / 8);
      }
    }
  }
  EXPECT_THAT(op.bias, ElementsAre(0.125F, 0.25F, 0.375F));
  EXPECT_EQ(graph.values[static_cast<std::size_t>(op.outputs[0])].shape, (Ints{1, 3, 3, 3}));
  EXPECT_EQ(graph.values[static_cast<std::size_t>(graph.inputs[0])].shape, (Ints{1, 6, 6, 2}));
}

TEST(Onnx, DepthwiseWeightsAreReordered) {
  Model model;
  auto& conv = model.Node("Conv", {"x", model.Floats("w", {2, 1, 3, 3})});
  Set(conv, "group", 2);
  SetText(conv, "auto_pad", "SAME_UPPER");
  Set(conv, "strides", Ints{2, 2});
  const OpGraph graph = model.ReadSound();
  ASSERT_THAT(graph.ops, SizeIs(1));
  const Op& op = graph.ops[0];
  EXPECT_EQ(op.kind, OpKind::kDepthwise);
  EXPECT_EQ(op.weight_shape, (Ints{3, 3, 2, 1}));
  EXPECT_EQ(op.weights[0], 1.0F / 8);
  EXPECT_EQ(op.weights[1], 10.0F / 8);
  EXPECT_EQ(op.weights[2], 2.0F / 8);
  EXPECT_THAT(op.bias, ElementsAre(0, 0));
  EXPECT_EQ(op.padding, (OpPadding{0, 0, 1, 1})) << "even extents";
}

TEST(Onnx, PaddingByNameFollowsTheSize) {
  const auto padding_of = [](const char* name, int size) {
    Model model(13, {1, 2, size, 6});
    auto& conv = model.Node("Conv", {"x", model.Floats("w", {2, 2, 3, 3})});
    SetText(conv, "auto_pad", name);
    Set(conv, "strides", Ints{2, 2});
    const OpGraph graph = model.ReadSound();
    return graph.ops.empty() ? OpPadding{-1, -1, -1, -1} : graph.ops[0].padding;
  };
  EXPECT_EQ(padding_of("SAME_UPPER", 7), (OpPadding{1, 0, 1, 1}));
  EXPECT_EQ(padding_of("SAME_LOWER", 7), (OpPadding{1, 1, 1, 0}));
  EXPECT_EQ(padding_of("VALID", 7), (OpPadding{0, 0, 0, 0}));
}

TEST(Onnx, BatchNormAndLimitsBecomePartOfTheConvolution) {
  Model model;
  AddConv(model);
  auto& norm = model.Node("BatchNormalization", {"y1", model.Floats("scale", {2}), model.Floats("bias", {2}),
                                                 model.Floats("mean", {2}), model.Floats("variance", {2})});
  SetFloat(norm, "epsilon", 0.125F);
  model.Node("Relu", {"y2"});
  const OpGraph graph = model.ReadSound();
  ASSERT_THAT(graph.ops, SizeIs(1));
  const Op& op = graph.ops[0];
  for (std::size_t c = 0; c < 2; ++c) {
    const double eighths = static_cast<double>(c + 1) / 8;
    const double factor = eighths / std::sqrt(eighths + 0.125);
    EXPECT_NEAR(op.weights[c], static_cast<double>(1 + 2 * c) / 8 * factor, 1e-7);
    EXPECT_NEAR(op.bias[c], eighths - eighths * factor, 1e-7);
  }
  EXPECT_EQ(op.min, 0);
  EXPECT_EQ(op.max, std::numeric_limits<float>::infinity());
}

TEST(Onnx, LimitsAreAttributesOrInputs) {
  Model old(10);
  auto& clip = old.Node("Clip", {AddConv(old)});
  SetFloat(clip, "min", 0);
  SetFloat(clip, "max", 6);
  EXPECT_EQ(old.ReadSound().ops.at(0).max, 6);

  Model inputs(11);
  AddConv(inputs);
  auto& constant = inputs.Node("Constant", {});
  auto& six = *Attribute(constant, "value").mutable_t();
  six.set_data_type(tests::kFloat);
  six.add_float_data(6);
  inputs.Node("Identity", {"y2"});
  inputs.Node("Clip", {"y1", "", "y3"});
  const Op op = inputs.ReadSound().ops.at(0);
  EXPECT_EQ(op.max, 6);
  EXPECT_EQ(op.min, -std::numeric_limits<float>::infinity());
}

TEST(Onnx, WeightsComeInEveryFloatType) {
  const auto weights_of = [](tests::OnnxDataType type, auto set) {
    Model model;
    AddConv(model);
    auto& tensor = *model.graph().mutable_initializer(0);
    tensor.clear_float_data();
    tensor.set_data_type(type);
    set(tensor);
    const OpGraph graph = model.ReadSound();
    return graph.ops.empty() ? std::vector<float>() : graph.ops[0].weights;
  };
  const auto expected = ElementsAre(1.0F, 3.0F, 2.0F, 4.0F);
  const std::array<float, 4> floats{1, 2, 3, 4};
  const std::array<double, 4> doubles{1, 2, 3, 4};
  const std::array<std::uint16_t, 4> halves{0x3C00, 0x4000, 0x4200, 0x4400};
  EXPECT_THAT(weights_of(tests::kFloat, [&](auto& tensor) { tensor.set_raw_data(floats.data(), sizeof(floats)); }),
              expected);
  EXPECT_THAT(weights_of(tests::kDouble, [&](auto& tensor) { tensor.set_raw_data(doubles.data(), sizeof(doubles)); }),
              expected);
  EXPECT_THAT(weights_of(tests::kFloat16, [&](auto& tensor) { tensor.set_raw_data(halves.data(), sizeof(halves)); }),
              expected);
  EXPECT_THAT(
      weights_of(tests::kDouble, [&](auto& t) { t.mutable_double_data()->Add(doubles.begin(), doubles.end()); }),
      expected);
  EXPECT_THAT(weights_of(tests::kFloat16, [&](auto& t) { t.mutable_int32_data()->Add(halves.begin(), halves.end()); }),
              expected);
}

TEST(Onnx, ClassifiersComeInManyForms) {
  {
    Model model;
    auto& gemm = model.Node("Gemm", {AddFeatures(model), model.Floats("k", {3, 2}), model.Floats("b", {3})});
    Set(gemm, "transB", 1);
    const Op op = model.ReadSound().ops.back();
    EXPECT_EQ(op.kind, OpKind::kLinear);
    EXPECT_EQ(op.weight_shape, (Ints{2, 3}));
    EXPECT_THAT(op.weights, ElementsAre(0.125F, 0.375F, 0.625F, 0.25F, 0.5F, 0.75F));
  }
  {
    Model model;
    model.Node("MatMul", {AddFeatures(model), model.Floats("k", {2, 3})});
    model.Node("Add", {model.Floats("b", {3}), "y4"});
    const Op op = model.ReadSound().ops.back();
    EXPECT_EQ(op.kind, OpKind::kLinear);
    EXPECT_THAT(op.weights, ElementsAre(0.125F, 0.25F, 0.375F, 0.5F, 0.625F, 0.75F));
    EXPECT_THAT(op.bias, ElementsAre(0.125F, 0.25F, 0.375F));
  }
}

TEST(Onnx, PoolsComeInManyForms) {
  const auto expect_pool = [](Model& model) {
    const OpGraph graph = model.ReadSound();
    ASSERT_THAT(graph.ops, SizeIs(testing::Ge(2U)));
    EXPECT_EQ(graph.ops[1].kind, OpKind::kGlobalAveragePool);
  };
  Model average;
  Set(average.Node("AveragePool", {AddConv(average)}), "kernel_shape", Ints{6, 6});
  expect_pool(average);
  Model mean(17);
  auto& reduce = mean.Node("ReduceMean", {AddConv(mean)});
  Set(reduce, "axes", Ints{-1, -2});
  Set(reduce, "keepdims", 0);
  expect_pool(mean);
  Model newer(18);
  newer.Node("ReduceMean", {AddConv(newer), newer.Integers("axes", {2, 3})});
  newer.Node("Squeeze", {"y2", newer.Integers("a", {3, 2})});
  expect_pool(newer);
  Model reshaped;
  AddConv(reshaped);
  reshaped.Node("GlobalAveragePool", {"y1"});
  reshaped.Node("Reshape", {"y2", reshaped.Integers("shape", {-1, 2})});
  reshaped.Node("Softmax", {"y3"});
  expect_pool(reshaped);
}

TEST(Onnx, ChannelsMayComeLast) {
  Model model(13, {1, 6, 5, 3});
  Set(model.Node("Transpose", {"x"}), "perm", Ints{0, 3, 1, 2});
  model.Node("Conv", {"y1", model.Floats("w", {2, 3, 1, 1})});
  Set(model.Node("Transpose", {"y2"}), "perm", Ints{0, 2, 3, 1});
  auto& mean = model.Node("ReduceMean", {"y3"});
  Set(mean, "axes", Ints{1, 2});
  const OpGraph graph = model.ReadSound();
  ASSERT_THAT(graph.ops, SizeIs(2));
  EXPECT_EQ(graph.values[static_cast<std::size_t>(graph.inputs[0])].shape, (Ints{1, 6, 5, 3}));
  EXPECT_EQ(graph.ops[0].inputs[0], graph.inputs[0]);
}

TEST(Onnx, PaddingByNothingIsNoOperation) {
  Model model(10);
  Set(model.Node("Pad", {AddConv(model)}), "pads", Ints(8, 0));
  model.Node("GlobalAveragePool", {"y2"});
  EXPECT_THAT(model.ReadSound().ops, SizeIs(2));
}

TEST(Onnx, PadsAndResidualsAreTaken) {
  Model model(10);
  Set(model.Node("Pad", {"x"}), "pads", Ints{0, 0, 0, 0, 0, 0, 1, 1});
  model.Node("Conv", {"y1", model.Floats("w", {2, 2, 2, 2})});
  model.Node("Add", {"y2", "x"});
  const OpGraph graph = model.ReadSound();
  ASSERT_THAT(graph.ops, SizeIs(2));
  EXPECT_EQ(graph.ops[0].padding, (OpPadding{0, 0, 1, 1}));
  EXPECT_EQ(graph.ops[1].kind, OpKind::kAdd);
}

TEST(Onnx, WhatIsNotReadIsNamed) {
  const auto error_of = [](auto change) {
    Model model;
    onnx::NodeProto& conv = model.Node("Conv", {"x", model.Floats("w", {2, 2, 3, 3})});
    conv.set_name("first");
    change(model, conv);
    return model.Error();
  };
  const auto named = [](const char* problem) { return AllOf(HasSubstr("operation Conv 'first'"), HasSubstr(problem)); };
  EXPECT_EQ(error_of([](auto&, auto&) {}), "");
  EXPECT_THAT(error_of([](auto&, auto& conv) { conv.set_op_type("LSTM"); }),
              HasSubstr("operation LSTM 'first' is none that Godwit reads"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { conv.set_domain("com.microsoft"); }), named("'com.microsoft'"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "dilations", Ints{2, 2}); }), named("dilated"));
  EXPECT_THAT(error_of([](auto& model, auto& conv) {
                conv.set_input(1, model.Floats("none", {0, 2, 3, 3}));
              }),
              named("weights of shape [0, 2, 3, 3]"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "strides", Ints{1, 2}); }), named("strides"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "strides", Ints{0, 0}); }), named("strides"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "kernel_shape", Ints{1, 1}); }), named("kernel"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "group", 2); }), named("2 groups"));
  EXPECT_THAT(error_of([](auto&, auto& conv) {
                Set(conv, "pads", Ints{-1, 0, 0, 0});
              }),
              named("padding [-1, 0, 0, 0]"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { Set(conv, "pads", Ints{1, 1}); }), named("padding [1, 1]"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { SetText(conv, "auto_pad", "MIRROR"); }), named("'MIRROR'"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { conv.set_input(0, "nothing"); }), named("reads 'nothing'"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { conv.set_input(1, "nothing"); }), named("no constant as its input 1"));
  EXPECT_THAT(error_of([](auto&, auto& conv) { conv.set_output(0, "x"); }), named("given already"));
  EXPECT_THAT(error_of([](auto& model, auto& conv) { conv.add_input(model.Floats("b", {3})); }), named("3 biases"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.graph().mutable_initializer(0)->set_dims(3, 1); }),
              named("not the [2, 2, 3, 1] elements"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.graph().mutable_initializer(0)->set_dims(0, -2); }),
              named("damaged"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.graph().mutable_initializer(0)->set_dims(0, 1LL << 62); }),
              named("damaged"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.graph().mutable_initializer(0)->set_data_type(3); }),
              named("data type 3"));
  EXPECT_THAT(error_of([](auto& model, auto&) {
                model.graph().mutable_initializer(0)->set_data_location(onnx::TensorProto::EXTERNAL);
              }),
              named("external data"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.graph().mutable_input(0)->set_name("z"); }), named("reads 'x'"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.proto().mutable_opset_import(0)->set_version(6); }),
              HasSubstr("opset 6"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.proto().mutable_opset_import(0)->set_version(19); }),
              HasSubstr("opset 19"));
  EXPECT_THAT(error_of([](auto& model, auto&) { model.proto().clear_opset_import(); }), HasSubstr("no ONNX model"));
}

TEST(Onnx, SettingsThatChangeTheMeaningAreNamed) {
  const auto error_of = [](const char* type, std::vector<std::string> more, auto change, int opset = 13) {
    Model model(opset);
    AddConv(model);
    more.insert(more.begin(), "y1");
    change(model, model.Node(type, more));
    return model.Error();
  };
  EXPECT_THAT(error_of("Transpose", {},
                       [](auto&, auto& node) {
                         Set(node, "perm", Ints{0, 1, 3, 2});
                       }),
              HasSubstr("operation Transpose 'y2' is neither"));
  EXPECT_THAT(error_of("Flatten", {}, [](auto&, auto&) {}), HasSubstr("map of more than one pixel"));
  EXPECT_THAT(error_of("AveragePool", {},
                       [](auto&, auto& node) {
                         Set(node, "kernel_shape", Ints{2, 2});
                       }),
              HasSubstr("not over the whole map"));
  EXPECT_THAT(error_of("ReduceMean", {},
                       [](auto&, auto& node) {
                         Set(node, "axes", Ints{1, 2});
                       }),
              HasSubstr("not over height and width"));
  EXPECT_THAT(error_of(
                  "Pad", {},
                  [](auto&, auto& node) {
                    Set(node, "pads", Ints{0, 1, 0, 0, 0, 0, 0, 0});
                  },
                  10),
              HasSubstr("pads other axes"));
  EXPECT_THAT(error_of(
                  "Pad", {},
                  [](auto&, auto& node) {
                    Set(node, "pads", Ints{0, 0, 1, 1, 0, 0, 1, 1});
                    SetText(node, "mode", "reflect");
                  },
                  10),
              HasSubstr("something else than zeros"));
  EXPECT_THAT(error_of("BatchNormalization", {"a", "a", "a", "a"},
                       [](auto& model, auto& node) {
                         model.Floats("a", {2});
                         Set(node, "training_mode", 1);
                       }),
              HasSubstr("model.eval()"));
  EXPECT_THAT(error_of("BatchNormalization", {"a", "a", "b", "a"},
                       [](auto& model, auto&) {
                         model.Floats("a", {2});
                         model.Floats("b", {3});
                       }),
              HasSubstr("different sizes"));
  EXPECT_THAT(error_of("Clip", {"a"}, [](auto& model, auto&) { model.Floats("a", {2}); }), HasSubstr("single numbers"));
  EXPECT_THAT(error_of("Add", {"a"}, [](auto& model, auto&) { model.Floats("a", {6}); }),
              HasSubstr("one number for each channel"));
  EXPECT_THAT(error_of("Constant", {}, [](auto&, auto& node) { Set(node, "value_int", 3); }),
              HasSubstr("holds no tensor"));
  const auto of_features = [](const char* type, auto change) {
    Model model;
    const std::string features = AddFeatures(model);
    change(model, model.Node(type, {features}));
    return model.Error();
  };
  EXPECT_THAT(of_features("Softmax", [](auto&, auto& node) { Set(node, "axis", 0); }),
              HasSubstr("not over the channels"));
  EXPECT_THAT(of_features("Reshape",
                          [](auto& model, auto& node) {
                            node.add_input(model.Integers("s", {2, 1}));
                          }),
              HasSubstr("gives the shape [2, 1]"));
  EXPECT_THAT(of_features("Reshape", [](auto& model, auto& node) { node.add_input(model.Integers("s", {})); }),
              HasSubstr("gives the shape []"));
  EXPECT_THAT(of_features("Reshape", [](auto& model, auto& node) { node.add_input(model.Integers("s", {-1})); }),
              HasSubstr("gives the shape [-1]"));
  EXPECT_THAT(of_features("Gemm",
                          [](auto& model, auto& node) {
                            node.add_input(model.Floats("k", {2, 3}));
                            SetFloat(node, "alpha", 2);
                          }),
              HasSubstr("scales or transposes"));
  EXPECT_THAT(of_features("Gemm",
                          [](auto& model, auto& node) {
                            node.add_input(model.Floats("k", {3, 3}));
                          }),
              HasSubstr("weights of shape [3, 3] for 2 features"));
}

// A small file must not make large weights.
TEST(Onnx, SharedWeightsAreRefused) {
  Model model;
  model.Floats("w", {2, 2, 3, 3});
  std::string last = "x";
  for (int i = 0; i < 100; ++i) {
    auto& conv = model.Node("Conv", {last, "w"});
    Set(conv, "pads", Ints{1, 1, 1, 1});
    last = conv.output(0);
  }
  EXPECT_THAT(model.Error(), HasSubstr("shares its weights"));
}

TEST(Onnx, IsToldByItsFirstFields) {
  const tests::TemporaryFolder folder;
  Model model;
  AddConv(model);
  tests::WriteFile(folder / "model", model.proto().SerializeAsString());
  EXPECT_TRUE(IsOnnx(folder / "model"));
  EXPECT_TRUE(IsOnnx("tests/workflows/data/torch_v1_relu_opset10.onnx"));
  for (const char* other : {"", "\x08\x07", "{\"a\": 1}", "TFL3", "\x89HDF\r\n", "PK\x03\x04"}) {
    tests::WriteFile(folder / "other", other);
    EXPECT_FALSE(IsOnnx(folder / "other")) << other;
  }
  EXPECT_FALSE(ReadOnnx(folder / "none"));
}

TEST(Onnx, EveryTruncationAndWrongByteIsSoundOrRefused) {
  const std::string bytes = tests::ReadFile("tests/workflows/data/torch_v1_relu_opset10.onnx");
  const auto read = [](const std::string& damaged) {
    const auto graph = ParseOnnx(std::as_bytes(std::span(damaged)), "file");
    if (!graph) {
      EXPECT_THAT(graph.error().message, AllOf(StartsWith("file: "), Not(HasSubstr("\n"))));
    }
    return graph.has_value();
  };
  EXPECT_TRUE(read(bytes));
  for (std::size_t size = 0; size < bytes.size(); size += 101) {
    EXPECT_FALSE(read(bytes.substr(0, size))) << size;
  }
  for (std::size_t at = 0; at < bytes.size(); at += 5) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (at % 2 == 0 ? 0xFF : 0x01));
    read(damaged);
  }
}

}  // namespace
}  // namespace godwit::core
