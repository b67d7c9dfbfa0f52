// Positions on the Earth and how far apart they are.
#pragma once

namespace godwit::geolocation {

// The sphere that distances and areas are measured on.
inline constexpr double kEarthRadiusKm = 6371;

// Degrees, WGS84.
struct LatLng {
  double lat_deg = 0;  // -90 (south) to 90
  double lon_deg = 0;  // -180 (west) to 180

  friend bool operator==(const LatLng&, const LatLng&) = default;
};

// Whether both are finite and within their ranges.
bool IsValid(const LatLng& position);

// The great-circle distance: 0 to 20,015 km. At most 0.57 percent from the geodesic of the WGS84 ellipsoid
// (tests/geolocation/position_test.cc measures it), right to a micrometre at any distance, also of points that lie
// opposite each other. Requires valid positions.
double DistanceKm(const LatLng& a, const LatLng& b);

}  // namespace godwit::geolocation
