#include "detection/coco_metric.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/base/check.h"

namespace godwit::detection {
namespace {

struct AreaRange {
  double min;
  double max;

  [[nodiscard]] bool Holds(double area) const { return min <= area && area <= max; }
};

constexpr AreaRange RangeOf(ObjectArea area) {
  constexpr double kSmall = 32 * 32;
  constexpr double kMedium = 96 * 96;
  constexpr double kLarge = 1e10;  // COCO's, larger than any photo
  constexpr std::array<AreaRange, 4> kRanges{{{0, kLarge}, {0, kSmall}, {kSmall, kMedium}, {kMedium, kLarge}}};
  return kRanges[static_cast<std::size_t>(area)];
}

// The share of the union, or for a crowd of the detection, that both cover.
double Overlap(const PixelBox& found, const AnnotatedBox& object) {
  const PixelBox& box = object.box;
  const double width = std::min(found.x + found.width, box.x + box.width) - std::max(found.x, box.x);
  const double height = std::min(found.y + found.height, box.y + box.height) - std::max(found.y, box.y);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double both = width * height;
  const double area = found.width * found.height;
  return both / (object.crowd ? area : area + box.width * box.height - both);
}

enum class Verdict : std::uint8_t { kWrong, kRight, kIgnored };
using Verdicts = std::array<Verdict, kOverlaps>;

// The objects and the best detections of one class on one photo.
struct Scene {
  std::vector<const AnnotatedBox*> objects;
  std::vector<const FoundBox*> found;  // by falling score
  std::vector<double> overlaps;        // found.size() rows of objects.size()
};

void Prepare(Scene& scene, int max_detections) {
  std::ranges::stable_sort(scene.found, [](const FoundBox* a, const FoundBox* b) { return a->score > b->score; });
  scene.found.resize(std::min(scene.found.size(), static_cast<std::size_t>(max_detections)));
  scene.overlaps.reserve(scene.found.size() * scene.objects.size());
  for (const FoundBox* found : scene.found) {
    for (const AnnotatedBox* object : scene.objects) {
      scene.overlaps.push_back(Overlap(found->box, *object));
    }
  }
}

bool Counts(const AnnotatedBox& object, const AreaRange& range) { return !object.crowd && range.Holds(object.area); }

constexpr std::size_t kNone = ~std::size_t{0};

// The one of `objects` that is free and overlaps detection `found` most, at least by `limit`; the last of equals.
std::size_t Choose(const Scene& scene, std::size_t found, std::span<const std::size_t> objects, double limit,
                   const std::vector<bool>& taken) {
  const double* overlaps = scene.overlaps.data() + found * scene.objects.size();
  std::size_t best = kNone;
  for (const std::size_t object : objects) {
    const bool free = !taken[object] || scene.objects[object]->crowd;
    if (free && overlaps[object] >= (best == kNone ? limit : overlaps[best])) {
      best = object;
    }
  }
  return best;
}

// Appends what becomes of each detection of the scene.
void Judge(const Scene& scene, const AreaRange& range, std::vector<Verdicts>& verdicts) {
  std::vector<std::size_t> objects(scene.objects.size());
  std::iota(objects.begin(), objects.end(), std::size_t{0});
  const auto border = std::stable_partition(objects.begin(), objects.end(),
                                            [&](std::size_t object) { return Counts(*scene.objects[object], range); });
  const std::span<const std::size_t> counted(objects.begin(), border);
  const std::span<const std::size_t> ignored(border, objects.end());

  const std::size_t first = verdicts.size();
  verdicts.resize(first + scene.found.size());
  std::vector<bool> taken;
  for (std::size_t overlap = 0; overlap < kOverlaps; ++overlap) {
    const double limit = OverlapLimit(overlap);
    taken.assign(objects.size(), false);
    for (std::size_t i = 0; i < scene.found.size(); ++i) {
      Verdict verdict = Verdict::kRight;
      std::size_t object = Choose(scene, i, counted, limit, taken);
      if (object == kNone) {
        object = Choose(scene, i, ignored, limit, taken);
        const PixelBox& box = scene.found[i]->box;
        verdict = object != kNone || !range.Holds(box.width * box.height) ? Verdict::kIgnored : Verdict::kWrong;
      }
      if (object != kNone) {
        taken[object] = true;
      }
      verdicts[first + i][overlap] = verdict;
    }
  }
}

// One class on all photos: its detections in order of the photos, and all of them by falling score.
class ClassJudge {
 public:
  explicit ClassJudge(const std::vector<Scene>& scenes) : scenes_(scenes) {
    for (const Scene& scene : scenes) {
      for (std::size_t rank = 0; rank < scene.found.size(); ++rank) {
        ranks_.push_back(static_cast<int>(rank));
        scores_.push_back(scene.found[rank]->score);
      }
    }
    by_score_.resize(scores_.size());
    std::iota(by_score_.begin(), by_score_.end(), std::size_t{0});
    std::ranges::stable_sort(by_score_, [this](std::size_t a, std::size_t b) { return scores_[a] > scores_[b]; });
  }

