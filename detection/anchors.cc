#include "detection/anchors.h"

#include <cmath>

#include "core/base/check.h"

namespace godwit::detection {
namespace {

struct AnchorSize {
  double height;
  double width;
};

AnchorSize SizeOf(double scale, double aspect_ratio) {
  const double root = std::sqrt(aspect_ratio);
  return {scale / root, scale * root};
}

std::vector<AnchorSize> CellAnchors(const AnchorConfig& config, int map, int maps) {
  const auto scale = [&](int k) {
    return k == maps ? 1.0 : config.min_scale + (config.max_scale - config.min_scale) * k / (maps - 1);
  };
  const double s = scale(map);
  if (map == 0) {
    return {SizeOf(0.1, 1), SizeOf(s, 2), SizeOf(s, 0.5)};
  }
  // The published graphs hold .3333, not 1/3; the difference (4e-5) shows in golden anchors.
  std::vector<AnchorSize> sizes{SizeOf(s, 1), SizeOf(s, 2), SizeOf(s, 0.5), SizeOf(s, 3), SizeOf(s, 0.3333)};
  const AnchorSize interpolated = SizeOf(std::sqrt(s * scale(map + 1)), 1);
  sizes.insert(config.interpolated == AnchorConfig::Interpolated::kLast ? sizes.end() : sizes.begin() + 1,
               interpolated);
  return sizes;
}

}  // namespace

std::vector<Box> PlaceAnchors(const AnchorConfig& config, const std::vector<AnchorMap>& maps) {
  core::Check(maps.size() >= 2, "an SSD has at least two feature maps");
  std::vector<Box> anchors;
  for (int map = 0; map < static_cast<int>(maps.size()); ++map) {
    const std::vector<AnchorSize> sizes = CellAnchors(config, map, static_cast<int>(maps.size()));
    const auto& [rows, columns] = maps[static_cast<std::size_t>(map)];
    for (int row = 0; row < rows.cells; ++row) {
      for (int column = 0; column < columns.cells; ++column) {
        const double y = (row + 0.5) * rows.pitch + rows.shift;
        const double x = (column + 0.5) * columns.pitch + columns.shift;
        for (const AnchorSize& size : sizes) {
          const double height = size.height * rows.scale;
          const double width = size.width * columns.scale;
          anchors.push_back({static_cast<float>(y - height / 2), static_cast<float>(x - width / 2),
                             static_cast<float>(y + height / 2), static_cast<float>(x + width / 2)});
        }
      }
    }
  }
  return anchors;
}

std::vector<Box> GenerateAnchors(const AnchorConfig& config, const std::vector<std::pair<int, int>>& maps) {
  std::vector<AnchorMap> even;
  for (const auto& [rows, columns] : maps) {
    even.push_back({{.cells = rows, .pitch = 1.0 / rows}, {.cells = columns, .pitch = 1.0 / columns}});
  }
  return PlaceAnchors(config, even);
}

}  // namespace godwit::detection
