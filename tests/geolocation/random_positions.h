// Clouds of positions for tests: the awkward ones of the globe among them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "geolocation/cell_id.h"
#include "geolocation/position.h"

namespace godwit::tests {

using geolocation::CellId;
using geolocation::LatLng;

// The same for the same seed.
class PositionSource {
 public:
  explicit PositionSource(unsigned seed) : random_(seed) {}

  double Uniform(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random_); }
  int Integer(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  // Uniform on the sphere.
  LatLng Anywhere() { return {std::asin(Uniform(-1, 1)) * 180 / std::numbers::pi, Uniform(-180, 180)}; }

  // Some degrees around another position, folded back into range.
  LatLng Near(const LatLng& center, double spread_deg) {
    std::normal_distribution<double> normal(0, spread_deg);
    return {std::clamp(center.lat_deg + normal(random_), -90.0, 90.0),
            std::remainder(center.lon_deg + normal(random_), 360)};
  }

 private:
  std::mt19937_64 random_;
};

struct Cloud {
  std::string name;
  std::vector<LatLng> positions;
};

inline std::vector<Cloud> AwkwardClouds(std::size_t count, unsigned seed) {
  PositionSource source(seed);
  std::vector<Cloud> clouds;
  const auto add = [&](const char* name, const auto& next) {
    clouds.push_back({name, {}});
    std::generate_n(std::back_inserter(clouds.back().positions), count, next);
  };
  add("uniform", [&] { return source.Anywhere(); });
  std::vector<LatLng> cities(7);
  std::ranges::generate(cities, [&] { return source.Anywhere(); });
  add("cities", [&] {
    return source.Near(cities[static_cast<std::size_t>(source.Integer(0, 6))], std::pow(10, source.Uniform(-5, 0)));
  });
  add("one place", [&] { return cities[0]; });
  add("two places a centimetre apart", [&] { return LatLng{45.1, 7.2 + 1e-7 * source.Integer(0, 1)}; });
  add("north pole", [&] { return LatLng{90, source.Uniform(-180, 180)}; });
  add("around the south pole", [&] {
    return LatLng{-90 + std::abs(source.Uniform(0, 1e-4)), source.Uniform(-180, 180)};
  });
  add("antimeridian", [&] {
    const double off = source.Integer(0, 1) == 0 ? 0 : source.Uniform(0, 1e-3);
    return LatLng{source.Uniform(-80, 80), source.Integer(0, 1) == 0 ? 180 - off : off - 180};
  });
  add("borders of cells", [&] {  // corners and edges of the cube, the middle lines of faces
    const std::vector<double> lats{-90, -45, -35.264389682754654, 0, 35.264389682754654, 45, 90};
    return LatLng{lats[static_cast<std::size_t>(source.Integer(0, 6))], 45.0 * source.Integer(-4, 4)};
  });
  return clouds;
}

inline std::vector<CellId> LeavesOf(const std::vector<LatLng>& positions) {
  std::vector<CellId> leaves(positions.size());
  std::ranges::transform(positions, leaves.begin(), geolocation::LeafCell);
  return leaves;
}

}  // namespace godwit::tests
