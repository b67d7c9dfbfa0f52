// Boxes as offsets from anchors (Faster R-CNN's coding, scaled).
#pragma once

#include <array>
#include <cmath>

#include "detection/box.h"

namespace godwit::detection {

// Codes (ty, tx, th, tw) with scales (sy, sx, sh, sw), 10/10/5/5 in the published configurations:
//   y = ty / sy * ha + ya,  x = tx / sx * wa + xa,  h = exp(th / sh) * ha,  w = exp(tw / sw) * wa
// where (ya, xa, ha, wa) are centre and size of the anchor. Boxes are not clipped.
struct BoxCoder {
  std::array<float, 4> scales{10, 10, 5, 5};
  bool operator==(const BoxCoder&) const = default;

  // The code that decodes to `box`. Requires areas above 0.
  [[nodiscard]] std::array<float, 4> Encode(const Box& box, const Box& anchor) const {
    const float anchor_height = anchor.y_max - anchor.y_min;
    const float anchor_width = anchor.x_max - anchor.x_min;
    const float y_offset = (box.y_min + box.y_max - (anchor.y_min + anchor.y_max)) / 2;
    const float x_offset = (box.x_min + box.x_max - (anchor.x_min + anchor.x_max)) / 2;
    return {y_offset / anchor_height * scales[0], x_offset / anchor_width * scales[1],
            std::log((box.y_max - box.y_min) / anchor_height) * scales[2],
            std::log((box.x_max - box.x_min) / anchor_width) * scales[3]};
  }

  [[nodiscard]] Box Decode(const float* code, const Box& anchor) const {
    const float anchor_height = anchor.y_max - anchor.y_min;
    const float anchor_width = anchor.x_max - anchor.x_min;
    const float y = code[0] / scales[0] * anchor_height + (anchor.y_min + anchor_height / 2);
    const float x = code[1] / scales[1] * anchor_width + (anchor.x_min + anchor_width / 2);
    const float half_height = std::exp(code[2] / scales[2]) * anchor_height / 2;
    const float half_width = std::exp(code[3] / scales[3]) * anchor_width / 2;
    return {y - half_height, x - half_width, y + half_height, x + half_width};
  }
};

}  // namespace godwit::detection
