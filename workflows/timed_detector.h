// One detector that looks at one photo after another, for those who compare its boxes and times with another's.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/model/network.h"
#include "detection/detector.h"
#include "workflows/detect_images.h"

namespace godwit::workflows {

struct DetectorSetting {
  std::string model;         // id
  std::optional<int> input;  // side in pixels; none: the model's own
  bool operator==(const DetectorSetting&) const = default;
};

// One photo at a time, computed by all threads of `pool`. Movable; not thread-safe.
class TimedDetector {
 public:
  // Loads a model of the folder and runs it once, so that the first photo's time is like those of the others. Errors:
  // kModel; kUsage for an input out of range.
  static core::Result<TimedDetector> Load(const std::filesystem::path& folder, const DetectorSetting& setting,
                                          const core::ThreadPool& pool);

  // What DetectImages finds on the photo, and how long each step took. Errors: kInput, naming the file.
  core::Result<ImageDetections> Detect(const std::filesystem::path& photo, const DetectSettings& settings,
                                       const core::ThreadPool& pool);

 private:
  explicit TimedDetector(detection::Detector detector) : detector_(std::move(detector)) {}

  detection::Detector detector_;
  core::Photo photo_;
  core::Workspace workspace_;
};

}  // namespace godwit::workflows
