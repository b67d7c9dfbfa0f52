// The inner loops of training: batch norm with its activation, both ways, and gradients of weights.
//
// A batch is a matrix of pixels. Loops over it take several rows at a time and run along the channels, so that memory
// is walked through in order and the sums of a channel, which are in the first-level cache, are loaded once for all
// rows.
#include "core/kernels/kernel_table.h"
#include "core/kernels/packing.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

constexpr int kSumRows = 8;

template <int kRows>
void MomentsOfRows(const MomentsTask& task, const float* in) {
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes) {
    const Vec shift = Load(task.shift + c);
    Vec sum = Load(task.sum + c);
    Vec square = Load(task.square + c);
#pragma GCC unroll 8
    for (int r = 0; r < kRows; ++r) {
      const Vec difference = Sub(Load(in + r * task.channels + c), shift);
      sum = Add(sum, difference);
      square = MulAdd(difference, difference, square);
    }
    Store(task.sum + c, sum);
    Store(task.square + c, square);
  }
}

void Moments(const MomentsTask& task) {
  std::ptrdiff_t row = 0;
  for (; row + kSumRows <= task.rows; row += kSumRows) {
    MomentsOfRows<kSumRows>(task, task.in + row * task.channels);
  }
  for (; row < task.rows; ++row) {
    MomentsOfRows<1>(task, task.in + row * task.channels);
  }
}

inline Vec BeforeClamp(const AffineTask& task, std::ptrdiff_t offset, Vec in, Vec scale, Vec shift) {
  const Vec u = MulAdd(in, scale, shift);
  return task.residual == nullptr ? u : Add(u, Load(task.residual + offset));
}

// `count` of the lanes, which may be all.
inline void StoreSome(float* p, Vec a, std::ptrdiff_t count) {
  if (count >= Vec::kLanes) {
    Store(p, a);
  } else {
    StoreFirst(p, a, count);
  }
}

constexpr int kAffineRows = 4;

template <int kRows>
void AffineOfRows(const AffineTask& task, std::ptrdiff_t begin, float* out) {
  const Vec low = Broadcast(task.clamp.low);
  const Vec high = Broadcast(task.clamp.high);
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes) {
    const Vec scale = Load(task.scale + c);
    const Vec shift = Load(task.shift + c);
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r) {
      const std::ptrdiff_t offset = begin + r * task.channels + c;
      const Vec u = BeforeClamp(task, offset, Load(task.in + offset), scale, shift);
      StoreSome(out + offset, Clamp(u, low, high), task.channels - c);
    }
  }
}

void Affine(const AffineTask& task, float* out) {
  std::ptrdiff_t row = 0;
  for (; row + kAffineRows <= task.rows; row += kAffineRows) {
    AffineOfRows<kAffineRows>(task, row * task.channels, out);
  }
  for (; row < task.rows; ++row) {
    AffineOfRows<1>(task, row * task.channels, out);
  }
}

template <int kRows>
void GradientSumsOfRows(const GradientSumsTask& task, std::ptrdiff_t begin) {
  const AffineTask& affine = task.affine;
  const Vec low = Broadcast(affine.clamp.low);
  const Vec high = Broadcast(affine.clamp.high);
  for (std::ptrdiff_t c = 0; c < affine.channels; c += Vec::kLanes) {
    const Vec scale = Load(affine.scale + c);
    const Vec shift = Load(affine.shift + c);
    const Vec mean = Load(task.mean + c);
    Vec sum = Load(task.sum + c);
    Vec product = Load(task.product + c);
#pragma GCC unroll 8
    for (int r = 0; r < kRows; ++r) {
      const std::ptrdiff_t offset = begin + r * affine.channels + c;
      const Vec in = Load(affine.in + offset);
      const Vec u = BeforeClamp(affine, offset, in, scale, shift);
      const Vec g = WhereInside(u, low, high, Load(task.gradient + offset));
      sum = Add(sum, g);
      product = MulAdd(g, Sub(in, mean), product);
    }
    Store(task.sum + c, sum);
    Store(task.product + c, product);
  }
}

