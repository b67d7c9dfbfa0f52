// Photos with what they say of themselves and what they look like.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/image/list_images.h"
#include "core/image/photo_facts.h"
#include "core/tensor/tensor.h"
#include "recognition/photo_features.h"
#include "workflows/feature_cache.h"

namespace godwit::workflows {

struct LibraryPhoto {
  core::ListedImage image;
  core::PhotoFacts facts;
  int row = -1;       // of the features, or none
  std::string error;  // why it cannot be read, or has no features though it should; one line that begins with the path
};

struct PhotoLibrary {
  std::vector<LibraryPhoto> photos;  // in order of the list
  core::Tensor features;             // (1, 1, rows, floats)
  std::int64_t from_cache = 0;       // rows that were there already
};

// Reads all photos' metadata, then has the network look at those that `wants_features` picks and `cache` does not have,
// each decoded once. A photo that fails spares the others. Errors: kCancelled; what was done is in the cache then.
core::Result<PhotoLibrary> ReadLibrary(const recognition::FeatureExtractor& extractor,
                                       const std::vector<core::ListedImage>& images,
                                       const std::function<bool(const core::PhotoFacts&)>& wants_features,
                                       FeatureCache& cache, const core::ThreadPool& pool,
                                       const core::JobContext& context);

// The installed model whose backbone tells places apart best, as far as its card shows: a classifier (or a backbone of
// one) before a detector, the wider before the narrower, then more classes, then the larger input. Errors: kModel where
// there is none.
core::Result<std::filesystem::path> FindBackbone(const std::filesystem::path& models_folder);

}  // namespace godwit::workflows
