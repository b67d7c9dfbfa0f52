#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "tests/training/gradient_check.h"
#include "training/losses/cross_entropy.h"
#include "training/losses/distillation.h"
#include "training/losses/regression.h"
#include "training/losses/triplet.h"

namespace godwit::training {
namespace {

using core::ConstTensorView;
using core::Shape;
using core::TensorView;
using tests::ExpectLossAndGradient;
using tests::RandomValues;
using Values = std::vector<double>;

const core::ThreadPool& Pool() {
  static const core::ThreadPool pool(2);
  return pool;
}

// softmax(x[begin..end) / t), computed the plain way.
Values Softmax(const Values& x, std::size_t begin, std::size_t end, double t = 1) {
  Values p;
  for (std::size_t i = begin; i < end; ++i) {
    p.push_back(std::exp(x[i] / t));
  }
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& value : p) {
    value /= sum;
  }
  return p;
}

TEST(SoftmaxCrossEntropy, HasThePlainLossAndGradient) {
  constexpr std::size_t kClasses = 5;
  const Shape shape{2, 1, 3, kClasses};
  const std::vector<float> logits = RandomValues(30, 1, -4, 4);
  const std::vector<std::int32_t> labels{0, 4, 2, 2, 1, 3};
  const std::vector<float> weights{1, 0.5F, 2, 0, 1, 3};
  for (const double smoothing : {0.0, 0.1, 1.0}) {
    for (const bool weighted : {false, true}) {
      const auto plain = [&](const Values& x) {
        double loss = 0;
        for (std::size_t row = 0; row < labels.size(); ++row) {
          const Values p = Softmax(x, row * kClasses, (row + 1) * kClasses);
          for (std::size_t c = 0; c < kClasses; ++c) {
            const bool is_label = static_cast<std::size_t>(labels[row]) == c;
            const double target = (is_label ? 1 - smoothing : 0) + smoothing / kClasses;
            loss -= (weighted ? weights[row] : 1) * target * std::log(p[c]) / 6;
          }
        }
        return loss;
      };
      std::vector<float> gradient(30, -9);
      const SoftmaxOptions options{smoothing, weighted ? std::span(weights) : std::span<const float>()};
      const double loss = SoftmaxCrossEntropy(ConstTensorView(logits.data(), shape), labels, options,
                                              TensorView(gradient.data(), shape), Pool());
      ExpectLossAndGradient(plain, logits, loss, gradient);
      EXPECT_EQ(loss, SoftmaxCrossEntropy(ConstTensorView(logits.data(), shape), labels, options, {}, Pool()));
    }
  }
}

TEST(SoftmaxCrossEntropy, TakesDistributionsAsTargets) {
  const Shape shape{3, 1, 1, 4};
  const std::vector<float> logits = RandomValues(12, 2, -3, 3);
  const std::vector<float> targets{0.25F, 0.25F, 0.5F, 0, 1, 0, 0, 0, 0.125F, 0.375F, 0.25F, 0.25F};
  const auto plain = [&](const Values& x) {
    double loss = 0;
    for (std::size_t row = 0; row < 3; ++row) {
      const Values p = Softmax(x, row * 4, row * 4 + 4);
      for (std::size_t c = 0; c < 4; ++c) {
        loss -= targets[row * 4 + c] * std::log(p[c]) / 3;
      }
    }
    return loss;
  };
  std::vector<float> gradient(12);
  const double loss = SoftmaxCrossEntropy(ConstTensorView(logits.data(), shape), ConstTensorView(targets.data(), shape),
                                          {}, TensorView(gradient.data(), shape), Pool());
  ExpectLossAndGradient(plain, logits, loss, gradient);
}

TEST(SoftmaxCrossEntropy, ByHandAndAtTheLimits) {
  const std::vector<float> even{7, 7, 7, 7};
  const std::vector<std::int32_t> label{2};
  std::vector<float> gradient(4);
  const auto view = [&](const std::vector<float>& x) { return ConstTensorView(x.data(), {1, 1, 1, 4}); };
  const TensorView slope(gradient.data(), {1, 1, 1, 4});
  EXPECT_DOUBLE_EQ(SoftmaxCrossEntropy(view(even), label, {}, slope, Pool()), std::log(4.0));
  EXPECT_THAT(gradient, testing::ElementsAre(0.25F, 0.25F, -0.75F, 0.25F));

  const std::vector<float> certain{-3e38F, 0, 3e38F, -200};  // exponentials that would overflow
  EXPECT_EQ(SoftmaxCrossEntropy(view(certain), label, {}, slope, Pool()), 0);
  EXPECT_THAT(gradient, testing::Each(0));
}

TEST(SoftmaxCrossEntropy, ReadsStridedViews) {
  const std::vector<float> padded{1, 2, 99, 3, 1, 99};
  std::vector<float> gradient(6, 5);
  const std::vector<std::int32_t> labels{0, 1};
  const double loss = SoftmaxCrossEntropy(ConstTensorView(padded.data(), {1, 1, 2, 2}, 3, 6, 6), labels, {},
                                          TensorView(gradient.data(), {1, 1, 2, 2}, 3, 6, 6), Pool());
  EXPECT_DOUBLE_EQ(loss, (std::log1p(std::exp(1.0)) + std::log1p(std::exp(2.0))) / 2);
  EXPECT_EQ(gradient[2], 5);
  EXPECT_EQ(gradient[5], 5);
}

TEST(SoftmaxCrossEntropy, RefusesWhatDoesNotFit) {
  const std::vector<float> logits(4);
  const ConstTensorView view(logits.data(), {2, 1, 1, 2});
  const std::vector<std::int32_t> beyond{0, 2};
  const std::vector<std::int32_t> few{0};
  EXPECT_THROW((void)SoftmaxCrossEntropy(view, beyond, {}, {}, Pool()), core::ContractViolation);
  EXPECT_THROW((void)SoftmaxCrossEntropy(view, few, {}, {}, Pool()), core::ContractViolation);
}

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

TEST(SigmoidCrossEntropy, HasThePlainLossAndGradient) {
  const Shape shape{2, 2, 1, 3};
  const std::vector<float> logits = RandomValues(12, 3, -5, 5);
  const std::vector<float> targets{0, 1, 0.5F, 0.25F, 1, 1, 0, 0, 0.75F, 1, 0, 0.125F};
  const std::vector<float> weights{1, 0, 2, 1, 1, 0.5F, 1, 1, 1, 0, 0, 4};
  const auto plain = [&](const Values& x) {
    double loss = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double p = Sigmoid(x[i]);
      loss -= weights[i] * (targets[i] * std::log(p) + (1 - targets[i]) * std::log(1 - p)) / 12;
    }
    return loss;
  };
  std::vector<float> gradient(12);
  const double loss =
      SigmoidCrossEntropy(ConstTensorView(logits.data(), shape), ConstTensorView(targets.data(), shape),
                          ConstTensorView(weights.data(), shape), TensorView(gradient.data(), shape), Pool());
  ExpectLossAndGradient(plain, logits, loss, gradient);
}

