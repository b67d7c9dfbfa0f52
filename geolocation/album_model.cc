#include "geolocation/album_model.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace godwit::geolocation {
namespace {

constexpr std::size_t kMostStates = 500;
constexpr double kHour = 3600;
// Times between photos are told apart by a factor, from a minute to two years.
constexpr double kTimeStep = 1.4;
constexpr double kShortest = 60;
constexpr int kTimes = 42;

// A look says little for certain: so much of every place is left.
constexpr double kDoubt = 0.02;

double Nearness(double distance_km, double hours, const TravelPrior& travel) {
  double sum = 0;
  for (const TravelPrior::Pace& pace : travel.paces) {
    const double scale = travel.still_km + pace.km_per_h * hours;
    sum += pace.share * std::exp(-distance_km / scale) / (scale * scale);
  }
  return sum;
}

}  // namespace

AlbumModel::AlbumModel(std::span<const Candidate> places, std::span<const AlbumPhoto> photos, const TravelPrior& travel,
                       const core::ThreadPool& pool) {
  ChooseStates(places, photos);
  SetEmissions(places, photos);
  SetTransitions(travel, pool);
}

void AlbumModel::ChooseStates(std::span<const Candidate> places, std::span<const AlbumPhoto> photos) {
  constexpr double kSamePlaceKm = 1;
  std::map<int, double> named;
  for (const AlbumPhoto& photo : photos) {
    for (const CellShare& share : photo.look) {
      named[share.cell] +=
          photo.position ? 1.0 + static_cast<double>(photos.size()) : share.probability;  // anchors stay
    }
  }
  std::vector<std::pair<double, int>> order;
  for (const auto& [place, weight] : named) {
    order.emplace_back(-weight, place);
  }
  std::ranges::sort(order);
  order.resize(std::min(order.size(), kMostStates));
  for (const auto& [weight, place] : order) {
    place_of_.push_back(place);
    positions_.push_back(ToUnitVector(places[static_cast<std::size_t>(place)].position));
  }
  anchor_state_.assign(photos.size(), 0);
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (!photos[i].position) {
      continue;
    }
    if (!photos[i].look.empty()) {
      const auto found = std::ranges::find(place_of_, photos[i].look.front().cell);
      if (found != place_of_.end()) {
        anchor_state_[i] = static_cast<std::size_t>(found - place_of_.begin());
        continue;
      }
    }
    const UnitVector position = ToUnitVector(*photos[i].position);
    auto state = positions_.size() - added_.size();
    while (state < positions_.size() && DistanceKm(positions_[state], position) > kSamePlaceKm) {
      ++state;
    }
    if (state == positions_.size()) {
      place_of_.push_back(static_cast<int>(places.size() + added_.size()));
      positions_.push_back(position);
      added_.push_back(*photos[i].position);
    }
    anchor_state_[i] = state;
  }
}

void AlbumModel::SetEmissions(std::span<const Candidate> places, std::span<const AlbumPhoto> photos) {
  double elsewhere = 0;
  double looks = 0;
  const auto elsewhere_of = [](const AlbumPhoto& photo) {
    double known = 0;
    for (const CellShare& share : photo.look) {
      known += share.probability;
    }
    return std::clamp(1 - known, 0.0, 1.0);
  };
  for (const AlbumPhoto& photo : photos) {
    if (!photo.position) {
      elsewhere += elsewhere_of(photo);
      ++looks;
    }
  }
  constexpr double kLeast = 0.02;
  const double prior_elsewhere = std::clamp(looks > 0 ? elsewhere / looks : kLeast, kLeast, 1 - kLeast);
  double sum = 0;
  for (const int place : place_of_) {
    constexpr double kRare = 1e-4;
    const auto index = static_cast<std::size_t>(place);
    priors_.push_back(static_cast<float>(index < places.size() ? std::max(places[index].probability, kRare) : kRare));
    sum += priors_.back();
  }
  for (float& prior : priors_) {
    prior = static_cast<float>(prior / sum * (1 - prior_elsewhere));
  }
  priors_.push_back(static_cast<float>(place_of_.empty() ? 1 : prior_elsewhere));

  std::map<int, std::size_t> state_of;
  for (std::size_t state = 0; state < place_of_.size(); ++state) {
    state_of[place_of_[state]] = state;
  }
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (photos[i].position) {
      std::vector<float>& of_anchor = emissions_.emplace_back(priors_.size(), 0.0F);
      of_anchor[anchor_state_[i]] = 1;
      continue;
    }
    if (photos[i].look.empty()) {
      emissions_.emplace_back(priors_.size(), 1.0F);
      continue;
    }
    std::vector<float>& of_photo = emissions_.emplace_back(priors_.size(), static_cast<float>(kDoubt));
    const double unknown = (1 - kDoubt) * elsewhere_of(photos[i]) / priors_.back();
    of_photo.back() += static_cast<float>(unknown);
    for (std::size_t state = place_of_.size() - added_.size(); state < place_of_.size(); ++state) {
      of_photo[state] += static_cast<float>(unknown);  // nobody knows what these look like
    }
    for (const CellShare& share : photos[i].look) {
      if (const auto state = state_of.find(share.cell); state != state_of.end()) {
        of_photo[state->second] += static_cast<float>((1 - kDoubt) * share.probability / priors_[state->second]);
      }
    }
  }
}

