#include "detection/compare_detections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::detection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Detection Found(const char* label, const PixelBox& box, int class_id = 1) {
  return {.label = label, .class_id = class_id, .score = 0.9F, .box = box};
}

TEST(PixelIntersectionOverUnion, IsTheShareOfWhatBothCover) {
  EXPECT_DOUBLE_EQ(IntersectionOverUnion(PixelBox{0, 0, 10, 10}, PixelBox{0, 0, 10, 10}), 1);
  EXPECT_DOUBLE_EQ(IntersectionOverUnion(PixelBox{0, 0, 10, 10}, PixelBox{5, 0, 10, 10}), 1.0 / 3);
  EXPECT_EQ(IntersectionOverUnion(PixelBox{0, 0, 10, 10}, PixelBox{10, 0, 10, 10}), 0);
  EXPECT_EQ(IntersectionOverUnion(PixelBox{0, 0, 0, 0}, PixelBox{0, 0, 0, 0}), 0);
}

TEST(CompareDetections, OfNothingIsNothing) {
  const auto none = CompareDetections({}, {});
  EXPECT_THAT(none.matched, IsEmpty());
  const auto one_sided = CompareDetections({}, {Found("dog", {0, 0, 1, 1})});
  EXPECT_THAT(one_sided.only_a, IsEmpty());
  EXPECT_THAT(one_sided.only_b, ElementsAre(0));
}

TEST(CompareDetections, AsksForLabelAndOverlap) {
  const std::vector<Detection> a{Found("dog", {0, 0, 100, 100}), Found("cat", {200, 0, 100, 100}),
                                 Found("dog", {400, 0, 100, 100})};
  const std::vector<Detection> b{Found("dog", {410, 0, 100, 100}, 12), Found("dog", {200, 0, 100, 100}),
                                 Found("dog", {60, 0, 100, 100})};
  const auto comparison = CompareDetections(a, b);
  EXPECT_THAT(comparison.matched, ElementsAre(Pair(2, 0))) << "whatever number the class has";
  EXPECT_THAT(comparison.only_a, ElementsAre(0, 1));
  EXPECT_THAT(comparison.only_b, ElementsAre(1, 2));
}

TEST(CompareDetections, TakesAnOverlapOfJustTheLimit) {
  // 2 of 4 units are shared.
  const std::vector<Detection> a{Found("dog", {0, 0, 3, 1})};
  const std::vector<Detection> b{Found("dog", {1, 0, 3, 1})};
  EXPECT_THAT(CompareDetections(a, b, 0.5).matched, ElementsAre(Pair(0, 0)));
  EXPECT_THAT(CompareDetections(a, b, 0.51).matched, IsEmpty());
}

TEST(CompareDetections, GivesEachOneBestPartner) {
  const std::vector<Detection> a{Found("dog", {0, 0, 100, 100}), Found("dog", {4, 0, 100, 100})};
  const std::vector<Detection> b{Found("dog", {5, 0, 100, 100}), Found("dog", {0, 30, 100, 100}),
                                 Found("dog", {5, 0, 100, 100})};
  const auto comparison = CompareDetections(a, b);
  EXPECT_THAT(comparison.matched, ElementsAre(Pair(1, 0), Pair(0, 2)));
  EXPECT_THAT(comparison.only_a, IsEmpty());
  EXPECT_THAT(comparison.only_b, ElementsAre(1));
}

}  // namespace
}  // namespace godwit::detection