void GradientSums(const GradientSumsTask& task) {
  std::ptrdiff_t row = 0;
  for (; row + kSumRows <= task.affine.rows; row += kSumRows) {
    GradientSumsOfRows<kSumRows>(task, row * task.affine.channels);
  }
  for (; row < task.affine.rows; ++row) {
    GradientSumsOfRows<1>(task, row * task.affine.channels);
  }
}

template <int kRows>
void AffineGradientOfRows(const AffineGradientTask& task, std::ptrdiff_t begin) {
  const AffineTask& affine = task.affine;
  const Vec low = Broadcast(affine.clamp.low);
  const Vec high = Broadcast(affine.clamp.high);
  for (std::ptrdiff_t c = 0; c < affine.channels; c += Vec::kLanes) {
    const std::ptrdiff_t count = affine.channels - c;
    const Vec scale = Load(affine.scale + c);
    const Vec shift = Load(affine.shift + c);
    const Vec gradient_scale = Load(task.gradient_scale + c);
    const Vec in_scale = Load(task.in_scale + c);
    const Vec out_offset = Load(task.offset + c);
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r) {
      const std::ptrdiff_t offset = begin + r * affine.channels + c;
      const Vec in = Load(affine.in + offset);
      const Vec u = BeforeClamp(affine, offset, in, scale, shift);
      const Vec g = WhereInside(u, low, high, Load(task.gradient + offset));
      if (task.residual_gradient != nullptr) {
        float* residual = task.residual_gradient + offset;
        StoreSome(residual, task.add_residual_gradient ? Add(Load(residual), g) : g, count);
      }
      StoreSome(task.out + offset, MulAdd(g, gradient_scale, MulAdd(in, in_scale, out_offset)), count);
    }
  }
}

void AffineGradient(const AffineGradientTask& task) {
  std::ptrdiff_t row = 0;
  for (; row + kAffineRows <= task.affine.rows; row += kAffineRows) {
    AffineGradientOfRows<kAffineRows>(task, row * task.affine.channels);
  }
  for (; row < task.affine.rows; ++row) {
    AffineGradientOfRows<1>(task, row * task.affine.channels);
  }
}

constexpr std::ptrdiff_t kOuterVectors = Vec::kLanes == 16 ? 4 : 2;

struct OuterTile {
  const float* a;
  const float* b;
  std::ptrdiff_t rows;
  float* out;
  std::ptrdiff_t last;  // columns of the last vector
  bool add;
};

template <int kRows, int kVectors>
void OuterProductTile(const OuterProductTask& task, const OuterTile& tile) {
  Vec sum[kRows][kVectors];
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      sum[r][v] = Broadcast(0.0F);
    }
  }
  const float* a = tile.a;
  const float* b = tile.b;
  for (std::ptrdiff_t i = 0; i < tile.rows; ++i, a += task.a_stride, b += task.b_stride) {
    Vec values[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      values[v] = Load(b + v * Vec::kLanes);
    }
#pragma GCC unroll 8
    for (int r = 0; r < kRows; ++r) {
      const Vec x = Broadcast(a[r]);
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = MulAdd(x, values[v], sum[r][v]);
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      float* out = tile.out + r * task.n + v * Vec::kLanes;
      const std::ptrdiff_t count = v + 1 < kVectors ? Vec::kLanes : tile.last;
      if (tile.add) {
        sum[r][v] = Add(sum[r][v], LoadFirst(out, count));
      }
      StoreSome(out, sum[r][v], count);
    }
  }
}

using OuterFunction = void (*)(const OuterProductTask&, const OuterTile&);

template <int kVectors>
constexpr OuterFunction kOuterTilesOfWidth[kOuterTile] = {OuterProductTile<1, kVectors>, OuterProductTile<2, kVectors>,
                                                          OuterProductTile<3, kVectors>, OuterProductTile<4, kVectors>,
                                                          OuterProductTile<5, kVectors>, OuterProductTile<6, kVectors>};

OuterFunction FindOuterTile(std::ptrdiff_t rows, std::ptrdiff_t vectors) {
  if constexpr (kOuterVectors == 4) {
    if (vectors == 4) {
      return kOuterTilesOfWidth<4>[rows - 1];
    }
    if (vectors == 3) {
      return kOuterTilesOfWidth<3>[rows - 1];
    }
  }
  return vectors == 2 ? kOuterTilesOfWidth<2>[rows - 1] : kOuterTilesOfWidth<1>[rows - 1];
}

