// Made-up predictions of a small SSD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "detection/anchors.h"
#include "detection/ssd/post_process.h"
#include "training/losses/multibox.h"

namespace godwit::training::tests {

inline constexpr int kClasses = 4;
inline const std::vector<std::pair<int, int>> kMaps{{3, 4}, {2, 2}, {1, 1}};

// Predictions of photos on three small maps, map after map, codes before logits.
class Predictions {
 public:
  explicit Predictions(std::int64_t photos) {
    for (std::size_t m = 0; m < kMaps.size(); ++m) {
      const int anchors = detection::AnchorsPerCell(static_cast<int>(m));
      for (const int channels : {anchors * 4, anchors * kClasses}) {
        const core::Shape shape{photos, kMaps[m].first, kMaps[m].second, channels};
        shapes_.push_back(shape);
        offsets_.push_back(values.size());
        values.resize(values.size() + static_cast<std::size_t>(shape.Elements()));
      }
    }
    gradient.assign(values.size(), 77.0F);
  }

  [[nodiscard]] std::vector<detection::MapPredictions> Maps() const {
    std::vector<detection::MapPredictions> maps;
    for (std::size_t i = 0; i < shapes_.size(); i += 2) {
      maps.push_back({{values.data() + offsets_[i], shapes_[i]}, {values.data() + offsets_[i + 1], shapes_[i + 1]}});
    }
    return maps;
  }

  [[nodiscard]] std::vector<MapGradients> Gradients() {
    std::vector<MapGradients> maps;
    for (std::size_t i = 0; i < shapes_.size(); i += 2) {
      maps.push_back(
          {{gradient.data() + offsets_[i], shapes_[i]}, {gradient.data() + offsets_[i + 1], shapes_[i + 1]}});
    }
    return maps;
  }

  // Where in `values` the codes and logits of an anchor begin, found by counting cells.
  struct Place {
    std::size_t codes;
    std::size_t logits;
  };
  [[nodiscard]] Place Find(std::size_t photo, std::size_t anchor) const {
    for (std::size_t i = 0; i < shapes_.size(); i += 2) {
      const auto in_map = static_cast<std::size_t>(shapes_[i].h * shapes_[i].w * shapes_[i].c / 4);
      if (anchor < in_map) {
        const std::size_t number = photo * in_map + anchor;
        return {offsets_[i] + number * 4, offsets_[i + 1] + number * kClasses};
      }
      anchor -= in_map;
    }
    throw std::out_of_range("anchor");
  }

  std::vector<float> values;
  std::vector<float> gradient;

 private:
  std::vector<core::Shape> shapes_;
  std::vector<std::size_t> offsets_;
};

}  // namespace godwit::training::tests
