#include "training/data/random.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/base/check.h"

namespace godwit::training {
namespace {

// The constants of the paper, table 2 and section 4.3: chosen by how well they mix; the golden ratio and the root of 3.
constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kKeyStep0 = 0x9E3779B9;
constexpr std::uint32_t kKeyStep1 = 0xBB67AE85;
constexpr int kRounds = 10;

constexpr std::uint32_t High(std::uint64_t product) { return static_cast<std::uint32_t>(product >> 32U); }
constexpr std::uint32_t Low(std::uint64_t product) { return static_cast<std::uint32_t>(product); }

}  // namespace

PhiloxCounter Philox(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {High(product1) ^ counter[1] ^ key[0], Low(product1), High(product0) ^ counter[3] ^ key[1],
               Low(product0)};
    key[0] += kKeyStep0;
    key[1] += kKeyStep1;
  }
  return counter;
}

Random::Random(std::uint64_t seed, RandomStream stream, std::uint64_t index)
    : key_{Low(seed), High(seed)}, counter_{0, static_cast<std::uint32_t>(stream), Low(index), High(index)} {}

std::uint32_t Random::Bits() {
  if (used_ == block_.size()) {
    block_ = Philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint32_t Random::Below(std::uint32_t limit) {
  core::Check(limit >= 1, "a random number needs something to be below of");
  // Lemire: Fast Random Integer Generation in an Interval, 2019. The few low words that would make some results more
  // frequent are drawn again.
  std::uint64_t product = std::uint64_t{Bits()} * limit;
  if (Low(product) < limit) {
    const std::uint32_t unfair = (0U - limit) % limit;  // 2^32 mod limit
    while (Low(product) < unfair) {
      product = std::uint64_t{Bits()} * limit;
    }
  }
  return High(product);
}

float Random::Uniform() { return static_cast<float>(Bits() >> 8U) * 0x1p-24F; }

float Random::Uniform(float low, float high) {
  core::Check(low <= high, "a random number lies between a lower and a higher limit");
  return low + (high - low) * Uniform();
}

bool Random::Chance(float probability) { return Uniform() < probability; }

float Random::Normal() {
  // In double and rounded once, so that the last bit of a library's logarithm hardly ever shows.
  const double radius = std::sqrt(-2 * std::log((Bits() + 0.5) * 0x1p-32));
  const double angle = 2 * std::numbers::pi * Bits() * 0x1p-32;
  return static_cast<float>(radius * std::cos(angle));
}

std::vector<std::uint32_t> Random::Permutation(std::uint32_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t left = count; left > 1; --left) {
    std::swap(order[left - 1], order[Below(left)]);
  }
  return order;
}

}  // namespace godwit::training
