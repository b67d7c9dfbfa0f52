#include "detection/coco_metric.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::detection {
namespace {

using Found = std::vector<std::vector<FoundBox>>;

constexpr double kTolerance = 1e-9;
const std::vector<Category> kCars{{1, "car"}};

AnnotatedBox Object(PixelBox box, int category = 1) {
  return {.box = box, .category_id = category, .crowd = false, .area = box.width * box.height};
}

AnnotatedBox Crowd(PixelBox box) {
  AnnotatedBox crowd = Object(box);
  crowd.crowd = true;
  return crowd;
}

AnnotatedBox WithArea(PixelBox box, double area) {
  AnnotatedBox object = Object(box);
  object.area = area;
  return object;
}

AnnotatedPhoto Photo(std::int64_t id, std::vector<AnnotatedBox> boxes) {
  AnnotatedPhoto photo;
  photo.id = id;
  photo.boxes = std::move(boxes);
  return photo;
}

double Number(const CocoNumbers& numbers, const std::string& name) {
  const auto* found = std::ranges::find(kCocoNumbers, name, &CocoNumber::name);
  EXPECT_NE(found, kCocoNumbers.end()) << name;
  return numbers[static_cast<std::size_t>(found - kCocoNumbers.begin())];
}

void ExpectNumbers(const CocoMetric& metric, const std::map<std::string, double>& expected) {
  for (const auto& [name, value] : expected) {
    EXPECT_NEAR(Number(metric.numbers, name), value, kTolerance) << name;
  }
}

// One photo of cars.
CocoMetric Evaluate(const std::vector<AnnotatedBox>& objects, const std::vector<FoundBox>& found, int most = 100) {
  return EvaluateDetections(kCars, std::vector{Photo(1, objects)}, Found{found}, most);
}

TEST(CocoMetric, EverythingFoundIsOneWhereThereIsSomethingToFind) {
  const CocoMetric metric = Evaluate({Object({5, 5, 10, 10})}, {{{5, 5, 10, 10}, 1, 0.3}});
  ExpectNumbers(metric, {{"ap", 1},
                         {"ap50", 1},
                         {"ap75", 1},
                         {"ap_small", 1},
                         {"ap_medium", -1},
                         {"ap_large", -1},
                         {"ar1", 1},
                         {"ar10", 1},
                         {"ar", 1},
                         {"ar_small", 1},
                         {"ar_medium", -1},
                         {"ar_large", -1}});
  EXPECT_EQ(metric.classes[0].objects, 1);
  ASSERT_EQ(metric.classes[0].curves.size(), kOverlaps);
  EXPECT_THAT(metric.classes[0].curves[9], testing::Each(1.0));
}

TEST(CocoMetric, PrecisionIsTheBestAtTheRecallOrBeyond) {
  // Right, wrong, right: recall 1/2, 1/2, 1 at precision 1, 1/2, 2/3. Points 0 to 50 have 1, the other 50 have 2/3.
  const PixelBox left{0, 0, 10, 10};
  const PixelBox right{50, 0, 10, 10};
  const CocoMetric metric =
      Evaluate({Object(left), Object(right)}, {{left, 1, 0.9}, {{0, 50, 10, 10}, 1, 0.8}, {right, 1, 0.7}});
  ExpectNumbers(metric, {{"ap", (51 + 50 * 2.0 / 3) / 101}, {"ar1", 0.5}, {"ar10", 1}, {"ar", 1}});
  EXPECT_NEAR(metric.classes[0].curves[0][50], 1, kTolerance);
  EXPECT_NEAR(metric.classes[0].curves[0][51], 2.0 / 3, kTolerance);
}

TEST(CocoMetric, PrecisionIsNothingBeyondTheRecallReached) {
  const PixelBox box{0, 0, 10, 10};
  const CocoMetric metric = Evaluate({Object(box), Object({50, 0, 10, 10}), Object({0, 50, 10, 10})}, {{box, 1, 0.9}});
  ExpectNumbers(metric, {{"ap", 34.0 / 101}, {"ar", 1.0 / 3}});  // recall 0, .01, ... .33
}

TEST(CocoMetric, AnOverlapOfExactlyTheLimitIsEnough) {
  ExpectNumbers(Evaluate({Object({0, 0, 100, 100})}, {{{0, 0, 75, 100}, 1, 0.9}}),
                {{"ap50", 1}, {"ap75", 1}, {"ap", 0.6}, {"ar", 0.6}});
  ExpectNumbers(Evaluate({Object({0, 0, 100, 100})}, {{{0, 0, 49.99, 100}, 1, 0.9}}), {{"ap", 0}, {"ar", 0}});
}

TEST(CocoMetric, TheBetterScoreChoosesFirst) {
  // The first, IoU .6, takes the object; the exact one comes too late below .65 and alone is right from there on.
  const CocoMetric metric = Evaluate({Object({0, 0, 10, 10})}, {{{0, 0, 10, 10}, 1, 0.8}, {{0, 0, 6, 10}, 1, 0.9}});
  ExpectNumbers(metric, {{"ap50", 1}, {"ap75", 0.5}, {"ap", (3 * 1 + 7 * 0.5) / 10}, {"ar1", 0.3}, {"ar", 1}});
}

TEST(CocoMetric, OfEqualOverlapsTheLaterObjectIsTaken) {
  const AnnotatedBox a = Object({0, 0, 10, 10});
  const AnnotatedBox b = Object({4, 0, 10, 10});
  const std::vector<FoundBox> found{{{2, 0, 10, 10}, 1, 0.9}, {b.box, 1, 0.8}};  // the first overlaps both by 2/3
  EXPECT_NEAR(Number(Evaluate({b, a}, found).numbers, "ap50"), 1, kTolerance);
  EXPECT_NEAR(Number(Evaluate({a, b}, found).numbers, "ap50"), 51.0 / 101, kTolerance);
}

TEST(CocoMetric, EqualScoresKeepTheOrderOfPhotoIdsAndThenTheirOwn) {
  const PixelBox box{0, 0, 10, 10};
  const PixelBox elsewhere{50, 0, 10, 10};
  for (const bool wrong_first : {true, false}) {
    const std::vector<AnnotatedPhoto> truth{Photo(20, {Object(box)}), Photo(wrong_first ? 3 : 30, {})};
    const Found found{{{box, 1, 0.5}}, {{box, 1, 0.5}}};
    ExpectNumbers(EvaluateDetections(kCars, truth, found), {{"ap", wrong_first ? 0.5 : 1}});
  }
  ExpectNumbers(Evaluate({Object(box)}, {{elsewhere, 1, 0.5}, {box, 1, 0.5}}), {{"ap", 0.5}, {"ar1", 0}});
  ExpectNumbers(Evaluate({Object(box)}, {{box, 1, 0.5}, {elsewhere, 1, 0.5}}), {{"ap", 1}, {"ar1", 1}});
}

TEST(CocoMetric, CrowdsAreNeitherFoundNorMissed) {
  const PixelBox car{200, 0, 50, 50};
  // Three lie in the crowd, where the share of the detection counts; the fourth only half.
  const std::vector<FoundBox> found{{{0, 0, 10, 10}, 1, 0.9},
                                    {{0, 0, 10, 10}, 1, 0.9},
                                    {{5, 5, 30, 30}, 1, 0.9},
                                    {{95, 0, 10, 10}, 1, 0.9},
                                    {car, 1, 0.1}};
  const CocoMetric metric = Evaluate({Crowd({0, 0, 100, 100}), Object(car)}, found);
  ExpectNumbers(metric, {{"ap50", 1}, {"ap75", 0.5}, {"ap", (1 + 9 * 0.5) / 10}, {"ar", 1}});
  EXPECT_EQ(metric.classes[0].objects, 1);
  const CocoMetric only_crowd = Evaluate({Crowd({0, 0, 100, 100})}, found);
  ExpectNumbers(only_crowd, {{"ap", -1}, {"ar", -1}});
  EXPECT_TRUE(only_crowd.classes[0].curves.empty());
}

TEST(CocoMetric, AnObjectIsPreferredToACrowdThatOverlapsMore) {
  const CocoMetric metric = Evaluate({Crowd({0, 0, 100, 100}), Object({0, 0, 10, 10})}, {{{0, 0, 6, 10}, 1, 0.9}});
  ExpectNumbers(metric, {{"ap50", 1}, {"ap75", 0}, {"ar", 0.3}});
}

TEST(CocoMetric, PhotosWithoutObjectsCountWhatIsFoundThere) {
  const PixelBox box{0, 0, 10, 10};
  const std::vector<AnnotatedPhoto> truth{Photo(1, {}), Photo(2, {Object(box)}), Photo(3, {})};
  ExpectNumbers(EvaluateDetections(kCars, truth, Found{{{box, 1, 0.9}}, {{box, 1, 0.8}}, {}}), {{"ap", 0.5}});
  ExpectNumbers(EvaluateDetections(kCars, truth, Found(3)), {{"ap", 0}, {"ar", 0}});
}

TEST(CocoMetric, ClassesWithoutObjectsAreLeftOutOfTheMean) {
  const PixelBox box{0, 0, 10, 10};
  const std::vector<Category> categories{{1, "car"}, {7, "dog"}, {8, "cat"}};
  const std::vector<AnnotatedPhoto> truth{Photo(1, {Object(box, 1), Object(box, 8)})};
  // Dogs are only detected, cats only annotated, and class 9 is not listed at all.
  const CocoMetric metric = EvaluateDetections(categories, truth, Found{{{box, 7, 0.9}, {box, 1, 0.8}, {box, 9, 0.7}}});
  ExpectNumbers(metric, {{"ap", 0.5}, {"ar", 0.5}});
  ASSERT_EQ(metric.classes.size(), 3U);
  EXPECT_EQ(metric.classes[0].numbers[kAp], 1);
  EXPECT_THAT(metric.classes[1].numbers, testing::Each(-1));
  EXPECT_EQ(metric.classes[2].numbers[kAp], 0);
  EXPECT_EQ(metric.classes[2].category.name, "cat");
}

TEST(CocoMetric, OfNothingIsMinusOne) {
  EXPECT_THAT(EvaluateDetections(kCars, {}, {}).numbers, testing::Each(-1));
  EXPECT_THAT(EvaluateDetections({}, std::vector{Photo(1, {Object({0, 0, 1, 1})})}, Found(1)).numbers,
              testing::Each(-1));
  EXPECT_THAT(Evaluate({}, {{{0, 0, 10, 10}, 1, 0.9}}).numbers, testing::Each(-1));
}

TEST(CocoMetric, TheBestOfEachPhotoCountUpToTheLimit) {
  std::vector<AnnotatedBox> objects;
  std::vector<FoundBox> found;
  for (int i = 0; i < 120; ++i) {
    objects.push_back(Object({i * 20.0, 0, 10, 10}));
    found.push_back({objects.back().box, 1, 0.001 * i});
  }
  const CocoMetric metric = Evaluate(objects, found);
  ExpectNumbers(metric, {{"ar1", 1.0 / 120}, {"ar10", 10.0 / 120}, {"ar", 100.0 / 120}, {"ap", 84.0 / 101}});
  ExpectNumbers(Evaluate(objects, found, 120), {{"ar1", 1.0 / 120}, {"ar10", 10.0 / 120}, {"ar", 1}, {"ap", 1}});
  ExpectNumbers(Evaluate(objects, found, 3), {{"ar1", 1.0 / 120}, {"ar10", 3.0 / 120}, {"ar", 3.0 / 120}});
}

TEST(CocoMetric, AreasCountAsAnnotatedAndTheirLimitsOnBothSides) {
  const PixelBox box{0, 0, 40, 40};
  const std::vector<FoundBox> found{{box, 1, 0.9}};
  ExpectNumbers(Evaluate({WithArea(box, 1000)}, found), {{"ap_small", 1}, {"ap_medium", -1}, {"ap_large", -1}});
  ExpectNumbers(Evaluate({WithArea(box, 1024)}, found), {{"ap_small", 1}, {"ap_medium", 1}, {"ap_large", -1}});
  ExpectNumbers(Evaluate({WithArea(box, 9216)}, found), {{"ap_small", -1}, {"ap_medium", 1}, {"ap_large", 1}});
  ExpectNumbers(Evaluate({WithArea(box, 9217)}, found), {{"ap_small", -1}, {"ap_medium", -1}, {"ap_large", 1}});
}

TEST(CocoMetric, WhatIsFoundOutsideTheRangeOfAreasIsNotWrong) {
  const PixelBox small{0, 0, 10, 10};
  const PixelBox medium{100, 0, 50, 50};
  const PixelBox large{0, 200, 100, 100};
  // The large one is nothing's, the medium one an object's, and each scores better than the small one.
  const std::vector<FoundBox> found{{large, 1, 0.9}, {medium, 1, 0.8}, {small, 1, 0.7}};
  ExpectNumbers(Evaluate({Object(small), Object(medium)}, found),
                {{"ap_small", 1}, {"ap_medium", 1}, {"ap_large", -1}, {"ap", 2.0 / 3}});
  // A small box that finds nothing is wrong among the small ones only.
  ExpectNumbers(Evaluate({Object(small), Object(medium)}, {{{50, 0, 5, 5}, 1, 0.9}, {small, 1, 0.8}, {medium, 1, 0.7}}),
                {{"ap_small", 0.5}, {"ap_medium", 1}});
}

TEST(CocoMetric, BoxesWithoutAreaOverlapNothing) {
  ExpectNumbers(Evaluate({Object({0, 0, 0, 10}), Crowd({0, 0, 10, 10})}, {{{0, 0, 0, 10}, 1, 0.9}}),
                {{"ap", 0}, {"ar", 0}});
}

TEST(CocoMetric, LimitsAreThoseOfNumpyToTheBit) {
  EXPECT_EQ(OverlapLimit(0), 0.5);
  EXPECT_EQ(OverlapLimit(5), 0.75);
  EXPECT_EQ(OverlapLimit(8), 0.8999999999999999);
  EXPECT_EQ(OverlapLimit(9), 0.95);
  EXPECT_EQ(RecallPoint(57), 0.5700000000000001);
  EXPECT_EQ(RecallPoint(100), 1);
}

TEST(CocoMetric, RequiresDetectionsForEveryPhoto) {
  EXPECT_ANY_THROW(EvaluateDetections(kCars, std::vector{Photo(1, {})}, Found(2)));
  EXPECT_ANY_THROW(EvaluateDetections(kCars, std::vector{Photo(1, {})}, Found(1), 0));
}

// The metric once more, slowly, as its definition reads.
class Definition {
 public:
  Definition(const std::vector<AnnotatedPhoto>& truth, const Found& found, int category, double min_area,
             double max_area, double overlap, int limit)
      : min_area_(min_area), max_area_(max_area) {
    std::map<std::int64_t, std::size_t> by_id;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      by_id[truth[i].id] = i;
    }
    for (const auto& [id, i] : by_id) {
      AddPhoto(truth[i], found[i], category, overlap, limit);
    }
    std::ranges::stable_sort(judged_, [](const Judged& a, const Judged& b) { return a.score > b.score; });
  }

