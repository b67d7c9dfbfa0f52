#include "core/image/preprocess.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/image/image_files.h"

namespace godwit::tests {
namespace {

using core::FitMode;
using core::ResizeMethod;

constexpr core::Normalization kRaw{.factor = 1, .divide = false, .offset = 0};

core::Tensor RunOn(const core::Image& image, const core::Preprocessing& recipe, int width, int height,
                   int threads = 1) {
  core::Tensor input({1, height, width, 3}, -1e9F);
  core::Preprocess(image, recipe, input.view(), core::ThreadPool(threads));
  return input;
}

// The canvas the recipe speaks of, really built.
core::Image Padded(const core::Image& image, bool centred) {
  const int side = std::max(image.width(), image.height());
  core::Image canvas = OneColor(side, side, {0, 0, 0});
  const int left = centred ? (side - image.width()) / 2 : 0;
  const int top = centred ? (side - image.height()) / 2 : 0;
  for (int y = 0; y < image.height(); ++y) {
    std::copy_n(image.Row(y), image.Stride(), canvas.Row(top + y) + static_cast<std::size_t>(left) * 3);
  }
  return canvas;
}

// How much of [low, high) lies in pixel k.
double Covered(double low, double high, int k) {
  return std::max(0.0, std::min(high, k + 1.0) - std::max(low, 1.0 * k));
}

double SlowArea(const core::Image& image, double x0, double y0, double x1, double y1, int c) {
  double sum = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      sum += Covered(x0, x1, x) * Covered(y0, y1, y) * image.Row(y)[3 * x + c];
    }
  }
  return sum / ((x1 - x0) * (y1 - y0));
}

float At(const core::Tensor& tensor, int x, int y, int c) { return tensor.data()[(y * tensor.shape().w + x) * 3 + c]; }

TEST(TfBilinear, SameSizeIsTheIdentity) {
  const core::Image image = SmoothPicture(13, 7);
  const core::Tensor input = RunOn(image, {.normalization = kRaw}, 13, 7);
  EXPECT_TRUE(std::equal(image.data(), image.data() + image.bytes(), input.data()));
}

TEST(TfBilinear, DoublingDoesNotShift) {
  core::Image image(2, 1);
  std::copy_n(std::vector<std::uint8_t>{10, 20, 30, 20, 40, 60}.data(), 6, image.data());
  const core::Tensor input = RunOn(image, {.normalization = kRaw}, 4, 1);
  const std::vector<float> expected = {10, 20, 30, 15, 30, 45, 20, 40, 60, 20, 40, 60};
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), input.data()));
}

TEST(TfBilinear, WholeFactorsPickPixels) {
  const core::Image image = SmoothPicture(12, 9);
  const core::Tensor input = RunOn(image, {.normalization = kRaw}, 4, 3);
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 4; ++x) {
      EXPECT_EQ(At(input, x, y, 1), PixelOf(image, 3 * x, 3 * y)[1]);
    }
  }
}

TEST(TfBilinear, CentreCropStartsAtItsFractionalCorner) {
  core::Image image(8, 4);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 8; ++x) {
      std::uint8_t* pixel = image.Row(y) + 3 * x;
      pixel[0] = static_cast<std::uint8_t>(10 * x);
      pixel[1] = static_cast<std::uint8_t>(20 * y);
      pixel[2] = 7;
    }
  }
  // 0.875 of 4 is 3.5: from (2.25, 0.25) on, in steps of 3.5 / 7.
  const core::Tensor input =
      RunOn(image, {.fit = FitMode::kCentreCrop, .crop_fraction = 0.875, .normalization = kRaw}, 7, 7);
  for (int i = 0; i < 7; ++i) {
    EXPECT_FLOAT_EQ(At(input, i, i, 0), static_cast<float>(10 * (2.25 + 0.5 * i)));
    EXPECT_FLOAT_EQ(At(input, i, i, 1), static_cast<float>(20 * std::min(0.25 + 0.5 * i, 3.0)));
    EXPECT_EQ(At(input, i, i, 2), 7);
  }
}

struct FitCase {
  ResizeMethod method;
  FitMode fit;
};

class Padding : public testing::TestWithParam<FitCase> {};