void OuterProduct(const OuterProductTask& task) {
  const std::ptrdiff_t vectors = (task.n + Vec::kLanes - 1) / Vec::kLanes;
  const std::ptrdiff_t panels = (vectors + kOuterVectors - 1) / kOuterVectors;
  std::ptrdiff_t begin = 0;
  do {
    const std::ptrdiff_t rows = task.rows - begin < task.block ? task.rows - begin : task.block;
    for (std::ptrdiff_t panel = 0; panel < panels; ++panel) {
      const std::ptrdiff_t first = panel * vectors / panels;
      const std::ptrdiff_t last = (panel + 1) * vectors / panels;
      const std::ptrdiff_t column = first * Vec::kLanes;
      const std::ptrdiff_t left = task.n - (last - 1) * Vec::kLanes;
      for (std::ptrdiff_t k = task.k_begin; k < task.k_end; k += kOuterTile) {
        const std::ptrdiff_t tile_rows = task.k_end - k < kOuterTile ? task.k_end - k : kOuterTile;
        FindOuterTile(tile_rows, last - first)(
            task, {task.a + begin * task.a_stride + k, task.b + begin * task.b_stride + column, rows,
                   task.out + k * task.n + column, left < Vec::kLanes ? left : Vec::kLanes, task.add || begin > 0});
      }
    }
    begin += task.block;
  } while (begin < task.rows);
}

// As DepthwiseTile (depthwise.inl), with sums and outputs in each other's places.
template <int kStride, int kRows, int kVectors, bool kPadded>
void FilterGradientTile(const DepthwiseFilterGradientTask& task, std::ptrdiff_t y, std::ptrdiff_t x) {
  constexpr int kInRows = (kRows - 1) * kStride + 3;
  constexpr int kInColumns = (kVectors - 1) * kStride + 3;
  const std::ptrdiff_t first_row = y * kStride - task.padding_top;
  const std::ptrdiff_t first_column = x * kStride - task.padding_left;
  const std::ptrdiff_t corner = first_row * task.in_row_stride + first_column * task.in_pixel_stride;
  const float* gradient = task.gradient + y * task.gradient_row_stride + x * task.gradient_pixel_stride;
  float* sums = task.sums;
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes, sums += 9 * Vec::kLanes) {
    Vec sum[9];
    Vec g[kRows][kVectors];
#pragma GCC unroll 9
    for (int tap = 0; tap < 9; ++tap) {
      sum[tap] = Load(sums + tap * Vec::kLanes);
    }
#pragma GCC unroll 2
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) {
        g[r][v] = Load(gradient + r * task.gradient_row_stride + v * task.gradient_pixel_stride + c);
      }
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
            const int ky = row - r * kStride;
            const int kx = column - v * kStride;
            if (ky >= 0 && ky < 3 && kx >= 0 && kx < 3) {
              sum[3 * ky + kx] = MulAdd(value, g[r][v], sum[3 * ky + kx]);
            }
          }
        }
      }
    }
#pragma GCC unroll 9
    for (int tap = 0; tap < 9; ++tap) {
      Store(sums + tap * Vec::kLanes, sum[tap]);
    }
  }
}

template <int kStride, int kRows, int kVectors>
void FilterGradientAt(const DepthwiseFilterGradientTask& task, std::ptrdiff_t y, std::ptrdiff_t x) {
  const std::ptrdiff_t row = y * kStride - task.padding_top;
  const std::ptrdiff_t column = x * kStride - task.padding_left;
  const bool inside = row >= 0 && row + (kRows - 1) * kStride + 3 <= task.in_height && column >= 0 &&
                      column + (kVectors - 1) * kStride + 3 <= task.in_width;
  if (inside) {
    FilterGradientTile<kStride, kRows, kVectors, false>(task, y, x);
  } else {
    FilterGradientTile<kStride, kRows, kVectors, true>(task, y, x);
  }
}

