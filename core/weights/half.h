// IEEE 754 binary16, which weight files store and g++ 12 has no C++ type for.
#pragma once

#include <cstdint>

namespace godwit::core {

// Exact for every bit pattern; NaNs keep their payload.
float HalfToFloat(std::uint16_t half);

// The nearest half, of two equally near the even one; infinity from 65520 on, as IEEE 754 has it. NaNs stay NaNs.
std::uint16_t FloatToHalf(float value);

}  // namespace godwit::core
