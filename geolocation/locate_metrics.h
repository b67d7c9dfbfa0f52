// How good guessed positions are, by the measures of Im2GPS and PlaNet: shares of photos within 1, 25, 200, 750 and
// 2500 km of the truth (street, city, region, country, continent), median error, GeoScore, and what a locator says of
// itself: does its 90 percent radius hold 90 percent, is it right when it is sure.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace godwit::geolocation {

inline constexpr std::array<double, 5> kDistanceLimitsKm = {1, 25, 200, 750, 2500};

// For each limit the share, 0 to 1, of photos that are at most so far from the truth; all 0 where there are no photos.
using DistanceShares = std::array<double, kDistanceLimitsKm.size()>;

// A photo without a guess (the locator abstained) counts with an infinite distance. Requires distances >= 0, not NaN.
DistanceShares SharesWithin(std::span<const double> distances_km);

struct LocateMetrics {
  std::int64_t photos = 0;
  DistanceShares shares{};
  double median_km = 0;  // the mean of the middle two for an even count; infinite where most have no guess
  double geo_score = 0;  // mean of 5000 exp(-d / 1492.7 km), 0 to 5000
};

// Of no photos all zeros. Requires as SharesWithin.
LocateMetrics ComputeLocateMetrics(std::span<const double> distances_km);

// Whether radii that are said to hold the truth with some probability do.
struct Calibration {
  std::int64_t photos = 0;
  double held = 0;       // share of photos whose truth lies within the radius stated for them
  double held_low = 0;   // what share of all photos of the kind that speaks for: 95 percent interval (Wilson 1927)
  double held_high = 1;  //
  double median_radius_km = 0;  // a radius of half the Earth always holds: smaller is better at the same share
};

// Requires as many distances as radii, all >= 0 and not NaN.
Calibration Calibrate(std::span<const double> distances_km, std::span<const double> radii_km);

// What is left when the locator abstains below some confidence.
struct CoveragePoint {
  double confidence = 0;    // photos with this confidence and more are placed
  double coverage = 0;      // their share of all photos
  DistanceShares shares{};  // of those placed
};

// One point for every confidence that occurs, from the surest photos alone to all of them. Photos of equal confidence
// cannot be told apart, and join together. Requires as many distances as confidences; distances as SharesWithin.
std::vector<CoveragePoint> CoverageCurve(std::span<const double> distances_km, std::span<const double> confidences);

}  // namespace godwit::geolocation
