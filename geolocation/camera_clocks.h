// Cameras whose clocks disagree, among photos of one album.
#pragma once

#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "geolocation/album.h"

namespace godwit::geolocation {

// Seconds to add to the times of each camera, 0 .. cameras - 1, so that all agree with the camera that has most anchors
// (whose own are right: 0). A camera's offset is that, within 26 hours, with which its photos fit best between those of
// the first camera by looks and anchors; 0 where no other is clearly better, as when it has no photo near one of the
// first in time, or when nobody travelled. Cameras of one person are meant: on two continents at a time they would be
// taken for one with a wrong clock. `camera_of` has the camera of each photo.
std::vector<double> ClockOffsets(std::span<const Candidate> places, std::span<const AlbumPhoto> photos,
                                 std::span<const int> camera_of, const TravelPrior& travel,
                                 const core::ThreadPool& pool);

}  // namespace godwit::geolocation
