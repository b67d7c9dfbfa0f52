// Finds objects on photos: an SSD from a weight file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/model/model_card.h"
#include "core/model/network.h"
#include "detection/ssd/post_process.h"
#include "detection/ssd/ssd_config.h"

namespace godwit::detection {

struct Detection {
  std::string label;  // "dog"; "class 12" for a class the label set does not name
  int class_id = 0;   // the label set's own number: COCO's 1..90
  float score = 0;    // (0, 1)
  PixelBox box;       // clipped to the photo, whose full size counts even where it was decoded smaller
  int anchor = 0;     // the anchor it was predicted from: equal runs have equal anchors
  Box network_box;    // unclipped, in fractions of the network's input
};

struct DetectOptions {
  float min_score = 0.5F;  // only detections that score above it
  float max_iou = 0.5F;    // of two boxes that overlap more, the worse is dropped
  int max_detections = 100;
  NmsKind nms = NmsKind::kClassAgnostic;
};

// Immutable once loaded; any number of threads may detect, each with a Workspace of its own.
class Detector {
 public:
  // Loads a weight file that holds an SSD. `input` looks at photos at another size than the model's own (the paper's
  // resolution multiplier; objects look smaller at a smaller one). Errors: kModel, naming the file; those of
  // core::SetInputSide.
  static core::Result<Detector> Load(const std::filesystem::path& weight_file, std::optional<int> input = {});

  // The card of the weights, with the input size in use.
  [[nodiscard]] const core::ModelCard& card() const { return card_; }
  [[nodiscard]] const core::Network& network() const { return network_; }
  [[nodiscard]] core::Shape input_shape() const { return {1, card_.input_height, card_.input_width, 3}; }

  // How to decode photos for this detector: large JPEGs at a fraction of their size, see core::DecodeOptions.
  [[nodiscard]] core::DecodeOptions decode_options() const {
    return {.needed_width = card_.input_width, .needed_height = card_.input_height};
  }

  // Detections on a photo, best first. Requires a photo that is not empty. After the first call with a workspace only
  // the returned list is allocated.
  [[nodiscard]] std::vector<Detection> Detect(const core::Photo& photo, const DetectOptions& options,
                                              core::Workspace& workspace, const core::ThreadPool& pool) const;

  // The same for one photo, with all cores and a workspace made for the call.
  [[nodiscard]] std::vector<Detection> Detect(const core::Photo& photo, const DetectOptions& options = {}) const;

  // The three steps of Detect, for those who time or overlap them.
  void Preprocess(const core::Photo& photo, core::Workspace& workspace, const core::ThreadPool& pool) const;
  void Run(core::Workspace& workspace, const core::ThreadPool& pool) const { network_.Run(workspace, pool); }
  [[nodiscard]] std::vector<Detection> PostProcess(const core::Workspace& workspace, int photo_width, int photo_height,
                                                   const DetectOptions& options) const;

 private:
  Detector(core::ModelCard card, SsdConfig config, core::Network network, std::vector<Box> anchors)
      : card_(std::move(card)), config_(config), network_(std::move(network)), anchors_(std::move(anchors)) {}

  [[nodiscard]] PixelBox ToPhoto(const Box& box, int photo_width, int photo_height) const;

  core::ModelCard card_;
  SsdConfig config_;
  core::Network network_;
  std::vector<Box> anchors_;
};

}  // namespace godwit::detection
