#include "training/locate/tune_locator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "geolocation/cell_id.h"

namespace godwit::training {
namespace {

using geolocation::Candidate;
using geolocation::Evidence;
using geolocation::LatLng;
using geolocation::LocatorSettings;

constexpr std::array kTemperatures{0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0};
constexpr std::array kNeighbourScales{0.01, 0.02, 0.04, 0.08, 0.16};
constexpr std::array kHeadShares{0.0, 0.2, 0.4, 0.6, 0.8, 1.0};

// The mean of `value` of the scored, by softmax(score / scale).
template <typename Value>
double SoftmaxMean(std::span<const Evidence::Scored> scored, double scale, const Value& value) {
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    const double weight = std::exp((scored[i].score - scored.front().score) / scale);
    weights += weight;
    sum += weight * value(i);
  }
  return weights > 0 ? sum / weights : 0;
}

// How much of what a photo's evidence says lies near the truth, for each scale of each source.
struct Nearness {
  std::array<double, kTemperatures.size()> head{};
  std::array<double, kNeighbourScales.size()> neighbours{};
};

Nearness NearnessOf(const HeldOutPhoto& photo) {
  const auto near = [&](const LatLng& place) {
    constexpr double kNearKm = 100;
    return std::exp(-geolocation::DistanceKm(place, photo.truth) / kNearKm);
  };
  std::vector<double> cells;
  for (const Evidence::Scored& cell : photo.evidence.cells) {
    cells.push_back(near(photo.locator->places()[static_cast<std::size_t>(cell.index)].position));
  }
  std::vector<double> neighbours;
  for (const Evidence::Scored& neighbour : photo.evidence.neighbours) {
    neighbours.push_back(near(photo.locator->references().positions[static_cast<std::size_t>(neighbour.index)]));
  }
  Nearness nearness;
  for (std::size_t i = 0; i < kTemperatures.size(); ++i) {
    nearness.head[i] = SoftmaxMean(photo.evidence.cells, kTemperatures[i], [&](std::size_t c) { return cells[c]; });
  }
  for (std::size_t i = 0; i < kNeighbourScales.size(); ++i) {
    nearness.neighbours[i] =
        SoftmaxMean(photo.evidence.neighbours, kNeighbourScales[i], [&](std::size_t c) { return neighbours[c]; });
  }
  return nearness;
}

void ChooseMixture(std::span<const HeldOutPhoto> photos, LocatorSources sources, LocatorSettings& settings) {
  std::vector<Nearness> nearness;
  std::ranges::transform(photos, std::back_inserter(nearness), NearnessOf);
  double best = -std::numeric_limits<double>::infinity();
  for (const double share : kHeadShares) {
    if ((sources == LocatorSources::kHeadOnly && share != 1) ||
        (sources == LocatorSources::kNeighboursOnly && share != 0)) {
      continue;
    }
    for (std::size_t t = 0; t < kTemperatures.size(); ++t) {
      for (std::size_t n = 0; n < kNeighbourScales.size(); ++n) {
        double score = 0;
        for (const Nearness& of_photo : nearness) {
          constexpr double kFloor = 1e-3;  // a photo of an unseen place is lost to all of them
          score += std::log(share * of_photo.head[t] + (1 - share) * of_photo.neighbours[n] + kFloor);
        }
        if (score > best) {
          best = score;
          settings.head_share = share;
          settings.temperature = kTemperatures[t];
          settings.neighbour_scale = kNeighbourScales[n];
        }
      }
    }
  }
}

// A guess of a photo held out, were its place known for sure.
struct Guess {
  double similarity = 0;
  double region_mass = 0;
  double error_km = 0;
};

// The most probable bias and slope: a guess is right with a probability of known(similarity) * region_mass.
void ChooseKnown(std::span<const Guess> guesses, double prior_bias, LocatorSettings& settings) {
  double sum = 0;
  double squares = 0;
  for (const Guess& guess : guesses) {
    sum += guess.similarity;
    squares += guess.similarity * guess.similarity;
  }
  const auto count = static_cast<double>(guesses.size());
  settings.known_centre = sum / count;
  const double variance = std::max(squares / count - settings.known_centre * settings.known_centre, 1e-8);
  double best = -std::numeric_limits<double>::infinity();
  constexpr double kStep = 0.25;
  for (double bias = -6; bias <= 6; bias += kStep) {
    for (double slope = 0; slope <= 4; slope += kStep) {  // for each deviation of the similarity
      LocatorSettings tried = settings;
      double score = -(bias - prior_bias) * (bias - prior_bias) / 2 - slope * slope / 8;
      for (const Guess& guess : guesses) {
        const double z = (guess.similarity - settings.known_centre) / std::sqrt(variance);
        const double right = guess.region_mass / (1 + std::exp(-bias - slope * z));
        const double probability = guess.error_km <= geolocation::kRegionKm ? right : 1 - right;
        score += std::log(std::max(probability, 1e-6));
      }
      if (score > best) {
        best = score;
        settings.known_bias = bias;
        settings.known_slope = slope / std::sqrt(variance);
      }
    }
  }
}

// By the quantile that holds 90 percent of one more photo of the same kind (conformal prediction: Vovk et al. 2005).
void ChooseRadii(std::span<const HeldOutPhoto> photos, std::span<const Guess> guesses, LocatorSettings& settings) {
  constexpr std::size_t kEnough = 30;
  constexpr double kLeast = 0.5;
  constexpr double kMost = 4;
  if (photos.size() < kEnough) {
    return;
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto placed = geolocation::Locator::Place(photos[i].locator->Believe(photos[i].evidence, settings), settings);
    ratios.push_back(guesses[i].error_km / std::max(placed.radius_km, 1e-3));
  }
  const auto rank = std::min((photos.size() + 1) * 9 / 10, photos.size() - 1);
  std::ranges::nth_element(ratios, ratios.begin() + static_cast<std::ptrdiff_t>(rank));
  settings.radius_factor = std::clamp(ratios[rank], kLeast, kMost);
}

}  // namespace

