// Other light: brightness, contrast, saturation and hue of a photo, as one affine map of red, green and blue.
//
// Composed in this order, without clamping in between:
//   brightness  p + b * 255                      (tf.image.adjust_brightness)
//   contrast    (p - mean) * c + mean            (tf.image.adjust_contrast; the mean of each channel)
//   saturation  luma + (p - luma) * s            (luma by ITU-R BT.601; torchvision's adjust_saturation)
//   hue         a turn of the I-Q plane of YIQ   (HSV's hue bends at every corner of the cube; this keeps luma)
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/image/image.h"
#include "training/data/random.h"

namespace godwit::training {

// How far each may go; 0 leaves it alone.
struct ColorJitter {
  float brightness = 0;  // b in [-x, x]; a fraction of the range
  float contrast = 0;    // c in [1 - x, 1 + x]; at most 1
  float saturation = 0;  // s in [1 - x, 1 + x]; at most 1
  float hue = 0;         // in [-x, x] turns; at most 0.5
  bool operator==(const ColorJitter&) const = default;
};

struct ColorShift {
  float brightness = 0;
  float contrast = 1;
  float saturation = 1;
  float hue = 0;
  bool operator==(const ColorShift&) const = default;
};

// Takes as many numbers from `random` whatever the limits are.
ColorShift DrawColorShift(const ColorJitter& jitter, Random& random);

// output[i] = sum over j of matrix[i][j] * input[j], + offset[i]; in 0..255, red, green, blue.
struct ColorMap {
  std::array<std::array<double, 3>, 3> matrix{};
  std::array<double, 3> offset{};
};

// `mean` is that of the picture's channels, in 0..255.
ColorMap MapOf(const ColorShift& shift, const std::array<double, 3>& mean);

// Applies the shift in place, rounded to the nearest (to within 1/64) and clamped to 0..255. The picture's own mean
// counts. Costs some 4 ns a pixel; nothing where the shift changes nothing.
void ShiftColors(const ColorShift& shift, core::Image& image);

}  // namespace godwit::training
