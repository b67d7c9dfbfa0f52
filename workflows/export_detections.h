// The detections of one photo, as a person looks at them, in a file that they name.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "workflows/detection_writer.h"

namespace godwit::workflows {

// A format to offer: "PASCAL VOC", with the usual ending of its files.
struct ExportFormat {
  DetectionFormat format;
  std::string_view name;    // for a person
  std::string_view ending;  // ".xml"
};

// All but kText, the most usual first.
std::span<const ExportFormat> ExportFormats();

// What `godwit detect --format` writes for this photo alone, whole, to `file`; of formats that are a folder, `file` is
// the photo's own in it, with the format's ending, and YOLO's classes.txt stands beside. Errors: kUsage where `file` is
// the photo itself or a folder, has another ending, or where a classes.txt of other classes stands there; kInput where
// it cannot be written.
core::Result<> ExportDetections(DetectionFormat format, const core::ModelCard& card, const ImageDetections& detections,
                                const std::filesystem::path& file);

// The same as text. Requires a format of one stream.
std::string DetectionsAsText(DetectionFormat format, const core::ModelCard& card, const ImageDetections& detections);

}  // namespace godwit::workflows
