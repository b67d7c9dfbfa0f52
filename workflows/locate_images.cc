#include "workflows/locate_images.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "geolocation/cell_id.h"

namespace godwit::workflows {
namespace {

using geolocation::LatLng;

std::optional<LatLng> PositionOf(const core::PhotoFacts& facts) {
  return facts.gps.position ? std::optional(LatLng{facts.gps.position->lat_deg, facts.gps.position->lon_deg})
                            : std::nullopt;
}

void AddReferences(const PhotoLibrary& library, geolocation::References& references, std::vector<float>& features) {
  const std::int64_t floats = library.features.shape().c;
  for (const LibraryPhoto& photo : library.photos) {
    if (const auto position = PositionOf(photo.facts); position && photo.row >= 0) {
      references.positions.push_back(*position);
      const float* row = library.features.data() + photo.row * floats;
      features.insert(features.end(), row, row + floats);
    }
  }
}

class ImageLocator {
 public:
  ImageLocator(const recognition::FeatureExtractor& extractor, const LocateRequest& request, FeatureCache& cache,
               const core::ThreadPool& pool, const core::JobContext& context)
      : extractor_(extractor), request_(request), cache_(cache), pool_(pool), context_(context) {}

  core::Result<LocateReport> Run(const ImageSink<ImagePlace>& sink) {
    if (auto read = Read(); !read) {
      return core::Forward(read);
    }
    const auto count = request_.photos.images.size();
    const bool is_asked = std::ranges::any_of(
        library_.photos, [](const LibraryPhoto& photo) { return photo.error.empty() && !photo.facts.gps.position; });
    placed_.photos.resize(library_.photos.size());
    if (is_asked) {
      if (auto placed = Place(); !placed) {
        return core::Forward(placed);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      const ImagePlace result = ResultOf(i);
      auto taken = sink(result, core::Photo());
      if (!result.error.empty() || !taken) {
        report_.errors.push_back({result.path.string(), !taken ? taken.error().message : result.error});
      }
      ++report_.images;
    }
    report_.clocks = std::move(placed_.clocks);
    return std::move(report_);
  }

 private:
  // Looks at no photo whose look does not matter.
  core::Result<> Read() {
    report_.errors = request_.photos.errors;
    std::vector<core::ListedImage> images = request_.photos.images;
    images.insert(images.end(), request_.photos.elsewhere.begin(), request_.photos.elsewhere.end());
    const bool own_references = !request_.references;
    auto library = ReadLibrary(
        extractor_, images, [&](const core::PhotoFacts& facts) { return own_references || !facts.gps.position; },
        cache_, pool_, context_);
    if (!library) {
      return core::Forward(library);
    }
    library_ = *std::move(library);
    report_.from_cache = library_.from_cache;
    if (own_references) {
      AddReferences(library_, references_, reference_features_);
      return {};
    }
    auto others = ReadLibrary(
        extractor_, request_.references->images,
        [](const core::PhotoFacts& facts) { return facts.gps.position.has_value(); }, cache_, pool_, context_);
    if (!others) {
      return core::Forward(others);
    }
    report_.from_cache += others->from_cache;
    report_.errors.insert(report_.errors.end(), request_.references->errors.begin(), request_.references->errors.end());
    for (const LibraryPhoto& photo : others->photos) {
      if (!photo.error.empty()) {
        report_.errors.push_back({photo.image.path.string(), photo.error});
      }
    }
    AddReferences(*others, references_, reference_features_);
    return {};
  }

  core::Result<> Place() {
    report_.references = std::ssize(references_.positions);
    if (references_.positions.empty()) {
      report_.missing =
          request_.references
              ? "none of the references has a GPS position, so there is nothing to learn from; name photos that do "
                "with --references"
              : "none of the photos has a GPS position, so there is nothing to learn from; add some that do, or name "
                "them with --references";
      return {};
    }
    references_.features = core::Tensor(core::Shape{1, 1, report_.references, extractor_.size()});
    std::ranges::copy(reference_features_, references_.features.data());
    reference_features_ = {};
    training::LearnLocatorOptions options;
    options.head.seed = static_cast<std::uint64_t>(request_.settings.seed);
    options.head.smoothing_km = request_.settings.smoothing_km;
    auto locator = training::LearnLocator(std::move(references_), options, pool_, context_);
    if (!locator) {
      return core::Forward(locator);
    }
    report_.cells = std::ssize(locator->cells());
    cells_.assign(locator->cells().begin(), locator->cells().end());
    for (const geolocation::Candidate& place : locator->places()) {
      cell_positions_.push_back(place.position);
    }
    std::vector<PhotoToPlace> photos;
    for (const LibraryPhoto& photo : library_.photos) {
      photos.push_back({.row = photo.row,
                        .position = PositionOf(photo.facts),
                        .taken = photo.facts.taken,
                        .camera = photo.facts.camera + photo.facts.camera_serial});
    }
    placed_ = PlacePhotos(*locator, library_.features.view(), photos, request_.settings.album, pool_);
    return {};
  }

  [[nodiscard]] ImagePlace ResultOf(std::size_t index) const {
    const LibraryPhoto& photo = library_.photos[index];
    ImagePlace result;
    result.path = photo.image.path;
    result.relative = photo.image.relative;
    result.facts = photo.facts;
    result.reveal = request_.settings.reveal;
    if (const auto position = PositionOf(photo.facts)) {  // a damaged picture's position is one all the same
      result.source = PlaceSource::kExif;
      result.position = position;
      return result;
    }
    result.error = photo.error;
    const PlacedPhoto& placed = placed_.photos[index];
    if (!result.error.empty() || !placed.placement) {
      return result;
    }
    result.confidence = placed.placement->confidence;
    if (*result.confidence >= request_.settings.min_confidence) {
      result.source = PlaceSource::kPredicted;
      result.position = placed.placement->position;
      result.radius_km = placed.placement->radius_km;
    }
    for (const geolocation::CellShare& share : placed.cells) {
      if (std::ssize(result.cells) < request_.settings.top) {
        const auto cell = static_cast<std::size_t>(share.cell);
        result.cells.push_back({geolocation::Token(cells_[cell].id), cell_positions_[cell], share.probability});
      }
    }
    return result;
  }

  const recognition::FeatureExtractor& extractor_;
  const LocateRequest& request_;
  FeatureCache& cache_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;
  PhotoLibrary library_;
  geolocation::References references_;
  std::vector<float> reference_features_;
  std::vector<geolocation::Cell> cells_;
  std::vector<LatLng> cell_positions_;
  PlacedPhotos placed_;
  LocateReport report_;
};

}  // namespace

std::string_view Name(PlaceSource source) {
  switch (source) {
    case PlaceSource::kExif:
      return "exif";
    case PlaceSource::kPredicted:
      return "predicted";
    case PlaceSource::kAbstained:
      break;
  }
  return "abstained";
}

core::Result<LocateReport> LocateImages(const recognition::FeatureExtractor& extractor, const LocateRequest& request,
                                        FeatureCache& cache, const core::ThreadPool& pool,
                                        const ImageSink<ImagePlace>& sink, const core::JobContext& context) {
  return ImageLocator(extractor, request, cache, pool, context).Run(sink);
}

}  // namespace godwit::workflows