TEST(SigmoidCrossEntropy, DoesNotOverflow) {
  const std::vector<float> logits{1e30F, -1e30F, 0, 1000};
  const std::vector<float> targets{1, 0, 0.5F, 0};
  std::vector<float> gradient(4);
  const Shape shape{1, 1, 1, 4};
  EXPECT_DOUBLE_EQ(SigmoidCrossEntropy(ConstTensorView(logits.data(), shape), ConstTensorView(targets.data(), shape),
                                       {}, TensorView(gradient.data(), shape), Pool()),
                   (std::log(2.0) + 1000) / 4);
  EXPECT_THAT(gradient, testing::ElementsAre(0, 0, 0, 0.25F));
}

TEST(FocalLoss, HasThePlainLossAndGradient) {
  const Shape shape{4, 1, 1, 3};
  const std::vector<float> logits = RandomValues(12, 4, -5, 5);
  const std::vector<float> targets{0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1};
  for (const double gamma : {0.0, 0.5, 2.0}) {
    for (const std::optional<double> alpha : {std::optional<double>(), std::optional(0.25)}) {
      const auto plain = [&](const Values& x) {
        double loss = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
          const double p = targets[i] == 1 ? Sigmoid(x[i]) : 1 - Sigmoid(x[i]);
          const double a = !alpha ? 1 : targets[i] == 1 ? *alpha : 1 - *alpha;
          loss -= a * std::pow(1 - p, gamma) * std::log(p) / 12;
        }
        return loss;
      };
      std::vector<float> gradient(12);
      const double loss = FocalLoss(ConstTensorView(logits.data(), shape), ConstTensorView(targets.data(), shape),
                                    {alpha, gamma}, TensorView(gradient.data(), shape), Pool());
      ExpectLossAndGradient(plain, logits, loss, gradient);
    }
  }
}

