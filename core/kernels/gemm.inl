// Matrix products: a micro-kernel over packed panels, and Eigen's product over the same layout.
#include <Eigen/Core>

#include "core/kernels/kernel_table.h"
#include "core/kernels/packing.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

// Accumulators fill the register file: 6 x 4 vectors of 32 with AVX-512, 6 x 2 of 16 otherwise.
constexpr std::ptrdiff_t kRowTile = 6;
constexpr std::ptrdiff_t kPanelVectors = Vec::kLanes == 16 ? 4 : 2;

// Rows of `a` that are worked through for all panels before the next ones: they stay in the second-level cache, beside
// one panel of weights. The next panel is fetched there meanwhile.
constexpr std::ptrdiff_t kRowBlockBytes = 512 * 1024;

constexpr std::ptrdiff_t kLine = 16;  // floats of a cache line

struct TileTask {
  const float* a;
  const float* panel;
  const float* bias;
  const float* residual;
  float* out;
  std::ptrdiff_t last;        // columns of the last vector
  const float* ahead;         // what to fetch into the second-level cache meanwhile,
  std::ptrdiff_t ahead_step;  // so many floats further for each multiply-add of a sum
};

template <int kVectors>
inline void StoreRow(const GemmTask& task, const TileTask& tile, std::ptrdiff_t row, Vec (&sum)[kVectors]) {
  const Vec low = Broadcast(task.clamp.low);
  const Vec high = Broadcast(task.clamp.high);
  float* out = tile.out + row * task.out_stride;
  const float* residual = tile.residual == nullptr ? nullptr : tile.residual + row * task.residual_stride;
#pragma GCC unroll 4
  for (int v = 0; v < kVectors; ++v) {
    const std::ptrdiff_t offset = v * Vec::kLanes;
    const bool whole = v + 1 < kVectors || tile.last == Vec::kLanes;
    if (residual != nullptr) {
      sum[v] = Add(sum[v], whole ? Load(residual + offset) : LoadFirst(residual + offset, tile.last));
    }
    sum[v] = Clamp(sum[v], low, high);
    if (whole) {
      Store(out + offset, sum[v]);
    } else {
      StoreFirst(out + offset, sum[v], tile.last);
    }
  }
}

// The loops over rows and vectors must be unrolled, or the accumulators are an array in memory.
template <int kRows, int kVectors>
void GemmTile(const GemmTask& task, const TileTask& tile) {
  Vec sum[kRows][kVectors];
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      sum[r][v] = Load(tile.bias + v * Vec::kLanes);
    }
  }
  const float* weights = tile.panel;
  [[maybe_unused]] const float* ahead = tile.ahead;
  for (std::ptrdiff_t segment = 0; segment < task.segments; ++segment) {
    const float* a = tile.a + segment * task.segment_stride;
    for (std::ptrdiff_t i = 0; i < task.segment_length; ++i) {
      Vec w[kVectors];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) {
        w[v] = Load(weights + v * Vec::kLanes);
      }
      weights += kVectors * Vec::kLanes;
      if constexpr (kVectors == kPanelVectors) {
        __builtin_prefetch(ahead, 0, 2);
        ahead += tile.ahead_step;
      }
#pragma GCC unroll 8
      for (int r = 0; r < kRows; ++r) {
        const Vec x = Broadcast(a[r * task.a_stride + i]);
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) {
          sum[r][v] = MulAdd(x, w[v], sum[r][v]);
        }
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
    StoreRow(task, tile, r, sum[r]);
  }
}

using TileFunction = void (*)(const GemmTask&, const TileTask&);

template <int kVectors>
constexpr TileFunction kTilesOfWidth[kRowTile] = {GemmTile<1, kVectors>, GemmTile<2, kVectors>, GemmTile<3, kVectors>,
                                                  GemmTile<4, kVectors>, GemmTile<5, kVectors>, GemmTile<6, kVectors>};

TileFunction FindTile(std::ptrdiff_t rows, std::ptrdiff_t vectors) {
  if constexpr (kPanelVectors == 4) {
    if (vectors == 4) {
      return kTilesOfWidth<4>[rows - 1];
    }
    if (vectors == 3) {
      return kTilesOfWidth<3>[rows - 1];
    }
  }
  return vectors == 2 ? kTilesOfWidth<2>[rows - 1] : kTilesOfWidth<1>[rows - 1];
}

void GemmPacked(const GemmTask& task);
void GemmEigen(const GemmTask& task);

constexpr GemmKernels kGemmPacked = {Vec::kLanes, kPanelVectors, kRowTile, GemmPacked};

// Eigen packs both sides again inside every call, which only wide panels pay back.
constexpr GemmKernels kGemmEigen = {Vec::kLanes, 512 / Vec::kLanes, 48, GemmEigen};

