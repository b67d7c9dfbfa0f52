// 3x3 depthwise convolution of one output row. The strip of pixels is the outer loop and the channels the inner one, so
// that memory is walked through in order; each input value that is loaded serves all outputs of the strip.
#include "core/kernels/kernel_table.h"
#include "core/kernels/packing.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

constexpr int kStrip = 4;

// Output pixels [x, x + kPixels), whose filters lie within the row. The loops over pixels and columns must be unrolled,
// or the sums are an array in memory.
template <int kStride, int kPixels>
void DepthwiseInterior(const DepthwiseTask& task, std::ptrdiff_t x) {
  constexpr int kColumns = (kPixels - 1) * kStride + 3;
  const std::ptrdiff_t first = (x * kStride - task.padding_left) * task.in_pixel_stride;
  const Vec low = Broadcast(task.clamp.low);
  const Vec high = Broadcast(task.clamp.high);
  const float* packed = task.packed;
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes) {
    Vec sum[kPixels];
#pragma GCC unroll 4
    for (int p = 0; p < kPixels; ++p) {
      sum[p] = Load(packed);
    }
#pragma GCC unroll 3
    for (int ky = 0; ky < 3; ++ky) {
      if (task.in[ky] == nullptr) {
        continue;
      }
      const float* in = task.in[ky] + first + c;
      const float* taps = packed + (1 + 3 * ky) * Vec::kLanes;
      const Vec w[3] = {Load(taps), Load(taps + Vec::kLanes), Load(taps + 2 * Vec::kLanes)};
#pragma GCC unroll 9
      for (int column = 0; column < kColumns; ++column) {
        const Vec value = Load(in + column * task.in_pixel_stride);
#pragma GCC unroll 4
        for (int p = 0; p < kPixels; ++p) {
          const int kx = column - p * kStride;
          if (kx >= 0 && kx < 3) {
            sum[p] = MulAdd(value, w[kx], sum[p]);
          }
        }
      }
    }
    packed += kDepthwiseVectors * Vec::kLanes;
    const std::ptrdiff_t left = task.channels - c;
    float* out = task.out + x * task.out_pixel_stride + c;
#pragma GCC unroll 4
    for (int p = 0; p < kPixels; ++p) {
      const Vec result = Clamp(sum[p], low, high);
      if (left >= Vec::kLanes) {
        Store(out + p * task.out_pixel_stride, result);
      } else {
        StoreFirst(out + p * task.out_pixel_stride, result, left);
      }
    }
  }
}

// One output pixel whose filter may stick out of the row on either side.
void DepthwiseEdge(const DepthwiseTask& task, std::ptrdiff_t x) {
  const std::ptrdiff_t first = x * task.stride - task.padding_left;
  const float* packed = task.packed;
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes) {
    Vec sum = Load(packed);
    for (int tap = 0; tap < 9; ++tap) {
      const std::ptrdiff_t column = first + tap % 3;
      const float* row = task.in[tap / 3];
      if (row != nullptr && column >= 0 && column < task.in_width) {
        sum = MulAdd(Load(row + column * task.in_pixel_stride + c), Load(packed + (1 + tap) * Vec::kLanes), sum);
      }
    }
    packed += kDepthwiseVectors * Vec::kLanes;
    const std::ptrdiff_t left = task.channels - c;
    const Vec result = Clamp(sum, Broadcast(task.clamp.low), Broadcast(task.clamp.high));
    StoreFirst(task.out + x * task.out_pixel_stride + c, result, left < Vec::kLanes ? left : Vec::kLanes);
  }
}

template <int kStride>
void DepthwiseRow(const DepthwiseTask& task) {
  // The first output whose filter begins within the row, and the first whose filter ends behind it.
  const std::ptrdiff_t inside = (task.padding_left + kStride - 1) / kStride;
  const std::ptrdiff_t room = task.in_width + task.padding_left - 3;
  std::ptrdiff_t outside = room < 0 ? 0 : room / kStride + 1;
  outside = outside < task.out_width ? outside : task.out_width;
  std::ptrdiff_t x = 0;
  for (; x < inside && x < task.out_width; ++x) {
    DepthwiseEdge(task, x);
  }
  for (; x + kStrip <= outside; x += kStrip) {
    DepthwiseInterior<kStride, kStrip>(task, x);
  }
  for (; x < outside; ++x) {
    DepthwiseInterior<kStride, 1>(task, x);
  }
  for (; x < task.out_width; ++x) {
    DepthwiseEdge(task, x);
  }
}

void Depthwise3x3Row(const DepthwiseTask& task) {
  if (task.stride == 1) {
    DepthwiseRow<1>(task);
  } else {
    DepthwiseRow<2>(task);
  }
}

}  // namespace
}  // namespace godwit::core
