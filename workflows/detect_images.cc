#include "workflows/detect_images.h"

#include <algorithm>
#include <limits>

namespace godwit::workflows {
namespace {

using core::ErrorKind;

// The classes to keep, checked against the model's labels.
core::Result<> CheckClasses(const core::ModelCard& card, const std::vector<std::string>& classes) {
  for (const std::string& wanted : classes) {
    if (wanted.empty() || std::ranges::find(card.labels, wanted, &core::ClassLabel::name) == card.labels.end()) {
      return core::Fail(ErrorKind::kUsage, "model '{}' has no class '{}'; see: godwit models info {}", card.id, wanted,
                        card.id);
    }
  }
  return {};
}

}  // namespace

detection::DetectOptions ToDetectOptions(const DetectSettings& settings) {
  return {.min_score = static_cast<float>(settings.min_score),
          .max_iou = static_cast<float>(settings.max_iou),
          .max_detections = settings.max_detections,
          .nms = settings.nms_per_class ? detection::NmsKind::kPerClass : detection::NmsKind::kClassAgnostic};
}

core::Result<ImagesReport> DetectImages(const detection::Detector& detector, const core::ImageList& list,
                                        const DetectSettings& settings, const core::ThreadPool& pool,
                                        const ImageSink<ImageDetections>& sink, const core::JobContext& context) {
  const std::vector<std::string>& classes = settings.classes;
  if (auto known = CheckClasses(detector.card(), classes); !known) {
    return core::Forward(known);
  }
  core::DecodeOptions decode_options = detector.decode_options();
  decode_options.exact = settings.exact_decode;
  detection::DetectOptions options = ToDetectOptions(settings);
  if (!classes.empty()) {
    options.max_detections = std::numeric_limits<int>::max();  // of the wanted ones so many are kept below
  }
  const auto post_process = [&](const core::Workspace& workspace, ImageDetections& result) {
    result.detections = detector.PostProcess(workspace, result.width, result.height, options);
    if (!classes.empty()) {
      std::erase_if(result.detections, [&](const detection::Detection& found) {
        return std::ranges::find(classes, found.label) == classes.end();
      });
      const auto kept = static_cast<std::size_t>(settings.max_detections);
      result.detections.resize(std::min(result.detections.size(), kept));
    }
  };
  return ProcessImages<ImageDetections>(detector, decode_options, list, pool, post_process, sink, context);
}

}  // namespace godwit::workflows