struct Panel {
  std::ptrdiff_t column;
  std::ptrdiff_t vectors;
  std::ptrdiff_t columns;  // without the zeros that fill the last vector
  const float* weights;
  const float* bias;
};

inline Panel FindPanel(const GemmKernels& kernels, const GemmTask& task, std::ptrdiff_t index) {
  const std::ptrdiff_t begin = GemmPanelBegin(kernels, task.columns, index);
  const std::ptrdiff_t end = GemmPanelBegin(kernels, task.columns, index + 1);
  const std::ptrdiff_t k = task.segments * task.segment_length;
  const std::ptrdiff_t column = begin * Vec::kLanes;
  const std::ptrdiff_t end_column = end * Vec::kLanes < task.columns ? end * Vec::kLanes : task.columns;
  return {column, end - begin, end_column - column,
          task.packed + GemmVectors(kernels, task.columns) * Vec::kLanes + k * column, task.packed + column};
}

// Rows of a block of kRowBlockBytes or less: blocks are alike, so that none reads all weights for a few rows.
inline std::ptrdiff_t RowBlock(std::ptrdiff_t rows, std::ptrdiff_t k) {
  const std::ptrdiff_t tiles = (rows + kRowTile - 1) / kRowTile;
  const std::ptrdiff_t fitting = kRowBlockBytes / (kRowTile * k * static_cast<std::ptrdiff_t>(sizeof(float)));
  const std::ptrdiff_t most = fitting < 1 ? 1 : fitting;
  const std::ptrdiff_t blocks = tiles < most ? 1 : (tiles + most - 1) / most;
  return (tiles + blocks - 1) / blocks * kRowTile;
}

void GemmPacked(const GemmTask& task) {
  const std::ptrdiff_t k = task.segments * task.segment_length;
  const std::ptrdiff_t block = RowBlock(task.rows, k);
  for (std::ptrdiff_t block_begin = 0; block_begin < task.rows; block_begin += block) {
    const std::ptrdiff_t block_end = block_begin + block < task.rows ? block_begin + block : task.rows;
    for (std::ptrdiff_t index = task.panel_begin; index < task.panel_end; ++index) {
      const Panel panel = FindPanel(kGemmPacked, task, index);
      const std::ptrdiff_t last = panel.columns - (panel.vectors - 1) * Vec::kLanes;
      const float* ahead = panel.weights + k * panel.vectors * Vec::kLanes;
      const float* const ahead_end = index + 1 < task.panel_end ? ahead + k * panel.vectors * Vec::kLanes : ahead;
      for (std::ptrdiff_t row = block_begin; row < block_end; row += kRowTile) {
        const std::ptrdiff_t rows = block_end - row < kRowTile ? block_end - row : kRowTile;
        const float* residual =
            task.residual == nullptr ? nullptr : task.residual + row * task.residual_stride + panel.column;
        const std::ptrdiff_t ahead_step = ahead < ahead_end ? kLine : 0;
        FindTile(rows, panel.vectors)(task, {task.a + row * task.a_stride, panel.weights, panel.bias, residual,
                                             task.out + row * task.out_stride + panel.column, last, ahead, ahead_step});
        ahead += k * ahead_step;
      }
    }
  }
}

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMatrixMap = Eigen::Map<const RowMajor, Eigen::Unaligned, Eigen::OuterStride<>>;
using MatrixMap = Eigen::Map<RowMajor, Eigen::Unaligned, Eigen::OuterStride<>>;

void GemmEigen(const GemmTask& task) {
  for (std::ptrdiff_t index = task.panel_begin; index < task.panel_end; ++index) {
    const Panel panel = FindPanel(kGemmEigen, task, index);
    MatrixMap out(task.out + panel.column, task.rows, panel.columns, Eigen::OuterStride<>(task.out_stride));
    const Eigen::Map<const Eigen::RowVectorXf> bias(panel.bias, panel.columns);
    // Bias and residual come first, because the residual may be the output itself.
    if (task.residual == nullptr) {
      out.rowwise() = bias;
    } else {
      out = ConstMatrixMap(task.residual + panel.column, task.rows, panel.columns,
                           Eigen::OuterStride<>(task.residual_stride));
      out.rowwise() += bias;
    }
    for (std::ptrdiff_t segment = 0; segment < task.segments; ++segment) {
      const ConstMatrixMap a(task.a + segment * task.segment_stride, task.rows, task.segment_length,
                             Eigen::OuterStride<>(task.a_stride));
      const ConstMatrixMap weights(panel.weights + segment * task.segment_length * panel.vectors * Vec::kLanes,
                                   task.segment_length, panel.columns,
                                   Eigen::OuterStride<>(panel.vectors * Vec::kLanes));
      out.noalias() += a * weights;
    }
    out = out.cwiseMax(task.clamp.low).cwiseMin(task.clamp.high);
  }
}

}  // namespace
}  // namespace godwit::core
