#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/image/encode.h"
#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

constexpr Rgb kGrey = {90, 90, 90};
constexpr Rgb kRed = {230, 30, 40};

int CountOf(const core::Image& image, Rgb color) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      count += PixelOf(image, x, y) == color ? 1 : 0;
    }
  }
  return count;
}

TEST(DrawBoxes, DrawsTheOutlineAndNothingInside) {
  core::Image image = OneColor(400, 300, kGrey);
  const core::DrawnBox box{.x = 50, .y = 60, .width = 200, .height = 100, .caption = "", .rgb = kRed};
  core::DrawBoxes({&box, 1}, image);
  for (const auto& [x, y] : {std::pair(50, 100), std::pair(250, 100), std::pair(100, 60), std::pair(100, 160)}) {
    EXPECT_EQ(PixelOf(image, x, y), kRed) << x << ", " << y;
  }
  EXPECT_EQ(PixelOf(image, 150, 110), kGrey);
  EXPECT_EQ(PixelOf(image, 20, 20), kGrey);
}

TEST(DrawBoxes, TheFirstIsOnTop) {
  core::Image image = OneColor(400, 300, kGrey);
  constexpr Rgb kBlue = {20, 40, 220};
  const core::DrawnBox boxes[] = {{.x = 100, .y = 20, .width = 200, .height = 260, .caption = "", .rgb = kRed},
                                  {.x = 20, .y = 100, .width = 360, .height = 100, .caption = "", .rgb = kBlue}};
  core::DrawBoxes(boxes, image);
  EXPECT_EQ(PixelOf(image, 100, 100), kRed);  // where the outlines cross
  EXPECT_EQ(PixelOf(image, 300, 200), kRed);
  EXPECT_EQ(PixelOf(image, 60, 100), kBlue);
}

TEST(DrawBoxes, LinesGrowWithThePicture) {
  const auto share = [](int width) {
    core::Image image = OneColor(width, width, kGrey);
    const double side = width / 2.0;
    const core::DrawnBox box{.x = side / 2, .y = side / 2, .width = side, .height = side, .caption = "", .rgb = kRed};
    core::DrawBoxes({&box, 1}, image);
    return static_cast<double>(CountOf(image, kRed)) / (4 * side);  // mean line width
  };
  EXPECT_GE(share(300), 1.5);
  EXPECT_GT(share(3000), 3 * share(300));
}

TEST(DrawBoxes, CaptionsStayInside) {
  for (const auto& [x, y] : {std::pair(-20.0, -20.0), std::pair(380.0, 290.0), std::pair(0.0, 0.0)}) {
    core::Image image = OneColor(400, 300, kGrey);
    const core::DrawnBox bare{.x = x, .y = y, .width = 60, .height = 60, .caption = "", .rgb = kRed};
    const core::DrawnBox captioned{.x = x, .y = y, .width = 60, .height = 60, .caption = "elephant 97 %", .rgb = kRed};
    core::Image without = OneColor(400, 300, kGrey);
    core::DrawBoxes({&bare, 1}, without);
    core::DrawBoxes({&captioned, 1}, image);
    EXPECT_GT(CountOf(image, kRed), CountOf(without, kRed) + 500) << x << ", " << y;
  }
}

TEST(DrawBoxes, LettersStandOutFromTheirPlate) {
  const auto has = [](Rgb color, auto predicate) {
    core::Image image = OneColor(400, 300, kGrey);
    const core::DrawnBox box{.x = 50, .y = 60, .width = 200, .height = 100, .caption = "mmm", .rgb = color};
    core::DrawBoxes({&box, 1}, image);
    for (int y = 0; y < 60; ++y) {
      for (int x = 0; x < 400; ++x) {
        if (predicate(PixelOf(image, x, y))) {
          return true;
        }
      }
    }
    return false;
  };
  EXPECT_TRUE(has({20, 20, 160}, [](Rgb pixel) { return pixel[0] > 230 && pixel[1] > 230; }));
  EXPECT_TRUE(has({250, 240, 90}, [](Rgb pixel) { return pixel[0] < 60 && pixel[1] < 60; }));
}

TEST(DrawBoxes, SurvivesAnyBoxAndAnyPicture) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<core::DrawnBox> boxes = {
      {.x = kNan, .y = 0, .width = 1, .height = 1, .caption = "nan", .rgb = kRed},
      {.x = 0, .y = 0, .width = kInfinity, .height = 1, .caption = "infinite", .rgb = kRed},
      {.x = -1e9, .y = -1e9, .width = 2e9, .height = 2e9, .caption = "huge", .rgb = kRed},
      {.x = 1e300, .y = 1e300, .width = 1e300, .height = 1e300, .caption = "far", .rgb = kRed},
      {.x = 3, .y = 3, .width = 0, .height = 0, .caption = "", .rgb = kRed},
      {.x = 3, .y = 3, .width = -4, .height = 2, .caption = "negative", .rgb = kRed},
      {.x = 0,
       .y = 0,
       .width = 5,
       .height = 5,
       .caption = "na\xC3\xAFve \xF0\x9F\x90\xA6 " + std::string(300, 'w'),
       .rgb = kRed},
  };
  for (const auto& [width, height] :
       {std::pair(1, 1), std::pair(2, 50), std::pair(50, 2), std::pair(7, 7), std::pair(200, 100)}) {
    core::Image image = OneColor(width, height, kGrey);
    core::DrawBoxes(boxes, image);
    EXPECT_EQ(image.width(), width);
  }
  core::Image nothing;
  core::DrawBoxes(boxes, nothing);
}

TEST(ClassColor, NeighboursAreWellApart) {
  const auto distance = [](Rgb a, Rgb b) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      sum += std::pow(a[c] - b[c], 2);
    }
    return std::sqrt(sum);
  };
  for (int i = 0; i < 90; ++i) {
    EXPECT_EQ(core::ClassColor(i), core::ClassColor(i));
    for (int step = 1; step <= 4; ++step) {
      EXPECT_GT(distance(core::ClassColor(i), core::ClassColor(i + step)), 60) << i << " and " << i + step;
    }
  }
  std::set<Rgb> colors;
  for (int i = 0; i < 90; ++i) {
    colors.insert(core::ClassColor(i));
  }
  EXPECT_EQ(colors.size(), 90U);
  core::ClassColor(std::numeric_limits<int>::min());
}

}  // namespace
}  // namespace godwit::tests
