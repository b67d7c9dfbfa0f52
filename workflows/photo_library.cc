#include "workflows/photo_library.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <utility>

#include "workflows/models.h"
#include "workflows/process_images.h"

namespace godwit::workflows {
namespace {

struct ImageFeatures : ImageResult {
  std::vector<float> features;
};

tl::unexpected<core::Error> Cancelled() {
  return core::Fail(core::ErrorKind::kCancelled,
                    "cancelled while photos were looked at; a next run goes on from there");
}

core::Result<std::vector<LibraryPhoto>> ReadFacts(const std::vector<core::ListedImage>& images,
                                                  const core::ThreadPool& pool, const core::JobContext& context) {
  std::vector<LibraryPhoto> photos(images.size());
  const std::array<core::ThreadPool::Stage, 1> stages{[&](std::int64_t item, int) {
    LibraryPhoto& photo = photos[static_cast<std::size_t>(item)];
    photo.image = images[static_cast<std::size_t>(item)];
    auto facts = core::ReadPhotoFacts(photo.image.path);
    if (facts) {
      photo.facts = *std::move(facts);
    } else {
      photo.error = std::move(facts).error().message;
    }
  }};
  const std::int64_t read = pool.Pipeline(
      std::ssize(images), pool.threads() + 1, stages, [](std::int64_t, int) {}, context.stop);
  if (read < std::ssize(images)) {
    return Cancelled();
  }
  return photos;
}

}  // namespace

core::Result<PhotoLibrary> ReadLibrary(const recognition::FeatureExtractor& extractor,
                                       const std::vector<core::ListedImage>& images,
                                       const std::function<bool(const core::PhotoFacts&)>& wants_features,
                                       FeatureCache& cache, const core::ThreadPool& pool,
                                       const core::JobContext& context) {
  auto photos = ReadFacts(images, pool, context);
  if (!photos) {
    return core::Forward(photos);
  }
  PhotoLibrary library{.photos = *std::move(photos)};
  const auto floats = static_cast<std::size_t>(extractor.size());
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < library.photos.size(); ++i) {
    if (library.photos[i].error.empty() && wants_features(library.photos[i].facts)) {
      wanted.push_back(i);
    }
  }
  library.features = core::Tensor(core::Shape{1, 1, std::ssize(wanted), extractor.size()}, 0);
  const auto row_of = [&](std::size_t row) { return std::span(library.features.data() + row * floats, floats); };
  core::ImageList missing;
  std::vector<std::size_t> missing_rows;
  for (std::size_t row = 0; row < wanted.size(); ++row) {
    LibraryPhoto& photo = library.photos[wanted[row]];
    photo.row = static_cast<int>(row);
    if (cache.Find(photo.image.path, row_of(row))) {
      ++library.from_cache;
    } else {
      missing.images.push_back(photo.image);
      missing_rows.push_back(row);
    }
  }
  const auto post_process = [&](const core::Workspace& workspace, ImageFeatures& result) {
    result.features.resize(floats);
    extractor.PostProcess(workspace, result.features);
  };
  std::size_t next = 0;
  const auto take = [&](const ImageFeatures& result, const core::Photo&) -> core::Result<> {
    const std::size_t row = missing_rows[next++];
    if (result.error.empty()) {
      std::ranges::copy(result.features, row_of(row).begin());
      cache.Keep(result.path, result.features);
    } else {
      library.photos[wanted[row]].row = -1;
      library.photos[wanted[row]].error = result.error;
    }
    return {};
  };
  const ImagesReport report =
      ProcessImages<ImageFeatures>(extractor, extractor.decode_options(), missing, pool, post_process, take, context);
  if (report.cancelled) {
    return Cancelled();
  }
  return library;
}

core::Result<std::filesystem::path> FindBackbone(const std::filesystem::path& models_folder) {
  std::vector<InstalledModel> models = ListModels(models_folder);
  std::erase_if(models, [](const InstalledModel& model) {
    return !model.error.empty() || !recognition::HasBackbone(model.card);
  });
  if (models.empty()) {
    return core::Fail(core::ErrorKind::kModel,
                      "no model is installed in {} that could tell what photos look like; get one with: godwit models "
                      "fetch --default",
                      models_folder.string());
  }
  const auto best = std::ranges::max_element(models, {}, [](const InstalledModel& model) {
    const bool sees_whole_photos = model.card.task == "classify" || model.card.task == "features";
    return std::tuple(sees_whole_photos, model.card.alpha, model.card.labels.size(), model.card.input_width);
  });
  return best->file;
}

}  // namespace godwit::workflows
