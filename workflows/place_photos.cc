#include "workflows/place_photos.h"

#include <algorithm>
#include <map>

#include "geolocation/camera_clocks.h"

namespace godwit::workflows {
namespace {

using geolocation::AlbumPhoto;
using geolocation::Belief;
using geolocation::Locator;

// By look alone, in order of the photos; all elsewhere where there is no look.
std::vector<Belief> LookAt(const Locator& locator, const geolocation::FeatureView& features,
                           const std::vector<PhotoToPlace>& photos, const core::ThreadPool& pool) {
  std::vector<int> rows;
  std::vector<std::size_t> photo_of;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (photos[i].row >= 0 && !photos[i].position) {
      rows.push_back(photos[i].row);
      photo_of.push_back(i);
    }
  }
  std::vector<Belief> beliefs(photos.size());
  const core::Tensor looked_at = geolocation::TakeRows(features, rows);
  const auto evidence = locator.Look(looked_at.view(), pool);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    beliefs[photo_of[i]] = locator.Believe(evidence[i]);
  }
  return beliefs;
}

class AlbumPlacer {
 public:
  AlbumPlacer(const Locator& locator, const std::vector<PhotoToPlace>& photos, const core::ThreadPool& pool)
      : locator_(locator), photos_(photos), pool_(pool) {}

  // Moves the beliefs to where the album has the photos.
  void Place(std::vector<Belief>& beliefs, std::vector<CameraClock>& clocks) {
    const geolocation::Partition cells({locator_.cells().begin(), locator_.cells().end()});
    std::map<std::string, int> cameras;
    std::vector<int> camera_of;
    std::vector<AlbumPhoto> photos;
    for (std::size_t i = 0; i < photos_.size(); ++i) {
      const PhotoToPlace& photo = photos_[i];
      AlbumPhoto& in_album = photos.emplace_back();
      in_album.position = photo.position;
      if (photo.taken) {
        in_album.time_s = static_cast<double>(photo.taken->local_s - photo.taken->utc_offset_s.value_or(0));
      }
      if (!photo.position) {
        in_album.look = geolocation::CellShares(beliefs[i].candidates);
      } else if (const int cell = cells.Find(*photo.position); cell >= 0) {
        in_album.look = {{cell, 1.0}};
      }
      camera_of.push_back(cameras.emplace(photo.camera, static_cast<int>(cameras.size())).first->second);
    }
    const geolocation::TravelPrior travel;
    const auto offsets = geolocation::ClockOffsets(locator_.places(), photos, camera_of, travel, pool_);
    for (const auto& [camera, index] : cameras) {
      if (const double offset = offsets[static_cast<std::size_t>(index)]; offset != 0) {
        clocks.push_back({camera, offset});
      }
    }
    for (std::size_t i = 0; i < photos.size(); ++i) {
      if (photos[i].time_s) {
        *photos[i].time_s += offsets[static_cast<std::size_t>(camera_of[i])];
      }
    }
    const geolocation::Album album = geolocation::SmoothAlbum(locator_.places(), photos, travel, pool_);
    for (std::size_t i = 0; i < photos.size(); ++i) {
      // A photo without a time keeps what its look says in full: neighbours in no cell, too.
      if (!photos[i].position && photos[i].time_s) {
        beliefs[i] = geolocation::MoveTo(album.photos[i], album, locator_.places(), beliefs[i]);
      }
    }
  }

 private:
  const Locator& locator_;
  const std::vector<PhotoToPlace>& photos_;
  const core::ThreadPool& pool_;
};

}  // namespace

PlacedPhotos PlacePhotos(const Locator& locator, const geolocation::FeatureView& features,
                         const std::vector<PhotoToPlace>& photos, bool use_album, const core::ThreadPool& pool) {
  PlacedPhotos placed{.photos = std::vector<PlacedPhoto>(photos.size())};
  std::vector<Belief> beliefs = LookAt(locator, features, photos, pool);
  if (use_album) {
    AlbumPlacer(locator, photos, pool).Place(beliefs, placed.clocks);
  }
  pool.For(std::ssize(photos), 16, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      constexpr double kNothing = 1e-6;
      if (photos[i].position || beliefs[i].elsewhere > 1 - kNothing || beliefs[i].candidates.empty()) {
        continue;
      }
      placed.photos[i].placement = locator.Place(beliefs[i]);
      placed.photos[i].cells = geolocation::CellShares(beliefs[i].candidates);
      std::erase_if(placed.photos[i].cells,
                    [&](const geolocation::CellShare& share) { return share.cell >= std::ssize(locator.cells()); });
    }
  });
  return placed;
}

}  // namespace godwit::workflows
