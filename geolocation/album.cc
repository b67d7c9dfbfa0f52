#include "geolocation/album.h"

#include <algorithm>
#include <cmath>

#include "geolocation/album_model.h"

namespace godwit::geolocation {
namespace {

void SortByProbability(std::vector<CellShare>& shares) {
  std::ranges::sort(shares, [](const CellShare& a, const CellShare& b) {
    return a.probability > b.probability || (a.probability == b.probability && a.cell < b.cell);
  });
}

// What the anchors around a photo say of its position: they are close to it in time, or say nothing.
std::optional<Candidate> OnTheWay(const TimedPhoto* before, const TimedPhoto* after, double time_s,
                                  std::span<const AlbumPhoto> photos, const AlbumModel& model,
                                  const TravelPrior& travel) {
  constexpr double kHour = 3600;
  constexpr double kTrustedHours = 2;
  constexpr double kWanderingKmPerHour = 5;
  if (before == nullptr && after == nullptr) {
    return std::nullopt;
  }
  const double since_h = before != nullptr ? (time_s - before->time_s) / kHour : INFINITY;
  const double until_h = after != nullptr ? (after->time_s - time_s) / kHour : INFINITY;
  const TimedPhoto& nearest = since_h <= until_h ? *before : *after;
  const double hours = std::min(since_h, until_h);
  Candidate candidate{.position = *photos[nearest.photo].position,
                      .spread_km = travel.still_km / 2 + kWanderingKmPerHour * hours,
                      .probability = std::exp(-hours / kTrustedHours),
                      .cell = model.PlaceOf(model.StateOf(nearest.photo))};
  const bool same_place =
      before != nullptr && after != nullptr && model.StateOf(before->photo) == model.StateOf(after->photo);
  if (same_place && since_h + until_h > 0) {
    const double way = since_h / (since_h + until_h);
    UnitVector between = (1 - way) * ToUnitVector(*photos[before->photo].position);
    between += way * ToUnitVector(*photos[after->photo].position);
    if (Length(between) > 0) {
      candidate.position = ToLatLng(between);
    }
  }
  return candidate;
}

std::vector<TimedPhoto> InOrder(std::span<const AlbumPhoto> photos) {
  std::vector<TimedPhoto> order;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (photos[i].time_s && std::isfinite(*photos[i].time_s)) {
      order.push_back({*photos[i].time_s, i});
    }
  }
  std::ranges::stable_sort(order, {}, &TimedPhoto::time_s);
  return order;
}

AlbumBelief ByLook(const AlbumPhoto& photo) {
  AlbumBelief belief{.places = photo.look};
  SortByProbability(belief.places);
  for (const CellShare& share : belief.places) {
    belief.elsewhere -= share.probability;
  }
  belief.elsewhere = std::max(belief.elsewhere, 0.0);
  return belief;
}

}  // namespace

Album SmoothAlbum(std::span<const Candidate> places, std::span<const AlbumPhoto> photos, const TravelPrior& travel,
                  const core::ThreadPool& pool) {
  Album album;
  std::ranges::transform(photos, std::back_inserter(album.photos), ByLook);
  const std::vector<TimedPhoto> order = InOrder(photos);
  if (order.empty()) {
    return album;
  }
  const AlbumModel model(places, photos, travel, pool);
  album.added = model.added();
  const auto posteriors = model.Posteriors(order);
  std::vector<const TimedPhoto*> next_anchor(order.size(), nullptr);
  for (std::size_t i = order.size(); i-- > 0;) {
    next_anchor[i] = photos[order[i].photo].position ? &order[i] : i + 1 < order.size() ? next_anchor[i + 1] : nullptr;
  }
  const TimedPhoto* last_anchor = nullptr;
  for (std::size_t i = 0; i < order.size(); ++i) {
    AlbumBelief& belief = album.photos[order[i].photo];
    belief = {.places = {}, .elsewhere = posteriors[i].back()};
    for (std::size_t state = 0; state + 1 < model.states(); ++state) {
      constexpr float kWorthTelling = 1e-6F;
      if (posteriors[i][state] >= kWorthTelling) {
        belief.places.push_back({model.PlaceOf(state), posteriors[i][state]});
      }
    }
    SortByProbability(belief.places);
    if (photos[order[i].photo].position) {
      last_anchor = &order[i];
    } else {
      belief.on_the_way = OnTheWay(last_anchor, next_anchor[i], order[i].time_s, photos, model, travel);
    }
  }
  return album;
}

Belief MoveTo(const AlbumBelief& album, const Album& of, std::span<const Candidate> places, const Belief& look) {
  Belief moved{.elsewhere = album.elsewhere};
  for (const CellShare& share : album.places) {
    double left = share.probability;
    if (album.on_the_way && album.on_the_way->cell == share.cell) {
      moved.candidates.push_back(*album.on_the_way);
      moved.candidates.back().probability *= left;
      left -= moved.candidates.back().probability;
    }
    double by_look = 0;
    for (const Candidate& candidate : look.candidates) {
      by_look += candidate.cell == share.cell ? candidate.probability : 0;
    }
    if (by_look > 0) {
      for (const Candidate& candidate : look.candidates) {
        if (candidate.cell == share.cell) {
          moved.candidates.push_back(candidate);
          moved.candidates.back().probability *= left / by_look;
        }
      }
      continue;
    }
    const auto index = static_cast<std::size_t>(share.cell);
    Candidate whole =
        index < places.size() ? places[index] : Candidate{.position = of.added[index - places.size()], .spread_km = 1};
    whole.cell = share.cell;
    whole.probability = left;
    moved.candidates.push_back(whole);
  }
  return moved;
}

}  // namespace godwit::geolocation
