// Each gradient against differences of a plain forward in double. The loss is a fixed random weight for each output,
// which is then its gradient by the output.
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include <gmock/gmock.h>

#include "core/kernels/dispatch.h"
#include "tests/support/random_floats.h"
#include "tests/training/naive_network.h"
#include "training/gradients/batch_norm.h"
#include "training/gradients/layer_gradients.h"

namespace godwit::training {
namespace {

using core::Padding;
using core::Shape;
using core::Tensor;
using tests::RandomFloats;

Tensor RandomTensor(const Shape& shape, unsigned seed) {
  Tensor tensor(shape);
  std::ranges::copy(RandomFloats(shape.Elements(), seed), tensor.data());
  return tensor;
}

std::vector<double> Doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

DoubleTensor ToDouble(const Tensor& tensor) {
  return {tensor.shape(), Doubles({tensor.data(), static_cast<std::size_t>(tensor.shape().Elements())})};
}

double Weighted(const DoubleTensor& out, const Tensor& weights) {
  double loss = 0;
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    loss += out.values[i] * weights.data()[i];
  }
  return loss;
}

// d loss / d variables, where `loss` reads the variables.
std::vector<double> Differences(std::vector<double>& variables, const std::function<double()>& loss) {
  constexpr double kStep = 1e-6;
  std::vector<double> gradient;
  for (double& variable : variables) {
    const double at = variable;
    variable = at + kStep;
    const double above = loss();
    variable = at - kStep;
    gradient.push_back((above - loss()) / (2 * kStep));
    variable = at;
  }
  return gradient;
}

void ExpectNear(const float* actual, const std::vector<double>& expected) {
  double largest = 1;
  for (const double value : expected) {
    largest = std::max(largest, std::abs(value));
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i], 3e-6 * largest) << "at " << i << " of " << expected.size();
  }
}

std::vector<std::byte> scratch_memory(std::size_t{1} << 22);

Scratch AnyScratch() {
  void* data = scratch_memory.data();
  std::size_t room = scratch_memory.size();
  std::align(core::kAlignment, room / 2, data, room);
  return Scratch({static_cast<std::byte*>(data), room});
}

void ForEverySetting(const std::function<void(const core::ThreadPool&)>& body) {
  const core::Isa before = core::ActiveIsa();
  for (const core::Isa isa : core::AvailableIsas()) {
    for (const int threads : {1, 3}) {
      SCOPED_TRACE(testing::Message() << core::IsaName(isa) << ", " << threads << " threads");
      core::SetActiveIsa(isa);
      body(core::ThreadPool(threads));
    }
  }
  core::SetActiveIsa(before);
}

struct ConvCase {
  Shape in;
  std::int64_t out, kernel, stride;
  Padding padding;
};

TEST(Gradients, OfConvolutions) {
  for (const ConvCase& test : {ConvCase{{2, 5, 6, 3}, 7, 3, 2, Padding::kSame},
                               {{1, 4, 4, 3}, 2, 3, 2, Padding::kSymmetric},
                               {{3, 3, 5, 2}, 9, 3, 1, Padding::kSame},
                               {{1, 1, 1, 4}, 3, 3, 2, Padding::kSame},
                               {{2, 6, 5, 17}, 4, 3, 2, Padding::kSymmetric},
                               {{1, 7, 7, 2}, 3, 5, 3, Padding::kSame}}) {
    const ConvGeometry geometry{test.kernel, test.stride, test.padding};
    const Tensor in = RandomTensor(test.in, 1);
    const std::vector<float> weights = RandomFloats(test.kernel * test.kernel * test.in.c * test.out, 2);
    DoubleTensor naive_in = ToDouble(in);
    std::vector<double> naive_weights = Doubles(weights);
    const auto forward = [&] {
      return NaiveConv(naive_in, naive_weights, test.kernel, test.stride, test.padding, test.out, false);
    };
    const Tensor z_gradient = RandomTensor(forward().shape, 3);
    const auto loss = [&] { return Weighted(forward(), z_gradient); };
    const std::vector<double> by_in = Differences(naive_in.values, loss);
    const std::vector<double> by_weights = Differences(naive_weights, loss);
    ForEverySetting([&](const core::ThreadPool& pool) {
      Tensor in_gradient(test.in, NAN);
      std::vector<float> gradient(weights.size(), NAN);
      core::PointwiseWeights packed;
      ConvInputGradient(z_gradient.view(), weights, geometry, packed, in_gradient.view(), AnyScratch(), pool);
      ExpectNear(in_gradient.data(), by_in);
      ConvWeightGradient(in.view(), z_gradient.view(), geometry, gradient, AnyScratch(), pool);
      ExpectNear(gradient.data(), by_weights);
    });
  }
}

