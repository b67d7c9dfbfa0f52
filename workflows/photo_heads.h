// Several heads that look at one photo after the other: what the window shows beside it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/model/cost.h"
#include "workflows/classify_images.h"
#include "workflows/detect_images.h"

namespace godwit::workflows {

enum class Head { kObjects, kClasses, kFaces };
inline constexpr std::array kHeads{Head::kObjects, Head::kClasses, Head::kFaces};

// The task of the models that a head takes: "detect".
std::string_view TaskOf(Head head);

// A value for each head.
template <typename T>
struct PerHead {
  std::array<T, kHeads.size()> values{};

  [[nodiscard]] T& operator[](Head head) { return values[static_cast<std::size_t>(head)]; }
  [[nodiscard]] const T& operator[](Head head) const { return values[static_cast<std::size_t>(head)]; }
  bool operator==(const PerHead&) const = default;
};

struct HeadModel {
  std::string id;
  int input = 0;  // pixels; 0: the model's own
  bool operator==(const HeadModel&) const = default;
};

struct HeadsSetup {
  std::filesystem::path models_folder;
  PerHead<std::optional<HeadModel>> models;  // nothing: the head is off
  int threads = 0;                           // 0: all cores
  std::string instruction_set;               // see UseInstructionSet
};

// A loaded model.
struct HeadInUse {
  std::string id;
  std::shared_ptr<const core::ModelCard> card;  // with the input size in use
  int input = 0;                                // pixels
  core::Cost cost;                              // at that input
  std::int64_t setup = 0;                       // number of the setup since which results are as they are
};

// What came of a setup.
struct HeadsReport {
  PerHead<std::optional<HeadInUse>> in_use;
  PerHead<std::optional<core::Error>> errors;  // kModel; what was in use before stays
  std::string note;                            // what else a person should hear; empty: nothing
};

// Who takes results, each as soon as it is there. Faces are detections.
struct HeadSink {
  std::function<void(Head, const ImageDetections&)> detections;
  std::function<void(const ImageClasses&)> classes;
};

// Keeps models, threads and memory from photo to photo. Heads that are off have none of them, heads of the same weights
// and input share one run of the network. Not thread-safe.
class PhotoHeads {
 public:
  PhotoHeads();
  ~PhotoHeads();

  // Loads what is not loaded yet. Does less once a stop is requested.
  HeadsReport SetUp(const HeadsSetup& setup, const std::stop_token& stop = {});

  // How to decode a photo for all of these heads: as the largest input needs it. For one head as the command line does.
  [[nodiscard]] core::DecodeOptions DecodeOptionsFor(const PerHead<bool>& heads, bool exact) const;

  // Has these heads look at a photo, as far as they have models, with the command line's results. `result` has path,
  // size and the time of decoding. Once a stop is requested no further network runs.
  void Look(const core::Photo& photo, const PerHead<bool>& heads, const ImageResult& result,
            const DetectSettings& settings, const HeadSink& sink, const std::stop_token& stop = {});

 private:
  struct Model;  // weights, and the memory to run them in

  core::Result<std::shared_ptr<Model>> Load(const std::filesystem::path& folder, const HeadModel& wanted,
                                            Head head) const;
  static void Deliver(Head head, const Model& model, const ImageResult& result, const StageTimes& times,
                      const DetectSettings& settings, const HeadSink& sink);

  std::unique_ptr<core::ThreadPool> pool_;
  int threads_ = -1;             // as asked for
  std::string instruction_set_;  // that the models were packed for
  std::int64_t setups_ = 0;
  PerHead<std::shared_ptr<Model>> models_;
};

}  // namespace godwit::workflows
