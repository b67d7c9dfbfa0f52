// Detections as files: for people, scripts, spreadsheets and other tools.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/model_card.h"
#include "workflows/detect_images.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {

enum class DetectionFormat {
  kText,   // for a person at a terminal
  kJson,   // one document: command, model, images, errors
  kJsonl,  // one line an image, written as it is ready; failed images have "error"
  kCsv,    // one line a detection, with a header (RFC 4180)
  kCoco,   // a COCO data set: images, annotations (with score), categories
  kVoc,    // a folder: one PASCAL VOC XML file an image
  kYolo,   // a folder: one label file an image (class, centre and size in fractions) and classes.txt
};

// "json" and so on; nothing for an unknown name.
std::optional<DetectionFormat> ParseDetectionFormat(std::string_view name);

// Whether the format is a folder of files, not one stream.
bool IsFolderFormat(DetectionFormat format);

using DetectionWriter = ResultWriter<ImageDetections>;

// {"path", "width", "height", "detections": [{"label", "class_id", "score", "box"}], "time_ms"}
Json ToJson(const ImageDetections& result);

// Where YOLO has the names of classes, beside the photos' files, and what stands there.
inline constexpr std::string_view kYoloClassesFile = "classes.txt";
std::string YoloClassNames(const core::ModelCard& card);

// For the formats that are one stream. `out` and `card` must outlive the writer.
std::unique_ptr<DetectionWriter> MakeStreamWriter(DetectionFormat format, const core::ModelCard& card,
                                                  std::ostream& out, TimesInFile times = TimesInFile::kYes);

// For the formats that are a folder, which is made where it is missing. Results are those of `photos`. `card` must
// outlive the writer.
std::unique_ptr<DetectionWriter> MakeFolderWriter(DetectionFormat format, const core::ModelCard& card,
                                                  const std::filesystem::path& folder, const core::ImageList& photos);

}  // namespace godwit::workflows