TEST(Gradients, OfDepthwiseConvolutions) {
  for (const std::int64_t stride : {1, 2}) {
    for (const Padding padding : {Padding::kSame, Padding::kSymmetric}) {
      for (const Shape& shape : {Shape{2, 5, 6, 3}, {1, 1, 1, 9}, {2, 2, 3, 17}, {3, 4, 9, 8}, {1, 7, 2, 1}}) {
        SCOPED_TRACE(core::ToString(shape) + " stride " + std::to_string(stride));
        const Tensor in = RandomTensor(shape, 1);
        const std::vector<float> weights = RandomFloats(9 * shape.c, 2);
        DoubleTensor naive_in = ToDouble(in);
        std::vector<double> naive_weights = Doubles(weights);
        const auto forward = [&] { return NaiveConv(naive_in, naive_weights, 3, stride, padding, 1, true); };
        const Tensor z_gradient = RandomTensor(forward().shape, 3);
        const auto loss = [&] { return Weighted(forward(), z_gradient); };
        const std::vector<double> by_in = Differences(naive_in.values, loss);
        const std::vector<double> by_weights = Differences(naive_weights, loss);
        ForEverySetting([&](const core::ThreadPool& pool) {
          Tensor in_gradient(shape, NAN);
          std::vector<float> gradient(weights.size(), NAN);
          core::DepthwiseWeights packed;
          DepthwiseInputGradient(z_gradient.view(), weights, stride, padding, packed, in_gradient.view(), AnyScratch(),
                                 pool);
          ExpectNear(in_gradient.data(), by_in);
          DepthwiseWeightGradient(in.view(), z_gradient.view(), stride, padding, gradient, AnyScratch(), pool);
          ExpectNear(gradient.data(), by_weights);
        });
      }
    }
  }
}

TEST(Gradients, OfPointwiseAndLinearLayers) {
  for (const Shape& shape : {Shape{2, 3, 4, 5}, {4, 1, 1, 19}, {1, 1, 1, 1}, {3, 2, 2, 8}}) {
    for (const std::int64_t out : {1, 7, 16, 33}) {
      SCOPED_TRACE(core::ToString(shape) + " to " + std::to_string(out));
      const Tensor in = RandomTensor(shape, 1);
      const std::vector<float> weights = RandomFloats(shape.c * out, 2);
      DoubleTensor naive_in = ToDouble(in);
      std::vector<double> naive_weights = Doubles(weights);
      const auto forward = [&] { return NaiveConv(naive_in, naive_weights, 1, 1, Padding::kSame, out, false); };
      const Tensor z_gradient = RandomTensor(forward().shape, 3);
      const auto loss = [&] { return Weighted(forward(), z_gradient); };
      std::vector<double> by_in = Differences(naive_in.values, loss);
      const std::vector<double> by_weights = Differences(naive_weights, loss);
      ForEverySetting([&](const core::ThreadPool& pool) {
        Tensor in_gradient(shape, NAN);
        std::vector<float> gradient(weights.size(), NAN);
        core::PointwiseWeights packed;
        PointwiseInputGradient(z_gradient.view(), weights, packed, in_gradient.view(), false, AnyScratch(), pool);
        ExpectNear(in_gradient.data(), by_in);
        PointwiseInputGradient(z_gradient.view(), weights, packed, in_gradient.view(), true, AnyScratch(), pool);
        std::vector<double> twice = by_in;
        std::ranges::transform(twice, twice.begin(), [](double value) { return 2 * value; });
        ExpectNear(in_gradient.data(), twice);
        PointwiseWeightGradient(in.view(), z_gradient.view(), gradient, pool);
        ExpectNear(gradient.data(), by_weights);
      });
    }
  }
}

TEST(Gradients, OfTheMean) {
  const Shape shape{3, 2, 5, 7};
  const Tensor z_gradient = RandomTensor({3, 1, 1, 7}, 1);
  ForEverySetting([&](const core::ThreadPool& pool) {
    Tensor in_gradient(shape, NAN);
    GlobalAveragePoolGradient(z_gradient.view(), in_gradient.view(), pool);
    for (std::int64_t i = 0; i < shape.Elements(); ++i) {
      ASSERT_FLOAT_EQ(in_gradient.data()[i], z_gradient.data()[i / 70 * 7 + i % 7] / 10.0F);
    }
    AddTo(in_gradient.view(), in_gradient.view(), pool);
    EXPECT_FLOAT_EQ(in_gradient.data()[69], z_gradient.data()[6] / 5.0F);
  });
}

TEST(BatchNorm, MomentsSurviveALargeMean) {
  const Shape shape{3, 23, 17, 5};
  Tensor z = RandomTensor(shape, 1);
  for (std::int64_t i = 0; i < shape.Elements(); ++i) {
    z.data()[i] += 1000.0F;
  }
  const std::vector<float> about(16, 990.0F);
  std::vector<double> expected(10, 0.0);
  for (std::int64_t i = 0; i < shape.Elements(); ++i) {
    const double difference = static_cast<double>(z.data()[i]) - 990.0;
    expected[static_cast<std::size_t>(i % 5)] += difference;
    expected[static_cast<std::size_t>(5 + i % 5)] += difference * difference;
  }
  ForEverySetting([&](const core::ThreadPool& pool) {
    std::vector<double> sums(10, NAN);
    BatchMoments(z.view(), kRowsAreThere, about, sums, AnyScratch(), pool);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      EXPECT_NEAR(sums[i], expected[i], 1e-6 * expected[i]);
    }
  });
}