TEST_P(Padding, EqualsThePaddedSquareReallyBuilt) {
  const auto& [method, fit] = GetParam();
  for (const auto& [width, height] :
       {std::pair(9, 13), std::pair(13, 9), std::pair(1, 6), std::pair(40, 1), std::pair(5, 5), std::pair(12, 7)}) {
    const core::Image image = SmoothPicture(width, height);
    const core::Image square = Padded(image, fit == FitMode::kPadCentre);
    for (const int side : {1, 4, 13, 31}) {
      const core::Tensor padded = RunOn(image, {.resize = method, .fit = fit, .normalization = kRaw}, side, side);
      const core::Tensor expected = RunOn(square, {.resize = method, .normalization = kRaw}, side, side);
      for (std::int64_t i = 0; i < expected.shape().Elements(); ++i) {
        ASSERT_EQ(padded.data()[i], expected.data()[i]) << width << "x" << height << " to " << side << " at " << i;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Padding,
                         testing::Values(FitCase{ResizeMethod::kTfBilinear, FitMode::kPadCorner},
                                         FitCase{ResizeMethod::kTfBilinear, FitMode::kPadCentre},
                                         FitCase{ResizeMethod::kArea, FitMode::kPadCorner},
                                         FitCase{ResizeMethod::kArea, FitMode::kPadCentre},
                                         FitCase{ResizeMethod::kTriangle, FitMode::kPadCentre}));

TEST(Area, EqualsTheMeanOverTheCoveredArea) {
  const core::Image image = SmoothPicture(19, 11);
  for (const auto& [width, height] : {std::pair(7, 5), std::pair(1, 1), std::pair(19, 11), std::pair(30, 4)}) {
    const core::Tensor input = RunOn(image, {.resize = ResizeMethod::kArea, .normalization = kRaw}, width, height);
    const double step_x = 19.0 / width;
    const double step_y = 11.0 / height;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const double expected = SlowArea(image, x * step_x, y * step_y, (x + 1) * step_x, (y + 1) * step_y, 2);
        ASSERT_NEAR(At(input, x, y, 2), expected, 1e-3) << x << ", " << y;
      }
    }
  }
}

TEST(Area, CropMayBeginWithinAPixel) {
  const core::Image image = SmoothPicture(19, 11);
  const double side = 0.8 * 11;
  const double left = (19 - side) / 2;
  const double top = (11 - side) / 2;
  const core::Tensor input = RunOn(
      image, {.resize = ResizeMethod::kArea, .fit = FitMode::kCentreCrop, .crop_fraction = 0.8, .normalization = kRaw},
      3, 3);
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) {
      const double expected = SlowArea(image, left + x * side / 3, top + y * side / 3, left + (x + 1) * side / 3,
                                       top + (y + 1) * side / 3, 0);
      EXPECT_NEAR(At(input, x, y, 0), expected, 1e-3);
    }
  }
}

// Values of Pillow 9.4, Image.resize(size, BILINEAR, box), which rounds to whole numbers after each of its two passes.
TEST(Triangle, IsPillowsBilinear) {
  core::Image image;
  image.Reset(19, 11);
  for (int y = 0; y < 11; ++y) {
    for (int x = 0; x < 19; ++x) {
      std::fill_n(image.Row(y) + 3 * static_cast<std::ptrdiff_t>(x), 3, static_cast<std::uint8_t>(13 * y + 7 * x));
    }
  }
  struct Case {
    core::Preprocessing recipe;
    int width, height;
    std::vector<float> values;
  };
  const Case cases[] = {
      {{}, 7, 5, {19,  36,  55,  74,  93,  112, 129, 44,  61,  80,  99,  118, 137, 154, 73,  90,  109, 128,
                  147, 166, 183, 102, 119, 138, 157, 176, 195, 212, 127, 144, 163, 182, 201, 220, 210}},
      {{.fit = FitMode::kCentreCrop, .crop_fraction = 0.8}, 3, 3, {69, 90, 111, 107, 128, 149, 145, 166, 187}},
      {{}, 1, 2, {99, 156}},
  };
  for (Case test : cases) {
    test.recipe.resize = ResizeMethod::kTriangle;
    test.recipe.normalization = kRaw;
    const core::Tensor input = RunOn(image, test.recipe, test.width, test.height);
    for (int i = 0; i < test.width * test.height; ++i) {
      EXPECT_NEAR(At(input, i % test.width, i / test.width, 1), test.values[static_cast<std::size_t>(i)], 1.01) << i;
    }
  }
}

TEST(Triangle, GrowsLikePlainBilinear) {
  core::Image image;
  image.Reset(2, 1);
  std::fill_n(image.Row(0), 3, std::uint8_t{0});
  std::fill_n(image.Row(0) + 3, 3, std::uint8_t{200});
  const core::Tensor input = RunOn(image, {.resize = ResizeMethod::kTriangle, .normalization = kRaw}, 4, 1);
  EXPECT_NEAR(At(input, 0, 0, 0), 0, 1e-4);
  EXPECT_NEAR(At(input, 1, 0, 0), 50, 1e-4);
  EXPECT_NEAR(At(input, 2, 0, 0), 150, 1e-4);
  EXPECT_NEAR(At(input, 3, 0, 0), 200, 1e-4);
}

