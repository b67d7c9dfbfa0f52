// 3x3 depthwise convolution. Two output rows are computed together, in tiles of four pixels: each input value that is
// loaded serves every output of the tile, and the nine taps stay in registers. The strip of pixels is the outer loop
// and the channels the inner one, so that memory is walked through in order.
#include "core/kernels/kernel_table.h"
#include "core/kernels/packing.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

constexpr int kTilePixels = 4;

// A tile of kRows x kVectors outputs. Usually a vector is one pixel and kColumnStep the stride of the convolution;
// where a vector holds two pixels of a map with few channels (DepthwisePair), kColumnStep is 2 and x the first of the
// pixels. Where the filters stick out of the map (kPadded), taps there are left out. The loops must be unrolled, or the
// sums are an array in memory.
template <int kRowStep, int kColumnStep, int kRows, int kVectors, bool kPadded>
void DepthwiseTile(const DepthwiseTask& task, std::ptrdiff_t first_row, std::ptrdiff_t first_column, float* out,
                   std::ptrdiff_t vector_stride, std::ptrdiff_t channels) {
  constexpr int kInRows = (kRows - 1) * kRowStep + 3;
  constexpr int kInColumns = (kVectors - 1) * kColumnStep + 3;
  const Vec low = Broadcast(task.clamp.low);
  const Vec high = Broadcast(task.clamp.high);
  // An offset, since the tile may begin before the map.
  const std::ptrdiff_t corner = first_row * task.in_row_stride + first_column * task.in_pixel_stride;
  const float* packed = task.packed;
  for (std::ptrdiff_t c = 0; c < channels; c += Vec::kLanes) {
    Vec sum[kRows][kVectors];
    Vec taps[9];
#pragma GCC unroll 2
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = Load(packed);
      }
    }
#pragma GCC unroll 9
    for (int tap = 0; tap < 9; ++tap) {
      taps[tap] = Load(packed + (1 + tap) * Vec::kLanes);
    }
#pragma GCC unroll 5
    for (int row = 0; row < kInRows; ++row) {
      if (kPadded && (first_row + row < 0 || first_row + row >= task.in_height)) {
        continue;
      }
      const std::ptrdiff_t in = corner + row * task.in_row_stride + c;
#pragma GCC unroll 9
      for (int column = 0; column < kInColumns; ++column) {
        if (kPadded && (first_column + column < 0 || first_column + column >= task.in_width)) {
          continue;
        }
        const Vec value = Load(task.in + (in + column * task.in_pixel_stride));
#pragma GCC unroll 2
        for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
          for (int v = 0; v < kVectors; ++v) {
            const int ky = row - r * kRowStep;
            const int kx = column - v * kColumnStep;
            if (ky >= 0 && ky < 3 && kx >= 0 && kx < 3) {
              sum[r][v] = MulAdd(value, taps[3 * ky + kx], sum[r][v]);
            }
          }
        }
      }
    }
    packed += kDepthwiseVectors * Vec::kLanes;
    const std::ptrdiff_t left = channels - c;
#pragma GCC unroll 2
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) {
        const Vec result = Clamp(sum[r][v], low, high);
        float* to = out + r * task.out_row_stride + v * vector_stride + c;
        if (left >= Vec::kLanes) {
          Store(to, result);
        } else {
          StoreFirst(to, result, left);
        }
      }
    }
  }
}

// Output rows [y, y + kRows).
template <int kStride, int kRows>
void DepthwiseRows(const DepthwiseTask& task, std::ptrdiff_t y) {
  const std::ptrdiff_t first_row = y * kStride - task.padding_top;
  const bool rows_inside = first_row >= 0 && first_row + (kRows - 1) * kStride + 3 <= task.in_height;
  float* out = task.out + (y - task.row_begin) * task.out_row_stride;
  // The first output whose filter begins within the row, and the first whose filter ends behind it.
  const std::ptrdiff_t inside = (task.padding_left + kStride - 1) / kStride;
  const std::ptrdiff_t room = task.in_width + task.padding_left - 3;
  const std::ptrdiff_t outside = room < 0 ? 0 : room / kStride + 1;
  const auto tile = [&](auto function, std::ptrdiff_t x) {
    function(task, first_row, x * kStride - task.padding_left, out + x * task.out_pixel_stride, task.out_pixel_stride,
             task.channels);
  };
  std::ptrdiff_t x = 0;
  if constexpr (kStride == 1) {
    if (DepthwisePair(Vec::kLanes, task.channels) && task.in_pixel_stride == task.channels &&
        task.out_pixel_stride == task.channels) {
      constexpr std::ptrdiff_t kPixels = 2 * kTilePixels;
      const std::ptrdiff_t end = outside < task.out_width ? outside : task.out_width;
      for (; x < inside && x < task.out_width; ++x) {
        tile(DepthwiseTile<1, 1, kRows, 1, true>, x);
      }
      for (; x + kPixels <= end; x += kPixels) {
        const auto function = rows_inside ? DepthwiseTile<1, 2, kRows, kTilePixels, false>
                                          : DepthwiseTile<1, 2, kRows, kTilePixels, true>;
        function(task, first_row, x - task.padding_left, out + x * task.out_pixel_stride, Vec::kLanes, Vec::kLanes);
      }
    }
  }
  for (; x + kTilePixels <= task.out_width; x += kTilePixels) {
    const bool columns_inside = x >= inside && x + kTilePixels <= outside;
    tile(rows_inside && columns_inside ? DepthwiseTile<kStride, kStride, kRows, kTilePixels, false>
                                       : DepthwiseTile<kStride, kStride, kRows, kTilePixels, true>,
         x);
  }
  if (x < task.out_width && task.out_width >= kTilePixels) {
    // Some pixels once more are faster than the rest one by one.
    tile(DepthwiseTile<kStride, kStride, kRows, kTilePixels, true>, task.out_width - kTilePixels);
    return;
  }
  for (; x < task.out_width; ++x) {
    tile(DepthwiseTile<kStride, kStride, kRows, 1, true>, x);
  }
}

template <int kStride>
void DepthwiseOfStride(const DepthwiseTask& task) {
  std::ptrdiff_t y = task.row_begin;
  for (; y + 2 <= task.row_end; y += 2) {
    DepthwiseRows<kStride, 2>(task, y);
  }
  if (y < task.row_end) {
    DepthwiseRows<kStride, 1>(task, y);
  }
}

void Depthwise3x3(const DepthwiseTask& task) {
  if (task.stride == 1) {
    DepthwiseOfStride<1>(task);
  } else {
    DepthwiseOfStride<2>(task);
  }
}

}  // namespace
}  // namespace godwit::core
