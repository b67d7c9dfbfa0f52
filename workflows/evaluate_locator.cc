#include "workflows/evaluate_locator.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "core/base/csv_table.h"
#include "training/data/random.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using geolocation::LatLng;
using training::LocatorSources;

struct Way {
  const char* name;
  LocatorSources sources;
  bool album;
};
constexpr std::array<Way, 4> kWays{{{"head only", LocatorSources::kHeadOnly, false},
                                    {"neighbours only", LocatorSources::kNeighboursOnly, false},
                                    {"combined", LocatorSources::kBoth, false},
                                    {"combined, album", LocatorSources::kBoth, true}}};

std::optional<double> ParseNumber(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && parsed == end ? std::optional(number) : std::nullopt;
}

// A photo with all that is known of it.
struct Judged {
  const LibraryPhoto* photo = nullptr;
  const PhotoLibrary* library = nullptr;
  LatLng position;
};

// What became of the photos judged, one entry each.
struct Guesses {
  std::vector<double> distances_km;
  std::vector<double> radii_km;
  std::vector<double> confidences;
};

class Evaluator {
 public:
  Evaluator(const recognition::FeatureExtractor& extractor, const EvaluateLocatorRequest& request, FeatureCache& cache,
            const core::ThreadPool& pool, const core::JobContext& context)
      : extractor_(extractor), request_(request), cache_(cache), pool_(pool), context_(context) {}

  core::Result<LocatorComparison> Run() {
    if (auto read = Read(); !read) {
      return core::Forward(read);
    }
    const int turns = request_.references ? 1 : request_.seeds;
    for (int turn = 0; turn < turns; ++turn) {
      const auto [learned, judged] = Split(turn);
      if (learned.empty() || judged.empty()) {
        return core::Fail(ErrorKind::kInput, "there are {} photos to learn from and {} to judge; both are needed",
                          learned.size(), judged.size());
      }
      if (auto done = Turn(turn, learned, judged); !done) {
        return core::Forward(done);
      }
    }
    return Finish();
  }

 private:
  core::Result<> Read() {
    std::vector<core::ListedImage> images;
    for (const PhotoTruth& photo : request_.truth) {
      images.push_back({photo.path, photo.path.filename()});
    }
    const auto all = [](const core::PhotoFacts&) { return true; };
    auto truth = ReadLibrary(extractor_, images, all, cache_, pool_, context_);
    if (!truth) {
      return core::Forward(truth);
    }
    truth_ = *std::move(truth);
    for (std::size_t i = 0; i < truth_.photos.size(); ++i) {
      Take(truth_.photos[i], truth_, request_.truth[i].position, of_truth_);
    }
    if (!request_.references) {
      return {};
    }
    const auto with_gps = [](const core::PhotoFacts& facts) { return facts.gps.position.has_value(); };
    auto references = ReadLibrary(extractor_, request_.references->images, with_gps, cache_, pool_, context_);
    if (!references) {
      return core::Forward(references);
    }
    references_ = *std::move(references);
    comparison_.report.errors.insert(comparison_.report.errors.end(), request_.references->errors.begin(),
                                     request_.references->errors.end());
    for (const LibraryPhoto& photo : references_.photos) {
      if (const auto& gps = photo.facts.gps.position; gps) {
        Take(photo, references_, {gps->lat_deg, gps->lon_deg}, of_references_);
      }
    }
    return {};
  }

  void Take(const LibraryPhoto& photo, const PhotoLibrary& library, const LatLng& position, std::vector<Judged>& into) {
    if (photo.error.empty()) {
      into.push_back({&photo, &library, position});
    } else {
      comparison_.report.errors.push_back({photo.image.path.string(), photo.error});
    }
  }

  // What is learned from, and what is judged.
  std::pair<std::vector<Judged>, std::vector<Judged>> Split(int turn) const {
    if (request_.references) {
      return {of_references_, of_truth_};
    }
    const auto order = training::Random(static_cast<std::uint64_t>(turn), training::RandomStream::kSplit, 0)
                           .Permutation(static_cast<std::uint32_t>(of_truth_.size()));
    const auto hidden = static_cast<std::size_t>(request_.hidden * static_cast<double>(order.size()) + 0.5);
    std::pair<std::vector<Judged>, std::vector<Judged>> split;
    for (std::size_t i = 0; i < order.size(); ++i) {
      (i < hidden ? split.second : split.first).push_back(of_truth_[order[i]]);
    }
    return split;
  }

