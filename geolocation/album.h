// Photos in order of time say more than each by itself: whoever was in Rome at ten is not in Lima at eleven.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "geolocation/locator.h"
#include "geolocation/place_estimate.h"

namespace godwit::geolocation {

struct AlbumPhoto {
  std::optional<double> time_s;    // on one clock for all photos; none: the album says nothing of this photo
  std::optional<LatLng> position;  // known, by GPS: an anchor for the others
  // What its look says, cells as indices of places. Shares below 1: the rest is elsewhere. Of an anchor the place that
  // it lies in, or empty where it lies in none.
  std::vector<CellShare> look;
};

// How people move. After a time t they are, with these shares, within about still_km + v t of where they were; and
// after memory_h anywhere they ever are, as after a
// journey home, if that is within what fastest_km_per_h allows.
struct TravelPrior {
  struct Pace {
    double km_per_h = 0;
    double share = 0;
  };
  std::array<Pace, 3> paces{{{1, 0.90}, {40, 0.09}, {700, 0.01}}};
  double still_km = 2;
  double memory_h = 168;
  double fastest_km_per_h = 1000;
  double elsewhere_km = 500;  // how far a place that no reference knows is from those that one does
};

// What the album says of a photo, after all.
struct AlbumBelief {
  std::vector<CellShare> places;  // likeliest first; indices behind those of `places` are of Album::added
  double elsewhere = 1;
  // Where its owner was by the anchors around it in time, in the place `cell`, and as probability how much that counts
  // if they were there at all. Nothing without anchors, and for anchors.
  std::optional<Candidate> on_the_way;
};

struct Album {
  std::vector<AlbumBelief> photos;
  std::vector<LatLng> added;  // of anchors that lie in no place
};

// Forward-backward (Rabiner 1989) over places and the elsewhere: transitions by TravelPrior, which after a long time
// become the prior, so that photos far apart in time say nothing of each other; emissions are look / prior; anchors are
// where they are. `places` have as probabilities their prior: the share of the references there. The 500 of them that
// looks and anchors name most are considered. Photos without a time come back with their look. O(photos *
// considered^2). Requires looks within `places`.
Album SmoothAlbum(std::span<const Candidate> places, std::span<const AlbumPhoto> photos, const TravelPrior& travel,
                  const core::ThreadPool& pool);

// A belief by look, moved to where the album has it: candidates of each place share what it has for that.
Belief MoveTo(const AlbumBelief& album, const Album& of, std::span<const Candidate> places, const Belief& look);

}  // namespace godwit::geolocation
