// Values for tests in which any will do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace godwit::tests {

// Uniform within [-limit, limit): the same for the same seed.
inline std::vector<float> RandomFloats(std::int64_t count, unsigned seed, float limit = 2) {
  std::minstd_rand random(seed + 1);
  std::uniform_real_distribution<float> uniform(-limit, limit);
  std::vector<float> values(static_cast<std::size_t>(count));
  std::ranges::generate(values, [&] { return uniform(random); });
  return values;
}

}  // namespace godwit::tests
