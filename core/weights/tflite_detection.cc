#include "core/weights/tflite_detection.h"

#include <cmath>
#include <vector>

#include <flatbuffers/flexbuffers.h>

namespace godwit::core {
namespace {

// Reads entries of a map and remembers whether all were there.
class Entries {
 public:
  explicit Entries(flexbuffers::Map map) : map_(map) {}

  int Count(const char* name, std::optional<int> otherwise = {}) {
    const flexbuffers::Reference entry = map_[name];
    if (entry.IsNull() && otherwise) {
      return *otherwise;
    }
    const std::int64_t value = entry.AsInt64();
    constexpr std::int64_t kMost = 100'000;
    sound_ = sound_ && entry.IsIntOrUint() && value >= 0 && value <= kMost;
    return sound_ ? static_cast<int>(value) : 0;
  }

  float Number(const char* name) {
    const flexbuffers::Reference entry = map_[name];
    const float value = entry.AsFloat();
    sound_ = sound_ && entry.IsNumeric() && std::isfinite(value) && value >= 0;
    return value;
  }

  bool Flag(const char* name, bool otherwise) {
    const flexbuffers::Reference entry = map_[name];
    return entry.IsNull() ? otherwise : entry.AsBool();
  }

  [[nodiscard]] bool sound() const { return sound_; }

 private:
  flexbuffers::Map map_;
  bool sound_ = true;
};

}  // namespace

std::optional<DetectionPostProcess> ReadTfliteDetection(std::span<const std::uint8_t> options) {
  if (options.empty()) {
    return std::nullopt;
  }
  std::vector<std::uint8_t> visited;  // guards against values that hold themselves
  if (!flexbuffers::VerifyBuffer(options.data(), options.size(), &visited)) {
    return std::nullopt;
  }
  const flexbuffers::Reference root = flexbuffers::GetRoot(options.data(), options.size());
  if (!root.IsMap()) {
    return std::nullopt;
  }
  Entries entries(root.AsMap());
  DetectionPostProcess settings{.classes = entries.Count("num_classes"),
                                .max_detections = entries.Count("max_detections"),
                                .per_class = entries.Flag("use_regular_nms", false),
                                .min_score = entries.Number("nms_score_threshold"),
                                .max_iou = entries.Number("nms_iou_threshold"),
                                .y_scale = entries.Number("y_scale"),
                                .x_scale = entries.Number("x_scale"),
                                .h_scale = entries.Number("h_scale"),
                                .w_scale = entries.Number("w_scale")};
  if (!entries.sound()) {
    return std::nullopt;
  }
  return settings;
}

}  // namespace godwit::core
