// What a locator can know of itself, from reference photos that it did not learn from.
#pragma once

#include <span>

#include "geolocation/locator.h"

namespace godwit::training {

enum class LocatorSources { kBoth, kHeadOnly, kNeighboursOnly };

// The evidence of a photo whose position is known but was not to the locator.
struct HeldOutPhoto {
  const geolocation::Locator* locator = nullptr;
  geolocation::Evidence evidence;
  geolocation::LatLng truth;
};

// The chance that the next photo is from a place that none of these shows: the share of places (27 km across) that one
// photo alone is from (Good and Turing 1953).
double UnseenPlaces(std::span<const geolocation::LatLng> photos);

// Chooses the mixture that gives most probability to the neighbourhood of the truth, then how much of it is believed,
// by the share of right guesses, then radii. `unseen` is what is believed without any photo: with few of them it
// stays near that. Deterministic.
geolocation::LocatorSettings TuneLocator(std::span<const HeldOutPhoto> photos, double unseen, LocatorSources sources);

}  // namespace godwit::training
