// What a fuzzer asks of a result: unlike assert, in every build.
#pragma once

#include <cstdlib>

namespace godwit::tests {

inline void Require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace godwit::tests
