// One position out of many possible ones, and how sure it is.
#pragma once

#include <span>

#include "geolocation/position.h"

namespace godwit::geolocation {

// A place where a photo may have been taken: somewhere within about `spread_km` of `position`.
struct Candidate {
  LatLng position;
  double spread_km = 0;
  double probability = 0;
  int cell = -1;  // of a partition, or none
};

// A guess is of the right region when it is no farther from the truth than this: PlaNet's region.
inline constexpr double kRegionKm = 200;

struct PlaceEstimate {
  LatLng position;
  double region_mass = 0;  // of the candidates within kRegionKm of the position
};

// The region with the most probability (the mean over all would lie in the sea between two of them), in it the town
// with the most, in that the spot, and the probability-weighted mean on the sphere of the candidates there. Requires a
// candidate with a probability above 0. O(n^2) for n candidates.
PlaceEstimate EstimatePlace(std::span<const Candidate> candidates);

// The share of the candidates' probability that lies within radius_km of a position.
double MassWithin(std::span<const Candidate> candidates, const LatLng& position, double radius_km);

}  // namespace godwit::geolocation
