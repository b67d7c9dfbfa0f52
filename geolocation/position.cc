#include "geolocation/position.h"

#include <cmath>
#include <numbers>

namespace godwit::geolocation {
namespace {

constexpr double kRadians = std::numbers::pi / 180;

}  // namespace

bool IsValid(const LatLng& position) {
  return std::abs(position.lat_deg) <= 90 && std::abs(position.lon_deg) <= 180;  // NaN is not
}

// The angle between the two directions from the lengths of their cross and dot products (Vincenty 1975 with a
// flattening of 0): unlike the haversine and the arc cosine it has no distance at which digits cancel.
double DistanceKm(const LatLng& a, const LatLng& b) {
  const double lat_a = a.lat_deg * kRadians;
  const double lat_b = b.lat_deg * kRadians;
  const double turn = (b.lon_deg - a.lon_deg) * kRadians;
  const double east = std::cos(lat_b) * std::sin(turn);
  // sin(b) cos(a) - sin(a) cos(b) cos(turn), with what cancels for points close together taken out.
  const double half = std::sin(turn / 2);
  const double north =
      std::sin((b.lat_deg - a.lat_deg) * kRadians) + 2 * std::sin(lat_a) * std::cos(lat_b) * half * half;
  const double along = std::sin(lat_a) * std::sin(lat_b) + std::cos(lat_a) * std::cos(lat_b) * std::cos(turn);
  return kEarthRadiusKm * std::atan2(std::hypot(east, north), along);
}

}  // namespace godwit::geolocation
