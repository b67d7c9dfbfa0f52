#include "workflows/detect_images.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>

#include <fmt/format.h>

namespace godwit::workflows {
namespace {

using core::ErrorKind;

class Stopwatch {
 public:
  // Milliseconds since construction or the last call.
  double LapMs() {
    const auto now = std::chrono::steady_clock::now();
    const double lap = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return lap;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

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

// Everything that one photo under way needs, kept for the next.
struct Slot {
  core::Photo photo;
  core::Workspace workspace;
  ImageDetections result;
};

class DetectJob {
 public:
  DetectJob(const detection::Detector& detector, const DetectSettings& settings, const core::ThreadPool& pool)
      : detector_(detector),
        classes_(settings.classes),
        options_(ToDetectOptions(settings)),
        decode_options_(detector.decode_options()),
        pool_(pool) {
    decode_options_.exact = settings.exact_decode;
  }

  void Decode(const ListedImage& image, Slot& slot) const {
    slot.result = {.path = image.path, .relative = image.relative};
    Guard(slot, [&] {
      Stopwatch watch;
      if (auto decoded = core::DecodeImage(image.path, decode_options_, slot.photo); !decoded) {
        slot.result.error = std::move(decoded).error().message;
        return;
      }
      slot.result.width = slot.photo.width;
      slot.result.height = slot.photo.height;
      slot.result.times.decode_ms = watch.LapMs();
    });
  }

  void Detect(Slot& slot) const {
    if (!slot.result.error.empty()) {
      return;
    }
    Guard(slot, [&] {
      StageTimes& times = slot.result.times;
      Stopwatch watch;
      detector_.Preprocess(slot.photo, slot.workspace, pool_);
      times.preprocess_ms = watch.LapMs();
      detector_.Run(slot.workspace, pool_);
      times.network_ms = watch.LapMs();
      slot.result.detections = detector_.PostProcess(slot.workspace, slot.result.width, slot.result.height, options_);
      if (!classes_.empty()) {
        std::erase_if(slot.result.detections, [&](const detection::Detection& found) {
          return std::ranges::find(classes_, found.label) == classes_.end();
        });
      }
      times.postprocess_ms = watch.LapMs();
    });
  }

 private:
  // One photo must not take the others down with it, even where memory runs out.
  template <typename Work>
  static void Guard(Slot& slot, const Work& work) {
    try {
      work();
    } catch (const std::exception& failure) {
      slot.result.error = fmt::format("{}: {}", slot.result.path.string(), failure.what());
    }
  }

  const detection::Detector& detector_;
  const std::vector<std::string>& classes_;
  detection::DetectOptions options_;
  core::DecodeOptions decode_options_;
  const core::ThreadPool& pool_;
};

}  // namespace

detection::DetectOptions ToDetectOptions(const DetectSettings& settings) {
  return {.min_score = static_cast<float>(settings.min_score),
          .max_iou = static_cast<float>(settings.max_iou),
          .max_detections = settings.max_detections,
          .nms = settings.nms_per_class ? detection::NmsKind::kPerClass : detection::NmsKind::kClassAgnostic};
}

core::Result<DetectReport> DetectImages(const detection::Detector& detector, const ImageList& list,
                                        const DetectSettings& settings, const core::ThreadPool& pool,
                                        const DetectSink& sink, const core::JobContext& context) {
  if (auto known = CheckClasses(detector.card(), settings.classes); !known) {
    return core::Forward(known);
  }
  const auto total = static_cast<std::int64_t>(list.images.size());
  const core::ThreadPool single(1);
  const DetectJob job(detector, settings, total > 1 ? single : pool);
  std::vector<Slot> slots(static_cast<std::size_t>(std::clamp<std::int64_t>(total, 1, pool.threads() + 1)));
  const auto slot_at = [&](int slot) -> Slot& { return slots[static_cast<std::size_t>(slot)]; };

  DetectReport report{.errors = list.errors};
  const std::array<core::ThreadPool::Stage, 2> stages{
      [&](std::int64_t item, int slot) { job.Decode(list.images[static_cast<std::size_t>(item)], slot_at(slot)); },
      [&](std::int64_t, int slot) { job.Detect(slot_at(slot)); },
  };
  const core::ThreadPool::Stage emit = [&](std::int64_t item, int slot) {
    const ImageDetections& result = slot_at(slot).result;
    if (!result.error.empty()) {
      report.errors.push_back({result.path.string(), result.error});
    }
    report.detections += static_cast<std::int64_t>(result.detections.size());
    if (auto written = sink(result, slot_at(slot).photo); !written) {
      report.errors.push_back({result.path.string(), std::move(written).error().message});
    }
    context.Report({.done = item + 1, .total = total, .item = result.path.native()});
  };
  report.images = pool.Pipeline(total, static_cast<int>(slots.size()), stages, emit, context.stop);
  report.cancelled = report.images < total;
  return report;
}

}  // namespace godwit::workflows