  core::Result<> Turn(int turn, const std::vector<Judged>& learned, const std::vector<Judged>& judged) {
    const std::int64_t floats = extractor_.size();
    geolocation::References references{.features = core::Tensor(core::Shape{1, 1, std::ssize(learned), floats})};
    core::Tensor features(core::Shape{1, 1, std::ssize(judged), floats});
    std::vector<PhotoToPlace> photos;
    for (std::size_t i = 0; i < judged.size(); ++i) {
      Copy(judged[i], features.data() + static_cast<std::int64_t>(i) * floats);
      photos.push_back(ToPlace(judged[i]));
      photos.back().row = static_cast<int>(i);
    }
    for (std::size_t i = 0; i < learned.size(); ++i) {
      Copy(learned[i], references.features.data() + static_cast<std::int64_t>(i) * floats);
      references.positions.push_back(learned[i].position);
      photos.push_back(ToPlace(learned[i]));
      photos.back().position = learned[i].position;
    }
    for (const Judged& photo : judged) {
      double nearest = std::numeric_limits<double>::infinity();
      for (const LatLng& reference : references.positions) {
        nearest = std::min(nearest, geolocation::DistanceKm(reference, photo.position));
      }
      nearest_km_.push_back(nearest);
    }
    comparison_.references = std::ssize(learned);
    for (std::size_t way = 0; way < kWays.size(); ++way) {
      training::LearnLocatorOptions options{.sources = kWays[way].sources};
      options.head.seed = static_cast<std::uint64_t>(turn) + 1;
      options.head.smoothing_km = request_.smoothing_km;
      auto locator =
          training::LearnLocator({references.features.Clone(), references.positions}, options, pool_, context_);
      if (!locator) {
        return core::Forward(locator);
      }
      const PlacedPhotos placed = PlacePhotos(*locator, features.view(), photos, kWays[way].album, pool_);
      for (std::size_t i = 0; i < judged.size(); ++i) {
        Note(placed.photos[i], judged[i].position, guesses_[way]);
      }
    }
    return {};
  }

  void Copy(const Judged& photo, float* row) const {
    std::copy_n(photo.library->features.data() + photo.photo->row * std::int64_t{extractor_.size()}, extractor_.size(),
                row);
  }

  static PhotoToPlace ToPlace(const Judged& photo) {
    const core::PhotoFacts& facts = photo.photo->facts;
    return {.taken = facts.taken, .camera = facts.camera + facts.camera_serial};
  }

  static void Note(const PlacedPhoto& placed, const LatLng& truth, Guesses& guesses) {
    constexpr double kNowhere = std::numeric_limits<double>::infinity();
    const auto& placement = placed.placement;
    guesses.distances_km.push_back(placement ? geolocation::DistanceKm(placement->position, truth) : kNowhere);
    guesses.radii_km.push_back(placement ? placement->radius_km : kNowhere);
    guesses.confidences.push_back(placement ? placement->confidence : 0);
  }

  core::Result<LocatorComparison> Finish() {
    comparison_.judged = std::ssize(nearest_km_);
    comparison_.ceiling = geolocation::SharesWithin(nearest_km_);
    for (std::size_t way = 0; way < kWays.size(); ++way) {
      const Guesses& guesses = guesses_[way];
      std::vector<double> sure_km;
      for (std::size_t i = 0; i < guesses.distances_km.size(); ++i) {
        if (guesses.confidences[i] >= LocateSettings().min_confidence) {
          sure_km.push_back(guesses.distances_km[i]);
        }
      }
      comparison_.ways.push_back({.name = kWays[way].name,
                                  .all = geolocation::ComputeLocateMetrics(guesses.distances_km),
                                  .placed = geolocation::ComputeLocateMetrics(sure_km),
                                  .calibration = geolocation::Calibrate(guesses.distances_km, guesses.radii_km),
                                  .coverage = geolocation::CoverageCurve(guesses.distances_km, guesses.confidences)});
    }
    comparison_.report.images = std::ssize(request_.truth);
    return std::move(comparison_);
  }

  const recognition::FeatureExtractor& extractor_;
  const EvaluateLocatorRequest& request_;
  FeatureCache& cache_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;
  PhotoLibrary truth_;
  PhotoLibrary references_;
  std::vector<Judged> of_truth_;
  std::vector<Judged> of_references_;
  std::vector<double> nearest_km_;
  std::array<Guesses, kWays.size()> guesses_;
  LocatorComparison comparison_;
};

}  // namespace

core::Result<std::vector<PhotoTruth>> ReadTruth(const std::filesystem::path& csv) {
  auto table = core::ReadCsv(csv);
  if (!table) {
    return core::Forward(table);
  }
  const int path = table->Column("path");
  const int lat = table->Column("lat");
  const int lon = table->Column("lon");
  if (path < 0 || lat < 0 || lon < 0 || table->rows.empty()) {
    return core::Fail(ErrorKind::kInput, "{}: needs a header with path, lat and lon, and a line for each photo",
                      csv.string());
  }
  std::vector<PhotoTruth> truth;
  for (const core::CsvRow& row : table->rows) {
    const std::string& lat_text = row.fields[static_cast<std::size_t>(lat)];
    const std::string& lon_text = row.fields[static_cast<std::size_t>(lon)];
    const auto lat_deg = ParseNumber(lat_text);
    const auto lon_deg = ParseNumber(lon_text);
    if (!lat_deg || !lon_deg || !geolocation::IsValid({*lat_deg, *lon_deg})) {
      return core::Fail(ErrorKind::kInput, "{}: line {}: '{}', '{}' is not a position in degrees", csv.string(),
                        row.line, lat_text, lon_text);
    }
    truth.push_back({csv.parent_path() / row.fields[static_cast<std::size_t>(path)], {*lat_deg, *lon_deg}});
  }
  return truth;
}

core::Result<LocatorComparison> EvaluateLocator(const recognition::FeatureExtractor& extractor,
                                                const EvaluateLocatorRequest& request, FeatureCache& cache,
                                                const core::ThreadPool& pool, const core::JobContext& context) {
  return Evaluator(extractor, request, cache, pool, context).Run();
}

}  // namespace godwit::workflows
