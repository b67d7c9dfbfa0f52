#include "geolocation/place_estimate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/check.h"
#include "geolocation/unit_vector.h"

namespace godwit::geolocation {
namespace {

struct Point {
  UnitVector place;
  double probability = 0;
};

// The point around which most probability lies, where what is `scale_km` away counts by 1/e.
const Point& Mode(std::span<const Point> points, double scale_km) {
  const Point* best = &points.front();
  double best_score = -1;
  for (const Point& point : points) {
    double score = 0;
    for (const Point& other : points) {
      score += other.probability * std::exp(-DistanceKm(point.place, other.place) / scale_km);
    }
    if (score > best_score) {
      best_score = score;
      best = &point;
    }
  }
  return *best;
}

std::vector<Point> Within(std::span<const Point> points, const UnitVector& centre, double radius_km) {
  std::vector<Point> near;
  std::ranges::copy_if(points, std::back_inserter(near),
                       [&](const Point& point) { return DistanceKm(point.place, centre) <= radius_km; });
  return near;
}

}  // namespace

PlaceEstimate EstimatePlace(std::span<const Candidate> candidates) {
  constexpr double kTownKm = 25;
  constexpr double kSpotKm = 2;
  std::vector<Point> points;
  for (const Candidate& candidate : candidates) {
    if (candidate.probability > 0) {
      points.push_back({ToUnitVector(candidate.position), candidate.probability});
    }
  }
  core::Check(!points.empty(), "there is a candidate");
  std::vector<Point> near = points;
  for (const double scale_km : {kRegionKm, kTownKm, kSpotKm}) {
    near = Within(near, Mode(near, scale_km).place, scale_km);
  }
  UnitVector sum;
  for (const Point& point : near) {
    sum += point.probability * point.place;
  }
  const UnitVector mean = (1 / Length(sum)) * sum;
  PlaceEstimate estimate{.position = ToLatLng(mean)};
  for (const Point& point : Within(points, mean, kRegionKm)) {
    estimate.region_mass += point.probability;
  }
  return estimate;
}

double MassWithin(std::span<const Candidate> candidates, const LatLng& position, double radius_km) {
  const UnitVector centre = ToUnitVector(position);
  double mass = 0;
  for (const Candidate& candidate : candidates) {
    const double distance = DistanceKm(ToUnitVector(candidate.position), centre);
    const double nearest = std::max(distance - candidate.spread_km, 0.0);
    const double farthest = distance + candidate.spread_km;
    const double share = farthest > nearest ? (radius_km - nearest) / (farthest - nearest) : radius_km >= distance;
    mass += candidate.probability * std::clamp(share, 0.0, 1.0);
  }
  return mass;
}

}  // namespace godwit::geolocation
