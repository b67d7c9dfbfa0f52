// IEEE 754 binary16, which weight files store and g++ 12 has no C++ type for.
#pragma once

#include <cstdint>

namespace godwit::core {

// Exact for every bit pattern; NaNs keep their payload.
float HalfToFloat(std::uint16_t half);

}  // namespace godwit::core