double UnseenPlaces(std::span<const LatLng> photos) {
  constexpr int kTownLevel = 8;
  std::vector<std::uint64_t> towns;
  for (const LatLng& photo : photos) {
    towns.push_back(static_cast<std::uint64_t>(geolocation::Ancestor(geolocation::LeafCell(photo), kTownLevel)));
  }
  std::ranges::sort(towns);
  std::size_t single = 0;
  for (std::size_t i = 0; i < towns.size(); ++i) {
    const bool as_before = i > 0 && towns[i] == towns[i - 1];
    const bool as_next = i + 1 < towns.size() && towns[i] == towns[i + 1];
    single += !as_before && !as_next ? 1 : 0;
  }
  return (static_cast<double>(single) + 0.5) / (static_cast<double>(photos.size()) + 1);
}

LocatorSettings TuneLocator(std::span<const HeldOutPhoto> photos, double unseen, LocatorSources sources) {
  LocatorSettings settings{.head_share = sources == LocatorSources::kHeadOnly         ? 1.0
                                         : sources == LocatorSources::kNeighboursOnly ? 0.0
                                                                                      : 0.5,
                           .known_bias = std::log((1 - unseen) / unseen)};
  constexpr std::size_t kFewest = 5;
  if (photos.size() < kFewest) {
    return settings;
  }
  ChooseMixture(photos, sources, settings);
  LocatorSettings trusting = settings;
  trusting.known_bias = 50;
  std::vector<Guess> guesses;
  for (const HeldOutPhoto& photo : photos) {
    const auto estimate = geolocation::EstimatePlace(photo.locator->Believe(photo.evidence, trusting).candidates);
    guesses.push_back({.similarity = photo.evidence.neighbours.front().score,
                       .region_mass = estimate.region_mass,
                       .error_km = geolocation::DistanceKm(estimate.position, photo.truth)});
  }
  ChooseKnown(guesses, settings.known_bias, settings);
  for (const Guess& guess : guesses) {
    if (guess.error_km > geolocation::kRegionKm) {
      settings.wrong_km.push_back(guess.error_km);
    }
  }
  std::ranges::sort(settings.wrong_km);
  ChooseRadii(photos, guesses, settings);
  return settings;
}

}  // namespace godwit::training
