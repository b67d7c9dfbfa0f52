#include "training/data/augment.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/base/check.h"

namespace godwit::training {
namespace {

struct Rectangle {  // corners
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;
  [[nodiscard]] double Area() const { return std::max(x_max - x_min, 0.0) * std::max(y_max - y_min, 0.0); }
};

Rectangle Overlap(const Rectangle& a, const Rectangle& b) {
  return {std::max(a.x_min, b.x_min), std::max(a.y_min, b.y_min), std::min(a.x_max, b.x_max),
          std::min(a.y_max, b.y_max)};
}

Rectangle CornersOf(const PixelWindow& window) {
  return {static_cast<double>(window.x), static_cast<double>(window.y), static_cast<double>(window.x) + window.width,
          static_cast<double>(window.y) + window.height};
}

// The part of a window that lies on the photo; empty extents where there is none.
PixelWindow OnPhoto(const PixelWindow& window, int width, int height) {
  const int x = std::max(window.x, 0);
  const int y = std::max(window.y, 0);
  return {x, y, std::max(std::min(window.x + window.width, width) - x, 0),
          std::max(std::min(window.y + window.height, height) - y, 0)};
}

int RoundToInt(double value) { return static_cast<int>(std::lround(value)); }

// Between both, each equally likely.
int DrawInt(int least, int most, Random& random) {
  return least + static_cast<int>(random.Below(static_cast<std::uint32_t>(most - least) + 1));
}

// A window of this size somewhere in `whole`.
PixelWindow DrawPlace(const PixelWindow& whole, int width, int height, Random& random) {
  const int x = DrawInt(whole.x, whole.x + whole.width - width, random);
  const int y = DrawInt(whole.y, whole.y + whole.height - height, random);
  return {x, y, width, height};
}

PixelWindow DrawCanvas(float largest, int width, int height, Random& random) {
  const double ratio = random.Uniform(1, largest);
  const int canvas_width = std::max(width, RoundToInt(width * ratio));
  const int canvas_height = std::max(height, RoundToInt(height * ratio));
  const int x = DrawInt(width - canvas_width, 0, random);
  const int y = DrawInt(height - canvas_height, 0, random);
  return {x, y, canvas_width, canvas_height};
}

std::optional<PixelWindow> TryResizedCrop(const Augmentation& augmentation, const PixelWindow& whole, Random& random) {
  const double area = random.Uniform(augmentation.area[0], augmentation.area[1]) * CornersOf(whole).Area();
  const float log_aspect = random.Uniform(std::log(augmentation.aspect[0]), std::log(augmentation.aspect[1]));
  const double aspect = std::exp(log_aspect);
  const int width = RoundToInt(std::sqrt(area * aspect));
  const int height = RoundToInt(std::sqrt(area / aspect));
  if (width < 1 || height < 1 || width > whole.width || height > whole.height) {
    return std::nullopt;
  }
  return DrawPlace(whole, width, height, random);
}

// The largest part of an allowed aspect, in the middle.
PixelWindow MiddleCrop(const Augmentation& augmentation, const PixelWindow& whole) {
  const double aspect =
      std::clamp(static_cast<double>(whole.width) / whole.height, static_cast<double>(augmentation.aspect[0]),
                 static_cast<double>(augmentation.aspect[1]));
  const int width = std::clamp(RoundToInt(whole.height * aspect), 1, whole.width);
  const int height = std::clamp(RoundToInt(whole.width / aspect), 1, whole.height);
  return {whole.x + (whole.width - width) / 2, whole.y + (whole.height - height) / 2, width, height};
}

// TensorFlow's sample_distorted_bounding_box: the height is drawn, not the area.
std::optional<PixelWindow> TrySsdCrop(const PixelWindow& whole, Random& random) {
  constexpr double kLeastArea = 0.1;
  const double aspect = random.Uniform(0.5F, 2);
  const double area = CornersOf(whole).Area();
  const int least = std::max(1, RoundToInt(std::sqrt(kLeastArea * area / aspect)));
  const int most =
      std::min({whole.height, RoundToInt(std::sqrt(area / aspect)), static_cast<int>((whole.width + 0.5) / aspect)});
  if (least > most) {
    return std::nullopt;
  }
  const int height = DrawInt(least, most, random);
  const int width = std::clamp(RoundToInt(height * aspect), 1, whole.width);
  return DrawPlace(whole, width, height, random);
}

// In pixels, those that say where to look; the whole where there is none.
std::vector<Rectangle> ObjectsOf(std::span<const LabelledBox> boxes, const PixelWindow& whole, int width, int height) {
  std::vector<Rectangle> objects;
  for (const LabelledBox& labelled : boxes) {
    const Rectangle object{
        labelled.box.x_min * static_cast<double>(width), labelled.box.y_min * static_cast<double>(height),
        labelled.box.x_max * static_cast<double>(width), labelled.box.y_max * static_cast<double>(height)};
    if (!labelled.ignored && object.Area() >= 1) {
      objects.push_back(object);
    }
  }
  return objects.empty() ? std::vector{CornersOf(whole)} : objects;
}

void DrawSsdCrop(int width, int height, std::span<const LabelledBox> boxes, Random& random, View& view) {
  constexpr float kKeepWhole = 0.15F;
  constexpr std::array<float, 7> kShares{0, 0.1F, 0.3F, 0.5F, 0.7F, 0.9F, 1};
  constexpr int kTries = 100;
  const float share = kShares[random.Below(kShares.size())];
  if (random.Chance(kKeepWhole)) {
    return;
  }
  const std::vector<Rectangle> objects = ObjectsOf(boxes, view.window, width, height);
  for (int i = 0; i < kTries; ++i) {
    const auto crop = TrySsdCrop(view.window, random);
    const auto shows = [&](const Rectangle& object) {
      return Overlap(CornersOf(*crop), object).Area() >= share * object.Area();
    };
    if (crop && CornersOf(OnPhoto(*crop, width, height)).Area() > 0 && std::ranges::any_of(objects, shows)) {
      view.window = *crop;
      view.least_share = share;
      return;
    }
  }
}

void DrawResizedCrop(const Augmentation& augmentation, int width, int height, Random& random, View& view) {
  constexpr int kTries = 10;
  view.stretch = true;
  for (int i = 0; i < kTries; ++i) {
    const auto crop = TryResizedCrop(augmentation, view.window, random);
    if (crop && CornersOf(OnPhoto(*crop, width, height)).Area() > 0) {
      view.window = *crop;
      return;
    }
  }
  view.window = MiddleCrop(augmentation, {0, 0, width, height});
}

// What of the input, in fractions, a picture fills that the recipe fits into it; may reach beyond.
Rectangle Placement(core::FitMode fit, const core::Preprocessing& recipe, const PixelWindow& picture,
                    const core::Shape& input) {
  const double longer = std::max(picture.width, picture.height);
  switch (fit) {
    case core::FitMode::kStretch:
      break;
    case core::FitMode::kPadCorner: {
      // As Detector::ToPhoto has it: rounded to pixels of the input.
      const auto span = [&](double side, double size) {
        return std::max(1.0, std::round(size * side / longer)) / size;
      };
      return {0, 0, span(picture.width, static_cast<double>(input.w)),
              span(picture.height, static_cast<double>(input.h))};
    }
    case core::FitMode::kPadCentre: {
      const double x = std::floor((longer - picture.width) / 2) / longer;
      const double y = std::floor((longer - picture.height) / 2) / longer;
      return {x, y, x + picture.width / longer, y + picture.height / longer};
    }
    case core::FitMode::kCentreCrop: {
      const double side = recipe.crop_fraction * std::min(picture.width, picture.height);
      const double x = (1 - picture.width / side) / 2;
      const double y = (1 - picture.height / side) / 2;
      return {x, y, 1 - x, 1 - y};
    }
  }
  return {0, 0, 1, 1};
}

// From the photo to the input: the pixels `visible`, flipped or not, fill `target`, in fractions of the input.
struct Layout {
  PixelWindow visible;
  Rectangle target;
  bool on_canvas = false;  // the target is whole pixels, and the canvas around it
};

Layout LayOut(const View& view, int width, int height, const core::Preprocessing& recipe, const core::Shape& input) {
  const PixelWindow& window = view.window;
  const PixelWindow visible = OnPhoto(window, width, height);
  core::Check(visible.width > 0 && visible.height > 0, "a view shows a part of the photo");
  const core::FitMode fit = view.stretch ? core::FitMode::kStretch : recipe.fit;
  Layout layout{.visible = visible, .target = Placement(fit, recipe, window, input), .on_canvas = visible != window};
  if (!layout.on_canvas) {
    return layout;
  }
  core::Check(fit != core::FitMode::kCentreCrop, "a canvas is seen whole");
  const auto place = [](double& low, double& high, double before, double behind, std::int64_t pixels) {
    const double scale = (high - low) * static_cast<double>(pixels);
    const double first = low * static_cast<double>(pixels);
    const double from = std::min(std::round(first + before * scale), static_cast<double>(pixels - 1));
    const double to = std::max(std::round(first + behind * scale), from + 1);
    low = from / static_cast<double>(pixels);
    high = to / static_cast<double>(pixels);
  };
  const double left = static_cast<double>(visible.x - window.x) / window.width;
  const double right = left + static_cast<double>(visible.width) / window.width;
  const double top = static_cast<double>(visible.y - window.y) / window.height;
  const double bottom = top + static_cast<double>(visible.height) / window.height;
  Rectangle& target = layout.target;
  place(target.x_min, target.x_max, view.flip ? 1 - right : left, view.flip ? 1 - left : right, input.w);
  place(target.y_min, target.y_max, top, bottom, input.h);
  return layout;
}

// The visible pixels, turned over where the view is.
void CutOut(const core::Image& photo, const PixelWindow& visible, bool flip, core::Image& cut) {
  cut.Reset(visible.width, visible.height);
  for (int y = 0; y < visible.height; ++y) {
    const std::uint8_t* from = photo.Row(visible.y + y) + static_cast<std::ptrdiff_t>(visible.x) * 3;
    std::uint8_t* to = cut.Row(y);
    if (!flip) {
      std::memcpy(to, from, cut.Stride());
      continue;
    }
    for (const std::uint8_t* pixel = from + cut.Stride(); pixel != from; to += 3) {
      pixel -= 3;
      std::copy_n(pixel, 3, to);
    }
  }
}

// The input's values for one colour: what the recipe makes of a pixel of it.
std::array<float, 3> Normalized(const std::array<std::uint8_t, 3>& color, const core::Preprocessing& recipe,
                                const core::ThreadPool& pool) {
  core::Image pixel(1, 1);
  std::ranges::copy(color, pixel.data());
  std::array<float, 3> values{};
  core::Preprocess(pixel, {.normalization = recipe.normalization}, {values.data(), {1, 1, 1, 3}}, pool);
  return values;
}

void FillCanvas(const std::array<float, 3>& color, core::TensorView input) {
  float* const end = input.data() + input.shape().Elements();
  for (float* pixel = input.data(); pixel != end; pixel += 3) {
    std::ranges::copy(color, pixel);
  }
}

}  // namespace

View DrawView(const Augmentation& augmentation, int width, int height, std::span<const LabelledBox> boxes,
              Random& random) {
  core::Check(width >= 1 && height >= 1, "a photo to look at has pixels");
  View view{.window = {0, 0, width, height}};
  view.flip = random.Chance(augmentation.flip);
  view.color = DrawColorShift(augmentation.color, random);
  if (random.Chance(augmentation.expand)) {
    view.window = DrawCanvas(augmentation.largest_canvas, width, height, random);
  }
  switch (augmentation.crop) {
    case CropKind::kNone:
      break;
    case CropKind::kResized:
      DrawResizedCrop(augmentation, width, height, random, view);
      break;
    case CropKind::kSsd:
      DrawSsdCrop(width, height, boxes, random, view);
      break;
  }
  return view;
}

void MakeInput(const core::Image& photo, const View& view, const core::Preprocessing& recipe,
               const std::array<std::uint8_t, 3>& canvas, AugmentBuffers& buffers, core::TensorView input,
               const core::ThreadPool& pool) {
  const Layout layout = LayOut(view, photo.width(), photo.height(), recipe, input.shape());
  const bool whole = layout.visible == PixelWindow{0, 0, photo.width(), photo.height()};
  const core::Image* seen = &photo;
  if (!whole || view.flip || view.color != ColorShift{}) {
    CutOut(photo, layout.visible, view.flip, buffers.cut);
    ShiftColors(view.color, buffers.cut);
    seen = &buffers.cut;
  }
  core::Preprocessing fitted = recipe;
  if (view.stretch || layout.on_canvas) {
    fitted.fit = core::FitMode::kStretch;
  }
  if (!layout.on_canvas) {
    core::Preprocess(*seen, fitted, input, pool);
    return;
  }
  const auto pixels = [](double fraction, std::int64_t size) {
    return std::llround(fraction * static_cast<double>(size));
  };
  const core::Shape& shape = input.shape();
  const std::int64_t x = pixels(layout.target.x_min, shape.w);
  const std::int64_t y = pixels(layout.target.y_min, shape.h);
  const core::Shape size{1, pixels(layout.target.y_max, shape.h) - y, pixels(layout.target.x_max, shape.w) - x, 3};
  buffers.resized.Reserve(static_cast<std::size_t>(size.Elements()) * sizeof(float));
  const core::TensorView resized(reinterpret_cast<float*>(buffers.resized.data()), size);
  core::Preprocess(*seen, fitted, resized, pool);
  FillCanvas(Normalized(canvas, recipe, pool), input);
  for (std::int64_t row = 0; row < size.h; ++row) {
    std::copy_n(resized.Pixel(0, row, 0), size.w * 3, input.Pixel(0, y + row, x));
  }
}

std::vector<LabelledBox> MoveBoxes(std::span<const LabelledBox> boxes, int width, int height, const View& view,
                                   const core::Preprocessing& recipe, const core::Shape& input) {
  const Layout layout = LayOut(view, width, height, recipe, input);
  const PixelWindow& visible = layout.visible;
  const Rectangle& target = layout.target;
  const auto to_input_x = [&](double x) {
    const double place = (x * width - visible.x) / visible.width;
    return target.x_min + (view.flip ? 1 - place : place) * (target.x_max - target.x_min);
  };
  const auto to_input_y = [&](double y) {
    return target.y_min + (y * height - visible.y) / visible.height * (target.y_max - target.y_min);
  };
  constexpr double kNearlyOne = 1 - 1e-6;  // a box that is just what is asked for is not lost to rounding
  // Clipped to the target, which is where the photo is, and to the input.
  const Rectangle sight = Overlap(target, {0, 0, 1, 1});
  std::vector<LabelledBox> moved;
  for (const LabelledBox& labelled : boxes) {
    const auto [x_min, x_max] = std::minmax({to_input_x(labelled.box.x_min), to_input_x(labelled.box.x_max)});
    const Rectangle box{x_min, to_input_y(labelled.box.y_min), x_max, to_input_y(labelled.box.y_max)};
    const Rectangle seen = Overlap(box, sight);
    const bool a_pixel = (seen.x_max - seen.x_min) * static_cast<double>(input.w) >= kNearlyOne &&
                         (seen.y_max - seen.y_min) * static_cast<double>(input.h) >= kNearlyOne;
    if (!a_pixel || seen.Area() < view.least_share * box.Area() * kNearlyOne) {
      continue;
    }
    LabelledBox kept = labelled;
    kept.box = {.y_min = static_cast<float>(seen.y_min),
                .x_min = static_cast<float>(seen.x_min),
                .y_max = static_cast<float>(seen.y_max),
                .x_max = static_cast<float>(seen.x_max)};
    moved.push_back(kept);
  }
  return moved;
}

}  // namespace godwit::training
