// The two resampling methods, over a window of a picture. Internal to this folder.
#pragma once

#include <cstdint>

#include "core/base/function_ref.h"
#include "core/base/parallel.h"
#include "core/image/image.h"

namespace godwit::core {

// Which part of which picture is resized. The source is the image at (left, top) of a canvas of canvas_width x
// canvas_height that is zero elsewhere and never built; the window, in canvas pixels and fractions of them, is what
// becomes the output.
struct ResampleSource {
  const Image* image = nullptr;
  int canvas_width = 0;
  int canvas_height = 0;
  int left = 0;
  int top = 0;
  double window_x = 0;
  double window_y = 0;
  double window_width = 0;
  double window_height = 0;
};

// Takes an output row: `values` are width * 3 floats in 0..255, which it may change.
using RowSink = FunctionRef<void(std::int64_t y, float* values)>;

// TensorFlow's bilinear resize, see ResizeMethod::kTfBilinear. Calls `sink` once for every output row, from the pool's
// threads at the same time.
void ResampleTfBilinear(const ResampleSource& source, int width, int height, const ThreadPool& pool, RowSink sink);

// What source pixels weigh in an output pixel: all that it covers alike, or a tent over its centre.
enum class ResampleFilter { kBox, kTriangle };

// Weighted mean of the pixels under a filter; see ResizeMethod::kArea and kTriangle. As above.
void ResampleFiltered(const ResampleSource& source, ResampleFilter filter, int width, int height,
                      const ThreadPool& pool, RowSink sink);

}  // namespace godwit::core
