#include "geolocation/locate_metrics.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "core/base/check.h"

namespace godwit::geolocation {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kNoGuess = std::numeric_limits<double>::infinity();

TEST(LocateMetrics, AreThoseOfTheLiterature) {
  const std::vector<double> distances{1, 0, 25.1, 200, 2500.5, 700, kNoGuess, 749};
  const LocateMetrics metrics = ComputeLocateMetrics(distances);
  EXPECT_EQ(metrics.photos, 8);
  EXPECT_THAT(metrics.shares, ElementsAre(0.25, 0.25, 0.5, 0.75, 0.75));
  EXPECT_DOUBLE_EQ(metrics.median_km, 450);
  double score = 0;
  for (const double km : {1.0, 0.0, 25.1, 200.0, 2500.5, 700.0, 749.0}) {
    score += 5000 * std::exp(-km / 1492.7) / 8;
  }
  EXPECT_NEAR(metrics.geo_score, score, 1e-9);
}

TEST(LocateMetrics, OfFewPhotos) {
  EXPECT_THAT(ComputeLocateMetrics({}).shares, Each(0));
  EXPECT_EQ(ComputeLocateMetrics({}).geo_score, 0);
  const std::vector<double> right{0};
  EXPECT_THAT(ComputeLocateMetrics(right).shares, Each(1));
  EXPECT_DOUBLE_EQ(ComputeLocateMetrics(right).geo_score, 5000);
  const std::vector<double> odd{9, 1, 5};
  EXPECT_EQ(ComputeLocateMetrics(odd).median_km, 5);
  const std::vector<double> none{kNoGuess, kNoGuess, 3};
  EXPECT_EQ(ComputeLocateMetrics(none).median_km, kNoGuess);
  EXPECT_NEAR(ComputeLocateMetrics(none).geo_score, 5000 * std::exp(-3 / 1492.7) / 3, 1e-9);
}

TEST(LocateMetrics, NeedDistances) {
  const std::vector<double> negative{1, -1};
  const std::vector<double> nan{std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW(SharesWithin(negative), core::ContractViolation);
  EXPECT_THROW(ComputeLocateMetrics(nan), core::ContractViolation);
}

TEST(Calibrate, CountsWhatTheRadiusHolds) {
  std::vector<double> distances(100, 5);
  std::vector<double> radii(100, 10);
  std::fill_n(distances.begin(), 10, 10.5);
  distances[10] = 10;  // on the border is within
  const Calibration calibration = Calibrate(distances, radii);
  EXPECT_EQ(calibration.photos, 100);
  EXPECT_DOUBLE_EQ(calibration.held, 0.9);
  EXPECT_EQ(calibration.median_radius_km, 10);
  // Wilson's interval for 90 of 100, as statistics packages give it.
  EXPECT_NEAR(calibration.held_low, 0.8256, 1e-4);
  EXPECT_NEAR(calibration.held_high, 0.9448, 1e-4);
}

TEST(Calibrate, OfFewPhotosSaysLittle) {
  const std::vector<double> one{1};
  const Calibration calibration = Calibrate(one, one);
  EXPECT_EQ(calibration.held, 1);
  EXPECT_NEAR(calibration.held_low, 0.2065, 1e-4);
  EXPECT_NEAR(calibration.held_high, 1, 1e-12);
  EXPECT_EQ(Calibrate({}, {}).held_low, 0);
  EXPECT_EQ(Calibrate({}, {}).held_high, 1);
  EXPECT_THROW(Calibrate(one, {}), core::ContractViolation);
}

TEST(CoverageCurve, GoesFromTheSurestToAll) {
  const std::vector<double> distances{0.5, 3000, 30, 0.5, 500};
  const std::vector<double> confidences{0.9, 0.2, 0.6, 0.6, 0.3};
  const auto curve = CoverageCurve(distances, confidences);
  ASSERT_EQ(curve.size(), 4U);
  EXPECT_EQ(curve[0].confidence, 0.9);
  EXPECT_DOUBLE_EQ(curve[0].coverage, 0.2);
  EXPECT_THAT(curve[0].shares, Each(1));
  EXPECT_EQ(curve[1].confidence, 0.6);  // two that cannot be told apart
  EXPECT_DOUBLE_EQ(curve[1].coverage, 0.6);
  EXPECT_THAT(curve[1].shares, ElementsAre(DoubleEq(2. / 3), DoubleEq(2. / 3), 1, 1, 1));
  EXPECT_THAT(curve[2].shares, ElementsAre(0.5, 0.5, 0.75, 1, 1));
  EXPECT_EQ(curve[3].coverage, 1);
  EXPECT_EQ(curve[3].shares, SharesWithin(distances));
  EXPECT_THAT(CoverageCurve({}, {}), IsEmpty());
}

}  // namespace
}  // namespace godwit::geolocation