TEST(SmoothL1, HasThePlainLossAndGradient) {
  const Shape shape{1, 2, 3, 4};
  const std::vector<float> x = RandomValues(24, 5, -3, 3);
  const std::vector<float> targets = RandomValues(24, 6, -3, 3);
  for (const double delta : {0.5, 1.0, 100.0}) {
    const auto plain = [&](const Values& v) {
      double loss = 0;
      for (std::size_t i = 0; i < v.size(); ++i) {
        const double d = std::abs(v[i] - targets[i]);
        loss += (d < delta ? 0.5 * d * d : delta * d - 0.5 * delta * delta) / 24;
      }
      return loss;
    };
    std::vector<float> gradient(24);
    const double loss = SmoothL1(ConstTensorView(x.data(), shape), ConstTensorView(targets.data(), shape), delta,
                                 TensorView(gradient.data(), shape), Pool());
    ExpectLossAndGradient(plain, x, loss, gradient);
  }
}

TEST(SmoothL1, ByHand) {
  const std::vector<float> x{0.5F, -3, 1, 2};
  const std::vector<float> targets{0, 0, 0, 2};
  std::vector<float> gradient(4);
  const Shape shape{1, 1, 1, 4};
  EXPECT_DOUBLE_EQ(SmoothL1(ConstTensorView(x.data(), shape), ConstTensorView(targets.data(), shape), 1,
                            TensorView(gradient.data(), shape), Pool()),
                   (0.125 + 2.5 + 0.5 + 0) / 4);
  EXPECT_THAT(gradient, testing::ElementsAre(0.125F, -0.25F, 0.25F, 0));
}

TEST(SquaredDifference, HasThePlainLossAndGradient) {
  const Shape shape{3, 1, 1, 5};
  const std::vector<float> x = RandomValues(15, 7, -3, 3);
  const std::vector<float> targets = RandomValues(15, 8, -3, 3);
  const auto plain = [&](const Values& v) {
    double loss = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
      loss += (v[i] - targets[i]) * (v[i] - targets[i]) / 15;
    }
    return loss;
  };
  std::vector<float> gradient(15);
  const double loss = SquaredDifference(ConstTensorView(x.data(), shape), ConstTensorView(targets.data(), shape),
                                        TensorView(gradient.data(), shape), Pool());
  ExpectLossAndGradient(plain, x, loss, gradient);
}

