// How good detections are: average precision and recall as COCO defines them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "detection/box.h"
#include "detection/coco_annotations.h"

namespace godwit::detection {

// A detection as far as the metric needs it.
struct FoundBox {
  PixelBox box;
  int category_id = 0;
  double score = 0;  // finite
};

// Objects are counted by the area that the annotations give, in square pixels, limits included on both sides; an object
// outside the range is ignored like a crowd.
enum class ObjectArea { kAll, kSmall, kMedium, kLarge };  // up to 32^2, up to 96^2, beyond

// The best so many detections of each class on each photo; kMost is `max_detections`, and kTen never more than that.
enum class DetectionLimit { kOne, kTen, kMost };

inline constexpr std::size_t kOverlaps = 10;       // IoU .50, .55, ... .95
inline constexpr std::size_t kRecallPoints = 101;  // recall 0, .01, ... 1

// One of the twelve numbers: the mean of precision or recall over a range of overlaps.
struct CocoNumber {
  const char* name;
  bool recall;
  std::size_t first_overlap;
  std::size_t overlaps;
  ObjectArea area;
  DetectionLimit limit;
};

inline constexpr std::array<CocoNumber, 12> kCocoNumbers{{
    {"ap", false, 0, kOverlaps, ObjectArea::kAll, DetectionLimit::kMost},
    {"ap50", false, 0, 1, ObjectArea::kAll, DetectionLimit::kMost},
    {"ap75", false, 5, 1, ObjectArea::kAll, DetectionLimit::kMost},
    {"ap_small", false, 0, kOverlaps, ObjectArea::kSmall, DetectionLimit::kMost},
    {"ap_medium", false, 0, kOverlaps, ObjectArea::kMedium, DetectionLimit::kMost},
    {"ap_large", false, 0, kOverlaps, ObjectArea::kLarge, DetectionLimit::kMost},
    {"ar1", true, 0, kOverlaps, ObjectArea::kAll, DetectionLimit::kOne},
    {"ar10", true, 0, kOverlaps, ObjectArea::kAll, DetectionLimit::kTen},
    {"ar", true, 0, kOverlaps, ObjectArea::kAll, DetectionLimit::kMost},
    {"ar_small", true, 0, kOverlaps, ObjectArea::kSmall, DetectionLimit::kMost},
    {"ar_medium", true, 0, kOverlaps, ObjectArea::kMedium, DetectionLimit::kMost},
    {"ar_large", true, 0, kOverlaps, ObjectArea::kLarge, DetectionLimit::kMost},
}};
inline constexpr std::size_t kAp = 0;  // places in kCocoNumbers
inline constexpr std::size_t kAp50 = 1;
inline constexpr std::size_t kAp75 = 2;
inline constexpr std::size_t kAr = 8;

using CocoNumbers = std::array<double, kCocoNumbers.size()>;  // 0 to 1; -1 where there is no object to find

// Precision at each recall point.
using PrecisionCurve = std::array<double, kRecallPoints>;

struct ClassMetric {
  Category category;
  std::int64_t objects = 0;  // of any size, crowds left out
  CocoNumbers numbers{};
  std::vector<PrecisionCurve> curves;  // one an overlap, all sizes, most detections; none where there are no objects
};

struct CocoMetric {
  CocoNumbers numbers{};             // means over the classes that have objects to find
  std::vector<ClassMetric> classes;  // in order of the categories
};

// The IoU that curve `overlap` asks for, and the recall at point `point`: numpy's linspace to the bit, as COCO's tools
// have it, for overlaps and recalls that lie on a limit.
double OverlapLimit(std::size_t overlap);
double RecallPoint(std::size_t point);

// Judges found[i], the detections on truth[i], for every photo. Per class and photo the `max_detections` best
// detections count; equal scores keep their order, by photo id and then as given. By falling score each takes the
// object that is free and overlaps it most, at least as much as the limit; of equal overlaps the later object. Crowds,
// and objects outside the range of areas, are taken only where no other fits; a crowd may be taken any number of times,
// and overlaps by the share of the detection that it covers. A detection that took an ignored object, or none and has
// an area outside the range itself, counts neither as right nor as wrong. Precision at a recall point is the best that
// is reached at that recall or beyond, 0 where it is not reached. Detections of other classes than `categories` are
// left out. Requires found.size() == truth.size() and max_detections >= 1. Seconds for COCO's 5000 photos. Source:
// https://cocodataset.org/#detection-eval; equal to COCO's own tools.
CocoMetric EvaluateDetections(std::span<const Category> categories, std::span<const AnnotatedPhoto> truth,
                              std::span<const std::vector<FoundBox>> found, int max_detections = 100);

}  // namespace godwit::detection
