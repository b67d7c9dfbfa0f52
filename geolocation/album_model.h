// The hidden Markov model of an album. Internal to this folder.
#pragma once

#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "geolocation/album.h"
#include "geolocation/unit_vector.h"

namespace godwit::geolocation {

// A photo at a time.
struct TimedPhoto {
  double time_s = 0;
  std::size_t photo = 0;
};

class AlbumModel {
 public:
  AlbumModel(std::span<const Candidate> places, std::span<const AlbumPhoto> photos, const TravelPrior& travel,
             const core::ThreadPool& pool);

  // log p(looks and anchors | times). Requires photos in order of time.
  [[nodiscard]] double LogLikelihood(std::span<const TimedPhoto> order) const;

  // For each of `order` the probability of each state. Requires the same.
  [[nodiscard]] std::vector<std::vector<float>> Posteriors(std::span<const TimedPhoto> order) const;

  [[nodiscard]] std::size_t states() const { return priors_.size(); }
  // The place of a state (those behind the ones given are the added), or -1 for the elsewhere.
  [[nodiscard]] int PlaceOf(std::size_t state) const { return state < place_of_.size() ? place_of_[state] : -1; }
  // The state of an anchor.
  [[nodiscard]] std::size_t StateOf(std::size_t anchor) const { return anchor_state_[anchor]; }
  [[nodiscard]] const std::vector<LatLng>& added() const { return added_; }

 private:
  void ChooseStates(std::span<const Candidate> places, std::span<const AlbumPhoto> photos);
  void SetEmissions(std::span<const Candidate> places, std::span<const AlbumPhoto> photos);
  void SetTransitions(const TravelPrior& travel, const core::ThreadPool& pool);
  [[nodiscard]] const std::vector<float>& Transition(double seconds) const;
  // `state` times the transition; scaled to a sum of 1 after the photo's emission. Returns the sum before.
  double Advance(std::vector<float>& state, double seconds, std::size_t photo) const;

  std::vector<int> place_of_;  // of each state but the last, the elsewhere
  std::vector<UnitVector> positions_;
  std::vector<float> priors_;
  std::vector<LatLng> added_;
  std::vector<std::size_t> anchor_state_;        // of each photo
  std::vector<std::vector<float>> emissions_;    // of each photo, by state
  std::vector<std::vector<float>> transitions_;  // by length of time, (from, to)
};

}  // namespace godwit::geolocation
