// Where photos were taken, from photos that look like them and have a position: a classifier of cells (PlaNet) and the
// most similar reference photos, taken together. training/locate makes one.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"
#include "geolocation/cell_head.h"
#include "geolocation/partition.h"
#include "geolocation/place_estimate.h"

namespace godwit::geolocation {

// PlaNet's rule for a collection of any size: a cell is split above the square root of the number of photos (9,500 for
// PlaNet's 91 million, which took 10,000) and dropped below a two hundredth of that (PlaNet: 50), so that a collection
// below 40,000 photos keeps every place. Cells end at 1 km, where the neighbours know better.
PartitionOptions ScaledPartition(std::int64_t photos);

// Photos whose position is known.
struct References {
  core::Tensor features;          // (1, 1, photos, floats), each of length 1
  std::vector<LatLng> positions;  // one for each photo
};

// What is learned beside the head, from reference photos that were held out.
struct LocatorSettings {
  double head_share = 0.5;        // of the head in the mixture; the rest are the neighbours
  double temperature = 1;         // of the head: logits are divided by it
  double neighbour_scale = 0.05;  // a reference that is so much less similar than the best counts by 1/e
  // How likely a photo is from a place that the references know, by its similarity s to the most similar of them:
  // 1 / (1 + exp(-known_bias - known_slope * (s - known_centre))).
  double known_bias = 0;
  double known_slope = 0;
  double known_centre = 0;
  // How far guesses were off that were not right, km, ascending: what to expect from those to come. Empty: anywhere on
  // Earth is as likely.
  std::vector<double> wrong_km;
  double radius_factor = 1;  // by which radii are scaled so that 90 percent of those held out were within theirs
};

struct CellShare {
  int cell = 0;
  double probability = 0;
};

// What a photo's look says of its place: parts that settings turn into probabilities.
struct Evidence {
  struct Scored {
    int index = 0;
    float score = 0;
  };
  std::vector<Scored> cells;       // best logits first, 64 at most
  std::vector<Scored> neighbours;  // most similar references first, 32 at most; scores are cosines of what
                                   // differs from the references' mean: what all photos have in common says nothing
};

// All that is said of a photo's place. Shares of cells and the elsewhere are 1 together.
struct Belief {
  std::vector<Candidate> candidates;  // probabilities add up to 1 - elsewhere
  double elsewhere = 1;               // that the photo is from a place no reference knows
};

struct Placement {
  LatLng position;
  double radius_km = 0;   // holds the truth with a probability of 90 percent, as far as the references tell
  double confidence = 0;  // that the position is right within kRegionKm
};

// Immutable; thread-safe.
class Locator {
 public:
  // Cells' positions and spreads are made from those of `references` that lie in them. Requires a reference, and a head
  // of no cells or of those of `cells`.
  Locator(const Partition& cells, References references, CellHead head, LocatorSettings settings);

  [[nodiscard]] std::span<const Cell> cells() const { return partition_.cells(); }
  // Where photos of each cell are, with a share of the references as probability.
  [[nodiscard]] std::span<const Candidate> places() const { return places_; }
  [[nodiscard]] const References& references() const { return references_; }
  [[nodiscard]] const LocatorSettings& settings() const { return settings_; }
  void set_settings(LocatorSettings settings) { settings_ = std::move(settings); }

  // For each row of features. Two matrix products, cells and references; done in strips, so that memory does not grow
  // with the number of photos times that of references.
  [[nodiscard]] std::vector<Evidence> Look(const FeatureView& features, const core::ThreadPool& pool) const;

  // Evidence as probabilities. Without any, all is elsewhere.
  [[nodiscard]] Belief Believe(const Evidence& evidence) const { return Believe(evidence, settings_); }
  [[nodiscard]] Belief Believe(const Evidence& evidence, const LocatorSettings& settings) const;

  // A belief as one position. Requires a candidate with a probability above 0.
  [[nodiscard]] Placement Place(const Belief& belief) const { return Place(belief, settings_); }
  [[nodiscard]] static Placement Place(const Belief& belief, const LocatorSettings& settings);

 private:
  Partition partition_;
  References references_;
  std::vector<float> mean_;                   // of the references' features
  core::PointwiseWeights reference_columns_;  // the features, centred, transposed: similarities are a matrix product
  std::vector<int> cell_of_;                  // for each reference, or -1
  CellHead head_;
  LocatorSettings settings_;
  std::vector<Candidate> places_;
};

// The probability of each cell that a candidate lies in, likeliest first.
std::vector<CellShare> CellShares(std::span<const Candidate> candidates);

}  // namespace godwit::geolocation