  [[nodiscard]] int objects() const { return objects_; }

  [[nodiscard]] double Recall() const {
    return static_cast<double>(std::ranges::count(judged_, true, &Judged::right)) / objects_;
  }

  // The best precision of any number of leading detections that reach the recall.
  [[nodiscard]] double PrecisionAt(double recall) const {
    double best = 0;
    double right = 0;
    for (std::size_t n = 0; n < judged_.size(); ++n) {
      right += judged_[n].right ? 1 : 0;
      if (right / objects_ >= recall) {
        best = std::max(best, right / static_cast<double>(n + 1));
      }
    }
    return best;
  }

 private:
  struct Judged {
    double score;
    bool right;
  };

  [[nodiscard]] bool InRange(double area) const { return area >= min_area_ && area <= max_area_; }

  static double Overlap(const PixelBox& a, const PixelBox& b, bool crowd) {
    const double x = std::max(0.0, std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x));
    const double y = std::max(0.0, std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y));
    const double joint = a.width * a.height + (crowd ? 0 : b.width * b.height - x * y);
    return x * y == 0 ? 0 : x * y / joint;
  }

  void AddPhoto(const AnnotatedPhoto& photo, std::vector<FoundBox> found, int category, double overlap, int limit) {
    std::erase_if(found, [&](const FoundBox& box) { return box.category_id != category; });
    std::ranges::stable_sort(found, [](const FoundBox& a, const FoundBox& b) { return a.score > b.score; });
    std::map<std::size_t, bool> free;
    for (std::size_t i = 0; i < photo.boxes.size(); ++i) {
      if (photo.boxes[i].category_id == category) {
        free[i] = true;
        objects_ += IsObject(photo.boxes[i]) ? 1 : 0;
      }
    }
    for (std::size_t n = 0; n < std::min<std::size_t>(found.size(), static_cast<std::size_t>(limit)); ++n) {
      using Choice = std::tuple<bool, double, std::size_t>;  // is an object, overlap, place: the greatest wins
      std::vector<Choice> choices;
      for (const auto& [i, is_free] : free) {
        const AnnotatedBox& box = photo.boxes[i];
        const double share = Overlap(found[n].box, box.box, box.crowd);
        if ((is_free || box.crowd) && share >= overlap) {
          choices.emplace_back(IsObject(box), share, i);
        }
      }
      if (choices.empty()) {
        if (InRange(found[n].box.width * found[n].box.height)) {
          judged_.push_back({found[n].score, false});
        }
        continue;
      }
      const auto [is_object, share, i] = std::ranges::max(choices);
      free[i] = false;
      if (is_object) {
        judged_.push_back({found[n].score, true});
      }
    }
  }

  [[nodiscard]] bool IsObject(const AnnotatedBox& box) const { return !box.crowd && InRange(box.area); }

  double min_area_;
  double max_area_;
  int objects_ = 0;
  std::vector<Judged> judged_;
};

