#include "core/weights/quantization.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/check.h"

namespace godwit::core {
namespace {

template <typename Stored>
std::vector<float> DequantizeAll(const WeightTensor& tensor, const Quantization& quantization) {
  const std::size_t channels = quantization.scales.size();
  std::vector<float> values(tensor.bytes.size() / sizeof(Stored));
  std::size_t channel = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, tensor.bytes.data() + i * sizeof(Stored), sizeof(Stored));
    const double steps = static_cast<double>(stored) - quantization.zero_points[channel];
    values[i] = static_cast<float>(steps * static_cast<double>(quantization.scales[channel]));
    channel = channel + 1 == channels ? 0 : channel + 1;
  }
  return values;
}

}  // namespace

bool IsSound(const Quantization& quantization, std::size_t channels) {
  const std::size_t pairs = quantization.scales.size();
  return quantization.zero_points.size() == pairs && pairs > 0 && (pairs == 1 || pairs == channels) &&
         std::ranges::all_of(quantization.scales, [](float scale) { return std::isfinite(scale) && scale > 0; });
}

std::vector<float> Dequantize(const WeightTensor& stored, const Quantization& quantization) {
  Check(!quantization.scales.empty() && quantization.scales.size() == quantization.zero_points.size(),
        "stored integers have scales and zero points");
  switch (stored.dtype) {
    case Dtype::kU8:
      return DequantizeAll<std::uint8_t>(stored, quantization);
    case Dtype::kI8:
      return DequantizeAll<std::int8_t>(stored, quantization);
    case Dtype::kI32:
      return DequantizeAll<std::int32_t>(stored, quantization);
    default:
      ThrowContractViolation("stored integers have 8 or 32 bits", SourceLocation::Current());
  }
}

}  // namespace godwit::core
