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
