#include "geolocation/locator.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/base/check.h"
#include "geolocation/unit_vector.h"

namespace godwit::geolocation {
namespace {

constexpr int kMostCells = 64;
constexpr int kMostNeighbours = 32;
constexpr double kNeighbourSpreadKm = 1;
constexpr double kHalfRoundTheEarthKm = std::numbers::pi * kEarthRadiusKm;

std::vector<Evidence::Scored> Best(const float* scores, std::int64_t count, int most) {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + std::min<std::int64_t>(most, count);
  std::ranges::partial_sort(order, end,
                            [&](int a, int b) { return scores[a] > scores[b] || (scores[a] == scores[b] && a < b); });
  std::vector<Evidence::Scored> best;
  std::transform(order.begin(), end, std::back_inserter(best), [&](int i) { return Evidence::Scored{i, scores[i]}; });
  return best;
}

std::vector<float> MeanOf(const FeatureView& features) {
  std::vector<double> sum(static_cast<std::size_t>(features.shape().c));
  for (std::int64_t photo = 0; photo < features.shape().w; ++photo) {
    const float* row = features.Pixel(0, 0, photo);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += row[i];
    }
  }
  std::vector<float> mean;
  for (const double value : sum) {
    mean.push_back(static_cast<float>(value / static_cast<double>(features.shape().w)));
  }
  return mean;
}

// The features less the mean, each of length 1 again, or zero.
core::Tensor Centred(const FeatureView& features, std::span<const float> mean) {
  core::Tensor centred(features.shape());
  for (std::int64_t photo = 0; photo < features.shape().w; ++photo) {
    const float* row = features.Pixel(0, 0, photo);
    float* out = centred.view().Pixel(0, 0, photo);
    double squares = 0;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      out[i] = row[i] - mean[i];
      squares += double{out[i]} * out[i];
    }
    const auto scale = static_cast<float>(squares > 0 ? 1 / std::sqrt(squares) : 0);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      out[i] *= scale;
    }
  }
  return centred;
}

// The references as the columns of a matrix, packed.
core::PointwiseWeights Columns(const core::Tensor& features) {
  const std::int64_t photos = features.shape().w;
  const std::int64_t floats = features.shape().c;
  std::vector<float> transposed(static_cast<std::size_t>(photos * floats));
  for (std::int64_t photo = 0; photo < photos; ++photo) {
    for (std::int64_t i = 0; i < floats; ++i) {
      transposed[static_cast<std::size_t>(i * photos + photo)] = features.data()[photo * floats + i];
    }
  }
  return {floats, photos, transposed, {}};
}

// Where the photos of a cell are. The mean of few photos says little of where the next one will be: of n photos drawn
// alike, the next is farther out than all with a probability of 1 / (n + 1), somewhere in the cell.
Candidate PlaceOf(const Cell& cell, std::span<const LatLng> photos, std::size_t all_photos) {
  const double cell_radius_km = std::sqrt(AreaKm2(cell.id) / std::numbers::pi);
  if (photos.empty()) {
    return {.position = CenterOf(cell.id), .spread_km = cell_radius_km, .probability = 0};
  }
  UnitVector sum;
  for (const LatLng& photo : photos) {
    sum += ToUnitVector(photo);
  }
  Candidate place{.position = ToLatLng(sum)};
  std::vector<double> distances;
  for (const LatLng& photo : photos) {
    distances.push_back(DistanceKm(photo, place.position));
  }
  const auto rank = distances.begin() + (std::ssize(distances) - 1) * 9 / 10;
  std::ranges::nth_element(distances, rank);
  place.spread_km = *rank + cell_radius_km / static_cast<double>(photos.size() + 1);
  place.probability = static_cast<double>(photos.size()) / static_cast<double>(all_photos);
  return place;
}

// Adds softmax(scores / scale) * share.
template <typename Make>
void AddShares(std::span<const Evidence::Scored> scored, double scale, double share, const Make& make,
               std::vector<Candidate>& candidates) {
  if (scored.empty() || share <= 0) {
    return;
  }
  double sum = 0;
  const std::size_t first = candidates.size();
  for (const Evidence::Scored& one : scored) {
    Candidate candidate = make(one.index);
    candidate.probability = std::exp((one.score - scored.front().score) / scale);
    sum += candidate.probability;
    candidates.push_back(candidate);
  }
  for (std::size_t i = first; i < candidates.size(); ++i) {
    candidates[i].probability *= share / sum;
  }
}

// The share of wrong guesses that are off by no more than this.
double WrongWithin(const LocatorSettings& settings, double radius_km) {
  if (settings.wrong_km.empty()) {
    return (1 - std::cos(std::min(radius_km / kEarthRadiusKm, std::numbers::pi))) / 2;
  }
  const auto within = std::ranges::upper_bound(settings.wrong_km, radius_km) - settings.wrong_km.begin();
  return static_cast<double>(within) / static_cast<double>(settings.wrong_km.size());
}

}  // namespace

PartitionOptions ScaledPartition(std::int64_t photos) {
  constexpr std::int64_t kFewest = 4;
  constexpr std::int64_t kDroppedBelow = 200;
  constexpr int kKilometreLevel = 13;
  const auto root = static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(photos))));
  const std::int64_t max_photos = std::max(root, kFewest);
  return {.max_photos = max_photos,
          .min_photos = std::max<std::int64_t>(max_photos / kDroppedBelow, 1),
          .max_level = kKilometreLevel};
}