  void SetRange(const AreaRange& range) {
    verdicts_.clear();
    objects_ = 0;
    for (const Scene& scene : scenes_) {
      objects_ += std::ranges::count_if(scene.objects, [&](const auto* object) { return Counts(*object, range); });
      Judge(scene, range, verdicts_);
    }
  }

  [[nodiscard]] std::int64_t objects() const { return objects_; }

  // The recall that all detections together reach; fills in the curve. `limit` best of each photo count. Requires
  // objects() > 0.
  double Walk(std::size_t overlap, int limit, PrecisionCurve& curve) {
    recalls_.clear();
    precisions_.clear();
    std::int64_t right = 0;
    std::int64_t wrong = 0;
    for (const std::size_t i : by_score_) {
      const Verdict verdict = verdicts_[i][overlap];
      if (ranks_[i] >= limit || verdict == Verdict::kIgnored) {
        continue;
      }
      (verdict == Verdict::kRight ? right : wrong) += 1;
      recalls_.push_back(static_cast<double>(right) / static_cast<double>(objects_));
      precisions_.push_back(static_cast<double>(right) / static_cast<double>(right + wrong));
    }
    for (std::size_t i = precisions_.size(); i-- > 1;) {
      precisions_[i - 1] = std::max(precisions_[i - 1], precisions_[i]);
    }
    std::size_t i = 0;
    for (std::size_t point = 0; point < kRecallPoints; ++point) {
      while (i < recalls_.size() && recalls_[i] < RecallPoint(point)) {
        ++i;
      }
      curve[point] = i < recalls_.size() ? precisions_[i] : 0;
    }
    return recalls_.empty() ? 0 : recalls_.back();
  }

