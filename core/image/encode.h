// Writing pictures and drawing boxes on them.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/image/image.h"

namespace godwit::core {

// Writes a JPEG (quality 1..100, 4:4:4) or, by the ending .png, a PNG; whole: to a temporary file beside, then renamed.
// Errors: kInput, naming the path.
Result<> WriteImage(const std::filesystem::path& path, const Image& image, int jpeg_quality = 92);

// A box with a caption, in pixels of the image it is drawn on.
struct DrawnBox {
  double x = 0, y = 0, width = 0, height = 0;
  std::string caption;
  std::array<std::uint8_t, 3> rgb{};
};

// Draws boxes over the image, the first on top and its caption in the best place: give the most important first. Line
// width and text size fitted to its size, captions kept inside the picture and
// readable on any background (dark or light text by the box colour).
void DrawBoxes(std::span<const DrawnBox> boxes, Image& image);

// A colour for class number `index`, well apart from its neighbours; the same for the same index always.
std::array<std::uint8_t, 3> ClassColor(int index);

}  // namespace godwit::core