Locator::Locator(const Partition& cells, References references, CellHead head, LocatorSettings settings)
    : partition_(cells),
      references_(std::move(references)),
      mean_(MeanOf(references_.features.view())),
      reference_columns_(Columns(Centred(references_.features.view(), mean_))),
      head_(std::move(head)),
      settings_(std::move(settings)) {
  core::Check(!references_.positions.empty() && std::ssize(references_.positions) == references_.features.shape().w,
              "a position for each reference");
  core::Check(head_.cells() == 0 || head_.cells() == std::ssize(partition_.cells()), "a head for these cells");
  std::vector<std::vector<LatLng>> photos_in(partition_.cells().size());
  for (const LatLng& position : references_.positions) {
    cell_of_.push_back(partition_.Find(position));
    if (cell_of_.back() >= 0) {
      photos_in[static_cast<std::size_t>(cell_of_.back())].push_back(position);
    }
  }
  for (std::size_t i = 0; i < photos_in.size(); ++i) {
    places_.push_back(PlaceOf(partition_.cells()[i], photos_in[i], references_.positions.size()));
    places_.back().cell = static_cast<int>(i);
  }
}

std::vector<Evidence> Locator::Look(const FeatureView& features, const core::ThreadPool& pool) const {
  const std::int64_t photos = features.shape().w;
  const std::int64_t floats = features.shape().c;
  core::Check(floats == references_.features.shape().c, "features of the same network");
  std::vector<Evidence> evidence(static_cast<std::size_t>(photos));
  constexpr std::int64_t kStripFloats = std::int64_t{1} << 23;
  const std::int64_t strip =
      std::max<std::int64_t>(kStripFloats / std::max(reference_columns_.out(), head_.cells()), 1);
  for (std::int64_t begin = 0; begin < photos; begin += strip) {
    const std::int64_t rows = std::min(strip, photos - begin);
    const FeatureView part(features.Pixel(0, 0, begin), core::Shape{1, 1, rows, floats});
    core::Tensor similarities(core::Shape{1, 1, rows, reference_columns_.out()});
    core::Pointwise(Centred(part, mean_).view(), reference_columns_, core::Activation::kNone, {}, similarities.view(),
                    pool);
    const core::Tensor logits = head_.cells() > 0 ? head_.Logits(part, pool) : core::Tensor();
    pool.For(rows, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t row = first; row < last; ++row) {
        Evidence& of_photo = evidence[static_cast<std::size_t>(begin + row)];
        of_photo.neighbours = Best(similarities.view().Pixel(0, 0, row), reference_columns_.out(), kMostNeighbours);
        if (head_.cells() > 0) {
          of_photo.cells = Best(logits.view().Pixel(0, 0, row), head_.cells(), kMostCells);
        }
      }
    });
  }
  return evidence;
}

Belief Locator::Believe(const Evidence& evidence, const LocatorSettings& settings) const {
  if (evidence.neighbours.empty()) {
    return {};
  }
  const double head_share = evidence.cells.empty() ? 0 : settings.head_share;
  const double similarity = evidence.neighbours.front().score;
  const double known =
      1 / (1 + std::exp(-settings.known_bias - settings.known_slope * (similarity - settings.known_centre)));
  Belief belief{.elsewhere = 1 - known};
  const auto place = [&](int cell) { return places_[static_cast<std::size_t>(cell)]; };
  AddShares(evidence.cells, settings.temperature, known * head_share, place, belief.candidates);
  const auto neighbour = [&](int reference) {
    return Candidate{.position = references_.positions[static_cast<std::size_t>(reference)],
                     .spread_km = kNeighbourSpreadKm,
                     .cell = cell_of_[static_cast<std::size_t>(reference)]};
  };
  AddShares(evidence.neighbours, settings.neighbour_scale, known * (1 - head_share), neighbour, belief.candidates);
  return belief;
}

Placement Locator::Place(const Belief& belief, const LocatorSettings& settings) {
  constexpr double kHeld = 0.9;
  const PlaceEstimate estimate = EstimatePlace(belief.candidates);
  double low = 0;
  double high = kHalfRoundTheEarthKm;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    const double held =
        MassWithin(belief.candidates, estimate.position, middle) + belief.elsewhere * WrongWithin(settings, middle);
    (held >= kHeld ? high : low) = middle;
  }
  return {.position = estimate.position,
          .radius_km = std::min(high * settings.radius_factor, kHalfRoundTheEarthKm),
          .confidence = estimate.region_mass};
}

std::vector<CellShare> CellShares(std::span<const Candidate> candidates) {
  std::vector<CellShare> shares;
  for (const Candidate& candidate : candidates) {
    if (candidate.cell < 0) {
      continue;
    }
    const auto found = std::ranges::find(shares, candidate.cell, &CellShare::cell);
    if (found == shares.end()) {
      shares.push_back({candidate.cell, candidate.probability});
    } else {
      found->probability += candidate.probability;
    }
  }
  std::ranges::sort(shares, [](const CellShare& a, const CellShare& b) {
    return a.probability > b.probability || (a.probability == b.probability && a.cell < b.cell);
  });
  return shares;
}

}  // namespace godwit::geolocation
