#include "core/image/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/image/resample.h"

namespace godwit::core {
namespace {

ResampleSource Whole(const Image& image) {
  return {.image = &image,
          .canvas_width = image.width(),
          .canvas_height = image.height(),
          .window_width = static_cast<double>(image.width()),
          .window_height = static_cast<double>(image.height())};
}

// The image on a black square of its longer side.
ResampleSource Padded(const Image& image, bool centred) {
  ResampleSource source = Whole(image);
  const int side = std::max(image.width(), image.height());
  source.canvas_width = source.canvas_height = side;
  source.window_width = source.window_height = side;
  if (centred) {
    // What is before is the difference less its rounded half: of an odd one, the smaller part.
    source.left = (side - image.width()) / 2;
    source.top = (side - image.height()) / 2;
  }
  return source;
}

ResampleSource Cropped(const Image& image, double fraction) {
  ResampleSource source = Whole(image);
  const double side = fraction * std::min(image.width(), image.height());
  source.window_width = source.window_height = side;
  source.window_x = (image.width() - side) / 2;
  source.window_y = (image.height() - side) / 2;
  return source;
}

ResampleSource Fit(const Image& image, const Preprocessing& recipe) {
  switch (recipe.fit) {
    case FitMode::kStretch:
      break;
    case FitMode::kPadCorner:
      return Padded(image, false);
    case FitMode::kPadCentre:
      return Padded(image, true);
    case FitMode::kCentreCrop:
      Check(recipe.crop_fraction > 0 && recipe.crop_fraction <= 1, "a crop is a fraction of the shorter side");
      return Cropped(image, recipe.crop_fraction);
  }
  return Whole(image);
}

// `values` and `normalized` are `pixels` times red, green and blue.
void Normalize(const Normalization& normalization, const float* values, std::size_t pixels, float* normalized) {
  const std::size_t count = 3 * pixels;
  const float factor = normalization.factor;
  const float offset = normalization.offset;
  if (normalization.divide) {
    for (std::size_t i = 0; i < count; ++i) {
      normalized[i] = values[i] / factor + offset;
    }
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      normalized[i] = values[i] * factor + offset;
    }
  }
  const std::array<float, 3>& mean = normalization.mean;
  const std::array<float, 3>& deviation = normalization.deviation;
  if (mean == Normalization{}.mean && deviation == Normalization{}.deviation) {
    return;
  }
  for (std::size_t i = 0; i < count; i += 3) {
    for (std::size_t c = 0; c < 3; ++c) {
      normalized[i + c] = (normalized[i + c] - mean[c]) / deviation[c];
    }
  }
}

void Resample(ResizeMethod method, const ResampleSource& source, int width, int height, const ThreadPool& pool,
              RowSink sink) {
  if (method == ResizeMethod::kTfBilinear) {
    ResampleTfBilinear(source, width, height, pool, sink);
    return;
  }
  const ResampleFilter filter = method == ResizeMethod::kArea ? ResampleFilter::kBox : ResampleFilter::kTriangle;
  ResampleFiltered(source, filter, width, height, pool, sink);
}

}  // namespace

void Preprocess(const Image& image, const Preprocessing& recipe, TensorView input, const ThreadPool& pool) {
  Check(!image.empty(), "an image to preprocess has pixels");
  const Shape& shape = input.shape();
  Check(shape.n == 1 && shape.h > 0 && shape.w > 0 && shape.c == 3 && input.IsDense(),
        "a network input is a dense (1, H, W, 3)");
  Resample(recipe.resize, Fit(image, recipe), static_cast<int>(shape.w), static_cast<int>(shape.h), pool,
           [&](std::int64_t y, const float* values) {
             Normalize(recipe.normalization, values, static_cast<std::size_t>(shape.w), input.Pixel(0, y, 0));
           });
}

void ResizeArea(const Image& image, int width, int height, Image& resized) {
  Check(!image.empty() && width > 0 && height > 0, "an image to resize has pixels");
  Check(&image != &resized, "an image is not resized in place");
  resized.Reset(width, height);
  const ThreadPool this_thread(1);
  ResampleFiltered(Whole(image), ResampleFilter::kBox, width, height, this_thread,
                   [&](std::int64_t y, const float* values) {
                     std::uint8_t* row = resized.Row(static_cast<int>(y));
                     for (std::size_t i = 0; i < resized.Stride(); ++i) {
                       row[i] = static_cast<std::uint8_t>(std::min(values[i] + 0.5F, 255.0F));
                     }
                   });
}

}  // namespace godwit::core
