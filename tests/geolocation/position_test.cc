#include "geolocation/position.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numbers>

#include <GeographicLib/Geodesic.hpp>

#include "tests/geolocation/random_positions.h"

namespace godwit::geolocation {
namespace {

constexpr double kHalfRoundKm = std::numbers::pi * kEarthRadiusKm;

TEST(LatLng, IsValidOnTheEarthOnly) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const LatLng& valid : {LatLng{0, 0}, LatLng{90, 180}, LatLng{-90, -180}, LatLng{48.8584, 2.2945}}) {
    EXPECT_TRUE(IsValid(valid)) << valid.lat_deg << ", " << valid.lon_deg;
  }
  for (const LatLng& invalid : {LatLng{90.0001, 0}, LatLng{-91, 0}, LatLng{0, 180.0001}, LatLng{0, -360},
                                LatLng{kNan, 0}, LatLng{0, kNan}, LatLng{kInfinity, 0}, LatLng{0, -kInfinity}}) {
    EXPECT_FALSE(IsValid(invalid)) << invalid.lat_deg << ", " << invalid.lon_deg;
  }
}

TEST(DistanceKm, OfPlacesThatGeometryTells) {
  EXPECT_EQ(DistanceKm({12, 34}, {12, 34}), 0);
  EXPECT_NEAR(DistanceKm({0, 0}, {0, 90}), kHalfRoundKm / 2, 1e-9);
  EXPECT_NEAR(DistanceKm({90, 17}, {0, -120}), kHalfRoundKm / 2, 1e-9);
  EXPECT_NEAR(DistanceKm({90, 17}, {-90, 80}), kHalfRoundKm, 1e-9);
  EXPECT_NEAR(DistanceKm({30, 40}, {-30, -140}), kHalfRoundKm, 1e-9);
  EXPECT_NEAR(DistanceKm({90, -100}, {90, 100}), 0, 1e-9);
  EXPECT_NEAR(DistanceKm({10, 180}, {10, -180}), 0, 1e-9);
  EXPECT_NEAR(DistanceKm({0, 179.5}, {0, -179.5}), kHalfRoundKm / 180, 1e-9);
  // A millimetre, and a millimetre from the point opposite: where other formulas lose their digits.
  constexpr double kMillimetreDeg = 1e-6 / kHalfRoundKm * 180;
  EXPECT_NEAR(DistanceKm({52, 13}, {52 + kMillimetreDeg, 13}), 1e-6, 2e-9);
  EXPECT_NEAR(DistanceKm({52, 13}, {-52 + kMillimetreDeg, -167}), kHalfRoundKm - 1e-6, 2e-9);
}

TEST(DistanceKm, IsTheAngleBetweenDirections) {
  const auto direction = [](const LatLng& position) {
    const long double lat = position.lat_deg * std::numbers::pi_v<long double> / 180;
    const long double lon = position.lon_deg * std::numbers::pi_v<long double> / 180;
    return std::array{std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
  };
  tests::PositionSource source(1);
  for (int i = 0; i < 20'000; ++i) {
    const LatLng a = source.Anywhere();
    const LatLng b = i % 2 == 0 ? source.Anywhere() : source.Near(a, std::pow(10, source.Uniform(-8, 0)));
    const auto u = direction(a);
    const auto v = direction(b);
    // Half the angle from the lengths of the sides of a rhombus (Kahan).
    const long double apart = std::hypot(u[0] - v[0], u[1] - v[1], u[2] - v[2]);
    const long double along = std::hypot(u[0] + v[0], u[1] + v[1], u[2] + v[2]);
    EXPECT_NEAR(DistanceKm(a, b), static_cast<double>(2 * std::atan2(apart, along) * kEarthRadiusKm), 1e-9);
    EXPECT_NEAR(DistanceKm(a, b), DistanceKm(b, a), 1e-9);
  }
}

// What position.h says of the sphere against the ellipsoid. Short ways from north to south at the equator differ most.
TEST(DistanceKm, DiffersLittleFromTheEllipsoid) {
  const GeographicLib::Geodesic& ellipsoid = GeographicLib::Geodesic::WGS84();
  tests::PositionSource source(2);
  double largest = 0;
  for (int i = 0; i < 200'000; ++i) {
    LatLng a = source.Anywhere();
    if (i % 4 == 1) {
      a.lat_deg = source.Uniform(-1, 1);
    }
    const LatLng b = i % 2 == 0 ? source.Anywhere() : source.Near(a, std::pow(10, source.Uniform(-4, 1)));
    double meters = 0;
    ellipsoid.Inverse(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, meters);
    if (meters > 1) {
      largest = std::max(largest, std::abs(DistanceKm(a, b) / (meters / 1000) - 1));
    }
  }
  EXPECT_LT(largest, 0.0057);
  EXPECT_GT(largest, 0.0055);  // the sample holds the worst
  RecordProperty("largest_relative_difference", std::to_string(largest));
}

}  // namespace
}  // namespace godwit::geolocation
