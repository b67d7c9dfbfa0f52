#include "core/ops/conv.h"

#include <algorithm>

#include "core/kernels/dispatch.h"
#include "core/kernels/packing.h"
#include "core/ops/kernel_support.h"

namespace godwit::core {
namespace {

// A convolution is a matrix product whose rows are windows. With few input channels (a network's first layer) windows
// are read where they lie: each is `kernel` runs of the image's rows; only those that stick out of the image are
// copied. With many, the weights are large, and must not be read again for each image row: the windows of as many rows
// as go into the second-level cache are copied out (im2col) for one product.
constexpr std::int64_t kFewChannels = 16;
constexpr std::int64_t kWindowFloats = 256 * 1024;

// Windows that an image row has room for in scratch, so that those of the first and last rows are multiplied in groups.
constexpr std::int64_t kEdgeGroup = 8;

// Multiply-adds of a matrix product that take as long as to copy one value.
constexpr std::int64_t kCopyCost = 16;

struct Geometry {
  Geometry(const Shape& input, std::int64_t kernel_size, std::int64_t step, Padding padding)
      : in(input),
        kernel(kernel_size),
        stride(step),
        out_h(SameOutput(in.h, stride)),
        out_w(SameOutput(in.w, stride)),
        top(PaddingBefore(padding, in.h, kernel, stride)),
        left(PaddingBefore(padding, in.w, kernel, stride)) {}

  [[nodiscard]] bool HasFewChannels() const { return in.c < kFewChannels; }
  [[nodiscard]] std::int64_t Window() const { return kernel * kernel * in.c; }
  // Output rows whose windows are in scratch at a time.
  [[nodiscard]] std::int64_t WindowRows() const {
    return HasFewChannels()
               ? 1
               : std::clamp<std::int64_t>(kWindowFloats / std::max<std::int64_t>(1, out_w * Window()), 1, out_h);
  }
  [[nodiscard]] std::int64_t Scratch() const {
    if (out_h * out_w == 0) {
      return 0;
    }
    return HasFewChannels() ? std::max(out_h * kEdgeGroup, out_w) * Window() : WindowRows() * out_w * Window();
  }

  Shape in;
  std::int64_t kernel, stride, out_h, out_w, top, left;
};

// The outputs along one axis whose windows lie within the input; [begin, end).
struct Inside {
  Inside(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride, std::int64_t before)
      : begin(std::min(SameOutput(before, stride), out)),
        end(in + before < kernel ? begin : std::clamp((in + before - kernel) / stride + 1, begin, out)) {}

