// Objects on many photos: decode, preprocess, network and post-processing of different photos overlap.
#pragma once

#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/list_images.h"
#include "detection/detector.h"
#include "workflows/process_images.h"

namespace godwit::workflows {

// What a user may set about detecting. One description (DescribeOptions) serves the command line and every form.
struct DetectSettings {
  double min_score = 0.5;
  double max_iou = 0.5;
  int max_detections = 100;
  bool nms_per_class = false;
  bool exact_decode = false;
  std::vector<std::string> classes;  // labels to keep; empty keeps all
};

struct ImageDetections : ImageResult {
  std::vector<detection::Detection> detections;  // best first
};

// Detects on every listed photo; see ProcessImages. Errors (kUsage): a class that the model does not know.
core::Result<ImagesReport> DetectImages(const detection::Detector& detector, const core::ImageList& list,
                                        const DetectSettings& settings, const core::ThreadPool& pool,
                                        const ImageSink<ImageDetections>& sink, const core::JobContext& context);

// The detector's own options for these settings.
detection::DetectOptions ToDetectOptions(const DetectSettings& settings);

}  // namespace godwit::workflows
