#include "core/ops/kernel_support.h"

#include <algorithm>
#include <limits>

#include "core/kernels/packing.h"

namespace godwit::core {
namespace {

GemmTask Rows(GemmTask task, std::int64_t begin, std::int64_t end) {
  task.a += begin * task.a_stride;
  task.out += begin * task.out_stride;
  if (task.residual != nullptr) {
    task.residual += begin * task.residual_stride;
  }
  task.rows = end - begin;
  return task;
}

}  // namespace

ClampRange ClampOf(Activation activation) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  switch (activation) {
    case Activation::kRelu:
      return {0, kInfinity};
    case Activation::kRelu6:
      return {0, 6};
    case Activation::kNone:
      break;
  }
  return {-kInfinity, kInfinity};
}

std::int64_t ParallelGrain(std::int64_t unit_multiply_adds) {
  constexpr std::int64_t kWorthAThread = 60'000;
  return std::max<std::int64_t>(1, kWorthAThread / std::max<std::int64_t>(1, unit_multiply_adds));
}

void RunGemm(const GemmKernels& kernels, const GemmTask& task, const ThreadPool& pool) {
  const std::int64_t panels = GemmPanels(kernels, task.columns);
  const std::int64_t tiles = (task.rows + kernels.row_tile - 1) / kernels.row_tile;
  const std::int64_t row_multiply_adds = task.segments * task.segment_length * task.columns;
  if (tiles >= panels) {
    pool.For(tiles, ParallelGrain(kernels.row_tile * row_multiply_adds), [&](std::int64_t begin, std::int64_t end) {
      GemmTask part = Rows(task, begin * kernels.row_tile, std::min<std::int64_t>(end * kernels.row_tile, task.rows));
      part.panel_begin = 0;
      part.panel_end = panels;
      kernels.run(part);
    });
  } else {
    pool.For(panels, ParallelGrain(task.rows * row_multiply_adds / panels), [&](std::int64_t begin, std::int64_t end) {
      GemmTask part = task;
      part.panel_begin = begin;
      part.panel_end = end;
      kernels.run(part);
    });
  }
}

}  // namespace godwit::core