std::vector<float> Padded(std::vector<float> values) {
  values.resize(16, 0.0F);
  return values;
}

// y = act(z * scale + shift + residual) and its gradient by z, by residual, by scale and by shift.
TEST(BatchNorm, GradientsOfAnAffineWithActivationAndResidual) {
  const Shape shape{2, 3, 7, 5};
  const Tensor z = RandomTensor(shape, 1);
  const Tensor residual = RandomTensor(shape, 2);
  const Tensor y_gradient = RandomTensor(shape, 3);
  const std::vector<float> scale = Padded(RandomFloats(5, 4));
  const std::vector<float> shift = Padded(RandomFloats(5, 5));
  const std::vector<float> zeros(16, 0.0F);
  for (const core::Activation activation :
       {core::Activation::kNone, core::Activation::kRelu, core::Activation::kRelu6}) {
    DoubleTensor naive_z = ToDouble(z);
    DoubleTensor naive_residual = ToDouble(residual);
    std::vector<double> naive_scale = Doubles(scale);
    std::vector<double> naive_shift = Doubles(shift);
    const auto loss = [&] {
      double sum = 0;
      for (std::size_t i = 0; i < naive_z.values.size(); ++i) {
        double u = naive_z.values[i] * naive_scale[i % 5] + naive_shift[i % 5] + naive_residual.values[i];
        u = activation == core::Activation::kNone ? u : std::max(u, 0.0);
        sum += y_gradient.data()[i] * (activation == core::Activation::kRelu6 ? std::min(u, 6.0) : u);
      }
      return sum;
    };
    const std::vector<double> by_z = Differences(naive_z.values, loss);
    const std::vector<double> by_residual = Differences(naive_residual.values, loss);
    const std::vector<double> by_scale = Differences(naive_scale, loss);
    const std::vector<double> by_shift = Differences(naive_shift, loss);
    ForEverySetting([&](const core::ThreadPool& pool) {
      const ChannelAffine affine{z.view(), residual.view(), scale, shift, activation};
      std::vector<double> sums(10, NAN);
      GradientSums(affine, y_gradient.view(), kRowsAreThere, zeros, sums, AnyScratch(), pool);
      for (std::size_t c = 0; c < 5; ++c) {
        EXPECT_NEAR(sums[c], by_shift[c], 1e-5);
        EXPECT_NEAR(sums[5 + c], by_scale[c], 2e-5);
      }
      Tensor z_gradient(shape, NAN);
      Tensor residual_gradient(shape, NAN);
      ApplyGradient(affine, y_gradient.view(), {scale, zeros, zeros}, z_gradient.view(), residual_gradient.view(),
                    false, pool);
      ExpectNear(z_gradient.data(), by_z);
      ExpectNear(residual_gradient.data(), by_residual);
    });
  }
}

// The sum that the gradient of z by the statistics adds: (z, 1) are what it depends on beside g.
TEST(BatchNorm, GradientIsLinearInWhatItDependsOn) {
  const Shape shape{1, 2, 3, 5};
  const Tensor z = RandomTensor(shape, 1);
  const Tensor y_gradient = RandomTensor(shape, 3);
  const std::vector<float> ones(16, 1.0F);
  const std::vector<float> zeros(16, 0.0F);
  const std::vector<float> a = Padded(RandomFloats(5, 4));
  const std::vector<float> b = Padded(RandomFloats(5, 5));
  const std::vector<float> c = Padded(RandomFloats(5, 6));
  const core::ThreadPool pool(2);
  Tensor z_gradient(shape, NAN);
  ApplyGradient({.z = z.view(), .scale = ones, .shift = zeros}, y_gradient.view(), {a, b, c}, z_gradient.view(), {},
                false, pool);
  for (std::int64_t i = 0; i < shape.Elements(); ++i) {
    const auto at = static_cast<std::size_t>(i % 5);
    EXPECT_NEAR(z_gradient.data()[i], y_gradient.data()[i] * a[at] + z.data()[i] * b[at] + c[at], 1e-6);
  }
}

TEST(BatchNorm, SumsDoNotDependOnThreads) {
  const Tensor z = RandomTensor({5, 31, 17, 9}, 1);
  const std::vector<float> about(16, 0.5F);
  std::vector<std::vector<double>> results;
  for (const int threads : {1, 2, 3, 5}) {
    const core::ThreadPool pool(threads);
    results.emplace_back(18, NAN);
    BatchMoments(z.view(), kRowsAreThere, about, results.back(), AnyScratch(), pool);
    EXPECT_EQ(results.back(), results.front()) << threads << " threads";
  }
}

}  // namespace
}  // namespace godwit::training