TEST(SoftTargets, HasThePlainLossAndGradient) {
  const Shape shape{2, 1, 2, 6};
  const std::vector<float> student = RandomValues(24, 9, -5, 5);
  const std::vector<float> teacher = RandomValues(24, 10, -8, 8);
  const Values teacher_logits(teacher.begin(), teacher.end());
  for (const double temperature : {0.5, 1.0, 4.0}) {
    const auto plain = [&](const Values& x) {
      double loss = 0;
      for (std::size_t row = 0; row < 4; ++row) {
        const Values p = Softmax(teacher_logits, row * 6, row * 6 + 6, temperature);
        const Values q = Softmax(x, row * 6, row * 6 + 6, temperature);
        for (std::size_t c = 0; c < 6; ++c) {
          loss += temperature * temperature * p[c] * std::log(p[c] / q[c]) / 4;
        }
      }
      return loss;
    };
    std::vector<float> gradient(24);
    const double loss = SoftTargets(ConstTensorView(student.data(), shape), ConstTensorView(teacher.data(), shape),
                                    temperature, TensorView(gradient.data(), shape), Pool());
    ExpectLossAndGradient(plain, student, loss, gradient);
  }
}

TEST(SoftTargets, OfTheTeacherItselfAreLearned) {
  const std::vector<float> logits{1, -50, 900};
  std::vector<float> gradient(3, 7);
  const Shape shape{1, 1, 1, 3};
  EXPECT_EQ(SoftTargets(ConstTensorView(logits.data(), shape), ConstTensorView(logits.data(), shape), 2,
                        TensorView(gradient.data(), shape), Pool()),
            0);
  EXPECT_THAT(gradient, testing::Each(0));
}

// FaceNet's loss by the book: all pairs, all candidates in a list.
double PlainTriplet(const Values& x, const std::vector<std::int32_t>& labels, std::size_t channels, double margin) {
  const std::size_t count = labels.size();
  std::vector<Values> points;
  for (std::size_t i = 0; i < count; ++i) {
    Values point(x.begin() + static_cast<std::ptrdiff_t>(i * channels),
                 x.begin() + static_cast<std::ptrdiff_t>((i + 1) * channels));
    const double length = std::sqrt(std::inner_product(point.begin(), point.end(), point.begin(), 0.0));
    for (double& value : point) {
      value /= length;
    }
    points.push_back(point);
  }
  const auto distance = [&](std::size_t a, std::size_t b) {
    double sum = 0;
    for (std::size_t c = 0; c < channels; ++c) {
      sum += std::pow(points[a][c] - points[b][c], 2);
    }
    return sum;
  };
  double loss = 0;
  int pairs = 0;
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t p = 0; p < count; ++p) {
      Values all;
      Values farther;
      for (std::size_t n = 0; n < count; ++n) {
        if (labels[n] != labels[a]) {
          all.push_back(distance(a, n));
          if (distance(a, n) > distance(a, p)) {
            farther.push_back(distance(a, n));
          }
        }
      }
      if (a == p || labels[a] != labels[p] || all.empty()) {
        continue;
      }
      const Values& candidates = farther.empty() ? all : farther;
      loss += std::max(0.0, distance(a, p) - *std::ranges::min_element(candidates) + margin);
      ++pairs;
    }
  }
  return pairs == 0 ? 0 : loss / pairs;
}

TEST(TripletLoss, HasThePlainLossAndGradient) {
  const std::vector<std::int32_t> labels{0, 1, 0, 2, 1, 1, 0, 7};
  const Shape shape{8, 1, 1, 3};
  for (std::uint32_t seed = 20; seed < 30; ++seed) {
    const std::vector<float> x = RandomValues(24, seed, -2, 2);
    std::vector<float> gradient(24);
    const double loss =
        TripletLoss(ConstTensorView(x.data(), shape), labels, 0.2, TensorView(gradient.data(), shape), Pool());
    ExpectLossAndGradient([&](const Values& v) { return PlainTriplet(v, labels, 3, 0.2); }, x, loss, gradient);
  }
}

