// The softmax of one pixel. Internal to this folder.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace godwit::training {

// log(sum_c exp(logits[c] / temperature)), without overflow.
inline double LogSumExp(const float* logits, std::int64_t channels, double temperature = 1) {
  const double largest = *std::max_element(logits, logits + channels) / temperature;
  double sum = 0;
  for (std::int64_t c = 0; c < channels; ++c) {
    sum += std::exp(logits[c] / temperature - largest);
  }
  return largest + std::log(sum);
}

}  // namespace godwit::training