struct Area {
  double min;
  double max;
};

Area AreaOf(ObjectArea area) {
  switch (area) {
    case ObjectArea::kAll:
      return {0, 1e10};
    case ObjectArea::kSmall:
      return {0, 1024};
    case ObjectArea::kMedium:
      return {1024, 9216};
    default:
      return {9216, 1e10};
  }
}

double Slowly(const CocoNumber& number, const std::vector<Category>& categories,
              const std::vector<AnnotatedPhoto>& truth, const Found& found, int most) {
  const int limit = number.limit == DetectionLimit::kOne   ? 1
                    : number.limit == DetectionLimit::kTen ? std::min(10, most)
                                                           : most;
  const auto [min_area, max_area] = AreaOf(number.area);
  double sum = 0;
  int terms = 0;
  for (const Category& category : categories) {
    for (std::size_t t = number.first_overlap; t < number.first_overlap + number.overlaps; ++t) {
      const Definition judged(truth, found, category.id, min_area, max_area, OverlapLimit(t), limit);
      if (judged.objects() == 0) {
        continue;
      }
      for (int point = 0; point <= 100; ++point) {
        sum += number.recall ? judged.Recall() : judged.PrecisionAt(point * 0.01);
        ++terms;
      }
    }
  }
  return terms == 0 ? -1 : sum / terms;
}

