#include "workflows/coco_labels.h"

#include <array>
#include <string>
#include <string_view>

namespace godwit::workflows {

std::vector<core::ClassLabel> CocoLabels() {
  // clang-format off
  static constexpr std::array<std::string_view, 90> kNames{
      "person", "bicycle", "car", "motorcycle", "airplane", "bus",
      "train", "truck", "boat", "traffic light", "fire hydrant", "",
      "stop sign", "parking meter", "bench", "bird", "cat", "dog",
      "horse", "sheep", "cow", "elephant", "bear", "zebra",
      "giraffe", "", "backpack", "umbrella", "", "",
      "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
      "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
      "tennis racket", "bottle", "", "wine glass", "cup", "fork",
      "knife", "spoon", "bowl", "banana", "apple", "sandwich",
      "orange", "broccoli", "carrot", "hot dog", "pizza", "donut",
      "cake", "chair", "couch", "potted plant", "bed", "",
      "dining table", "", "", "toilet", "", "tv",
      "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave",
      "oven", "toaster", "sink", "refrigerator", "", "book",
      "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
  };
  // clang-format on
  std::vector<core::ClassLabel> labels;
  for (const std::string_view name : kNames) {
    labels.push_back({static_cast<int>(labels.size()) + 1, std::string(name)});
  }
  return labels;
}

}  // namespace godwit::workflows
