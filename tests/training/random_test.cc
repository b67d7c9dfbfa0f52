#include "training/data/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/check.h"

namespace godwit::training {
namespace {

using testing::ElementsAre;
using testing::FloatEq;
using testing::IsEmpty;

constexpr std::uint64_t kSeed = 0x0123456789ABCDEF;

Random Draws() { return {kSeed, RandomStream::kAugmentation, IndexOf(7, 42)}; }

// tests/kat_vectors of Random123, the authors' own implementation.
TEST(Philox, GivesTheAuthorsNumbers) {
  constexpr std::uint32_t kOnes = 0xFFFFFFFF;
  EXPECT_THAT(Philox({0, 0, 0, 0}, {0, 0}), ElementsAre(0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8));
  EXPECT_THAT(Philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
              ElementsAre(0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD));
  EXPECT_THAT(Philox({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, {0xA4093822, 0x299F31D0}),
              ElementsAre(0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1));
}

// Expected values from a few lines of Python that follow the paper.
TEST(Random, NumbersAreTheSameEverywhere) {
  Random bits = Draws();
  const std::array<std::uint32_t, 6> words{bits.Bits(), bits.Bits(), bits.Bits(),
                                           bits.Bits(), bits.Bits(), bits.Bits()};
  EXPECT_THAT(words, ElementsAre(0x5C9C36A1, 0xDEA78843, 0x73ACDE0A, 0xD963057D, 0x4C2A96D7, 0x8EF44B0E));
  Random uniform = Draws();
  EXPECT_EQ(uniform.Uniform(), 0.36175858974456787F);
  EXPECT_EQ(uniform.Uniform(), 0.869743824005127F);
  Random normal = Draws();
  const std::array<float, 3> normals{normal.Normal(), normal.Normal(), normal.Normal()};
  EXPECT_THAT(normals, ElementsAre(FloatEq(0.97450902F), FloatEq(0.73553883F), FloatEq(-1.45337753F)));
  EXPECT_THAT(Draws().Permutation(10), ElementsAre(0, 4, 8, 6, 2, 1, 5, 9, 7, 3));
}

TEST(Random, SeedStreamAndIndexEachGiveOtherNumbers) {
  const std::array<std::uint32_t, 6> first{
      Random(1, RandomStream::kOrder, 1).Bits(),
      Random(1, RandomStream::kOrder, 2).Bits(),
      Random(1, RandomStream::kOrder, IndexOf(1, 1)).Bits(),
      Random(1, RandomStream::kSplit, 1).Bits(),
      Random(2, RandomStream::kOrder, 1).Bits(),
      Random(1 + (std::uint64_t{1} << 32U), RandomStream::kOrder, 1).Bits(),
  };
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(std::ranges::count(first, first[i]), 1);
  }
}

TEST(Random, BelowIsFair) {
  constexpr int kDraws = 70000;
  Random random(3, RandomStream::kOrder, 0);
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) {
    ++counts.at(random.Below(7));
  }
  // Chi-squared with 6 degrees of freedom is above 22.5 once in a thousand.
  double chi_squared = 0;
  for (const int count : counts) {
    chi_squared += std::pow(count - kDraws / 7.0, 2) / (kDraws / 7.0);
  }
  EXPECT_LT(chi_squared, 22.5);
}

TEST(Random, BelowTakesEveryLimit) {
  Random random(3, RandomStream::kOrder, 0);
  EXPECT_EQ(random.Below(1), 0U);
  // Three quarters of 2^32: a product's high word alone would give every third number twice as often.
  constexpr std::uint32_t kLimit = 0xC0000000;
  int below_half = 0;
  int thirds = 0;
  for (int i = 0; i < 30000; ++i) {
    const std::uint32_t drawn = random.Below(kLimit);
    ASSERT_LT(drawn, kLimit);
    below_half += drawn < kLimit / 2 ? 1 : 0;
    thirds += drawn % 3 == 0 ? 1 : 0;
  }
  EXPECT_NEAR(below_half, 15000, 400);
  EXPECT_NEAR(thirds, 10000, 400);
  EXPECT_THROW(random.Below(0), core::ContractViolation);
}

TEST(Random, UniformNumbersHaveTheirMeanAndVariance) {
  Random random(4, RandomStream::kOrder, 0);
  std::vector<double> values(100000);
  std::ranges::generate(values, [&] { return random.Uniform(-1, 3); });
  EXPECT_TRUE(std::ranges::all_of(values, [](double value) { return value >= -1 && value < 3; }));
  const double count = static_cast<double>(values.size());
  const double mean = std::reduce(values.begin(), values.end()) / count;
  const double square = std::transform_reduce(values.begin(), values.end(), values.begin(), 0.0) / count;
  EXPECT_NEAR(mean, 1, 0.02);
  EXPECT_NEAR(square - mean * mean, 16.0 / 12, 0.02);
}

TEST(Random, NormalNumbersHaveTheirMoments) {
  Random random(5, RandomStream::kWeights, 0);
  constexpr int kDraws = 100000;
  std::array<double, 4> moments{};
  double previous = 0;
  double neighbours = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.Normal();
    double power = 1;
    for (double& moment : moments) {
      power *= value;
      moment += power / kDraws;
    }
    neighbours += previous * value / kDraws;
    previous = value;
  }
  EXPECT_NEAR(moments[0], 0, 0.02);
  EXPECT_NEAR(moments[1], 1, 0.02);
  EXPECT_NEAR(moments[2], 0, 0.06);
  EXPECT_NEAR(moments[3], 3, 0.15);
  EXPECT_NEAR(neighbours, 0, 0.02);
}

TEST(Random, ChanceKeepsItsWord) {
  Random random(6, RandomStream::kOrder, 0);
  int hits = 0;
  for (int i = 0; i < 10000; ++i) {
    ASSERT_FALSE(random.Chance(0));
    ASSERT_TRUE(random.Chance(1));
    hits += random.Chance(0.3F) ? 1 : 0;
  }
  EXPECT_NEAR(hits, 3000, 200);
}

TEST(Random, PermutationsAreFairAndComplete) {
  std::array<std::array<int, 5>, 5> at_place{};  // [number][place]
  for (std::uint32_t epoch = 0; epoch < 5000; ++epoch) {
    const auto order = Random(7, RandomStream::kOrder, epoch).Permutation(5);
    ASSERT_TRUE(std::ranges::is_permutation(order, std::array{0U, 1U, 2U, 3U, 4U}));
    for (std::size_t place = 0; place < order.size(); ++place) {
      ++at_place.at(order[place]).at(place);
    }
  }
  for (const auto& places : at_place) {
    EXPECT_THAT(places, testing::Each(testing::AllOf(testing::Gt(850), testing::Lt(1150))));
  }
  EXPECT_THAT(Draws().Permutation(0), IsEmpty());
  EXPECT_THAT(Draws().Permutation(1), ElementsAre(0));
}

}  // namespace
}  // namespace godwit::training