// Boxes on a coarse grid and scores of few values, so that equal overlaps and scores are frequent.
class RandomWorld {
 public:
  explicit RandomWorld(unsigned seed) : random_(seed) {
    const int photos = Draw(0, 12);
    const int grid = Draw(1, 20);
    const int crowding = Draw(0, 8);
    for (int i = 0; i < photos; ++i) {
      truth.push_back(Photo((i * 7 + 3) % 13, {}));
      found.emplace_back();
      for (int n = Draw(0, crowding); n > 0; --n) {
        AnnotatedBox object = Object(DrawBox(grid), Draw(1, 3));
        object.crowd = Draw(0, 5) == 0;
        object.area = Draw(0, 3) == 0 ? object.area / 2 : object.area;
        truth.back().boxes.push_back(object);
        for (int copies = Draw(0, 2); copies > 0; --copies) {
          PixelBox near = object.box;
          near.x += grid * Draw(-1, 1);
          near.height += grid * Draw(0, 1);
          found.back().push_back({near, Draw(0, 6) == 0 ? Draw(1, 4) : object.category_id, DrawScore()});
        }
      }
      for (int n = Draw(0, 4); n > 0; --n) {
        found.back().push_back({DrawBox(grid), Draw(1, 4), DrawScore()});
      }
    }
  }

