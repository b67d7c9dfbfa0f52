#include "training/losses/triplet.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "core/base/check.h"
#include "training/losses/pixel_sum.h"

namespace godwit::training {
namespace {

constexpr double kLeastLength = 1e-6;

// Embeddings on the unit sphere, and what they were divided by.
struct Sphere {
  std::size_t count = 0;
  std::size_t channels = 0;
  std::vector<double> points;  // (count, channels)
  std::vector<double> lengths;

  [[nodiscard]] std::span<const double> Point(std::size_t i) const {
    return std::span(points).subspan(i * channels, channels);
  }
};

Sphere Normalize(const core::ConstTensorView& embeddings) {
  Sphere sphere{static_cast<std::size_t>(embeddings.shape().n), static_cast<std::size_t>(embeddings.shape().c)};
  for (std::size_t i = 0; i < sphere.count; ++i) {
    const std::span x(PixelAt(embeddings, static_cast<std::int64_t>(i)), sphere.channels);
    const double squares =
        std::accumulate(x.begin(), x.end(), 0.0, [](double sum, double value) { return sum + value * value; });
    sphere.lengths.push_back(std::max(std::sqrt(squares), kLeastLength));
    std::ranges::transform(x, std::back_inserter(sphere.points),
                           [&](double value) { return value / sphere.lengths.back(); });
  }
  return sphere;
}

double SquaredDistance(std::span<const double> a, std::span<const double> b) {
  return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus(),
                               [](double x, double y) { return (x - y) * (x - y); });
}

struct Triplet {
  std::size_t positive;
  std::size_t negative;
  double loss;
};

// The triplets of one anchor, given its distances from all.
std::vector<Triplet> Mine(std::size_t anchor, std::span<const double> distances, std::span<const std::int32_t> labels,
                          double margin) {
  std::vector<Triplet> triplets;
  for (std::size_t p = 0; p < labels.size(); ++p) {
    if (p == anchor || labels[p] != labels[anchor]) {
      continue;
    }
    std::optional<std::size_t> semi_hard;
    std::optional<std::size_t> hardest;
    const auto nearer = [&](std::size_t n, std::optional<std::size_t> best) {
      return !best || distances[n] < distances[*best];
    };
    for (std::size_t n = 0; n < labels.size(); ++n) {
      if (labels[n] == labels[anchor]) {
        continue;
      }
      if (nearer(n, hardest)) {
        hardest = n;
      }
      if (distances[n] > distances[p] && nearer(n, semi_hard)) {
        semi_hard = n;
      }
    }
    if (hardest) {
      const std::size_t n = semi_hard.value_or(*hardest);
      triplets.push_back({p, n, std::max(distances[p] - distances[n] + margin, 0.0)});
    }
  }
  return triplets;
}

// d(sum of losses)/d(point i) is sum_j coefficients[i * count + j] * point j, as all distances are quadratic.
std::vector<double> Coefficients(const std::vector<std::vector<Triplet>>& triplets) {
  const std::size_t count = triplets.size();
  std::vector<double> coefficients(count * count);
  const auto add = [&](std::size_t i, std::size_t j, double value) { coefficients[i * count + j] += value; };
  for (std::size_t a = 0; a < count; ++a) {
    for (const auto& [p, n, loss] : triplets[a]) {
      if (loss > 0) {
        add(a, n, 2), add(a, p, -2);
        add(p, p, 2), add(p, a, -2);
        add(n, a, 2), add(n, n, -2);
      }
    }
  }
  return coefficients;
}

// Takes the slope with regard to point i back through x / |x|: what points along x is lost.
void WriteGradient(const Sphere& sphere, std::size_t i, std::span<const double> coefficients, double scale,
                   float* gradient) {
  std::vector<double> slope(sphere.channels);
  for (std::size_t j = 0; j < sphere.count; ++j) {
    if (const double coefficient = coefficients[i * sphere.count + j]; coefficient != 0) {
      const std::span<const double> point = sphere.Point(j);
      for (std::size_t c = 0; c < sphere.channels; ++c) {
        slope[c] += coefficient * point[c];
      }
    }
  }
  const std::span<const double> y = sphere.Point(i);
  const bool on_sphere = sphere.lengths[i] > kLeastLength;
  const double along = on_sphere ? std::inner_product(y.begin(), y.end(), slope.begin(), 0.0) : 0;
  for (std::size_t c = 0; c < sphere.channels; ++c) {
    gradient[c] = static_cast<float>(scale * (slope[c] - along * y[c]) / sphere.lengths[i]);
  }
}

}  // namespace

double TripletLoss(const core::ConstTensorView& embeddings, std::span<const std::int32_t> labels, double margin,
                   const core::TensorView& gradient, const core::ThreadPool& pool) {
  const core::Shape& shape = embeddings.shape();
  CheckShapes(shape, gradient);
  core::Check(shape.h == 1 && shape.w == 1, "embeddings are (N, 1, 1, C)");
  core::Check(static_cast<std::int64_t>(labels.size()) == shape.n, "each embedding has a label");
  core::Check(margin >= 0, "the margin is not negative");

  const Sphere sphere = Normalize(embeddings);
  std::vector<std::vector<Triplet>> triplets(sphere.count);  // of each anchor
  pool.For(shape.n, 1, [&](std::int64_t begin, std::int64_t end) {
    std::vector<double> distances(sphere.count);
    for (auto anchor = static_cast<std::size_t>(begin); anchor < static_cast<std::size_t>(end); ++anchor) {
      for (std::size_t j = 0; j < sphere.count; ++j) {
        distances[j] = SquaredDistance(sphere.Point(anchor), sphere.Point(j));
      }
      triplets[anchor] = Mine(anchor, distances, labels, margin);
    }
  });

  double sum = 0;
  std::size_t pairs = 0;
  for (const std::vector<Triplet>& of_anchor : triplets) {
    for (const Triplet& triplet : of_anchor) {
      sum += triplet.loss;
    }
    pairs += of_anchor.size();
  }
  const double scale = 1 / static_cast<double>(std::max<std::size_t>(pairs, 1));
  if (gradient.data() != nullptr) {
    const std::vector<double> coefficients = Coefficients(triplets);
    pool.For(shape.n, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        WriteGradient(sphere, static_cast<std::size_t>(i), coefficients, scale, PixelAt(gradient, i));
      }
    });
  }
  return sum * scale;
}

}  // namespace godwit::training
