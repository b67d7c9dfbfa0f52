#include "geolocation/camera_clocks.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/check.h"
#include "geolocation/album_model.h"

namespace godwit::geolocation {
namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kStep = 15 * kMinute;
constexpr int kStepsEachWay = 26 * 4;  // time zones are up to 26 hours apart

// At most so many of a camera, spread over all of them: enough to tell its clock.
std::vector<TimedPhoto> PhotosOf(int camera, std::span<const AlbumPhoto> photos, std::span<const int> camera_of) {
  constexpr std::size_t kMost = 400;
  std::vector<TimedPhoto> all;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    if (camera_of[i] == camera && photos[i].time_s) {
      all.push_back({*photos[i].time_s, i});
    }
  }
  std::ranges::stable_sort(all, {}, &TimedPhoto::time_s);
  if (all.size() <= kMost) {
    return all;
  }
  std::vector<TimedPhoto> some;
  for (std::size_t i = 0; i < kMost; ++i) {
    some.push_back(all[i * all.size() / kMost]);
  }
  return some;
}

double Likelihood(const AlbumModel& model, const std::vector<TimedPhoto>& right, std::vector<TimedPhoto> other,
                  double offset_s) {
  for (TimedPhoto& photo : other) {
    photo.time_s += offset_s;
  }
  std::vector<TimedPhoto> merged;
  std::ranges::merge(right, other, std::back_inserter(merged), {}, &TimedPhoto::time_s, &TimedPhoto::time_s);
  return model.LogLikelihood(merged);
}

// Between two moves of the owner all offsets are alike: the middle of those as good as the best around it.
double BestOffset(const std::vector<double>& likelihoods, double first_s, double step_s) {
  constexpr double kAlike = 0.5;
  const auto best = std::ranges::max_element(likelihoods);
  const auto alike = [&](double value) { return value >= *best - kAlike; };
  auto begin = best;
  while (begin != likelihoods.begin() && alike(*std::prev(begin))) {
    --begin;
  }
  auto end = best;
  while (std::next(end) != likelihoods.end() && alike(*std::next(end))) {
    ++end;
  }
  const auto middle = static_cast<double>((begin - likelihoods.begin()) + (end - likelihoods.begin())) / 2;
  return first_s + middle * step_s;
}

}  // namespace

std::vector<double> ClockOffsets(std::span<const Candidate> places, std::span<const AlbumPhoto> photos,
                                 std::span<const int> camera_of, const TravelPrior& travel,
                                 const core::ThreadPool& pool) {
  core::Check(photos.size() == camera_of.size(), "a camera for each photo");
  const int cameras = camera_of.empty() ? 0 : *std::ranges::max_element(camera_of) + 1;
  std::vector<double> offsets(static_cast<std::size_t>(cameras));
  std::vector<int> anchors(offsets.size());
  for (std::size_t i = 0; i < photos.size(); ++i) {
    anchors[static_cast<std::size_t>(camera_of[i])] += photos[i].position && photos[i].time_s ? 1 : 0;
  }
  const auto most = std::ranges::max_element(anchors);
  if (cameras < 2 || *most == 0) {
    return offsets;
  }
  const AlbumModel model(places, photos, travel, pool);
  const auto first = static_cast<int>(most - anchors.begin());
  const std::vector<TimedPhoto> right = PhotosOf(first, photos, camera_of);
  for (int camera = 0; camera < cameras; ++camera) {
    const std::vector<TimedPhoto> other = PhotosOf(camera, photos, camera_of);
    if (camera == first || other.empty()) {
      continue;
    }
    std::vector<double> likelihoods(2 * kStepsEachWay + 1);
    pool.For(std::ssize(likelihoods), 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        likelihoods[static_cast<std::size_t>(i)] =
            Likelihood(model, right, other, static_cast<double>(i - kStepsEachWay) * kStep);
      }
    });
    // Among 209 offsets the best of nothing but chance is better by about log(209) = 5.3.
    constexpr double kClearlyBetter = 8;
    if (*std::ranges::max_element(likelihoods) > likelihoods[kStepsEachWay] + kClearlyBetter) {
      offsets[static_cast<std::size_t>(camera)] = BestOffset(likelihoods, -kStepsEachWay * kStep, kStep);
    }
  }
  return offsets;
}

}  // namespace godwit::geolocation
