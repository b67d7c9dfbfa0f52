// Ops against layers of real models, computed once by TensorFlow.js (golden/units/units.json says how).
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/ops/conv.h"
#include "core/ops/depthwise.h"
#include "core/ops/pointwise.h"
#include "tests/ops/op_test_support.h"
#include "tests/support/npy.h"
#include "tests/support/test_data.h"

namespace godwit::core {
namespace {

constexpr double kTolerance = 5e-5;

// The arrays of one unit, by the name of the part.
class Unit {
 public:
  explicit Unit(std::string id) : id_(std::move(id)) {}

  [[nodiscard]] std::vector<float> Values(const std::string& part) const { return Read(part).values; }
  [[nodiscard]] Tensor Map(const std::string& part) const {
    const tests::NpyArray<float> array = Read(part);
    Tensor tensor({array.shape.at(0), array.shape.at(1), array.shape.at(2), array.shape.at(3)});
    std::ranges::copy(array.values, tensor.data());
    return tensor;
  }

 private:
  [[nodiscard]] tests::NpyArray<float> Read(const std::string& part) const {
    return tests::ReadNpy<float>(tests::TestData("golden/units/" + id_ + "." + part + ".npy"));
  }

  std::string id_;
};

// y = filter(x) * scale + offset
struct Scaling {
  std::vector<float> scale, offset;
};

Scaling FoldBatchNorm(const Unit& unit) {
  constexpr float kEpsilon = 0.0010000000474974513F;
  const std::vector<float> mean = unit.Values("mean");
  Scaling folded{unit.Values("variance"), unit.Values("beta")};
  const std::vector<float> gamma = unit.Values("gamma");
  for (std::size_t c = 0; c < mean.size(); ++c) {
    folded.scale[c] = gamma[c] / std::sqrt(folded.scale[c] + kEpsilon);
    folded.offset[c] -= mean[c] * folded.scale[c];
  }
  return folded;
}

Tensor RunDepthwise(const Tensor& in, std::vector<float> weights, const Scaling& scaling, std::int64_t stride,
                    const ThreadPool& pool) {
  const Shape& shape = in.shape();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] *= scaling.scale[i % scaling.scale.size()];
  }
  Tensor out({shape.n, SameOutput(shape.h, stride), SameOutput(shape.w, stride), shape.c});
  Depthwise(in.view(), DepthwiseWeights(shape.c, weights, scaling.offset), stride, Activation::kRelu6, out.view(),
            pool);
  return out;
}

Tensor RunPointwise(const Tensor& in, const std::vector<float>& weights, const std::vector<float>& bias,
                    Activation activation, const Tensor* residual, const ThreadPool& pool) {
  const Shape& shape = in.shape();
  Tensor out({shape.n, shape.h, shape.w, std::ssize(bias)});
  Pointwise(in.view(), PointwiseWeights(shape.c, std::ssize(bias), weights, bias), activation,
            residual != nullptr ? residual->view() : ConstTensorView(), out.view(), pool);
  return out;
}

class UnitGolden : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { GODWIT_REQUIRE_TEST_DATA("golden/units/units.json"); }
  Unit unit_{GetParam()};
};

class ConvGolden : public UnitGolden {};
class InvertedResidualGolden : public UnitGolden {};
class SeparableGolden : public UnitGolden {};
class HeadGolden : public UnitGolden {};

TEST_P(ConvGolden, Matches) {
  const Tensor in = unit_.Map("x");
  const Tensor expected = unit_.Map("y");
  ForEverySetting([&](const ThreadPool& pool) {
    const ConvWeights weights(3, 3, 32, unit_.Values("w"), unit_.Values("b"));
    std::vector<float> scratch(static_cast<std::size_t>(Conv2dScratch(in.shape(), weights, 2)));
    Tensor out(expected.shape());
    Conv2d(in.view(), weights, 2, Activation::kRelu6, scratch, out.view(), pool);
    EXPECT_LT(LargestDifference(out, expected), kTolerance);
  });
}

TEST_P(InvertedResidualGolden, Matches) {
  const Tensor in = unit_.Map("x");
  const Tensor expanded = unit_.Map("expand_y");
  const Tensor filtered = unit_.Map("dw_y");
  const Tensor expected = unit_.Map("y");
  const std::int64_t stride = filtered.shape().h == in.shape().h ? 1 : 2;
  ForEverySetting([&](const ThreadPool& pool) {
    const Tensor expand =
        RunPointwise(in, unit_.Values("expand_w"), unit_.Values("expand_b"), Activation::kRelu6, nullptr, pool);
    EXPECT_LT(LargestDifference(expand, expanded), kTolerance);
    const Tensor filter =
        RunDepthwise(expand, unit_.Values("dw_w"), {unit_.Values("dw_mul"), unit_.Values("dw_sub")}, stride, pool);
    EXPECT_LT(LargestDifference(filter, filtered), kTolerance);
    const Tensor out = RunPointwise(filter, unit_.Values("project_w"), unit_.Values("project_b"), Activation::kNone,
                                    stride == 1 ? &in : nullptr, pool);
    EXPECT_LT(LargestDifference(out, expected), kTolerance);
  });
}

TEST_P(SeparableGolden, Matches) {
  const Tensor in = unit_.Map("x");
  const Tensor filtered = unit_.Map("dw_y");
  const Tensor expected = unit_.Map("y");
  const std::int64_t stride = filtered.shape().h == in.shape().h ? 1 : 2;
  ForEverySetting([&](const ThreadPool& pool) {
    const Tensor filter = RunDepthwise(in, unit_.Values("dw_w"), FoldBatchNorm(unit_), stride, pool);
    EXPECT_LT(LargestDifference(filter, filtered), kTolerance);
    const Tensor out =
        RunPointwise(filter, unit_.Values("pw_w"), unit_.Values("pw_b"), Activation::kRelu6, nullptr, pool);
    EXPECT_LT(LargestDifference(out, expected), kTolerance);
  });
}

TEST_P(HeadGolden, Matches) {
  const Tensor in = unit_.Map("x");
  const Tensor expected = unit_.Map("y");
  ForEverySetting([&](const ThreadPool& pool) {
    const Tensor filter = RunDepthwise(in, unit_.Values("dw_w"), FoldBatchNorm(unit_), 1, pool);
    const Tensor out = RunPointwise(filter, unit_.Values("w"), unit_.Values("b"), Activation::kNone, nullptr, pool);
    EXPECT_LT(LargestDifference(out, expected), kTolerance);
  });
}

constexpr auto kUnitName = [](const testing::TestParamInfo<const char*>& info) { return std::string(info.param); };

INSTANTIATE_TEST_SUITE_P(, ConvGolden, testing::Values("conv_s2_even", "conv_s2_odd", "conv_s2_mixed"), kUnitName);
INSTANTIATE_TEST_SUITE_P(, InvertedResidualGolden, testing::Values("inverted_residual_s2", "inverted_residual_s1_add"),
                         kUnitName);
INSTANTIATE_TEST_SUITE_P(, SeparableGolden, testing::Values("face_dwsep_s1", "face_dwsep_s2_even", "face_dwsep_s2_odd"),
                         kUnitName);
INSTANTIATE_TEST_SUITE_P(, HeadGolden, testing::Values("ssdlite_box_head"), kUnitName);

}  // namespace
}  // namespace godwit::core