template <int kStride, int kRows>
void FilterGradientRows(const DepthwiseFilterGradientTask& task, std::ptrdiff_t y) {
  std::ptrdiff_t x = 0;
  for (; x + 4 <= task.out_width; x += 4) {
    FilterGradientAt<kStride, kRows, 4>(task, y, x);
  }
  for (; x + 2 <= task.out_width; x += 2) {
    FilterGradientAt<kStride, kRows, 2>(task, y, x);
  }
  if (x < task.out_width) {
    FilterGradientAt<kStride, kRows, 1>(task, y, x);
  }
}

template <int kStride>
void FilterGradientOfStride(const DepthwiseFilterGradientTask& task) {
  // Nine sums and the gradients of the tile are to stay in registers.
  constexpr int kRows = Vec::kLanes == 16 ? 2 : 1;
  std::ptrdiff_t y = task.row_begin;
  for (; y + kRows <= task.row_end; y += kRows) {
    FilterGradientRows<kStride, kRows>(task, y);
  }
  for (; y < task.row_end; ++y) {
    FilterGradientRows<kStride, 1>(task, y);
  }
}

void DepthwiseFilterGradient(const DepthwiseFilterGradientTask& task) {
  if (task.stride == 1) {
    FilterGradientOfStride<1>(task);
  } else {
    FilterGradientOfStride<2>(task);
  }
}

// The outputs along one axis that input `index` is part of, and the tap that multiplies it in each: none, one or two.
struct Readers {
  std::ptrdiff_t count;
  std::ptrdiff_t output[2];
  std::ptrdiff_t tap[2];
};

inline Readers FindReaders(std::ptrdiff_t index, std::ptrdiff_t padding, std::ptrdiff_t outputs) {
  Readers readers = {};
  const std::ptrdiff_t padded = index + padding;
  for (std::ptrdiff_t tap = padded % 2; tap < 3; tap += 2) {
    const std::ptrdiff_t output = (padded - tap) / 2;
    if (padded >= tap && output < outputs) {
      readers.output[readers.count] = output;
      readers.tap[readers.count] = tap;
      ++readers.count;
    }
  }
  return readers;
}

template <int kTaps>
void InputGradientPixel(const float* const* gradients, const float* const* taps, std::ptrdiff_t channels, float* out) {
  for (std::ptrdiff_t c = 0; c < channels; c += Vec::kLanes) {
    Vec sum = Broadcast(0.0F);
#pragma GCC unroll 4
    for (int i = 0; i < kTaps; ++i) {
      sum = MulAdd(Load(gradients[i] + c), Load(taps[i] + c * kDepthwiseVectors), sum);
    }
    StoreSome(out + c, sum, channels - c);
  }
}

void DepthwiseInputGradient(const DepthwiseInputGradientTask& task) {
  for (std::ptrdiff_t y = task.row_begin; y < task.row_end; ++y) {
    const Readers rows = FindReaders(y, task.padding_top, task.out_height);
    float* out = task.out + (y - task.row_begin) * task.out_row_stride;
    for (std::ptrdiff_t x = 0; x < task.in_width; ++x, out += task.out_pixel_stride) {
      const Readers columns = FindReaders(x, task.padding_left, task.out_width);
      const float* gradients[4];
      const float* taps[4];
      std::ptrdiff_t count = 0;
      for (std::ptrdiff_t i = 0; i < rows.count; ++i) {
        for (std::ptrdiff_t j = 0; j < columns.count; ++j, ++count) {
          gradients[count] = task.gradient + rows.output[i] * task.gradient_row_stride +
                             columns.output[j] * task.gradient_pixel_stride;
          taps[count] = task.packed + (1 + 3 * rows.tap[i] + columns.tap[j]) * Vec::kLanes;
        }
      }
      if (count == 4) {
        InputGradientPixel<4>(gradients, taps, task.channels, out);
      } else if (count == 2) {
        InputGradientPixel<2>(gradients, taps, task.channels, out);
      } else if (count == 1) {
        InputGradientPixel<1>(gradients, taps, task.channels, out);
      } else {
        InputGradientPixel<0>(gradients, taps, task.channels, out);
      }
    }
  }
}

}  // namespace
}  // namespace godwit::core
