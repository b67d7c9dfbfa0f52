// A locator at work on an album; see geolocation/locator.h and geolocation/album.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/image/photo_facts.h"
#include "geolocation/album.h"
#include "geolocation/locator.h"

namespace godwit::workflows {

struct PhotoToPlace {
  int row = -1;                                 // of its features, or none
  std::optional<geolocation::LatLng> position;  // known; such photos are placed nowhere else
  std::optional<core::PhotoTime> taken;
  std::string camera;
};

struct PlacedPhoto {
  std::optional<geolocation::Placement> placement;  // none without features, where its time says nothing either
  std::vector<geolocation::CellShare> cells;        // likeliest first; those behind the locator's cells are left out
};

// A camera whose clock was taken to be wrong.
struct CameraClock {
  std::string camera;
  double seconds_added = 0;
};

struct PlacedPhotos {
  std::vector<PlacedPhoto> photos;  // of each that has no position; empty for the others
  std::vector<CameraClock> clocks;
};

// Places photos by their looks and, with `use_album`, by those taken before and after.
PlacedPhotos PlacePhotos(const geolocation::Locator& locator, const geolocation::FeatureView& features,
                         const std::vector<PhotoToPlace>& photos, bool use_album, const core::ThreadPool& pool);

}  // namespace godwit::workflows
