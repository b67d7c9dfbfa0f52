#include "training/data/color_jitter.h"

#include <algorithm>
#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/image/image_files.h"

namespace godwit::training {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using tests::PixelOf;

std::array<double, 3> Apply(const ColorMap& map, const std::array<double, 3>& color) {
  std::array<double, 3> result = map.offset;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      result[i] += map.matrix[i][j] * color[j];
    }
  }
  return result;
}

auto ColorNear(double red, double green, double blue, double tolerance) {
  return ElementsAre(DoubleNear(red, tolerance), DoubleNear(green, tolerance), DoubleNear(blue, tolerance));
}

// Expected values: Python, by solving for the inverse of the matrix from RGB to YIQ.
TEST(ColorMap, HueTurnsTheIqPlane) {
  EXPECT_THAT(Apply(MapOf({.hue = 0.1F}, {}), {200, 50, 20}), ColorNear(202.819, 23.823, 147.395, 0.05));
  EXPECT_THAT(Apply(MapOf({.hue = -0.25F}, {}), {30, 90, 220}), ColorNear(161.561, 29.149, 188.270, 0.05));
  EXPECT_THAT(Apply(MapOf({.hue = 0.3F}, {}), {128, 128, 128}), ColorNear(128, 128, 128, 0.05));
  EXPECT_THAT(Apply(MapOf({.hue = 1}, {}), {200, 50, 20}), ColorNear(200, 50, 20, 0.05));
}

TEST(ColorMap, EachStepIsItsFormula) {
  const std::array<double, 3> mean{100, 120, 140};
  EXPECT_THAT(Apply(MapOf({.brightness = 0.1F}, mean), {10, 20, 250}), ColorNear(35.5, 45.5, 275.5, 0.05));
  EXPECT_THAT(Apply(MapOf({.contrast = 0.5F}, mean), {200, 120, 0}), ColorNear(150, 120, 70, 0.05));
  EXPECT_THAT(Apply(MapOf({.contrast = 0}, mean), {200, 7, 0}), ColorNear(100, 120, 140, 0.05));
  const double luma = 0.299 * 200 + 0.587 * 50 + 0.114 * 20;
  EXPECT_THAT(Apply(MapOf({.saturation = 0}, mean), {200, 50, 20}), ColorNear(luma, luma, luma, 0.05));
  EXPECT_THAT(Apply(MapOf({.saturation = 2}, mean), {200, 50, 20}), ColorNear(400 - luma, 100 - luma, 40 - luma, 0.05));
  EXPECT_THAT(Apply(MapOf({}, mean), {200, 50, 20}), ColorNear(200, 50, 20, 0.05));
}

TEST(ColorMap, StepsComeInTheirOrder) {
  const std::array<double, 3> mean{100, 120, 140};
  // The mean of the brighter picture is what contrast leaves alone.
  const std::array<double, 3> brighter_mean{100 + 51, 120 + 51, 140 + 51};
  std::array<double, 3> expected{200, 50, 20};
  expected = Apply(MapOf({.brightness = 0.2F}, mean), expected);
  expected = Apply(MapOf({.contrast = 0.7F}, brighter_mean), expected);
  expected = Apply(MapOf({.saturation = 1.4F}, mean), expected);
  expected = Apply(MapOf({.hue = 0.07F}, mean), expected);
  const ColorShift all{.brightness = 0.2F, .contrast = 0.7F, .saturation = 1.4F, .hue = 0.07F};
  EXPECT_THAT(Apply(MapOf(all, mean), {200, 50, 20}), ColorNear(expected[0], expected[1], expected[2], 0.1));
}

TEST(ShiftColors, AppliesTheMapOfThePicturesOwnMean) {
  const ColorShift shift{.brightness = -0.1F, .contrast = 1.4F, .saturation = 0.6F, .hue = 0.1F};
  core::Image image = tests::SmoothPicture(31, 17);
  std::array<double, 3> mean{};
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    mean[i % 3] += image.data()[i] / (31.0 * 17);
  }
  std::vector<double> expected;
  for (const std::uint8_t* pixel = image.data(); pixel != image.data() + image.bytes(); pixel += 3) {
    const auto color = Apply(MapOf(shift, mean), {1.0 * pixel[0], 1.0 * pixel[1], 1.0 * pixel[2]});
    expected.insert(expected.end(), color.begin(), color.end());
  }
  ShiftColors(shift, image);
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    ASSERT_NEAR(image.data()[i], std::clamp(expected[i], 0.0, 255.0), 0.5 + 1.0 / 64) << i;
  }
}

TEST(ShiftColors, ClampsAndKeepsWhatIsNotShifted) {
  core::Image image = tests::OneColor(1, 1, {250, 128, 3});
  ShiftColors({.brightness = 0.4F}, image);
  EXPECT_EQ(PixelOf(image, 0, 0), (tests::Rgb{255, 230, 105}));
  ShiftColors({.brightness = -1}, image);
  EXPECT_EQ(PixelOf(image, 0, 0), (tests::Rgb{0, 0, 0}));
  core::Image picture = tests::SmoothPicture(9, 5);
  ShiftColors({}, picture);
  EXPECT_EQ(tests::Compare(picture, tests::SmoothPicture(9, 5)).largest, 0);
  core::Image none;
  ShiftColors({.contrast = 2}, none);
}

TEST(DrawColorShift, StaysWithinItsLimitsAndUsesThem) {
  const ColorJitter jitter{.brightness = 0.125F, .contrast = 0.5F, .saturation = 0.4F, .hue = 0.05F};
  Random random(1, RandomStream::kAugmentation, 0);
  ColorShift least{1, 2, 2, 1};
  ColorShift most{-1, 0, 0, -1};
  for (int i = 0; i < 1000; ++i) {
    const ColorShift shift = DrawColorShift(jitter, random);
    least = {std::min(least.brightness, shift.brightness), std::min(least.contrast, shift.contrast),
             std::min(least.saturation, shift.saturation), std::min(least.hue, shift.hue)};
    most = {std::max(most.brightness, shift.brightness), std::max(most.contrast, shift.contrast),
            std::max(most.saturation, shift.saturation), std::max(most.hue, shift.hue)};
  }
  EXPECT_THAT((std::array{least.brightness, least.contrast, least.saturation, least.hue}),
              testing::Pointwise(testing::FloatNear(0.01F), std::array{-0.125F, 0.5F, 0.6F, -0.05F}));
  EXPECT_THAT((std::array{most.brightness, most.contrast, most.saturation, most.hue}),
              testing::Pointwise(testing::FloatNear(0.01F), std::array{0.125F, 1.5F, 1.4F, 0.05F}));
  EXPECT_EQ(DrawColorShift({}, random), ColorShift{});
}

}  // namespace
}  // namespace godwit::training
