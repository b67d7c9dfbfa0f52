// Numbers that are stored as integers: real = scale * (stored - zero_point).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/weights/weight_table.h"

namespace godwit::core {

// One pair for the whole tensor, or one for each output channel of weights; never empty, both of one size.
struct Quantization {
  std::vector<float> scales;
  std::vector<std::int32_t> zero_points;
  bool operator==(const Quantization&) const = default;
};

// Whether there are as many zero points as scales, and one or `channels` of them, and all scales are finite and
// positive.
bool IsSound(const Quantization& quantization, std::size_t channels);

// The real numbers, float32(double(stored - zero_point) * scale): one rounding. Element i has the scale of channel
// i % scales.size(), which is the output channel in all layouts of Network::Create. Requires kU8, kI8 or kI32 and
// scales that are there.
std::vector<float> Dequantize(const WeightTensor& stored, const Quantization& quantization);

}  // namespace godwit::core
