// The settings of TFLite's detection operation, which stand in the file as a map of the format "flexbuffers".
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/weights/op_graph.h"

namespace godwit::core {

// Everything but the anchors. Nothing where the bytes are damaged, an entry is missing or a value makes no sense.
std::optional<DetectionPostProcess> ReadTfliteDetection(std::span<const std::uint8_t> options);

}  // namespace godwit::core
