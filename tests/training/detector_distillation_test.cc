#include "training/losses/detector_distillation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <gmock/gmock.h>

#include "core/base/check.h"
#include "tests/training/gradient_check.h"
#include "tests/training/predictions.h"

namespace godwit::training {
namespace {

using tests::kClasses;
using tests::Predictions;
using tests::RandomValues;
using Values = std::vector<double>;

constexpr std::size_t kPhotos = 2;
constexpr std::size_t kAnchors = 3 * 4 * 3 + 2 * 2 * 6 + 1 * 1 * 6;  // of kMaps

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

class DetectorDistillation : public testing::Test {
 protected:
  DetectorDistillation() : student_(kPhotos), teacher_(kPhotos) {
    student_.values = RandomValues(student_.values.size(), 3, -3, 3);
    teacher_.values = RandomValues(teacher_.values.size(), 4, -3, 3);
  }

  [[nodiscard]] double BestScore(std::size_t photo, std::size_t anchor) const {
    const std::size_t logits = teacher_.Find(photo, anchor).logits;
    double best = 0;
    for (std::size_t column = 1; column < kClasses; ++column) {
      best = std::max(best, Sigmoid(teacher_.values[logits + column]));
    }
    return best;
  }

  // The loss as its header tells it, for predictions of the student anywhere.
  [[nodiscard]] double PlainLoss(const Values& x, double normalizer) const {
    double total = 0;
    for (std::size_t photo = 0; photo < kPhotos; ++photo) {
      for (std::size_t anchor = 0; anchor < kAnchors; ++anchor) {
        const auto [codes, logits] = student_.Find(photo, anchor);
        for (std::size_t column = 1; column < kClasses; ++column) {
          const double p = Sigmoid(x[logits + column]);
          const double t = Sigmoid(teacher_.values[logits + column]);
          total += t * std::log(t / p) + (1 - t) * std::log((1 - t) / (1 - p));
        }
        for (std::size_t i = 0; i < 4; ++i) {
          const double d = std::abs(x[codes + i] - teacher_.values[codes + i]);
          total += BestScore(photo, anchor) * (d < 1 ? d * d / 2 : d - 0.5);
        }
      }
    }
    return total / normalizer;
  }

  double Distil(double weight, int threads = 2) {
    const core::ThreadPool pool(threads);
    return DistilDetector(student_.Maps(), teacher_.Maps(), kClasses, 7, weight, student_.Gradients(), pool);
  }

  Predictions student_, teacher_;
};

TEST_F(DetectorDistillation, HasThePlainLossAndGradient) {
  const double loss = Distil(1);
  tests::ExpectLossAndGradient([&](const Values& x) { return PlainLoss(x, 7); }, student_.values, loss,
                               student_.gradient);
}

TEST_F(DetectorDistillation, IsZeroForWhatTheTeacherPredicts) {
  student_.values = teacher_.values;
  EXPECT_NEAR(Distil(1), 0, 1e-12);
  EXPECT_THAT(student_.gradient, testing::Each(testing::FloatNear(0, 1e-9)));
}

TEST_F(DetectorDistillation, BlendsItsGradientWithWhatIsThere) {
  Distil(1);
  const std::vector<float> whole = student_.gradient;
  std::ranges::fill(student_.gradient, 2.0F);
  Distil(0.25);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_NEAR(student_.gradient[i], 0.75F * 2 + 0.25F * whole[i], 1e-6) << "at " << i;
  }
}

TEST_F(DetectorDistillation, LeavesBackgroundAndTheSurelyAbsentAlone) {
  for (Predictions* one : {&student_, &teacher_}) {
    for (std::size_t photo = 0; photo < kPhotos; ++photo) {
      one->values[one->Find(photo, 5).logits + 2] = one == &student_ ? -7.5F : -12.0F;
    }
  }
  Distil(1);
  for (std::size_t photo = 0; photo < kPhotos; ++photo) {
    EXPECT_EQ(student_.gradient[student_.Find(photo, 5).logits + 2], 0);
    for (std::size_t anchor = 0; anchor < kAnchors; ++anchor) {
      EXPECT_EQ(student_.gradient[student_.Find(photo, anchor).logits], 0);
    }
  }
  // The teacher is sure that it is there: it counts, however sure the student is that it is not.
  teacher_.values[teacher_.Find(0, 5).logits + 2] = 3;
  Distil(1);
  EXPECT_LT(student_.gradient[student_.Find(0, 5).logits + 2], 0);
}

TEST_F(DetectorDistillation, SumsTheBestScores) {
  double expected = 0;
  for (std::size_t photo = 0; photo < kPhotos; ++photo) {
    for (std::size_t anchor = 0; anchor < kAnchors; ++anchor) {
      expected += BestScore(photo, anchor);
    }
  }
  EXPECT_NEAR(SumBestScores(teacher_.Maps(), kClasses, core::ThreadPool(2)), expected, 1e-9 * expected);
}

TEST_F(DetectorDistillation, DoesNotDependOnThreads) {
  const double loss = Distil(0.5, 1);
  const std::vector<float> gradient =
      std::exchange(student_.gradient, std::vector<float>(student_.gradient.size(), 77));
  EXPECT_EQ(Distil(0.5, 3), loss);
  EXPECT_EQ(student_.gradient, gradient);
}

TEST_F(DetectorDistillation, RefusesWhatDoesNotFit) {
  const Predictions other(1);
  const core::ThreadPool pool(1);
  EXPECT_THROW(DistilDetector(student_.Maps(), other.Maps(), kClasses, 1, 1, student_.Gradients(), pool),
               core::ContractViolation);
  EXPECT_THROW(DistilDetector(student_.Maps(), teacher_.Maps(), kClasses, 0, 1, student_.Gradients(), pool),
               core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
