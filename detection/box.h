// Axis-aligned boxes.
#pragma once

#include <algorithm>

namespace godwit::detection {

// Corners in fractions of the network's input, (0, 0) top left, (1, 1) bottom right; may lie outside. Empty where
// y_max <= y_min or x_max <= x_min.
struct Box {
  float y_min = 0;
  float x_min = 0;
  float y_max = 0;
  float x_max = 0;

  [[nodiscard]] float Area() const { return (y_max - y_min) * (x_max - x_min); }
};

// Intersection over union; 0 where either area is not positive.
inline float IntersectionOverUnion(const Box& a, const Box& b) {
  const float area_a = a.Area();
  const float area_b = b.Area();
  if (area_a <= 0 || area_b <= 0) {
    return 0;
  }
  const float height = std::min(a.y_max, b.y_max) - std::max(a.y_min, b.y_min);
  const float width = std::min(a.x_max, b.x_max) - std::max(a.x_min, b.x_min);
  const float intersection = std::max(height, 0.0F) * std::max(width, 0.0F);
  return intersection / (area_a + area_b - intersection);
}

// A box on a photo in pixels: top left corner and size, in the photo as a person sees it.
struct PixelBox {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

}  // namespace godwit::detection
