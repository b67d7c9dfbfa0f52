// Random numbers that depend on nothing but what they are for: the same seed, stream and index give the same numbers in
// any order of asking, on any thread, on any machine. That makes a run repeatable whatever the number of threads, and
// lets a resumed one go on as if it had never stopped.
//
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011): a bijection of a
// 128-bit counter under a 64-bit key, ten rounds. It passes TestU01's BigCrush. Not for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace godwit::training {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

// The four words at one counter.
PhiloxCounter Philox(PhiloxCounter counter, PhiloxKey key);

// What numbers are for: draws for one purpose leave those of another as they are.
enum class RandomStream : std::uint32_t {
  kOrder = 0,         // of samples; index: the epoch
  kClassOrder = 1,    // of classes and the samples of each; index: IndexOf(epoch, class)
  kAugmentation = 2,  // index: IndexOf(epoch, place in the epoch)
  kSplit = 3,         // index: a hash of the photo's name
  kWeights = 4,       // initial values; index: the parameter
};

// Two numbers as one index.
constexpr std::uint64_t IndexOf(std::uint32_t first, std::uint32_t second) {
  return (std::uint64_t{first} << 32U) | second;
}

// The numbers of one (seed, stream, index), one after another; they begin to repeat after 2^34. Integers and uniform
// numbers are the same on every machine; normal ones may differ in the last bit where the C library's logarithm does.
// Costs nothing to make, a few nanoseconds a number. Not thread-safe: each thread makes its own.
class Random {
 public:
  Random(std::uint64_t seed, RandomStream stream, std::uint64_t index);

  std::uint32_t Bits();

  // In [0, limit), each number equally often. Requires limit >= 1.
  std::uint32_t Below(std::uint32_t limit);

  // In [0, 1), a multiple of 2^-24.
  float Uniform();

  // In [low, high), but for rounding. Requires low <= high.
  float Uniform(float low, float high);

  // True in a share of `probability` of the cases: never for 0, always for 1.
  bool Chance(float probability);

  // Mean 0, deviation 1 (Box and Muller 1958); within 6.8.
  float Normal();

  // The numbers 0 .. count-1, each order equally likely (Fisher and Yates). Requires count < 2^32.
  std::vector<std::uint32_t> Permutation(std::uint32_t count);

 private:
  PhiloxKey key_;
  PhiloxCounter counter_;
  PhiloxCounter block_{};
  std::size_t used_ = 4;  // words of block_
};

}  // namespace godwit::training
