// A world whose best locator is known: each place has a direction, photos of it are that and noise. The likeliest place
// of a photo is then that with the nearest direction (Bayes, for equal numbers of photos).
#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <random>

#include "geolocation/locate_metrics.h"
#include "training/locate/learn_locator.h"

namespace godwit::tests {
namespace {

using geolocation::LatLng;
using geolocation::References;

struct World {
  std::vector<LatLng> towns;
  std::vector<std::vector<float>> looks;
  References references;
  References queries;
  std::vector<int> town_of_query;
  double bayes = 0;  // share of the queries whose town the best locator names
};

std::vector<float> Direction(std::vector<float> v) {
  double squares = 0;
  for (const float x : v) {
    squares += double{x} * x;
  }
  for (float& x : v) {
    x = static_cast<float>(x / std::sqrt(squares));
  }
  return v;
}

// Photos of towns in turn. Which town the best locator names is found on the way.
References Photos(World& world, std::size_t count, float noise, std::mt19937& random, bool is_query) {
  std::normal_distribution<float> normal;
  const std::size_t floats = world.looks.front().size();
  References photos{
      .features = core::Tensor(core::Shape{1, 1, static_cast<std::int64_t>(count), static_cast<std::int64_t>(floats)})};
  int right = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t town = i % world.towns.size();
    std::vector<float> look = world.looks[town];
    for (float& x : look) {
      x += noise * normal(random);
    }
    if (is_query) {
      std::size_t best = 0;
      double best_product = -1e9;
      for (std::size_t other = 0; other < world.looks.size(); ++other) {
        double product = 0;
        for (std::size_t j = 0; j < floats; ++j) {
          product += double{look[j]} * world.looks[other][j];
        }
        if (product > best_product) {
          best_product = product;
          best = other;
        }
      }
      right += best == town ? 1 : 0;
      world.town_of_query.push_back(static_cast<int>(town));
    }
    const std::vector<float> unit = Direction(look);
    std::copy(unit.begin(), unit.end(), photos.features.data() + i * floats);
    photos.positions.push_back(
        {world.towns[town].lat_deg + 0.02 * normal(random), world.towns[town].lon_deg + 0.02 * normal(random)});
  }
  if (is_query) {
    world.bayes = static_cast<double>(right) / static_cast<double>(count);
  }
  return photos;
}

World MakeWorld(std::size_t towns, std::size_t floats, std::size_t references, std::size_t queries, float noise) {
  std::mt19937 random(11);
  std::normal_distribution<float> normal;
  std::uniform_real_distribution<double> uniform(-1, 1);
  World world;
  for (std::size_t town = 0; town < towns; ++town) {
    world.towns.push_back({std::asin(0.9 * uniform(random)) * 57.2958, 179 * uniform(random)});
    std::vector<float> look(floats);
    std::ranges::generate(look, [&] { return normal(random); });
    world.looks.push_back(Direction(look));
  }
  world.references = Photos(world, references, noise, random, false);
  world.queries = Photos(world, queries, noise, random, true);
  return world;
}

struct Score {
  geolocation::DistanceShares shares{};
  double held = 0;  // by the radii
};

Score Judge(const geolocation::Locator& locator, const World& world, const core::ThreadPool& pool) {
  std::vector<double> distances;
  std::vector<double> radii;
  const auto evidence = locator.Look(world.queries.features.view(), pool);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const auto placement = locator.Place(locator.Believe(evidence[i]));
    distances.push_back(geolocation::DistanceKm(placement.position, world.queries.positions[i]));
    radii.push_back(placement.radius_km);
  }
  return {geolocation::SharesWithin(distances), geolocation::Calibrate(distances, radii).held};
}

geolocation::Locator Learn(const World& world, training::LearnLocatorOptions options, const core::ThreadPool& pool) {
  return training::LearnLocator({world.references.features.Clone(), world.references.positions}, options, pool, {})
      .value();
}

