// What follows a linear operation, applied before its result is stored.
#pragma once

namespace godwit::core {

enum class Activation {
  kNone,
  kRelu,   // max(x, 0)
  kRelu6,  // clamp(x, 0, 6)
};

}  // namespace godwit::core
