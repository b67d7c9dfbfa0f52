// How good a library's locator is, on photos whose position is known; see geolocation/locate_metrics.h.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "geolocation/locate_metrics.h"
#include "workflows/locate_images.h"

namespace godwit::workflows {

struct PhotoTruth {
  std::filesystem::path path;
  geolocation::LatLng position;
};

// A table with a header that names path (relative to the file), lat and lon. Errors: kInput, naming the file and the
// line.
core::Result<std::vector<PhotoTruth>> ReadTruth(const std::filesystem::path& csv);

struct EvaluateLocatorRequest {
  std::vector<PhotoTruth> truth;
  // Photos to learn from. None: a part of those of the truth, with their positions there, as often as `seeds` says with
  // another part; the others are judged.
  std::optional<core::ImageList> references;
  double hidden = 0.5;  // the part of the truth that is judged then
  int seeds = 5;
  double smoothing_km = 0;
};

// One way to locate, over all photos judged in all turns.
struct LocatorEvaluation {
  std::string name;                   // "head only", "neighbours only", "combined", "combined, album"
  geolocation::LocateMetrics all;     // every guess counts, however unsure
  geolocation::LocateMetrics placed;  // those of a confidence of a half and more
  geolocation::Calibration calibration;
  std::vector<geolocation::CoveragePoint> coverage;
};

struct LocatorComparison {
  std::vector<LocatorEvaluation> ways;
  geolocation::DistanceShares ceiling{};  // were the best reference's position always answered
  std::int64_t judged = 0;                // photos, over all turns
  std::int64_t references = 0;            // of the last turn
  ImagesReport report;
};

// Errors: kInput where no photo can be judged, or learned from; kCancelled.
core::Result<LocatorComparison> EvaluateLocator(const recognition::FeatureExtractor& extractor,
                                                const EvaluateLocatorRequest& request, FeatureCache& cache,
                                                const core::ThreadPool& pool, const core::JobContext& context);

}  // namespace godwit::workflows