TEST(Preprocess, ThreadsDoNotChangeABit) {
  const core::Image image = SmoothPicture(97, 61);
  for (const ResizeMethod method : {ResizeMethod::kTfBilinear, ResizeMethod::kArea, ResizeMethod::kTriangle}) {
    const core::Preprocessing recipe{.resize = method};
    const core::Tensor one = RunOn(image, recipe, 75, 75, 1);
    const core::Tensor two = RunOn(image, recipe, 75, 75, 2);
    EXPECT_TRUE(std::equal(one.data(), one.data() + one.shape().Elements(), two.data()));
  }
}

TEST(Preprocess, PaddingIsZeroBeforeNormalisation) {
  const core::Image image = OneColor(4, 2, {255, 255, 255});
  const core::Tensor input = RunOn(image, {.fit = FitMode::kPadCorner, .normalization = {127.5F, true, -1}}, 4, 4);
  EXPECT_EQ(At(input, 0, 0, 0), 1);
  EXPECT_EQ(At(input, 3, 3, 2), -1);
}

TEST(Preprocess, StepsOfNormalisationAreRoundedOneByOne) {
  const core::Image image = OneColor(1, 1, {201, 77, 3});
  const core::Normalization multiply{.factor = 0.00784313772F, .divide = false, .offset = -1};
  const core::Normalization divide{.factor = 127.5F, .divide = true, .offset = -1};
  const core::Tensor a = RunOn(image, {.normalization = multiply}, 1, 1);
  const core::Tensor b = RunOn(image, {.normalization = divide}, 1, 1);
  for (int c = 0; c < 3; ++c) {
    const auto pixel = static_cast<float>(PixelOf(image, 0, 0)[static_cast<std::size_t>(c)]);
    volatile float product = pixel * multiply.factor;
    volatile float quotient = pixel / divide.factor;
    EXPECT_EQ(At(a, 0, 0, c), product - 1);
    EXPECT_EQ(At(b, 0, 0, c), quotient - 1);
  }
}

// Values by torchvision 0.14 for these pixels: Normalize(mean, std)(ToTensor()(pixels)), bit for bit.
TEST(Preprocess, StandardisesChannelsAsTorchvisionDoes) {
  const struct {
    std::array<std::uint8_t, 3> pixel;
    std::array<float, 3> expected;
  } kCases[] = {{{0, 1, 2}, {-0x1.0f177ap+1F, -0x1.02549ep+1F, -0x1.c50398p+0F}},
                {{127, 128, 129}, {0x1.d2734cp-5F, 0x1.a43690p-3F, 0x1.c6936ep-2F}},
                {{253, 254, 255}, {0x1.1b79f0p+1F, 0x1.349dc0p+1F, 0x1.51eb86p+1F}},
                {{60, 7, 200}, {-0x1.1725aep+0F, -0x1.e9c532p+0F, 0x1.ae6fdep+0F}}};
  for (const auto& test : kCases) {
    const core::Tensor input = RunOn(OneColor(3, 2, test.pixel), {.normalization = core::kImageNetNormalization}, 3, 2);
    for (std::int64_t i = 0; i < input.shape().Elements(); ++i) {
      EXPECT_EQ(input.data()[i], test.expected[static_cast<std::size_t>(i % 3)]) << "value " << i;
    }
  }
}

TEST(Preprocess, ChecksItsArguments) {
  const core::ThreadPool pool(1);
  core::Tensor input({1, 4, 4, 3});
  core::Tensor grey({1, 4, 4, 1});
  EXPECT_THROW(core::Preprocess({}, {}, input.view(), pool), core::ContractViolation);
  EXPECT_THROW(core::Preprocess(OneColor(2, 2, {}), {}, grey.view(), pool), core::ContractViolation);
  EXPECT_THROW(
      core::Preprocess(OneColor(2, 2, {}), {.fit = FitMode::kCentreCrop, .crop_fraction = 0}, input.view(), pool),
      core::ContractViolation);
}

TEST(ResizeArea, RoundsTheMean) {
  core::Image image(2, 1);
  std::copy_n(std::vector<std::uint8_t>{0, 10, 255, 1, 11, 255}.data(), 6, image.data());
  core::Image resized;
  core::ResizeArea(image, 1, 1, resized);
  EXPECT_EQ(PixelOf(resized, 0, 0), (Rgb{1, 11, 255}));
}

TEST(ResizeArea, KeepsOneColourAndTheIdentity) {
  core::Image resized;
  core::ResizeArea(OneColor(101, 67, {255, 128, 1}), 33, 20, resized);
  EXPECT_EQ(Compare(resized, OneColor(33, 20, {255, 128, 1})).largest, 0);
  core::ResizeArea(OneColor(3, 2, {255, 128, 1}), 50, 70, resized);
  EXPECT_EQ(Compare(resized, OneColor(50, 70, {255, 128, 1})).largest, 0);
  const core::Image image = SmoothPicture(31, 17);
  core::ResizeArea(image, 31, 17, resized);
  EXPECT_EQ(Compare(resized, image).largest, 0);
}

}  // namespace
}  // namespace godwit::tests
