// Where photos were taken: by what they say of themselves, else by what those that do look like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "training/locate/learn_locator.h"
#include "workflows/feature_cache.h"
#include "workflows/photo_library.h"
#include "workflows/place_photos.h"
#include "workflows/process_images.h"

namespace godwit::workflows {

struct LocateSettings {
  int top = 5;                  // cells told of each photo
  double min_confidence = 0.5;  // a guess that is less likely to be of the right region is not made
  bool album = false;           // look at times as well
  double smoothing_km = 0;      // see training::CellHeadOptions
  int seed = 1;
  bool reveal = false;  // tell what photos give away to whoever gets them
};

template <typename Visitor>
void DescribeOptions(LocateSettings& settings, Visitor&& visit) {
  visit(core::OptionText{"top", "Tell so many cells of each photo"}, settings.top, core::Bounds<int>{1, 64});
  visit(core::OptionText{"min-confidence",
                         "Abstain where a guess is less likely than this, 0 to 1, to be within 200 km of the truth"},
        settings.min_confidence, core::Bounds<double>{0, 1});
  visit(core::OptionText{"album",
                         "Consider when photos were taken: who was in Rome at ten is not in Lima at eleven. For photos "
                         "of one person or a group that travels together"},
        settings.album);
  visit(
      core::OptionText{"smoothing",
                       "While learning, cells so many km farther away than the right one count by 1/e; 0: not at all"},
      settings.smoothing_km, core::Bounds<double>{0, 5000});
  visit(core::OptionText{"seed", "Of the chance in learning: the same seed, the same result"}, settings.seed,
        core::Bounds<int>{0, 1 << 30});
  visit(core::OptionText{"reveal",
                         "List what each photo gives away to whoever gets it: position, time, camera, serial numbers, "
                         "names"},
        settings.reveal);
}

enum class PlaceSource {
  kExif,       // the photo says so itself
  kPredicted,  // a guess
  kAbstained,  // not sure enough for one
};
std::string_view Name(PlaceSource source);  // "exif", "predicted", "abstained"

struct CellProbability {
  std::string token;  // S2's name
  geolocation::LatLng position;
  double probability = 0;
};

struct ImagePlace : ImageResult {
  PlaceSource source = PlaceSource::kAbstained;
  std::optional<geolocation::LatLng> position;  // not where it abstained
  std::optional<double> radius_km;              // of a guess: holds the truth with 90 percent probability
  std::optional<double> confidence;             // of a guess, or the best there was: to be within 200 km
  std::vector<CellProbability> cells;           // likeliest first; none with GPS
  core::PhotoFacts facts;                       // facts.gps.problem: why its GPS counts as none
  bool reveal = false;                          // as LocateSettings::reveal
};

struct LocateRequest {
  core::ImageList photos;
  // Photos to learn from, of which those with GPS count. None: those of `photos`, the ones elsewhere included.
  std::optional<core::ImageList> references;
  LocateSettings settings;
};

struct LocateReport : ImagesReport {
  std::int64_t references = 0;
  std::int64_t cells = 0;
  std::int64_t from_cache = 0;  // photos that needed not be looked at again
  std::vector<CameraClock> clocks;
  std::string missing;  // what there was nothing to learn from; empty where there was
};

// Photos with GPS keep it; the others are placed by a locator that is learned on the spot (training/locate), or
// abstained from, all of them where there is no reference. Results come in order of the list, when all are known;
// `context` hears of the photos that are looked at. Errors: kCancelled: what was seen is in `cache`, and a next run
// goes on from there.
core::Result<LocateReport> LocateImages(const recognition::FeatureExtractor& extractor, const LocateRequest& request,
                                        FeatureCache& cache, const core::ThreadPool& pool,
                                        const ImageSink<ImagePlace>& sink, const core::JobContext& context);

}  // namespace godwit::workflows
