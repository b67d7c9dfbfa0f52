#include "geolocation/locate_metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/base/check.h"

namespace godwit::geolocation {
namespace {

void CheckLengths(std::span<const double> lengths_km) {
  core::Check(std::ranges::all_of(lengths_km, [](double km) { return km >= 0; }), "distances are 0 or more");
}

double MedianOf(std::span<const double> values) {
  if (values.empty()) {
    return 0;
  }
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + std::ssize(sorted) / 2;
  std::ranges::nth_element(sorted, middle);
  const double upper = *middle;
  const double lower = sorted.size() % 2 == 0 ? *std::max_element(sorted.begin(), middle) : upper;
  return std::midpoint(lower, upper);
}

std::array<std::int64_t, kDistanceLimitsKm.size()> CountWithin(std::span<const double> distances_km) {
  std::array<std::int64_t, kDistanceLimitsKm.size()> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i] = std::ranges::count_if(distances_km, [&](double km) { return km <= kDistanceLimitsKm[i]; });
  }
  return counts;
}

}  // namespace

DistanceShares SharesWithin(std::span<const double> distances_km) {
  CheckLengths(distances_km);
  DistanceShares shares{};
  if (!distances_km.empty()) {
    std::ranges::transform(CountWithin(distances_km), shares.begin(), [&](std::int64_t count) {
      return static_cast<double>(count) / static_cast<double>(distances_km.size());
    });
  }
  return shares;
}

LocateMetrics ComputeLocateMetrics(std::span<const double> distances_km) {
  constexpr double kBestScore = 5000;
  constexpr double kScaleKm = 1492.7;
  LocateMetrics metrics{
      .photos = std::ssize(distances_km), .shares = SharesWithin(distances_km), .median_km = MedianOf(distances_km)};
  for (const double km : distances_km) {
    metrics.geo_score += kBestScore * std::exp(-km / kScaleKm) / static_cast<double>(metrics.photos);
  }
  return metrics;
}

Calibration Calibrate(std::span<const double> distances_km, std::span<const double> radii_km) {
  core::Check(distances_km.size() == radii_km.size(), "each distance has its radius");
  CheckLengths(distances_km);
  CheckLengths(radii_km);
  Calibration calibration{.photos = std::ssize(distances_km), .median_radius_km = MedianOf(radii_km)};
  if (distances_km.empty()) {
    return calibration;
  }
  const auto n = static_cast<double>(calibration.photos);
  const std::int64_t held = std::inner_product(distances_km.begin(), distances_km.end(), radii_km.begin(),
                                               std::int64_t{0}, std::plus<>(), std::less_equal<>());
  calibration.held = static_cast<double>(held) / n;
  constexpr double kZ = 1.959964;  // of the normal distribution, 95 percent
  const double scale = 1 / (1 + kZ * kZ / n);
  const double center = scale * (calibration.held + kZ * kZ / (2 * n));
  const double half = scale * kZ * std::sqrt(calibration.held * (1 - calibration.held) / n + kZ * kZ / (4 * n * n));
  calibration.held_low = std::max(0.0, center - half);
  calibration.held_high = std::min(1.0, center + half);
  return calibration;
}

std::vector<CoveragePoint> CoverageCurve(std::span<const double> distances_km, std::span<const double> confidences) {
  core::Check(distances_km.size() == confidences.size(), "each distance has its confidence");
  CheckLengths(distances_km);
  std::vector<std::size_t> order(distances_km.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, std::greater(), [&](std::size_t i) { return confidences[i]; });
  std::vector<CoveragePoint> curve;
  std::array<std::int64_t, kDistanceLimitsKm.size()> within{};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t limit = 0; limit < within.size(); ++limit) {
      within[limit] += distances_km[order[i]] <= kDistanceLimitsKm[limit] ? 1 : 0;
    }
    const double confidence = confidences[order[i]];
    if (i + 1 < order.size() && confidences[order[i + 1]] == confidence) {
      continue;
    }
    const auto placed = static_cast<double>(i + 1);
    CoveragePoint point{.confidence = confidence, .coverage = placed / static_cast<double>(order.size())};
    std::ranges::transform(within, point.shares.begin(),
                           [&](std::int64_t count) { return static_cast<double>(count) / placed; });
    curve.push_back(point);
  }
  return curve;
}

}  // namespace godwit::geolocation
