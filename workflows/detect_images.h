// Objects on many photos: decode, preprocess, network and post-processing of different photos overlap.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "detection/detector.h"
#include "workflows/list_images.h"

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

struct StageTimes {
  double decode_ms = 0;
  double preprocess_ms = 0;
  double network_ms = 0;
  double postprocess_ms = 0;
};

// What became of one photo.
struct ImageDetections {
  std::filesystem::path path;
  std::filesystem::path relative;  // see ListedImage
  int width = 0;                   // pixels, as a person sees it
  int height = 0;
  std::vector<detection::Detection> detections;  // best first
  StageTimes times;
  std::string error;  // empty: all went well; otherwise one line that begins with the path
};

struct DetectReport {
  std::int64_t images = 0;  // photos that were looked at, failed ones included
  std::int64_t detections = 0;
  std::vector<InputError> errors;  // of inputs and photos
  bool cancelled = false;
};

// Called for every photo in order of the list, one at a time, failed ones included. The photo's pixels are valid during
// the call; they may be a scaled-down decode. What it returns as an error becomes an error of this photo.
using DetectSink = std::function<core::Result<>(const ImageDetections&, const core::Photo&)>;

// Detects on every listed photo and hands each result to `sink` as soon as those before it are done. A photo that fails
// becomes an error of the report; the others complete. After a stop request those under way finish. One photo is
// computed by all threads of `pool`; of many each by one thread, at most threads + 1 at once, which bounds memory.
// Errors (kUsage): a class that the model does not know.
core::Result<DetectReport> DetectImages(const detection::Detector& detector, const ImageList& list,
                                        const DetectSettings& settings, const core::ThreadPool& pool,
                                        const DetectSink& sink, const core::JobContext& context);

// The detector's own options for these settings.
detection::DetectOptions ToDetectOptions(const DetectSettings& settings);

}  // namespace godwit::workflows