void AlbumModel::SetTransitions(const TravelPrior& travel, const core::ThreadPool& pool) {
  const std::size_t count = priors_.size();
  std::vector<double> distances(count * count);
  pool.For(static_cast<std::int64_t>(count), 8, [&](std::int64_t begin, std::int64_t end) {
    for (auto from = static_cast<std::size_t>(begin); from < static_cast<std::size_t>(end); ++from) {
      for (std::size_t to = 0; to < count; ++to) {
        const bool is_unknown = from + 1 == count || to + 1 == count;
        distances[from * count + to] = from == to   ? 0
                                       : is_unknown ? travel.elsewhere_km
                                                    : DistanceKm(positions_[from], positions_[to]);
      }
    }
  });
  transitions_.resize(kTimes);
  pool.For(kTimes, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t time = begin; time < end; ++time) {
      const double hours = time == 0 ? 0 : kShortest * std::pow(kTimeStep, static_cast<double>(time)) / kHour;
      const double forgotten = 1 - std::exp(-hours / travel.memory_h);
      std::vector<float>& matrix = transitions_[static_cast<std::size_t>(time)];
      matrix.resize(count * count);
      std::vector<double> row(count);
      for (std::size_t from = 0; from < count; ++from) {
        double sum = 0;
        double reachable = 0;
        const double reach_km = travel.still_km + travel.fastest_km_per_h * hours;
        for (std::size_t to = 0; to < count; ++to) {
          row[to] = priors_[to] * Nearness(distances[from * count + to], hours, travel);
          sum += row[to];
          reachable += distances[from * count + to] <= reach_km ? priors_[to] : 0;
        }
        for (std::size_t to = 0; to < count; ++to) {
          const double back = distances[from * count + to] <= reach_km ? priors_[to] / reachable : 0;
          matrix[from * count + to] = static_cast<float>((1 - forgotten) * row[to] / sum + forgotten * back);
        }
      }
    }
  });
}

const std::vector<float>& AlbumModel::Transition(double seconds) const {
  const double step = seconds <= kShortest ? 0 : std::log(seconds / kShortest) / std::log(kTimeStep);
  return transitions_[static_cast<std::size_t>(std::min(std::lround(step), static_cast<long>(kTimes - 1)))];
}

double AlbumModel::Advance(std::vector<float>& state, double seconds, std::size_t photo) const {
  const std::vector<float>& matrix = Transition(seconds);
  std::vector<float> next(state.size(), 0.0F);
  for (std::size_t from = 0; from < state.size(); ++from) {
    constexpr float kNegligible = 1e-7F;  // few places are likely at any time: most of the sums are of these
    if (state[from] < kNegligible) {
      continue;
    }
    const float* row = matrix.data() + from * state.size();
    for (std::size_t to = 0; to < state.size(); ++to) {
      next[to] += state[from] * row[to];
    }
  }
  double sum = 0;
  for (std::size_t i = 0; i < next.size(); ++i) {
    next[i] *= emissions_[photo][i];
    sum += next[i];
  }
  if (sum <= 0) {  // no one travels so fast: an anchor, or a look, counts more than the way there
    return state = emissions_[photo], 1e-30;
  }
  for (float& value : next) {
    value = static_cast<float>(value / sum);
  }
  state = std::move(next);
  return sum;
}

double AlbumModel::LogLikelihood(std::span<const TimedPhoto> order) const {
  std::vector<float> state = priors_;
  double likelihood = 0;
  double before = order.empty() ? 0 : order.front().time_s;
  for (const TimedPhoto& photo : order) {
    likelihood += std::log(Advance(state, photo.time_s - before, photo.photo));
    before = photo.time_s;
  }
  return likelihood;
}

std::vector<std::vector<float>> AlbumModel::Posteriors(std::span<const TimedPhoto> order) const {
  std::vector<std::vector<float>> posteriors;
  std::vector<float> state = priors_;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Advance(state, i == 0 ? 0 : order[i].time_s - order[i - 1].time_s, order[i].photo);
    posteriors.push_back(state);
  }
  std::vector<float> behind(priors_.size(), 1.0F);  // p(what follows | state), but for a factor
  for (std::size_t i = order.size(); i-- > 0;) {
    double sum = 0;
    for (std::size_t s = 0; s < behind.size(); ++s) {
      posteriors[i][s] *= behind[s];
      sum += posteriors[i][s];
    }
    for (std::size_t s = 0; s < behind.size(); ++s) {
      posteriors[i][s] = sum > 0 ? static_cast<float>(posteriors[i][s] / sum) : priors_[s];
    }
    if (i == 0) {
      break;
    }
    const std::vector<float>& matrix = Transition(order[i].time_s - order[i - 1].time_s);
    const std::vector<float>& emission = emissions_[order[i].photo];
    std::vector<float> before(behind.size(), 0.0F);
    float largest = 0;
    for (std::size_t from = 0; from < before.size(); ++from) {
      const float* row = matrix.data() + from * before.size();
      for (std::size_t to = 0; to < before.size(); ++to) {
        before[from] += row[to] * emission[to] * behind[to];
      }
      largest = std::max(largest, before[from]);
    }
    for (float& value : before) {
      value = largest > 0 ? value / largest : 1;
    }
    behind = std::move(before);
  }
  return posteriors;
}

}  // namespace godwit::geolocation
