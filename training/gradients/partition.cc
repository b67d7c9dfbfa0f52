#include "training/gradients/partition.h"

#include <algorithm>

#include "core/ops/kernel_support.h"

namespace godwit::training {

void ForParts(std::int64_t count, std::int64_t cost, const core::ThreadPool& pool,
              core::FunctionRef<void(std::int64_t, std::int64_t, std::int64_t)> body) {
  const std::int64_t part_cost = std::max<std::int64_t>(1, (count + kParts - 1) / kParts * cost);
  pool.For(kParts, core::ParallelGrain(part_cost), [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t part = first; part < last; ++part) {
      body(part, part * count / kParts, (part + 1) * count / kParts);
    }
  });
}

}  // namespace godwit::training
