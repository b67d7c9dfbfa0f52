// What every workflow over photos shares: photos go through decoding and a head in an ordered, overlapped pipeline with
// bounded memory, and a photo that fails spares the others.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/image/list_images.h"
#include "core/model/network.h"

namespace godwit::workflows {

struct StageTimes {
  double decode_ms = 0;
  double preprocess_ms = 0;
  double network_ms = 0;
  double postprocess_ms = 0;
};

// What became of one photo; a workflow's own result derives from it.
struct ImageResult {
  std::filesystem::path path;
  std::filesystem::path relative;  // see core::ListedImage
  int width = 0;                   // pixels, as a person sees it
  int height = 0;
  StageTimes times;
  std::string error;  // empty: all went well; otherwise one line that begins with the path
};

struct ImagesReport {
  std::int64_t images = 0;               // photos that were looked at, failed ones included
  std::vector<core::InputError> errors;  // of inputs and photos
  bool cancelled = false;
};

// Called for every photo in order of the list, one at a time, failed ones included. The photo's pixels are valid during
// the call; they may be a scaled-down decode. What it returns as an error becomes an error of this photo.
template <typename Result>
using ImageSink = std::function<core::Result<>(const Result&, const core::Photo&)>;

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

// Takes every listed photo through `head` (a Detector, a Classifier: Preprocess and Run), then calls
// post_process(workspace, result), which fills in what the workflow is after, and hands each result to `sink` as soon
// as those before it are done. After a stop request those under way finish. One photo is computed by all threads of
// `pool`; of many each by one thread, at most threads + 1 at once.
template <typename Result, typename Head, typename PostProcess>
ImagesReport ProcessImages(const Head& head, const core::DecodeOptions& decode_options, const core::ImageList& list,
                           const core::ThreadPool& pool, const PostProcess& post_process, const ImageSink<Result>& sink,
                           const core::JobContext& context) {
  struct Slot {  // everything that one photo under way needs, kept for the next
    core::Photo photo;
    core::Workspace workspace;
    Result result;
  };
  // One photo must not take the others down with it, even where memory runs out.
  const auto guard = [](Slot& slot, const auto& work) {
    try {
      work();
    } catch (const std::exception& failure) {
      slot.result.error = fmt::format("{}: {}", slot.result.path.string(), failure.what());
    }
  };
  const auto decode = [&](const core::ListedImage& image, Slot& slot) {
    slot.result = {};
    slot.result.path = image.path;
    slot.result.relative = image.relative;
    guard(slot, [&] {
      Stopwatch watch;
      if (auto decoded = core::DecodeImage(image.path, decode_options, slot.photo); !decoded) {
        slot.result.error = std::move(decoded).error().message;
        return;
      }
      slot.result.width = slot.photo.width;
      slot.result.height = slot.photo.height;
      slot.result.times.decode_ms = watch.LapMs();
    });
  };
  const auto total = static_cast<std::int64_t>(list.images.size());
  const core::ThreadPool single(1);
  const core::ThreadPool& head_pool = total > 1 ? single : pool;
  const auto compute = [&](Slot& slot) {
    if (!slot.result.error.empty()) {
      return;
    }
    guard(slot, [&] {
      StageTimes& times = slot.result.times;
      Stopwatch watch;
      head.Preprocess(slot.photo, slot.workspace, head_pool);
      times.preprocess_ms = watch.LapMs();
      head.Run(slot.workspace, head_pool);
      times.network_ms = watch.LapMs();
      post_process(slot.workspace, slot.result);
      times.postprocess_ms = watch.LapMs();
    });
  };

  std::vector<Slot> under_way(static_cast<std::size_t>(std::clamp<std::int64_t>(total, 1, pool.threads() + 1)));
  const auto slot_at = [&](int slot) -> Slot& { return under_way[static_cast<std::size_t>(slot)]; };
  ImagesReport report{.errors = list.errors};
  const std::array<core::ThreadPool::Stage, 2> stages{
      [&](std::int64_t item, int slot) { decode(list.images[static_cast<std::size_t>(item)], slot_at(slot)); },
      [&](std::int64_t, int slot) { compute(slot_at(slot)); },
  };
  const core::ThreadPool::Stage deliver = [&](std::int64_t item, int slot) {
    const Result& result = slot_at(slot).result;
    std::string error = result.error;
    try {
      if (auto taken = sink(result, slot_at(slot).photo); !taken && error.empty()) {
        error = std::move(taken).error().message;
      }
    } catch (const std::exception& failure) {
      error = fmt::format("{}: {}", result.path.string(), failure.what());
    }
    if (!error.empty()) {
      report.errors.push_back({result.path.string(), std::move(error)});
    }
    context.Report({.done = item + 1, .total = total, .item = result.path.native()});
  };
  report.images = pool.Pipeline(total, static_cast<int>(under_way.size()), stages, deliver, context.stop);
  report.cancelled = report.images < total;
  return report;
}

}  // namespace godwit::workflows
