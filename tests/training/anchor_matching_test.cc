#include "training/losses/anchor_matching.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <tuple>

#include <gmock/gmock.h>

#include "detection/anchors.h"

namespace godwit::training {
namespace {

using detection::Box;
using testing::ElementsAre;

// Overlaps in double, with no shortcut shared with the code under test.
struct Overlap {
  double iou;
  double part_of_first;
};

Overlap OverlapOf(const Box& a, const Box& b) {
  const double height = std::min<double>(a.y_max, b.y_max) - std::max<double>(a.y_min, b.y_min);
  const double width = std::min<double>(a.x_max, b.x_max) - std::max<double>(a.x_min, b.x_min);
  const auto area = [](const Box& box) {
    return (static_cast<double>(box.y_max) - box.y_min) * (static_cast<double>(box.x_max) - box.x_min);
  };
  const bool empty = a.y_max <= a.y_min || a.x_max <= a.x_min || b.y_max <= b.y_min || b.x_max <= b.x_min;
  if (empty || height <= 0 || width <= 0) {
    return {0, 0};
  }
  return {height * width / (area(a) + area(b) - height * width), height * width / area(a)};
}

// The contract of MatchAnchors, step by step over a full table of pairs.
std::vector<int> SlowMatch(const std::vector<Box>& anchors, const std::vector<TrueBox>& boxes) {
  std::vector<int> match(anchors.size(), kBackground);
  for (std::size_t a = 0; a < anchors.size(); ++a) {
    double best = 0;
    for (std::size_t b = 0; b < boxes.size(); ++b) {
      const Overlap overlap = OverlapOf(anchors[a], boxes[b].box);
      if (!boxes[b].crowd && overlap.iou >= 0.5 && overlap.iou > best) {
        best = overlap.iou;
        match[a] = static_cast<int>(b);
      }
    }
    for (const TrueBox& box : boxes) {
      if (box.crowd && best == 0 && OverlapOf(anchors[a], box.box).part_of_first >= 0.5) {
        match[a] = kIgnored;
      }
    }
  }
  std::set<std::size_t> open_boxes;
  std::set<std::size_t> free_anchors;
  for (std::size_t b = 0; b < boxes.size(); ++b) {
    if (!boxes[b].crowd) {
      open_boxes.insert(b);
    }
  }
  for (std::size_t a = 0; a < anchors.size(); ++a) {
    free_anchors.insert(a);
  }
  while (true) {
    double best = 0;
    std::size_t best_box = 0;
    std::size_t best_anchor = 0;
    for (const std::size_t b : open_boxes) {
      for (const std::size_t a : free_anchors) {
        if (const double iou = OverlapOf(anchors[a], boxes[b].box).iou; iou > best) {
          best = iou;
          best_box = b;
          best_anchor = a;
        }
      }
    }
    if (best == 0) {
      return match;
    }
    match[best_anchor] = static_cast<int>(best_box);
    open_boxes.erase(best_box);
    free_anchors.erase(best_anchor);
  }
}

TEST(MatchAnchors, EqualsTheSlowVersionOnAGridFullOfTies) {
  // Corners on a grid of eighths: exact in float32, and many overlaps are equal.
  std::mt19937 random(5);
  const auto box = [&] {
    const auto at = [&] { return static_cast<float>(random() % 9) / 8; };
    Box made{at(), at(), at(), at()};
    if (random() % 8 != 0) {  // the others may be empty or inside out
      std::tie(made.y_min, made.y_max) = std::minmax({made.y_min, made.y_max});
      std::tie(made.x_min, made.x_max) = std::minmax({made.x_min, made.x_max});
    }
    return made;
  };
  int ignored = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<Box> anchors(1 + random() % 40);
    std::vector<TrueBox> boxes(random() % 12);
    std::ranges::generate(anchors, box);
    for (TrueBox& truth : boxes) {
      truth = {box(), 1, random() % 5 == 0};
    }
    const std::vector<int> match = MatchAnchors(anchors, boxes, {});
    ASSERT_EQ(match, SlowMatch(anchors, boxes)) << "round " << round;
    ignored += static_cast<int>(std::ranges::count(match, kIgnored));
  }
  EXPECT_GT(ignored, 100);
}

TEST(MatchAnchors, EqualsTheSlowVersionOnTheAnchorsOfADetector) {
  // On a grid of 1024ths, where areas are exact in float32: a box within two anchors of one size is a tie, which
  // rounding must not decide in one version and the index in the other.
  std::vector<Box> anchors = detection::GenerateAnchors({}, {{10, 10}, {5, 5}, {3, 3}, {2, 2}, {1, 1}});
  for (Box& anchor : anchors) {
    for (float* corner : {&anchor.y_min, &anchor.x_min, &anchor.y_max, &anchor.x_max}) {
      *corner = std::round(*corner * 1024) / 1024;
    }
  }
  std::mt19937 random(6);
  for (int round = 0; round < 20; ++round) {
    std::vector<TrueBox> boxes(8);
    for (TrueBox& truth : boxes) {
      const auto part = [&](unsigned below) { return static_cast<float>(random() % below) / 1024; };
      const float y = part(900);
      const float x = part(900);
      truth = {{y, x, y + part(400), x + part(400)}, 1, random() % 6 == 0};
    }
    EXPECT_EQ(MatchAnchors(anchors, boxes, {}), SlowMatch(anchors, boxes)) << "round " << round;
  }
}

const std::vector<Box> kQuarters{{0, 0, 0.5F, 0.5F}, {0, 0.5F, 0.5F, 1}, {0.5F, 0, 1, 0.5F}, {0.5F, 0.5F, 1, 1}};

TEST(MatchAnchors, WithoutBoxesAllIsBackground) {
  EXPECT_THAT(MatchAnchors(kQuarters, {}, {}), testing::Each(kBackground));
  EXPECT_THAT(MatchAnchors({}, {}, {}), testing::IsEmpty());
}

TEST(MatchAnchors, ABoxSmallerThanAnyAnchorHasItsBest) {
  const std::vector<TrueBox> tiny{{{0.7F, 0.1F, 0.71F, 0.11F}, 3}};
  EXPECT_THAT(MatchAnchors(kQuarters, tiny, {}), ElementsAre(kBackground, kBackground, 0, kBackground));
}

TEST(MatchAnchors, ABoxInTheMiddleGoesToTheFirstOfEqualAnchors) {
  const std::vector<TrueBox> middle{{{0.25F, 0.25F, 0.75F, 0.75F}, 3}};
  EXPECT_THAT(MatchAnchors(kQuarters, middle, {}), ElementsAre(0, kBackground, kBackground, kBackground));
}

TEST(MatchAnchors, TwoBoxesThatWantOneAnchorBothGetOne) {
  // Both overlap the first quarter best; the second box overlaps it more, and the first goes to its next best.
  const std::vector<TrueBox> boxes{{{0.125F, 0.25F, 0.375F, 0.625F}, 1}, {{0, 0, 0.5F, 0.5F}, 2}};
  EXPECT_THAT(MatchAnchors(kQuarters, boxes, {}), ElementsAre(1, 0, kBackground, kBackground));
  // Where there is no other anchor, the one with the lower IoU has none.
  EXPECT_THAT(MatchAnchors(std::vector<Box>{kQuarters[0]}, boxes, {}), ElementsAre(1));
}

TEST(MatchAnchors, OneBoxMayHaveManyAnchors) {
  const std::vector<Box> anchors{{0, 0, 1, 1}, {0, 0, 1, 0.5F}, {0, 0, 1, 0.4375F}, {0, 0, 0.75F, 1}};
  const std::vector<TrueBox> all{{{0, 0, 1, 1}, 1}};
  EXPECT_THAT(MatchAnchors(anchors, all, {}), ElementsAre(0, 0, kBackground, 0));  // an IoU of exactly .5 matches
}

TEST(MatchAnchors, CrowdsAreNeitherLearnedNorBackground) {
  const std::vector<TrueBox> crowd{{{0, 0, 0.5F, 0.75F}, 1, true}};
  EXPECT_THAT(MatchAnchors(kQuarters, crowd, {}), ElementsAre(kIgnored, kIgnored, kBackground, kBackground));
  // An object before or behind the crowd is learned.
  const TrueBox object{{0, 0.5F, 0.5F, 1}, 2};
  EXPECT_THAT(MatchAnchors(kQuarters, std::vector{crowd[0], object}, {}),
              ElementsAre(kIgnored, 1, kBackground, kBackground));
  EXPECT_THAT(MatchAnchors(kQuarters, std::vector{object, crowd[0]}, {}),
              ElementsAre(kIgnored, 0, kBackground, kBackground));
}

TEST(MatchAnchors, BoxesOfNoAreaOrFarAwayHaveNoAnchor) {
  const std::vector<TrueBox> boxes{{{0.2F, 0.2F, 0.2F, 0.4F}, 1}, {{3, 3, 4, 4}, 1}, {{0.4F, 0.4F, 0.1F, 0.1F}, 1}};
  EXPECT_THAT(MatchAnchors(kQuarters, boxes, {}), testing::Each(kBackground));
}

}  // namespace
}  // namespace godwit::training
