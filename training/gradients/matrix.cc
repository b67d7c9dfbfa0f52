#include "training/gradients/matrix.h"

#include <algorithm>

#include "core/kernels/dispatch.h"
#include "core/ops/kernel_support.h"

namespace godwit::training {

void Transpose(const float* matrix, std::int64_t rows, std::int64_t columns, float* transposed,
               const core::ThreadPool& pool) {
  constexpr std::int64_t kBlock = 16;  // a cache line either way
  constexpr std::int64_t kCopyCost = 16;
  const std::int64_t blocks = (columns + kBlock - 1) / kBlock;
  pool.For(blocks, core::ParallelGrain(kCopyCost * kBlock * rows), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t left = begin * kBlock; left < std::min(end * kBlock, columns); left += kBlock) {
      for (std::int64_t top = 0; top < rows; top += kBlock) {
        for (std::int64_t column = left; column < std::min(left + kBlock, columns); ++column) {
          for (std::int64_t row = top; row < std::min(top + kBlock, rows); ++row) {
            transposed[column * rows + row] = matrix[row * columns + column];
          }
        }
      }
    }
  });
}

void OuterProduct(const float* a, const float* b, std::int64_t pixels, std::int64_t rows, std::int64_t columns,
                  float* out, bool add, const core::ThreadPool& pool) {
  // Rows of both that stay in the second-level cache while all tiles go over them.
  constexpr std::int64_t kBlockFloats = 96 * 1024;
  constexpr std::int64_t kLeastBlock = 32;
  const core::OuterProductTask prototype{.a = a,
                                         .a_stride = rows,
                                         .b = b,
                                         .b_stride = columns,
                                         .rows = pixels,
                                         .block = std::max(kLeastBlock, kBlockFloats / (rows + columns)),
                                         .k_begin = 0,
                                         .k_end = rows,
                                         .n = columns,
                                         .out = out,
                                         .add = add};
  const std::int64_t tiles = (rows + core::kOuterTile - 1) / core::kOuterTile;
  pool.For(tiles, core::ParallelGrain(core::kOuterTile * columns * pixels), [&](std::int64_t begin, std::int64_t end) {
    core::OuterProductTask task = prototype;
    task.k_begin = begin * core::kOuterTile;
    task.k_end = std::min(end * core::kOuterTile, rows);
    core::Kernels().outer_product_f32(task);
  });
}

}  // namespace godwit::training
