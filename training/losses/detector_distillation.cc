#include "training/losses/detector_distillation.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/check.h"
#include "training/losses/scalar_losses.h"

namespace godwit::training {
namespace {

using detection::MapPredictions;

// The logit of a score of one in a thousand. Nearly all classes of nearly all anchors are below, and would only cost
// time.
constexpr float kNegligible = -6.9F;

struct MapSize {
  std::int64_t anchors = 0;  // of one photo
  std::int64_t photos = 0;
};

MapSize SizeOf(const MapPredictions& map, int classes) {
  const core::Shape& codes = map.codes.shape();
  const core::Shape& logits = map.logits.shape();
  core::Check(map.codes.IsDense() && map.logits.IsDense(), "predictions are dense");
  core::Check(codes.c % 4 == 0 && logits == core::Shape{codes.n, codes.h, codes.w, codes.c / 4 * classes},
              "there are a box and a logit of each class for each anchor");
  return {codes.h * codes.w * codes.c / 4, codes.n};
}

// Calls visit(photo, map, anchor of the map) for all photos on the pool's threads, and returns the sum of its results
// in the order of photos.
template <typename Visit>
double SumOverAnchors(std::span<const MapPredictions> maps, int classes, const core::ThreadPool& pool,
                      const Visit& visit) {
  core::Check(!maps.empty() && classes > 1, "there are anchors and classes besides background");
  std::vector<double> sums(static_cast<std::size_t>(SizeOf(maps.front(), classes).photos));
  pool.For(std::ssize(sums), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t photo = begin; photo < end; ++photo) {
      for (std::size_t map = 0; map < maps.size(); ++map) {
        const MapSize size = SizeOf(maps[map], classes);
        core::Check(size.photos == std::ssize(sums), "maps are of the same photos");
        for (std::int64_t anchor = 0; anchor < size.anchors; ++anchor) {
          sums[static_cast<std::size_t>(photo)] += visit(photo, map, anchor);
        }
      }
    }
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

double BestScore(const float* logits, int classes) {
  return SigmoidOf(static_cast<double>(*std::max_element(logits + 1, logits + classes)));
}

}  // namespace

double SumBestScores(std::span<const MapPredictions> maps, int classes, const core::ThreadPool& pool) {
  return SumOverAnchors(maps, classes, pool, [&](std::int64_t photo, std::size_t map, std::int64_t anchor) {
    return BestScore(maps[map].logits.Pixel(photo, 0, 0) + anchor * classes, classes);
  });
}

double DistilDetector(std::span<const MapPredictions> student, std::span<const MapPredictions> teacher, int classes,
                      double normalizer, double weight, std::span<const MapGradients> gradients,
                      const core::ThreadPool& pool) {
  core::Check(student.size() == teacher.size() && student.size() == gradients.size(), "each map has all its parts");
  core::Check(normalizer > 0 && weight >= 0 && weight <= 1, "a loss is divided by a positive number and has a share");
  for (std::size_t map = 0; map < student.size(); ++map) {
    core::Check(student[map].codes.shape() == teacher[map].codes.shape() &&
                    student[map].logits.shape() == teacher[map].logits.shape(),
                "both detectors predict for the same anchors and classes");
    core::Check(gradients[map].codes.shape() == student[map].codes.shape() && gradients[map].codes.IsDense() &&
                    gradients[map].logits.shape() == student[map].logits.shape() && gradients[map].logits.IsDense(),
                "gradients have the shapes of the predictions");
    SizeOf(teacher[map], classes);
  }
  const auto blend = [&](float& gradient, double slope) {
    gradient = static_cast<float>((1 - weight) * gradient + weight / normalizer * slope);
  };
  const double sum =
      SumOverAnchors(student, classes, pool, [&](std::int64_t photo, std::size_t map, std::int64_t anchor) {
        const float* const logits = student[map].logits.Pixel(photo, 0, 0) + anchor * classes;
        const float* const targets = teacher[map].logits.Pixel(photo, 0, 0) + anchor * classes;
        float* const logits_gradient = gradients[map].logits.Pixel(photo, 0, 0) + anchor * classes;
        double loss = 0;
        blend(logits_gradient[0], 0);
        for (int column = 1; column < classes; ++column) {
          double slope = 0;
          if (logits[column] > kNegligible || targets[column] > kNegligible) {
            const double score = SigmoidOf(targets[column]);
            const LossAndSlope of = SigmoidCrossEntropyOf(logits[column], score);
            loss += of.loss - SigmoidCrossEntropyOf(targets[column], score).loss;
            slope = of.slope;
          }
          blend(logits_gradient[column], slope);
        }
        const float* const codes = student[map].codes.Pixel(photo, 0, 0) + anchor * 4;
        const float* const wanted = teacher[map].codes.Pixel(photo, 0, 0) + anchor * 4;
        float* const codes_gradient = gradients[map].codes.Pixel(photo, 0, 0) + anchor * 4;
        const double sure = BestScore(targets, classes);
        for (int i = 0; i < 4; ++i) {
          const LossAndSlope of = SmoothL1Of(static_cast<double>(codes[i]) - static_cast<double>(wanted[i]), 1);
          loss += sure * of.loss;
          blend(codes_gradient[i], sure * of.slope);
        }
        return loss;
      });
  return sum / normalizer;
}

}  // namespace godwit::training
