// Positions as points of the unit sphere, where means and many distances are cheap. Internal to this folder.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geolocation/position.h"

namespace godwit::geolocation {

struct UnitVector {
  double x = 0, y = 0, z = 0;

  UnitVector& operator+=(const UnitVector& other) {
    x += other.x;
    y += other.y;
    z += other.z;
    return *this;
  }
  friend UnitVector operator*(double factor, const UnitVector& v) { return {factor * v.x, factor * v.y, factor * v.z}; }
};

inline UnitVector ToUnitVector(const LatLng& position) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double lat = position.lat_deg * kRadians;
  const double lon = position.lon_deg * kRadians;
  return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

// The direction of a vector of any length but zero.
inline LatLng ToLatLng(const UnitVector& v) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  return {std::atan2(v.z, std::hypot(v.x, v.y)) * kDegrees, std::atan2(v.y, v.x) * kDegrees};
}

inline double Length(const UnitVector& v) { return std::sqrt(v.x * v.x + v.y * v.y + v.z * v.z); }

// DistanceKm to a metre, from the chord, for vectors of length 1.
inline double DistanceKm(const UnitVector& a, const UnitVector& b) {
  const double chord = std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
  return 2 * kEarthRadiusKm * std::asin(std::min(chord / 2, 1.0));
}

}  // namespace godwit::geolocation