TEST(LearnLocator, ComesNearTheBestThatIsPossible) {
  const World world = MakeWorld(15, 16, 450, 300, 0.25F);
  ASSERT_GT(world.bayes, 0.7);
  ASSERT_LT(world.bayes, 0.97);
  const core::ThreadPool pool(2);
  for (const auto sources : {training::LocatorSources::kHeadOnly, training::LocatorSources::kNeighboursOnly,
                             training::LocatorSources::kBoth}) {
    const Score score = Judge(Learn(world, {.sources = sources}, pool), world, pool);
    const double allowed = sources == training::LocatorSources::kNeighboursOnly ? 0.12 : 0.06;
    EXPECT_GT(score.shares[2], world.bayes - allowed) << static_cast<int>(sources);
    EXPECT_NEAR(score.held, 0.9, 0.07) << static_cast<int>(sources);
  }
}

TEST(LearnLocator, IsTheSameOnAnyNumberOfThreads) {
  const World world = MakeWorld(6, 8, 90, 20, 0.2F);
  std::vector<geolocation::Placement> first;
  for (const int threads : {1, 3}) {
    const core::ThreadPool pool(threads);
    const auto locator = Learn(world, {.head = {.smoothing_km = 100}}, pool);
    const auto evidence = locator.Look(world.queries.features.view(), pool);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
      const auto placement = locator.Place(locator.Believe(evidence[i]));
      if (threads == 1) {
        first.push_back(placement);
      } else {
        EXPECT_EQ(placement.position, first[i].position);
        EXPECT_EQ(placement.radius_km, first[i].radius_km);
      }
    }
  }
}

TEST(LearnLocator, FromOnePhotoIsNeverSure) {
  const World world = MakeWorld(1, 8, 1, 3, 0.2F);
  const core::ThreadPool pool(1);
  const auto locator = Learn(world, {}, pool);
  for (const auto& evidence : locator.Look(world.queries.features.view(), pool)) {
    EXPECT_LT(locator.Place(locator.Believe(evidence)).confidence, 0.5);
  }
}

// Every reference from a place of its own: no other photo is of any of them, as far as anyone can tell.
TEST(LearnLocator, FromPlacesSeenOnceIsNotSure) {
  const World world = MakeWorld(40, 8, 40, 40, 2);
  const core::ThreadPool pool(1);
  const auto locator = Learn(world, {}, pool);
  for (const auto& evidence : locator.Look(world.queries.features.view(), pool)) {
    EXPECT_LT(locator.Place(locator.Believe(evidence)).confidence, 0.5);
  }
}

TEST(LearnLocator, StopsWhenAsked) {
  const World world = MakeWorld(4, 8, 60, 1, 0.2F);
  const core::ThreadPool pool(1);
  std::stop_source stop;
  stop.request_stop();
  const auto locator = training::LearnLocator({world.references.features.Clone(), world.references.positions}, {}, pool,
                                              {.stop = stop.get_token()});
  ASSERT_FALSE(locator);
  EXPECT_EQ(locator.error().kind, core::ErrorKind::kCancelled);
}

TEST(UnseenPlaces, IsTheShareOfPlacesSeenOnce) {
  EXPECT_NEAR(training::UnseenPlaces(std::vector<LatLng>{{0, 0}, {50, 50}}), 2.5 / 3, 1e-9);
  EXPECT_NEAR(training::UnseenPlaces(std::vector<LatLng>(9, {48, 2})), 0.05, 1e-9);
}

// PlaNet's size for a collection. Takes minutes, so only where it is asked for.
TEST(LearnLocator, OfTenThousandCells) {
  if (std::getenv("GODWIT_LARGE_LOCATE") == nullptr) {
    GTEST_SKIP() << "takes minutes; set GODWIT_LARGE_LOCATE to run it";
  }
  const World world = MakeWorld(10'000, 64, 200'000, 5'000, 0.12F);
  const core::ThreadPool pool;
  const auto start = std::chrono::steady_clock::now();
  const auto locator = Learn(world,
                             {.cells = geolocation::PartitionOptions{.max_photos = 25, .min_photos = 5},
                              .head = {.epochs = 8, .patience = 2, .batch = 512, .learning_rate = 0.01}},
                             pool);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Score score = Judge(locator, world, pool);
  std::printf("%td cells, %.0f s, within 200 km %.3f, Bayes %.3f, radius holds %.3f, head share %.1f\n",
              std::ssize(locator.cells()), seconds, score.shares[2], world.bayes, score.held,
              locator.settings().head_share);
  EXPECT_GT(score.shares[2], world.bayes - 0.1);
}

}  // namespace
}  // namespace godwit::tests
