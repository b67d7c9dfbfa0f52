#include "training/run/narrow_model.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/image/preprocess.h"
#include "detection/ssd/ssd_graph.h"
#include "recognition/classifier.h"
#include "training/model/channel_pruning.h"

namespace godwit::training {
namespace {

constexpr std::size_t kPhotos = 1024;

core::Result<core::Graph> GraphOf(const core::ModelCard& card) {
  if (card.task == "classify") {
    return recognition::ClassifierGraph(card);
  }
  auto config = detection::ReadSsdConfig(card);
  if (!config) {
    return core::Forward(config);
  }
  return detection::SsdGraph(*config);
}

// What the model sees of photos from all over the data set.
core::Tensor LookAtPhotos(const core::ModelCard& card, const Dataset& photos, const core::ThreadPool& pool) {
  const core::Shape shape{1, card.input_height, card.input_width, 3};
  const core::DecodeOptions options{.needed_width = card.input_width, .needed_height = card.input_height};
  const std::size_t count = std::min(kPhotos, photos.samples.size());
  core::Tensor images({static_cast<std::int64_t>(count), shape.h, shape.w, shape.c});
  std::int64_t read = 0;
  core::Photo photo;
  for (std::size_t i = 0; i < count; ++i) {
    if (DecodeSample(photos.samples[i * photos.samples.size() / count], options, photo)) {
      core::Preprocess(photo.image, card.preprocessing, {images.view().Pixel(read, 0, 0), shape}, pool);
      ++read;
    }
  }
  core::Tensor those_read({read, shape.h, shape.w, shape.c});
  std::copy_n(images.data(), those_read.shape().Elements(), those_read.data());
  return those_read;
}

}  // namespace

core::Result<NarrowModel> MakeNarrowModel(const core::ModelFile& model, double alpha, const Dataset& photos,
                                          const core::ThreadPool& pool, const core::JobContext& context) {
  const core::ModelCard& card = model.card;
  core::Check(alpha < card.alpha, "the model becomes narrower");
  if (card.architecture != "mobilenet_v1" && card.architecture != "ssd_mobilenet_v1") {
    return core::Fail(core::ErrorKind::kUsage,
                      "model '{}' cannot be made narrower (its architecture is '{}', not MobileNet V1); leave out "
                      "--alpha",
                      card.id, card.architecture);
  }
  NarrowModel narrow{.card = card};
  narrow.card.alpha = alpha;
  auto wide_graph = GraphOf(card);
  auto narrow_graph = GraphOf(narrow.card);
  if (!wide_graph || !narrow_graph) {
    return core::Forward(wide_graph ? narrow_graph : wide_graph);
  }
  const core::Tensor images = LookAtPhotos(card, photos, pool);
  if (images.shape().n == 0) {
    return core::Fail(core::ErrorKind::kInput, "none of the photos can be read");
  }
  context.Log(core::LogLevel::kInfo, fmt::format("{} is made narrower, from {} to {}, by {} photos", card.id,
                                                 card.alpha, alpha, images.shape().n));
  auto weights =
      PruneChannels(*wide_graph, model.weights.tensors(), card.id, *narrow_graph, images.view(), pool, context);
  if (!weights) {
    return core::Forward(weights);
  }
  narrow.weights = *std::move(weights);
  return narrow;
}

}  // namespace godwit::training
