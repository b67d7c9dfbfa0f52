#include "workflows/timed_detector.h"

#include <algorithm>

#include "workflows/models.h"

namespace godwit::workflows {

core::Result<TimedDetector> TimedDetector::Load(const std::filesystem::path& folder, const DetectorSetting& setting,
                                                const core::ThreadPool& pool) {
  auto file = FindModel(folder, setting.model);
  if (!file) {
    return core::Forward(file);
  }
  auto detector = detection::Detector::Load(*file, setting.input);
  if (!detector) {
    return core::Forward(detector);
  }
  TimedDetector timed(*std::move(detector));
  const core::Shape shape = timed.detector_.input_shape();
  timed.detector_.network().Prepare(timed.workspace_, shape, pool);
  std::fill_n(timed.workspace_.input().data(), shape.Elements(), 0.0F);
  timed.detector_.Run(timed.workspace_, pool);
  return timed;
}

core::Result<ImageDetections> TimedDetector::Detect(const std::filesystem::path& photo, const DetectSettings& settings,
                                                    const core::ThreadPool& pool) {
  ImageDetections result;
  result.path = photo;
  result.relative = photo.filename();
  core::DecodeOptions options = detector_.decode_options();
  options.exact = settings.exact_decode;
  Stopwatch watch;
  if (auto decoded = core::DecodeImage(photo, options, photo_); !decoded) {
    return core::Forward(decoded);
  }
  result.width = photo_.width;
  result.height = photo_.height;
  result.times.decode_ms = watch.LapMs();
  detector_.Preprocess(photo_, workspace_, pool);
  result.times.preprocess_ms = watch.LapMs();
  detector_.Run(workspace_, pool);
  result.times.network_ms = watch.LapMs();
  result.detections = detector_.PostProcess(workspace_, result.width, result.height, ToDetectOptions(settings));
  result.times.postprocess_ms = watch.LapMs();
  return result;
}

}  // namespace godwit::workflows