TEST(TripletLoss, ByHand) {
  // On a circle: anchor at 0, positive at 90 degrees (squared distance 2), negatives at 180 (4) and 60 degrees (1).
  const std::vector<float> x{5, 0, 0, 3, -1, 0, 0.5F, std::sqrt(0.75F)};
  const std::vector<std::int32_t> labels{0, 0, 1, 2};
  // (0, 1): the semi-hard negative is at 180 degrees: 2 - 4 + 2.5. (1, 0): from 90 degrees the negatives are at 2, no
  // farther than the positive, and at 2 - sqrt(3): the hardest.
  const double expected = (0.5 + 2 - (2 - std::sqrt(3.0)) + 2.5) / 2;
  EXPECT_NEAR(TripletLoss(ConstTensorView(x.data(), {4, 1, 1, 2}), labels, 2.5, {}, Pool()), expected, 1e-6);
}

TEST(TripletLoss, WithoutTripletsIsNothing) {
  const std::vector<float> x = RandomValues(6, 1, -1, 1);
  std::vector<float> gradient(6, 3);
  for (const std::vector<std::int32_t>& labels : {std::vector{4, 4, 4}, std::vector{1, 2, 3}}) {
    EXPECT_EQ(TripletLoss(ConstTensorView(x.data(), {3, 1, 1, 2}), labels, 0.2,
                          TensorView(gradient.data(), {3, 1, 1, 2}), Pool()),
              0);
    EXPECT_THAT(gradient, testing::Each(0));
  }
}

TEST(TripletLoss, SurvivesEmbeddingsOfNothing) {
  const std::vector<float> x(8);
  const std::vector<std::int32_t> labels{0, 0, 1, 1};
  std::vector<float> gradient(8, 3);
  const double loss = TripletLoss(ConstTensorView(x.data(), {4, 1, 1, 2}), labels, 0.25,
                                  TensorView(gradient.data(), {4, 1, 1, 2}), Pool());
  EXPECT_EQ(loss, 0.25);
  EXPECT_THAT(gradient, testing::Each(0));
}

TEST(Losses, DoNotDependOnThreads) {
  const Shape shape{16, 2, 2, 33};
  const auto count = static_cast<std::size_t>(shape.Elements());
  const std::vector<float> x = RandomValues(count, 11, -9, 9);
  const std::vector<float> y = RandomValues(count, 12, 0, 1);
  const std::vector<std::int32_t> labels(64, 3);
  std::vector<std::int32_t> classes(16);
  std::iota(classes.begin(), classes.end(), 0);
  for (std::int32_t& value : classes) {
    value %= 5;
  }
  std::vector<double> losses[2];
  std::vector<float> gradients[2];
  for (const int threads : {1, 3}) {
    const core::ThreadPool pool(threads);
    const ConstTensorView a(x.data(), shape);
    const ConstTensorView b(y.data(), shape);
    const auto add = [&](const Shape& of, const auto& loss) {
      std::vector<float> gradient(static_cast<std::size_t>(of.Elements()));
      losses[threads == 1 ? 0 : 1].push_back(loss(TensorView(gradient.data(), of)));
      std::vector<float>& all = gradients[threads == 1 ? 0 : 1];
      all.insert(all.end(), gradient.begin(), gradient.end());
    };
    add(shape, [&](const TensorView& g) { return SoftmaxCrossEntropy(a, labels, {}, g, pool); });
    add(shape, [&](const TensorView& g) { return SigmoidCrossEntropy(a, b, {}, g, pool); });
    add(shape, [&](const TensorView& g) { return SmoothL1(a, b, 1, g, pool); });
    add(shape, [&](const TensorView& g) { return SoftTargets(a, b, 2, g, pool); });
    const Shape flat{16, 1, 1, 132};
    add(flat, [&](const TensorView& g) { return TripletLoss(ConstTensorView(x.data(), flat), classes, 0.5, g, pool); });
  }
  EXPECT_EQ(losses[0], losses[1]);
  EXPECT_EQ(gradients[0], gradients[1]);
}

}  // namespace
}  // namespace godwit::training