  std::int64_t begin, end;
};

// `count` pixels of row y of the input from column x on; zeros where that lies outside the image.
void CopyPixels(const ConstTensorView& in, std::int64_t n, std::int64_t y, std::int64_t x, std::int64_t count,
                float* to) {
  const Shape& shape = in.shape();
  const bool inside = y >= 0 && y < shape.h;
  const std::int64_t begin = inside ? std::clamp<std::int64_t>(-x, 0, count) : count;
  const std::int64_t end = inside ? std::clamp<std::int64_t>(shape.w - x, begin, count) : count;
  std::fill_n(to, begin * shape.c, 0.0F);
  if (begin < end && in.pixel_stride() == shape.c) {
    std::copy_n(in.Pixel(n, y, x + begin), (end - begin) * shape.c, to + begin * shape.c);
  } else {
    for (std::int64_t i = begin; i < end; ++i) {
      std::copy_n(in.Pixel(n, y, x + i), shape.c, to + i * shape.c);
    }
  }
  std::fill(to + end * shape.c, to + count * shape.c, 0.0F);
}

void CopyWindow(const Geometry& geometry, const ConstTensorView& in, std::int64_t n, std::int64_t y, std::int64_t x,
                float* to) {
  for (std::int64_t ky = 0; ky < geometry.kernel; ++ky) {
    CopyPixels(in, n, y * geometry.stride - geometry.top + ky, x * geometry.stride - geometry.left, geometry.kernel,
               to);
    to += geometry.kernel * geometry.in.c;
  }
}

// Requires pixels that lie back to back.
void ConvInPlace(const Geometry& geometry, const ConstTensorView& in, std::int64_t n, const GemmTask& prototype,
                 const GemmKernels& kernels, float* scratch, const TensorView& out, const ThreadPool& pool) {
  const Inside columns(geometry.in.w, geometry.out_w, geometry.kernel, geometry.stride, geometry.left);
  const Inside rows(geometry.in.h, geometry.out_h, geometry.kernel, geometry.stride, geometry.top);
  const auto edge = [&](std::int64_t y) { return scratch + y * kEdgeGroup * geometry.Window(); };
  GemmTask copied = prototype;
  copied.segments = 1;
  copied.segment_stride = 0;
  copied.segment_length = geometry.Window();
  copied.panel_begin = 0;
  copied.panel_end = GemmPanels(kernels, prototype.columns);
  GemmTask in_place = copied;
  in_place.a_stride = geometry.stride * geometry.in.c;
  in_place.segments = geometry.kernel;
  in_place.segment_stride = in.row_stride();
  in_place.segment_length = geometry.kernel * geometry.in.c;
  in_place.rows = columns.end - columns.begin;

  // Column x of the output in rows [begin, end): one window of each row.
  const auto edge_column = [&](std::int64_t x, std::int64_t begin, std::int64_t end) {
    GemmTask task = copied;
    task.a = edge(begin);
    task.a_stride = kEdgeGroup * geometry.Window();
    task.out = out.Pixel(n, begin, x);
    task.out_stride = out.row_stride();
    task.rows = end - begin;
    for (std::int64_t y = begin; y < end; ++y) {
      CopyWindow(geometry, in, n, y, x, edge(y));
    }
    kernels.run(task);
  };
  const auto edge_row = [&](std::int64_t y) {
    GemmTask task = copied;
    task.a = edge(y);
    task.a_stride = geometry.Window();
    for (std::int64_t x = 0; x < geometry.out_w; x += task.rows) {
      task.rows = std::min(kEdgeGroup, geometry.out_w - x);
      task.out = out.Pixel(n, y, x);
      for (std::int64_t i = 0; i < task.rows; ++i) {
        CopyWindow(geometry, in, n, y, x + i, edge(y) + i * geometry.Window());
      }
      kernels.run(task);
    }
  };
  const std::int64_t row_multiply_adds = geometry.out_w * geometry.Window() * prototype.columns;
  pool.For(geometry.out_h, ParallelGrain(row_multiply_adds), [&](std::int64_t begin, std::int64_t end) {
    const std::int64_t inner_begin = std::clamp(rows.begin, begin, end);
    const std::int64_t inner_end = std::clamp(rows.end, inner_begin, end);
    for (std::int64_t y = begin; y < inner_begin; ++y) {
      edge_row(y);
    }
    GemmTask task = in_place;
    for (std::int64_t y = inner_begin; y < inner_end && task.rows > 0; ++y) {
      task.a = in.Pixel(n, y * geometry.stride - geometry.top, columns.begin * geometry.stride - geometry.left);
      task.out = out.Pixel(n, y, columns.begin);
      kernels.run(task);
    }
    for (std::int64_t x = 0; x < geometry.out_w && inner_begin < inner_end; ++x) {
      if (x < columns.begin || x >= columns.end) {
        edge_column(x, inner_begin, inner_end);
      }
    }
    for (std::int64_t y = inner_end; y < end; ++y) {
      edge_row(y);
    }
  });
}

// The windows of output pixels [begin, end), one after the other.
void CopyWindowRange(const Geometry& geometry, const ConstTensorView& in, std::int64_t n, std::int64_t begin,
                     std::int64_t end, float* windows) {
  for (std::int64_t pixel = begin; pixel < end; ++pixel) {
    CopyWindow(geometry, in, n, pixel / geometry.out_w, pixel % geometry.out_w, windows);
    windows += geometry.Window();
  }
}

// The windows of `rows` output rows from `first` on, one after the other.
void CopyWindowRows(const Geometry& geometry, const ConstTensorView& in, std::int64_t n, std::int64_t first,
                    std::int64_t rows, float* windows, const ThreadPool& pool) {
  const std::int64_t pixels = rows * geometry.out_w;
  pool.For(pixels, ParallelGrain(kCopyCost * geometry.Window()), [&](std::int64_t begin, std::int64_t end) {
    CopyWindowRange(geometry, in, n, first * geometry.out_w + begin, first * geometry.out_w + end,
                    windows + begin * geometry.Window());
  });
}

void ConvByIm2col(const Geometry& geometry, const ConstTensorView& in, std::int64_t n, const GemmTask& prototype,
                  const GemmKernels& kernels, float* windows, const TensorView& out, const ThreadPool& pool) {
  GemmTask task = prototype;
  task.a_stride = geometry.Window();
  task.segments = 1;
  task.segment_stride = 0;
  task.segment_length = geometry.Window();
  // A product covers the pixels that lie at one distance from each other in the output.
  const bool rows_join = out.row_stride() == geometry.out_w * out.pixel_stride();
  for (std::int64_t first = 0; first < geometry.out_h; first += geometry.WindowRows()) {
    const std::int64_t rows = std::min(geometry.WindowRows(), geometry.out_h - first);
    CopyWindowRows(geometry, in, n, first, rows, windows, pool);
    task.rows = (rows_join ? rows : 1) * geometry.out_w;
    for (std::int64_t y = 0; y < rows; y += rows_join ? rows : 1) {
      task.a = windows + y * geometry.out_w * geometry.Window();
      task.out = out.Pixel(n, first + y, 0);
      RunGemm(kernels, task, pool);
    }
  }
}

}  // namespace

std::int64_t PaddingBefore(Padding padding, std::int64_t in, std::int64_t kernel, std::int64_t stride) {
  if (padding == Padding::kSymmetric) {
    Check(kernel % 2 == 1, "a kernel has a centre where the padding is symmetric");
    return kernel / 2;
  }
  return SamePaddingBefore(in, kernel, stride);
}

ConvWeights::ConvWeights(std::int64_t kernel, std::int64_t in, std::int64_t out, std::span<const float> weights,
                         std::span<const float> bias) {
  Assign(kernel, in, out, weights, bias);
}

void ConvWeights::Assign(std::int64_t kernel, std::int64_t in, std::int64_t out, std::span<const float> weights,
                         std::span<const float> bias) {
  kernels_ = &ActiveGemm();
  kernel_ = kernel;
  in_ = in;
  out_ = out;
  Check(kernel >= 1 && in >= 1 && out >= 1 && std::ssize(weights) == kernel * kernel * in * out,
        "convolution weights are (kernel, kernel, in, out)");
  Check(bias.empty() || std::ssize(bias) == out, "a bias has one value an output channel");
  const std::int64_t window = kernel * kernel * in;
  packed_.Reserve(static_cast<std::size_t>(PackedGemmSize(*kernels_, window, out)) * sizeof(float));
  PackGemm(*kernels_, window, out, weights.data(), bias.empty() ? nullptr : bias.data(),
           reinterpret_cast<float*>(packed_.data()));
}

void CopyWindows(const ConstTensorView& in, std::int64_t kernel, std::int64_t stride, Padding padding, std::int64_t n,
                 std::int64_t begin, std::int64_t end, float* windows) {
  CopyWindowRange(Geometry(in.shape(), kernel, stride, padding), in, n, begin, end, windows);
}

std::int64_t Conv2dScratch(const Shape& in, std::int64_t kernel, std::int64_t stride) {
  // Where the first window begins makes no difference to how much there is of them.
  return Geometry(in, kernel, stride, Padding::kSame).Scratch();
}

std::int64_t Conv2dScratch(const Shape& in, const ConvWeights& weights, std::int64_t stride) {
  return Conv2dScratch(in, weights.kernel(), stride);
}

void Conv2d(const ConstTensorView& in, const ConvWeights& weights, std::int64_t stride, Activation activation,
            std::span<float> scratch, const TensorView& out, const ThreadPool& pool, Padding padding) {
  Check(stride >= 1, "a convolution has a stride of 1 or more");
  const Geometry geometry(in.shape(), weights.kernel(), stride, padding);
  Check(in.shape().c == weights.in(), "the input has the channels of the weights");
  Check((out.shape() == Shape{in.shape().n, geometry.out_h, geometry.out_w, weights.out()}),
        "the output has the extent of the input by the stride");
  Check(std::ssize(scratch) >= geometry.Scratch(), "scratch is as large as Conv2dScratch says");
  if (out.shape().Elements() == 0) {
    return;
  }
  const GemmTask prototype{.packed = weights.packed(),
                           .residual = nullptr,
                           .residual_stride = 0,
                           .out_stride = out.pixel_stride(),
                           .columns = weights.out(),
                           .clamp = ClampOf(activation)};
  const bool pixels_join = in.pixel_stride() == in.shape().c;
  for (std::int64_t n = 0; n < in.shape().n; ++n) {
    const auto conv = geometry.HasFewChannels() && pixels_join ? ConvInPlace : ConvByIm2col;
    conv(geometry, in, n, prototype, weights.kernels(), scratch.data(), out, pool);
  }
}

}  // namespace godwit::core
