// How fast this instruction set multiplies and adds when nothing else is in the way.
#include "core/kernels/kernel_table.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

// As many chains as hide the latency of two units of four cycles, and no more than registers: 12 are 8 and some.
constexpr std::ptrdiff_t kPeakChains = 12;

// Iterates x = 0.5 x + 1 in every lane of every chain; the limit 2 is reached from anywhere and stays.
std::ptrdiff_t MultiplyAddChains(std::ptrdiff_t rounds, float* value) {
  Vec chains[kPeakChains];
  for (Vec& chain : chains) {
    chain = Broadcast(*value);
  }
  const Vec half = Broadcast(0.5F);
  const Vec one = Broadcast(1.0F);
  for (std::ptrdiff_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12  // in registers
    for (Vec& chain : chains) {
      chain = MulAdd(chain, half, one);
    }
  }
  Vec largest = chains[0];
  for (const Vec& chain : chains) {
    largest = Max(largest, chain);
  }
  StoreFirst(value, largest, 1);
  return rounds * kPeakChains * Vec::kLanes;
}

}  // namespace
}  // namespace godwit::core