  const std::vector<Category> categories{{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}};
  std::vector<AnnotatedPhoto> truth;
  Found found;

 private:
  int Draw(int min, int max) { return min + static_cast<int>(random_() % static_cast<unsigned>(max - min + 1)); }
  double DrawScore() { return Draw(1, 8) / 8.0; }
  PixelBox DrawBox(int grid) {
    return {grid * Draw(0, 9) * 1.0, grid * Draw(0, 9) * 1.0, grid * Draw(0, 8) * 1.0, grid * Draw(0, 8) * 1.0};
  }

  std::mt19937 random_;
};

TEST(CocoMetric, RandomWorldsAreJudgedAsTheDefinitionReads) {
  int measured = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    const RandomWorld world(seed);
    const int most = seed % 3 == 0 ? 4 : 100;
    const CocoMetric metric = EvaluateDetections(world.categories, world.truth, world.found, most);
    for (std::size_t i = 0; i < kCocoNumbers.size(); ++i) {
      const double slowly = Slowly(kCocoNumbers[i], world.categories, world.truth, world.found, most);
      ASSERT_NEAR(metric.numbers[i], slowly, kTolerance) << kCocoNumbers[i].name << " of world " << seed;
      measured += slowly > 0 && slowly < 1 ? 1 : 0;
    }
    for (const ClassMetric& of_class : metric.classes) {
      for (std::size_t t = 0; t < of_class.curves.size(); ++t) {
        const Definition judged(world.truth, world.found, of_class.category.id, 0, 1e10, OverlapLimit(t), most);
        ASSERT_EQ(of_class.objects, judged.objects());
        for (std::size_t point = 0; point < kRecallPoints; ++point) {
          ASSERT_NEAR(of_class.curves[t][point], judged.PrecisionAt(RecallPoint(point)), kTolerance);
        }
      }
    }
  }
  EXPECT_GT(measured, 600) << "worlds are neither empty nor trivial";
}

}  // namespace
}  // namespace godwit::detection
