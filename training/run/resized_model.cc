#include "training/run/resized_model.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/image/preprocess.h"
#include "core/model/random_weights.h"
#include "detection/ssd/ssd_graph.h"
#include "recognition/classifier.h"
#include "training/model/channel_pruning.h"
#include "training/model/network_joining.h"

namespace godwit::training {
namespace {

constexpr std::size_t kPhotos = 1024;
constexpr std::size_t kBytes = std::size_t{1200} << 20U;  // that they may take

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

core::Result<> CheckIsV1(const core::ModelCard& card, const char* option) {
  if (card.architecture != "mobilenet_v1" && card.architecture != "ssd_mobilenet_v1") {
    return core::Fail(core::ErrorKind::kUsage,
                      "the width of model '{}' cannot be changed (its architecture is '{}', not MobileNet V1); leave "
                      "out {}",
                      card.id, card.architecture, option);
  }
  return {};
}

// What the model sees of photos from all over the data set: the first `seen` of the images.
core::Tensor LookAtPhotos(const core::ModelCard& card, const Dataset& photos, const core::ThreadPool& pool,
                          const core::JobContext& context, std::int64_t& seen) {
  const core::Shape shape{1, card.input_height, card.input_width, 3};
  const core::DecodeOptions options{.needed_width = card.input_width, .needed_height = card.input_height};
  const std::size_t fit = kBytes / (static_cast<std::size_t>(shape.Elements()) * sizeof(float));
  const std::size_t count = std::min({kPhotos, std::max<std::size_t>(fit, 1), photos.samples.size()});
  core::Tensor images({static_cast<std::int64_t>(count), shape.h, shape.w, shape.c});
  std::int64_t read = 0;
  core::Photo photo;
  for (std::size_t i = 0; i < count && !context.stop.stop_requested(); ++i) {
    if (DecodeSample(photos.samples[i * photos.samples.size() / count], options, photo)) {
      core::Preprocess(photo.image, card.preprocessing, {images.view().Pixel(read, 0, 0), shape}, pool);
      ++read;
    }
    context.Report({static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(count), photos.samples[i].name});
  }
  seen = read;
  return images;
}

}  // namespace

core::Result<ResizedModel> MakeUnfittedNarrowModel(const core::ModelFile& model, double alpha) {
  core::Check(alpha < model.card.alpha, "the model becomes narrower");
  if (auto checked = CheckIsV1(model.card, "--alpha"); !checked) {
    return core::Forward(checked);
  }
  ResizedModel narrow{.card = model.card};
  narrow.card.alpha = alpha;
  auto graph = GraphOf(narrow.card);
  if (!graph) {
    return core::Forward(graph);
  }
  narrow.weights = core::RandomWeights(*graph, 1);
  return narrow;
}

core::Result<ResizedModel> MakeNarrowModel(const core::ModelFile& model, double alpha, const Dataset& photos,
                                           const core::ThreadPool& pool, const core::JobContext& context) {
  auto narrow = MakeUnfittedNarrowModel(model, alpha);
  if (!narrow) {
    return narrow;
  }
  auto wide_graph = GraphOf(model.card);
  auto narrow_graph = GraphOf(narrow->card);
  if (!wide_graph || !narrow_graph) {
    return core::Forward(wide_graph ? narrow_graph : wide_graph);
  }
  std::int64_t seen = 0;
  const core::Tensor images = LookAtPhotos(model.card, photos, pool, context, seen);
  if (context.stop.stop_requested()) {
    return core::Fail(core::ErrorKind::kCancelled, "cancelled while photos were read");
  }
  if (seen == 0) {
    return core::Fail(core::ErrorKind::kInput, "none of the photos can be read");
  }
  context.Log(core::LogLevel::kInfo, fmt::format("{} is made narrower, from {} to {}, by {} photos", model.card.id,
                                                 model.card.alpha, alpha, seen));
  core::Shape shape = images.shape();
  shape.n = seen;
  auto weights = PruneChannels(*wide_graph, model.weights.tensors(), model.card.id, *narrow_graph,
                               {images.data(), shape}, pool, context);
  if (!weights) {
    return core::Forward(weights);
  }
  narrow->weights = *std::move(weights);
  return narrow;
}

core::Result<ResizedModel> MakeJoinedModel(const core::ModelFile& first, const core::ModelFile& second) {
  for (const core::ModelFile* model : {&first, &second}) {
    if (auto checked = CheckIsV1(model->card, "--beside"); !checked) {
      return core::Forward(checked);
    }
  }
  const core::ModelCard& card = first.card;
  const core::ModelCard& other = second.card;
  if (card.architecture != other.architecture || card.labels != other.labels || card.head != other.head ||
      card.preprocessing != other.preprocessing || card.padding != other.padding ||
      card.activation != other.activation || card.input_width != other.input_width ||
      card.input_height != other.input_height) {
    return core::Fail(
        core::ErrorKind::kUsage,
        "models '{}' and '{}' have other classes, layers, input or preprocessing; only models that differ "
        "in nothing but their width can stand side by side",
        card.id, second.card.id);
  }
  ResizedModel joined{.card = card};
  joined.card.alpha += other.alpha;
  if (joined.card.alpha > 1) {
    return core::Fail(core::ErrorKind::kUsage, "'{}' of width {} and '{}' of width {} are wider than 1 together",
                      card.id, card.alpha, other.id, other.alpha);
  }
  if (card.licence != other.licence) {
    joined.card.licence += " AND " + other.licence;  // SPDX's way
  }
  auto first_graph = GraphOf(card);
  auto second_graph = GraphOf(second.card);
  auto joined_graph = GraphOf(joined.card);
  for (auto* graph : {&first_graph, &second_graph, &joined_graph}) {
    if (!*graph) {
      return core::Forward(*graph);
    }
  }
  auto weights = JoinNetworks({*first_graph, first.weights.tensors(), card.id},
                              {*second_graph, second.weights.tensors(), second.card.id}, *joined_graph);
  if (!weights) {
    return core::Forward(weights);
  }
  joined.weights = *std::move(weights);
  return joined;
}

}  // namespace godwit::training
