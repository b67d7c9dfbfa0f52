#include "geolocation/locator.h"

#include <gtest/gtest.h>

#include <cmath>

namespace godwit::tests {
namespace {

using geolocation::Candidate;
using geolocation::LatLng;

Candidate At(double lat, double lon, double probability, double spread_km = 1) {
  return {.position = {lat, lon}, .spread_km = spread_km, .probability = probability};
}

TEST(PlaceEstimate, IsInTheBestRegionNotBetweenTwo) {
  const std::vector candidates{At(48.860, 2.35, 0.3), At(48.864, 2.36, 0.3), At(40.71, -74.0, 0.4)};
  const auto estimate = geolocation::EstimatePlace(candidates);
  EXPECT_LT(geolocation::DistanceKm(estimate.position, {48.862, 2.355}), 0.05);
  EXPECT_NEAR(estimate.region_mass, 0.6, 1e-9);
}

TEST(PlaceEstimate, MeansAreTakenOnTheSphere) {
  const std::vector antimeridian{At(-17, 179.995, 0.5), At(-17, -179.995, 0.5)};
  EXPECT_NEAR(std::abs(geolocation::EstimatePlace(antimeridian).position.lon_deg), 180, 1e-6);
  const std::vector pole{At(89.995, 0, 0.25), At(89.995, 90, 0.25), At(89.995, 180, 0.25), At(89.995, -90, 0.25)};
  EXPECT_NEAR(geolocation::EstimatePlace(pole).position.lat_deg, 90, 1e-6);
}

TEST(PlaceEstimate, OfOneCandidateIsIt) {
  const std::vector one{At(-90, 0, 0.01)};
  EXPECT_NEAR(geolocation::EstimatePlace(one).position.lat_deg, -90, 1e-9);
  EXPECT_NEAR(geolocation::MassWithin(one, {-90, 0}, 1), 0.01, 1e-12);
  EXPECT_NEAR(geolocation::MassWithin(one, {90, 0}, 100), 0, 1e-12);
}

TEST(ScaledPartition, IsPlaNetsForItsSizeAndKeepsAllOfAFew) {
  EXPECT_NEAR(static_cast<double>(geolocation::ScaledPartition(91'000'000).max_photos), 10'000, 500);
  EXPECT_NEAR(static_cast<double>(geolocation::ScaledPartition(91'000'000).min_photos), 50, 3);
  for (const std::int64_t photos : {0, 1, 72, 39'000}) {
    EXPECT_EQ(geolocation::ScaledPartition(photos).min_photos, 1);
    EXPECT_TRUE(geolocation::CheckOptions(geolocation::ScaledPartition(photos)));
  }
}

// Three places with a direction each.
geolocation::Locator ThreePlaces(geolocation::LocatorSettings settings) {
  const std::vector<LatLng> positions{{48.85, 2.35}, {48.86, 2.36}, {35.68, 139.69}, {-33.86, 151.21}};
  const std::vector<std::vector<float>> looks{{1, 0, 0}, {0.995F, 0.0999F, 0}, {0, 1, 0}, {0, 0, 1}};
  core::Tensor features(core::Shape{1, 1, 4, 3});
  std::vector<geolocation::CellId> leaves;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    std::copy(looks[i].begin(), looks[i].end(), features.data() + 3 * i);
    leaves.push_back(geolocation::LeafCell(positions[i]));
  }
  const core::ThreadPool pool(1);
  const auto cells = MakePartition(geolocation::SortedPoints(leaves, pool), {.max_photos = 2, .min_photos = 1}, pool);
  return {cells.partition, {std::move(features), positions}, {}, std::move(settings)};
}

TEST(Locator, FindsThePlaceThatLooksAlike) {
  const core::ThreadPool pool(2);
  const auto locator = ThreePlaces({.neighbour_scale = 0.02, .known_bias = 5});
  core::Tensor looks(core::Shape{1, 1, 2, 3}, 0);
  looks.data()[0] = 1;  // Paris
  looks.data()[5] = 1;  // Sydney
  const auto evidence = locator.Look(looks.view(), pool);
  ASSERT_EQ(evidence.size(), 2U);
  const auto paris = locator.Believe(evidence[0]);
  const auto placement = locator.Place(paris);
  EXPECT_LT(geolocation::DistanceKm(placement.position, {48.855, 2.355}), 2);
  EXPECT_GT(placement.confidence, 0.95);
  EXPECT_LT(placement.radius_km, 5);
  EXPECT_LT(geolocation::DistanceKm(locator.Place(locator.Believe(evidence[1])).position, {-33.86, 151.21}), 1);
  double sum = paris.elsewhere;
  for (const Candidate& candidate : paris.candidates) {
    sum += candidate.probability;
  }
  EXPECT_NEAR(sum, 1, 1e-9);
  EXPECT_GE(geolocation::CellShares(paris.candidates)[0].probability, 0.9);
}

TEST(Locator, IsUnsureWhereItKnowsLittle) {
  const core::ThreadPool pool(1);
  const auto locator = ThreePlaces({.known_bias = -3});
  core::Tensor look(core::Shape{1, 1, 1, 3}, 0.577F);
  const auto placement = locator.Place(locator.Believe(locator.Look(look.view(), pool)[0]));
  EXPECT_LT(placement.confidence, 0.05);
  EXPECT_GT(placement.radius_km, 5000);
  EXPECT_EQ(locator.Believe(geolocation::Evidence()).elsewhere, 1);
}

}  // namespace
}  // namespace godwit::tests
