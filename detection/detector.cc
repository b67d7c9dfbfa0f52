#include "detection/detector.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/model/model_file.h"
#include "detection/ssd/ssd_graph.h"

namespace godwit::detection {

core::Result<Detector> Detector::Load(const std::filesystem::path& weight_file, std::optional<int> input) {
  auto file = core::ModelFile::Open(weight_file);
  if (!file) {
    return core::Forward(file);
  }
  core::ModelCard& card = file->card;
  const core::Shape trained{1, card.input_height, card.input_width, 3};
  if (auto set = core::SetInputSide(card, input); !set) {
    return core::Forward(set);
  }
  auto config = ReadSsdConfig(card);
  if (!config) {
    return core::Forward(config);
  }
  auto network = core::Network::Create(SsdGraph(*config), file->weights.tensors(), weight_file.string());
  if (!network) {
    return core::Forward(network);
  }
  const auto maps = AnchorMaps(network->graph(), trained, {1, card.input_height, card.input_width, 3});
  return Detector(std::move(card), *config, *std::move(network), PlaceAnchors(config->anchors, maps));
}

void Detector::Preprocess(const core::Photo& photo, core::Workspace& workspace, const core::ThreadPool& pool) const {
  core::Check(!photo.image.empty(), "a photo to detect on has pixels");
  network_.Prepare(workspace, input_shape(), pool);
  core::Preprocess(photo.image, card_.preprocessing, workspace.input(), pool);
}

std::vector<Detection> Detector::PostProcess(const core::Workspace& workspace, int photo_width, int photo_height,
                                             const DetectOptions& options) const {
  std::array<MapPredictions, kSsdMaps> maps;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    maps[i] = {workspace.Tap(2 * i), workspace.Tap(2 * i + 1)};
  }
  // Per-class suppression is TensorFlow's, which keeps a box at exactly the limit.
  const bool suppress_at_limit = options.nms == NmsKind::kClassAgnostic && config_.suppress_at_limit;
  const std::vector<ScoredBox> boxes = detection::PostProcess(
      maps, anchors_, config_.box_coder, config_.classes, static_cast<int>(card_.labels.size()),
      {options.nms, options.min_score, {options.max_iou, suppress_at_limit, options.max_detections}});
  std::vector<Detection> detections;
  detections.reserve(boxes.size());
  for (const ScoredBox& found : boxes) {
    const core::ClassLabel& label = card_.labels[static_cast<std::size_t>(found.column)];
    detections.push_back({.label = label.name.empty() ? fmt::format("class {}", label.id) : label.name,
                          .class_id = label.id,
                          .score = found.score,
                          .box = ToPhoto(found.box, photo_width, photo_height),
                          .anchor = found.anchor,
                          .network_box = found.box});
  }
  return detections;
}

PixelBox Detector::ToPhoto(const Box& box, int photo_width, int photo_height) const {
  // Pixels of the photo that the network's input spans, padding included.
  double span_x = photo_width;
  double span_y = photo_height;
  if (card_.preprocessing.fit == core::FitMode::kPadCorner) {
    // The photo takes round(input * side / longer side) pixels of the square input.
    const double longer = std::max(photo_width, photo_height);
    span_x *= card_.input_width / std::max(1.0, std::round(card_.input_width * photo_width / longer));
    span_y *= card_.input_height / std::max(1.0, std::round(card_.input_height * photo_height / longer));
  }
  const double x_min = std::clamp(box.x_min * span_x, 0.0, static_cast<double>(photo_width));
  const double y_min = std::clamp(box.y_min * span_y, 0.0, static_cast<double>(photo_height));
  const double x_max = std::clamp(box.x_max * span_x, 0.0, static_cast<double>(photo_width));
  const double y_max = std::clamp(box.y_max * span_y, 0.0, static_cast<double>(photo_height));
  return {x_min, y_min, x_max - x_min, y_max - y_min};
}

std::vector<Detection> Detector::Detect(const core::Photo& photo, const DetectOptions& options,
                                        core::Workspace& workspace, const core::ThreadPool& pool) const {
  Preprocess(photo, workspace, pool);
  Run(workspace, pool);
  return PostProcess(workspace, photo.width, photo.height, options);
}

std::vector<Detection> Detector::Detect(const core::Photo& photo, const DetectOptions& options) const {
  core::Workspace workspace;
  return Detect(photo, options, workspace, core::ThreadPool());
}

}  // namespace godwit::detection
