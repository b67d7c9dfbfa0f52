#include "training/data/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/check.h"
#include "tests/image/image_files.h"

namespace godwit::training {
namespace {

using core::FitMode;
using core::Preprocessing;
using core::Shape;
using core::Tensor;
using detection::Box;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::array<std::uint8_t, 3> kCanvas{7, 8, 9};
// Pixels as they are.
constexpr Preprocessing kPlain{.normalization = {.factor = 1, .offset = 0}};

const core::ThreadPool& OneThread() {
  static const core::ThreadPool pool(1);
  return pool;
}

Tensor InputOf(const core::Image& photo, const View& view, const Preprocessing& recipe, std::int64_t height,
               std::int64_t width) {
  Tensor input({1, height, width, 3}, -1);
  AugmentBuffers buffers;
  MakeInput(photo, view, recipe, kCanvas, buffers, input.view(), OneThread());
  return input;
}

std::array<float, 3> At(const Tensor& tensor, std::int64_t x, std::int64_t y) {
  const float* pixel = tensor.view().Pixel(0, y, x);
  return {pixel[0], pixel[1], pixel[2]};
}

Random Draws(std::uint32_t index) { return {17, RandomStream::kAugmentation, index}; }

View Whole(int width, int height) { return {.window = {0, 0, width, height}}; }

// All that moves pixels.
Augmentation Everything(CropKind crop) { return {.flip = 0.5F, .crop = crop, .expand = 0.5F, .canvas = kCanvas}; }

LabelledBox PixelsOf(int x, int y, int width, int height, int photo_width, int photo_height) {
  const auto fraction = [](int pixel, int size) { return static_cast<float>(pixel) / static_cast<float>(size); };
  return {.box = {fraction(y, photo_height), fraction(x, photo_width), fraction(y + height, photo_height),
                  fraction(x + width, photo_width)},
          .label = 3};
}

TEST(MakeInput, WithoutAugmentationIsWhatTheNetworkGetsInUse) {
  const core::Image photo = tests::SmoothPicture(61, 43);
  Random random = Draws(0);
  const View view = DrawView({}, 61, 43, {}, random);
  EXPECT_EQ(view, Whole(61, 43));
  for (const FitMode fit : {FitMode::kStretch, FitMode::kPadCorner, FitMode::kPadCentre, FitMode::kCentreCrop}) {
    const Preprocessing recipe{.fit = fit};
    Tensor expected({1, 32, 24, 3});
    core::Preprocess(photo, recipe, expected.view(), OneThread());
    const Tensor input = InputOf(photo, view, recipe, 32, 24);
    EXPECT_TRUE(std::equal(input.data(), input.data() + input.shape().Elements(), expected.data()));
  }
}

// An input of the window's size shows each pixel as it is.
TEST(MakeInput, ShowsThePixelsOfTheWindow) {
  constexpr int kWidth = 29;
  constexpr int kHeight = 37;
  const core::Image photo = tests::SmoothPicture(kWidth, kHeight);
  int canvases = 0;
  int flips = 0;
  for (std::uint32_t index = 0; index < 300; ++index) {
    Random random = Draws(index);
    const CropKind crop = std::array{CropKind::kNone, CropKind::kResized, CropKind::kSsd}.at(index % 3);
    const View view = DrawView(Everything(crop), kWidth, kHeight, {}, random);
    const Tensor input = InputOf(photo, view, kPlain, view.window.height, view.window.width);
    for (int y = 0; y < view.window.height; ++y) {
      for (int x = 0; x < view.window.width; ++x) {
        const int photo_x = view.window.x + (view.flip ? view.window.width - 1 - x : x);
        const int photo_y = view.window.y + y;
        const bool inside = photo_x >= 0 && photo_x < kWidth && photo_y >= 0 && photo_y < kHeight;
        const tests::Rgb color = inside ? tests::PixelOf(photo, photo_x, photo_y) : kCanvas;
        ASSERT_THAT(At(input, x, y), ElementsAre(color[0], color[1], color[2])) << index << ": " << x << ", " << y;
      }
    }
    canvases += view.window.width > kWidth ? 1 : 0;
    flips += view.flip ? 1 : 0;
  }
  EXPECT_GT(canvases, 30);
  EXPECT_NEAR(flips, 150, 40);
}

// Boxes and pixels take different ways: a painted box must be found where MoveBoxes says.
TEST(MoveBoxes, FollowThePixels) {
  constexpr int kWidth = 40;
  constexpr int kHeight = 26;
  int found = 0;
  int cut = 0;
  for (std::uint32_t index = 0; index < 600; ++index) {
    Random random = Draws(index);
    const int width = 1 + static_cast<int>(random.Below(kWidth));
    const int height = 1 + static_cast<int>(random.Below(kHeight));
    const int left = static_cast<int>(random.Below(static_cast<std::uint32_t>(kWidth - width + 1)));
    const int top = static_cast<int>(random.Below(static_cast<std::uint32_t>(kHeight - height + 1)));
    core::Image photo = tests::OneColor(kWidth, kHeight, {0, 0, 0});
    for (int y = top; y < top + height; ++y) {
      std::fill_n(photo.Row(y) + 3 * left, 3 * width, std::uint8_t{255});
    }
    const std::vector<LabelledBox> boxes{PixelsOf(left, top, width, height, kWidth, kHeight)};
    const CropKind crop = std::array{CropKind::kNone, CropKind::kResized, CropKind::kSsd}.at(index % 3);
    const View view = DrawView(Everything(crop), kWidth, kHeight, boxes, random);
    const Shape shape{1, view.window.height, view.window.width, 3};
    const Tensor input = InputOf(photo, view, kPlain, shape.h, shape.w);
    std::int64_t x_min = shape.w;
    std::int64_t y_min = shape.h;
    std::int64_t x_max = 0;
    std::int64_t y_max = 0;
    for (std::int64_t y = 0; y < shape.h; ++y) {
      for (std::int64_t x = 0; x < shape.w; ++x) {
        if (At(input, x, y)[0] == 255) {
          x_min = std::min(x_min, x);
          y_min = std::min(y_min, y);
          x_max = std::max(x_max, x + 1);
          y_max = std::max(y_max, y + 1);
        }
      }
    }
    const double seen = static_cast<double>(std::max<std::int64_t>(x_max - x_min, 0)) *
                        static_cast<double>(std::max<std::int64_t>(y_max - y_min, 0)) / (width * height);
    const auto moved = MoveBoxes(boxes, kWidth, kHeight, view, kPlain, shape);
    if (seen == 0 || seen < view.least_share - 1e-5) {
      ASSERT_THAT(moved, IsEmpty()) << index;
      continue;
    }
    ASSERT_THAT(moved, SizeIs(1)) << index;
    EXPECT_EQ(moved[0].label, 3);
    const Box& box = moved[0].box;
    EXPECT_NEAR(box.x_min * static_cast<double>(shape.w), static_cast<double>(x_min), 1e-3) << index;
    EXPECT_NEAR(box.y_min * static_cast<double>(shape.h), static_cast<double>(y_min), 1e-3) << index;
    EXPECT_NEAR(box.x_max * static_cast<double>(shape.w), static_cast<double>(x_max), 1e-3) << index;
    EXPECT_NEAR(box.y_max * static_cast<double>(shape.h), static_cast<double>(y_max), 1e-3) << index;
    ++found;
    cut += seen < 1 ? 1 : 0;
  }
  EXPECT_GT(found, 300);
  EXPECT_GT(cut, 50);
}

TEST(MoveBoxes, FlipTwiceIsNoFlip) {
  const std::vector<LabelledBox> boxes{PixelsOf(3, 5, 11, 7, 64, 48), PixelsOf(0, 0, 64, 48, 64, 48)};
  View view = Whole(64, 48);
  view.flip = true;
  const Shape shape{1, 300, 300, 3};
  const auto once = MoveBoxes(boxes, 64, 48, view, kPlain, shape);
  ASSERT_THAT(once, SizeIs(2));
  EXPECT_FLOAT_EQ(once[0].box.x_min, 50.0F / 64);
  EXPECT_FLOAT_EQ(once[0].box.x_max, 61.0F / 64);
  const auto twice = MoveBoxes(once, 64, 48, view, kPlain, shape);
  ASSERT_THAT(twice, SizeIs(2));
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_NEAR(twice[i].box.x_min, boxes[i].box.x_min, 1e-6);
    EXPECT_NEAR(twice[i].box.x_max, boxes[i].box.x_max, 1e-6);
    EXPECT_NEAR(twice[i].box.y_min, boxes[i].box.y_min, 1e-6);
    EXPECT_NEAR(twice[i].box.y_max, boxes[i].box.y_max, 1e-6);
  }
}

TEST(MoveBoxes, ACropMapsBackToThePhoto) {
  const View view{.window = {10, 20, 30, 15}};
  const auto moved = MoveBoxes({{PixelsOf(12, 22, 8, 4, 100, 50)}}, 100, 50, view, kPlain, {1, 64, 64, 3});
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_NEAR(moved[0].box.x_min * 30 + 10, 12, 1e-4);
  EXPECT_NEAR(moved[0].box.x_max * 30 + 10, 20, 1e-4);
  EXPECT_NEAR(moved[0].box.y_min * 15 + 20, 22, 1e-4);
  EXPECT_NEAR(moved[0].box.y_max * 15 + 20, 26, 1e-4);
}

TEST(MoveBoxes, KnowHowTheRecipeFitsThePhoto) {
  const std::vector<LabelledBox> boxes{PixelsOf(50, 10, 20, 20, 100, 50)};
  const auto fitted = [&](FitMode fit) {
    Preprocessing recipe = kPlain;
    recipe.fit = fit;
    recipe.crop_fraction = 0.8;
    return MoveBoxes(boxes, 100, 50, Whole(100, 50), recipe, {1, 200, 200, 3}).at(0).box;
  };
  const auto expect = [](const Box& box, float y_min, float x_min, float y_max, float x_max) {
    EXPECT_FLOAT_EQ(box.y_min, y_min);
    EXPECT_FLOAT_EQ(box.x_min, x_min);
    EXPECT_FLOAT_EQ(box.y_max, y_max);
    EXPECT_FLOAT_EQ(box.x_max, x_max);
  };
  expect(fitted(FitMode::kStretch), 0.2F, 0.5F, 0.6F, 0.7F);
  expect(fitted(FitMode::kPadCorner), 0.1F, 0.5F, 0.3F, 0.7F);
  expect(fitted(FitMode::kPadCentre), 0.35F, 0.5F, 0.55F, 0.7F);
  // The square of 40 pixels from (30, 5) on: the box ends where it does.
  expect(fitted(FitMode::kCentreCrop), 0.125F, 0.5F, 0.625F, 1);
}

TEST(MoveBoxes, DropsWhatIsTooSmallToSeeOrTooLittleInSight) {
  View view{.window = {50, 0, 50, 100}};
  const std::vector<LabelledBox> boxes{PixelsOf(40, 0, 40, 10, 100, 100), PixelsOf(0, 0, 40, 10, 100, 100),
                                       PixelsOf(60, 0, 1, 10, 100, 100)};
  EXPECT_THAT(MoveBoxes(boxes, 100, 100, view, kPlain, {1, 25, 25, 3}), SizeIs(1));
  EXPECT_THAT(MoveBoxes(boxes, 100, 100, view, kPlain, {1, 50, 50, 3}), SizeIs(2));
  view.least_share = 0.75F;
  EXPECT_THAT(MoveBoxes(boxes, 100, 100, view, kPlain, {1, 50, 50, 3}), SizeIs(2));
  view.least_share = 0.76F;
  EXPECT_THAT(MoveBoxes(boxes, 100, 100, view, kPlain, {1, 50, 50, 3}), SizeIs(1));
}

TEST(DrawView, ResizedCropsHaveTheirAreasAndAspects) {
  const Augmentation augmentation{.crop = CropKind::kResized};
  double areas = 0;
  double smallest = 1;
  double widest = 0;
  for (std::uint32_t index = 0; index < 2000; ++index) {
    Random random = Draws(index);
    const View view = DrawView(augmentation, 400, 300, {}, random);
    const PixelWindow& window = view.window;
    ASSERT_TRUE(window.x >= 0 && window.y >= 0 && window.x + window.width <= 400 && window.y + window.height <= 300);
    const double area = window.width * window.height / 120000.0;
    const double aspect = static_cast<double>(window.width) / window.height;
    ASSERT_TRUE(area > 0.078 && aspect > 0.74 && aspect < 1.35) << area << ' ' << aspect;
    ASSERT_TRUE(view.stretch);
    areas += area / 2000;
    smallest = std::min(smallest, area);
    widest = std::max(widest, aspect);
  }
  // The mean over areas and aspects that fit, by integration; over all of them it would be 0.54.
  EXPECT_NEAR(areas, 0.4319, 0.02);
  EXPECT_LT(smallest, 0.1);
  EXPECT_GT(widest, 1.3);
}

TEST(DrawView, APanoramaIsCroppedInTheMiddle) {
  Random random = Draws(1);
  const View view = DrawView({.crop = CropKind::kResized, .area = {0.9F, 1}}, 1000, 30, {}, random);
  EXPECT_EQ(view.window, (PixelWindow{480, 0, 40, 30}));
}

TEST(DrawView, SsdCropsHoldTheirShareOfABox) {
  const std::vector<LabelledBox> boxes{PixelsOf(10, 10, 30, 40, 200, 100), PixelsOf(150, 50, 40, 40, 200, 100)};
  std::map<float, int> shares;
  int whole = 0;
  for (std::uint32_t index = 0; index < 3000; ++index) {
    Random random = Draws(index);
    const View view = DrawView({.crop = CropKind::kSsd}, 200, 100, boxes, random);
    const PixelWindow& window = view.window;
    if (window == PixelWindow{0, 0, 200, 100}) {
      ++whole;
      continue;
    }
    const double area = window.width * window.height / 20000.0;
    const double aspect = static_cast<double>(window.width) / window.height;
    ASSERT_TRUE(area > 0.09 && aspect > 0.48 && aspect < 2.06) << area << ' ' << aspect;
    ++shares[view.least_share];
    const auto moved = MoveBoxes(boxes, 200, 100, view, kPlain, {1, 1000, 1000, 3});
    ASSERT_TRUE(view.least_share == 0 || !moved.empty());
  }
  EXPECT_NEAR(whole, 450, 80);  // 0.15 of them
  EXPECT_THAT(shares, SizeIs(7));
  for (const auto& [share, count] : shares) {
    EXPECT_NEAR(count, 364, 80) << share;
  }
}

TEST(DrawView, IgnoredBoxesDoNotSayWhereToLookButGoAlong) {
  LabelledBox crowd = PixelsOf(0, 0, 2, 2, 100, 100);
  crowd.ignored = true;
  const std::vector<LabelledBox> boxes{crowd, PixelsOf(80, 80, 10, 10, 100, 100)};
  for (std::uint32_t index = 0; index < 200; ++index) {
    Random random = Draws(index);
    const View view = DrawView({.crop = CropKind::kSsd}, 100, 100, boxes, random);
    const auto moved = MoveBoxes(boxes, 100, 100, view, kPlain, {1, 300, 300, 3});
    EXPECT_TRUE(view.least_share == 0 || std::ranges::count(moved, false, &LabelledBox::ignored) == 1);
  }
  const auto moved = MoveBoxes(boxes, 100, 100, Whole(100, 100), kPlain, {1, 300, 300, 3});
  EXPECT_THAT(moved, ElementsAre(Field(&LabelledBox::ignored, true), Field(&LabelledBox::ignored, false)));
}

TEST(DrawView, TheSmallestPhotosHaveViewsToo) {
  Augmentation augmentation = Everything(CropKind::kNone);
  augmentation.color = {.brightness = 0.1F, .contrast = 0.5F, .saturation = 0.5F, .hue = 0.1F};
  for (const CropKind crop : {CropKind::kNone, CropKind::kResized, CropKind::kSsd}) {
    augmentation.crop = crop;
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 7}, {500, 1}}) {
      const core::Image photo = tests::OneColor(width, height, {10, 20, 30});
      for (std::uint32_t index = 0; index < 50; ++index) {
        Random random = Draws(index);
        const std::vector<LabelledBox> boxes{{.box = {0, 0, 1, 1}}};
        const View view = DrawView(augmentation, width, height, boxes, random);
        const Tensor input = InputOf(photo, view, {}, 5, 3);
        EXPECT_TRUE(std::all_of(input.data(), input.data() + 45, [](float value) { return std::abs(value) <= 1; }));
        for (const LabelledBox& box : MoveBoxes(boxes, width, height, view, {}, {1, 5, 3, 3})) {
          EXPECT_GT(box.box.Area(), 0);
        }
      }
    }
  }
}

TEST(DrawView, DependsOnItsRandomNumbersAlone) {
  const Augmentation augmentation = Everything(CropKind::kSsd);
  const std::vector<LabelledBox> boxes{PixelsOf(10, 10, 30, 40, 200, 100)};
  const auto draw = [&](std::uint32_t index) {
    Random random = Draws(index);
    return DrawView(augmentation, 200, 100, boxes, random);
  };
  EXPECT_EQ(draw(5), draw(5));
  EXPECT_NE(draw(5), draw(6));
}

TEST(MakeInput, AViewPastThePhotoIsABug) {
  EXPECT_THROW(InputOf(tests::OneColor(4, 4, {0, 0, 0}), {.window = {4, 0, 4, 4}}, kPlain, 4, 4),
               core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
