// What the ops share in calling kernels.
#pragma once

#include <cstdint>

#include "core/base/parallel.h"
#include "core/kernels/kernel_table.h"
#include "core/ops/activation.h"

namespace godwit::core {

ClampRange ClampOf(Activation activation);

// The smallest part, in units of `unit_multiply_adds`, that is worth another thread: waking one takes as long as some
// hundred thousand multiply-adds of a matrix product. Count others for what they take, e.g. a value that is copied.
std::int64_t ParallelGrain(std::int64_t unit_multiply_adds);

// Runs the whole product: task.rows rows and all panels, split over `pool` by row tiles or by panels, whichever gives
// more parts. Ignores task.panel_begin and task.panel_end.
void RunGemm(const GemmKernels& kernels, const GemmTask& task, const ThreadPool& pool);

}  // namespace godwit::core
