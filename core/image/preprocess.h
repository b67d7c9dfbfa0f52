// From upright pixels to a network's input tensor. How the weights were trained decides every step here: the same
// weights lose accuracy with another resize, so the recipe is part of a model (core/model/model_card.h).
#pragma once

#include <array>

#include "core/base/parallel.h"
#include "core/image/image.h"
#include "core/tensor/tensor.h"

namespace godwit::core {

enum class ResizeMethod {
  // TensorFlow's ResizeBilinear with align_corners=false, half_pixel_centers=false: source = target * (in / out) with
  // the
  // ratio in double, no half-pixel shift, no anti-aliasing, interpolated in double and rounded once to float.
  // (OpenCV's INTER_LINEAR shifts by half a pixel: not the same.)
  kTfBilinear,
  // Mean over the covered source area (anti-aliasing): for shrinking photos for display and for networks trained so.
  kArea,
  // Bilinear with anti-aliasing: a tent over the centre of the output pixel, as wide to each side as the distance
  // between output pixels, at least one source pixel, over whatever of the picture lies under it. (Pillow's BILINEAR,
  // torchvision's antialias=True; these round to 8 bits after each pass, we do not.)
  kTriangle,
};

enum class FitMode {
  kStretch,     // the aspect ratio is not kept
  kPadCorner,   // zeros (black) below or on the right make it square; the photo stays at the top left
  kPadCentre,   // zeros on both sides; after = round(difference / 2), before = the rest
  kCentreCrop,  // the central square of `crop_fraction` of the shorter side
};

struct Normalization {
  // scaled = (divide ? pixel / factor : pixel * factor) + offset
  // output = (scaled - mean[channel]) / deviation[channel]      (red, green, blue)
  // Each step is rounded to float32 (never fused), because published models do one or the other and golden inputs are
  // bit-equal. TensorFlow's models scale to [-1, 1] and have no second step, which changes no bit with mean 0 and
  // deviation 1; PyTorch's scale to [0, 1] (factor 255, divide, offset 0) and standardise by ImageNet's statistics.
  float factor = 1.0F / 127.5F;
  bool divide = false;
  float offset = -1.0F;
  std::array<float, 3> mean{0, 0, 0};
  std::array<float, 3> deviation{1, 1, 1};
  bool operator==(const Normalization&) const = default;
};

struct Preprocessing {
  ResizeMethod resize = ResizeMethod::kTfBilinear;
  FitMode fit = FitMode::kStretch;
  double crop_fraction = 0.875;  // kCentreCrop only
  Normalization normalization;
  bool operator==(const Preprocessing&) const = default;
};

// What torchvision's transforms (ToTensor, Normalize) and models trained with them do.
inline constexpr Normalization kImageNetNormalization{.factor = 255,
                                                      .divide = true,
                                                      .offset = 0,
                                                      .mean = {0.485F, 0.456F, 0.406F},
                                                      .deviation = {0.229F, 0.224F, 0.225F}};

// Fills `input` (1, H, W, 3) from the image. Where padding is asked for, padded pixels are 0 before normalisation; the
// padded square is never built. Requires a non-empty image and a dense float view with 3 channels. Allocates only
// small per-column tables. Thread-safe; splits rows over `pool`.
void Preprocess(const Image& image, const Preprocessing& recipe, TensorView input, const ThreadPool& pool);

// Shrinks (or grows) `image` to width x height by area mean, 8-bit in and out: thumbnails and previews.
void ResizeArea(const Image& image, int width, int height, Image& resized);

}  // namespace godwit::core
