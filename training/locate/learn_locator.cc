#include "training/locate/learn_locator.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "training/data/random.h"

namespace godwit::training {
namespace {

using geolocation::CellHead;
using geolocation::LatLng;
using geolocation::Locator;
using geolocation::Partition;
using geolocation::References;

Partition MakeCells(const References& references, const LearnLocatorOptions& options, const core::ThreadPool& pool) {
  std::vector<geolocation::CellId> leaves;
  std::ranges::transform(references.positions, std::back_inserter(leaves), geolocation::LeafCell);
  const auto count = std::ssize(leaves);
  return MakePartition(geolocation::SortedPoints(std::move(leaves), pool),
                       options.cells.value_or(geolocation::ScaledPartition(count)), pool)
      .partition;
}

// What is learned from, and what the result is measured on, as rows of the references.
struct Fold {
  std::vector<int> learned;
  std::vector<int> held_out;
};

std::vector<Fold> MakeFolds(std::size_t photos, const LearnLocatorOptions& options) {
  constexpr std::size_t kMany = 4000;  // enough to hold out one part
  constexpr std::size_t kMostHeldOut = 5000;
  const auto order = Random(options.head.seed, RandomStream::kSplit, 0).Permutation(static_cast<std::uint32_t>(photos));
  const auto wanted = static_cast<std::size_t>(options.folds);
  const std::size_t parts =
      photos > kMany ? std::max(std::size_t{10}, photos / kMostHeldOut) : std::min(wanted, photos);
  std::vector<Fold> folds(photos > kMany ? 1 : photos < 2 ? 0 : parts);
  for (std::size_t i = 0; i < folds.size(); ++i) {
    for (std::size_t place = 0; place < order.size(); ++place) {
      (place % parts == i ? folds[i].held_out : folds[i].learned).push_back(static_cast<int>(order[place]));
    }
  }
  return folds;
}

std::vector<CellSample> SamplesOf(std::span<const int> rows, std::span<const int> cell_of) {
  std::vector<CellSample> samples;
  for (const int row : rows) {
    if (const int cell = cell_of[static_cast<std::size_t>(row)]; cell >= 0) {
      samples.push_back({row, cell});
    }
  }
  return samples;
}

class Learner {
 public:
  Learner(References references, const LearnLocatorOptions& options, const core::ThreadPool& pool,
          const core::JobContext& context)
      : references_(std::move(references)),
        options_(options),
        pool_(pool),
        context_(context),
        cells_(MakeCells(references_, options, pool)) {
    for (const LatLng& position : references_.positions) {
      cell_of_.push_back(cells_.Find(position));
    }
    for (const geolocation::Cell& cell : cells_.cells()) {
      cell_positions_.push_back(cell.position);
    }
  }

  core::Result<Locator> Learn() {
    for (const Fold& fold : MakeFolds(references_.positions.size(), options_)) {
      if (auto measured = Measure(fold); !measured) {
        return core::Forward(measured);
      }
    }
    auto settings = TuneLocator(held_out_, UnseenPlaces(references_.positions), options_.sources);
    CellHeadOptions head = options_.head;
    if (!best_epochs_.empty()) {
      std::ranges::sort(best_epochs_);
      head.epochs = std::max(best_epochs_[best_epochs_.size() / 2], 1);
    }
    std::vector<int> all(references_.positions.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] = static_cast<int>(i);
    }
    auto trained = Train(SamplesOf(all, cell_of_), {}, settings.head_share > 0, head);
    if (!trained) {
      return core::Forward(trained);
    }
    return Locator(cells_, std::move(references_), std::move(trained->head), std::move(settings));
  }

 private:
  // No head where there is nothing to tell apart, or it would not be asked.
  core::Result<TrainedCellHead> Train(std::span<const CellSample> samples, std::span<const CellSample> held_out,
                                      bool is_asked, const CellHeadOptions& head) {
    if (samples.empty() || cells_.cells().size() < 2 || !is_asked) {
      return TrainedCellHead();
    }
    return TrainCellHead(references_.features.view(), cell_positions_, samples, held_out, head, pool_, context_);
  }

  core::Result<> Measure(const Fold& fold) {
    auto trained = Train(SamplesOf(fold.learned, cell_of_), SamplesOf(fold.held_out, cell_of_),
                         options_.sources != LocatorSources::kNeighboursOnly, options_.head);
    if (!trained) {
      return core::Forward(trained);
    }
    if (trained->best_epoch > 0) {
      best_epochs_.push_back(trained->best_epoch);
    }
    References learned{.features = geolocation::TakeRows(references_.features.view(), fold.learned)};
    for (const int row : fold.learned) {
      learned.positions.push_back(references_.positions[static_cast<std::size_t>(row)]);
    }
    locators_.push_back(std::make_unique<Locator>(cells_, std::move(learned), std::move(trained->head),
                                                  geolocation::LocatorSettings()));
    auto evidence =
        locators_.back()->Look(geolocation::TakeRows(references_.features.view(), fold.held_out).view(), pool_);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
      held_out_.push_back({locators_.back().get(), std::move(evidence[i]),
                           references_.positions[static_cast<std::size_t>(fold.held_out[i])]});
    }
    return {};
  }

  References references_;
  const LearnLocatorOptions& options_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;
  Partition cells_;
  std::vector<int> cell_of_;
  std::vector<LatLng> cell_positions_;
  std::vector<int> best_epochs_;
  std::vector<std::unique_ptr<Locator>> locators_;
  std::vector<HeldOutPhoto> held_out_;
};

}  // namespace

core::Result<Locator> LearnLocator(References references, const LearnLocatorOptions& options,
                                   const core::ThreadPool& pool, const core::JobContext& context) {
  core::Check(!references.positions.empty(), "there is a reference");
  return Learner(std::move(references), options, pool, context).Learn();
}

}  // namespace godwit::training