 private:
  const std::vector<Scene>& scenes_;
  std::vector<int> ranks_;  // among the detections of the photo, the best has 0
  std::vector<double> scores_;
  std::vector<std::size_t> by_score_;
  std::vector<Verdicts> verdicts_;
  std::int64_t objects_ = 0;
  std::vector<double> recalls_;  // of one walk, kept for its memory
  std::vector<double> precisions_;
};

int LimitOf(DetectionLimit limit, int max_detections) {
  return limit == DetectionLimit::kOne ? 1 : limit == DetectionLimit::kTen ? 10 : max_detections;
}

double Mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

ClassMetric JudgeClass(const Category& category, const std::vector<Scene>& scenes, int max_detections) {
  ClassMetric metric{.category = category};
  metric.numbers.fill(-1);
  ClassJudge judge(scenes);
  const auto measure = [&](ObjectArea area, DetectionLimit limit) {
    const bool main = area == ObjectArea::kAll && limit == DetectionLimit::kMost;
    std::array<double, kOverlaps> recalls{};
    std::array<double, kOverlaps> precisions{};
    for (std::size_t overlap = 0; overlap < kOverlaps; ++overlap) {
      PrecisionCurve curve;
      recalls[overlap] = judge.Walk(overlap, LimitOf(limit, max_detections), curve);
      precisions[overlap] = Mean(curve);
      if (main) {
        metric.curves.push_back(curve);
      }
    }
    for (std::size_t i = 0; i < kCocoNumbers.size(); ++i) {
      const CocoNumber& number = kCocoNumbers[i];
      if (number.area == area && number.limit == limit) {
        const std::span<const double> values = number.recall ? recalls : precisions;
        metric.numbers[i] = Mean(values.subspan(number.first_overlap, number.overlaps));
      }
    }
  };
  for (const ObjectArea area : {ObjectArea::kAll, ObjectArea::kSmall, ObjectArea::kMedium, ObjectArea::kLarge}) {
    judge.SetRange(RangeOf(area));
    if (judge.objects() == 0) {
      continue;
    }
    measure(area, DetectionLimit::kMost);
    if (area == ObjectArea::kAll) {
      metric.objects = judge.objects();
      measure(area, DetectionLimit::kOne);
      measure(area, DetectionLimit::kTen);
    }
  }
  return metric;
}

// The scenes of each category, each in order of the photos' ids.
std::vector<std::vector<Scene>> Sort(std::span<const Category> categories, std::span<const AnnotatedPhoto> truth,
                                     std::span<const std::vector<FoundBox>> found) {
  std::unordered_map<int, std::size_t> places;
  for (const Category& category : categories) {
    places.emplace(category.id, places.size());
  }
  std::vector<std::size_t> photos(truth.size());
  std::iota(photos.begin(), photos.end(), std::size_t{0});
  std::ranges::stable_sort(photos, {}, [&](std::size_t photo) { return truth[photo].id; });

  std::vector<std::vector<Scene>> scenes(categories.size());
  std::vector<std::size_t> last_photo(categories.size(), truth.size());
  const auto scene_of = [&](int category_id, std::size_t photo) -> Scene* {
    const auto place = places.find(category_id);
    if (place == places.end()) {
      return nullptr;
    }
    if (last_photo[place->second] != photo) {
      last_photo[place->second] = photo;
      scenes[place->second].emplace_back();
    }
    return &scenes[place->second].back();
  };
  for (const std::size_t photo : photos) {
    for (const AnnotatedBox& object : truth[photo].boxes) {
      if (Scene* scene = scene_of(object.category_id, photo)) {
        scene->objects.push_back(&object);
      }
    }
    for (const FoundBox& box : found[photo]) {
      if (Scene* scene = scene_of(box.category_id, photo)) {
        scene->found.push_back(&box);
      }
    }
  }
  return scenes;
}

}  // namespace

double OverlapLimit(std::size_t overlap) {
  constexpr double kFirst = 0.5;
  constexpr double kLast = 0.95;
  return overlap == kOverlaps - 1 ? kLast
                                  : static_cast<double>(overlap) * ((kLast - kFirst) / (kOverlaps - 1)) + kFirst;
}

double RecallPoint(std::size_t point) { return static_cast<double>(point) * (1.0 / (kRecallPoints - 1)); }

CocoMetric EvaluateDetections(std::span<const Category> categories, std::span<const AnnotatedPhoto> truth,
                              std::span<const std::vector<FoundBox>> found, int max_detections) {
  core::Check(found.size() == truth.size(), "there is a list of detections for each photo");
  core::Check(max_detections >= 1, "at least one detection counts");
  CocoMetric metric;
  std::vector<std::vector<Scene>> scenes = Sort(categories, truth, found);
  for (std::size_t i = 0; i < categories.size(); ++i) {
    for (Scene& scene : scenes[i]) {
      Prepare(scene, max_detections);
    }
    metric.classes.push_back(JudgeClass(categories[i], scenes[i], max_detections));
    scenes[i].clear();
  }
  for (std::size_t i = 0; i < metric.numbers.size(); ++i) {
    std::vector<double> of_classes;
    for (const ClassMetric& of_class : metric.classes) {
      if (of_class.numbers[i] >= 0) {
        of_classes.push_back(of_class.numbers[i]);
      }
    }
    metric.numbers[i] = of_classes.empty() ? -1 : Mean(of_classes);
  }
  return metric;
}

}  // namespace godwit::detection
