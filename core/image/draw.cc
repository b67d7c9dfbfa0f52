// Boxes and captions on pictures, with OpenCV's drawing.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/image/encode.h"

namespace godwit::core {
namespace {

// Sizes in pixels, fitted to the picture.
struct Style {
  int line = 2;             // width of a box's line
  double text_height = 12;  // of a capital letter
};

Style StyleFor(const Image& image) {
  const double size = std::sqrt(static_cast<double>(image.width()) * image.height());
  return {.line = std::max(2, static_cast<int>(std::lround(size * 0.0035))),
          .text_height = std::max(9.0, size * 0.017)};
}

// A caption ready to be laid down: coverage of the letters, and the size of the plate around them.
struct Label {
  cv::Mat letters;  // 0..255
  int padding = 0;
  cv::Rect plate;
};

// Letters are drawn four times as large and shrunk by area: at 12 pixels, OpenCV's line font is thin and uneven
// otherwise, since its strokes have whole widths. A text too wide for `max_width` becomes smaller.
cv::Mat DrawLetters(const std::string& text, double height, int max_width) {
  constexpr int kOversampling = 4;
  constexpr int kFont = cv::FONT_HERSHEY_DUPLEX;
  constexpr double kCapitalHeight = 21;  // of this font at scale 1
  constexpr double kDescenderDepth = 7;
  int unused_baseline = 0;
  const double full_scale = height * kOversampling / kCapitalHeight;
  const int full_width = cv::getTextSize(text, kFont, full_scale, 1, &unused_baseline).width;
  const double scale = full_scale * std::min(1.0, 0.97 * kOversampling * max_width / std::max(full_width, 1));
  const int stroke = std::max(1, static_cast<int>(std::lround(scale * 2.2)));
  const int width = cv::getTextSize(text, kFont, scale, stroke, &unused_baseline).width;
  const int capitals = static_cast<int>(std::lround(scale * kCapitalHeight));
  const int descenders = static_cast<int>(std::lround(scale * kDescenderDepth));
  cv::Mat large(stroke + capitals + descenders, std::max(width, 1), CV_8UC1, cv::Scalar(0));
  cv::putText(large, text, {0, stroke / 2 + capitals}, kFont, scale, cv::Scalar(255), stroke, cv::LINE_AA);
  const auto shrunk = [](int size) { return std::max(1, (size + kOversampling / 2) / kOversampling); };
  cv::Mat letters;
  cv::resize(large, letters, {std::min(shrunk(large.cols), max_width), shrunk(large.rows)}, 0, 0, cv::INTER_AREA);
  return letters;
}

bool OverlapsAny(const cv::Rect& plate, const std::vector<Label>& placed) {
  return std::any_of(placed.begin(), placed.end(),
                     [&](const Label& label) { return (label.plate & plate).area() > 0; });
}

// Above the box, else inside its top, else below: the first that lies in the picture and over no other caption.
void Place(const cv::Rect& box, const Style& style, const cv::Size& picture, const std::vector<Label>& placed,
           Label& label) {
  const int half = style.line / 2;
  cv::Rect& plate = label.plate;
  plate.width = std::min(picture.width, label.letters.cols + 2 * label.padding);
  // Descenders reach into the lower padding, so that capitals stand in the middle.
  plate.height = std::min(picture.height, label.letters.rows * 3 / 4 + 2 * label.padding);
  plate.x = std::clamp(box.x - half, 0, picture.width - plate.width);
  const std::array<int, 3> candidates = {box.y + half - plate.height, box.y - half, box.y + box.height - half};
  for (const int y : candidates) {
    plate.y = y;
    if (y >= 0 && y + plate.height <= picture.height && !OverlapsAny(plate, placed)) {
      return;
    }
  }
  plate.y = std::clamp(candidates[0], 0, picture.height - plate.height);
}

// The plate in the box's colour, the letters light or dark upon it.
void Paint(const Label& label, const cv::Vec3b& colour, cv::Mat& picture) {
  const double luminance = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
  const cv::Vec3b ink = luminance > 140 ? cv::Vec3b(16, 16, 16) : cv::Vec3b(255, 255, 255);
  picture(label.plate).setTo(colour);
  const cv::Point origin(label.padding, label.padding);
  const int columns = std::min(label.letters.cols, label.plate.width - origin.x);
  const int rows = std::min(label.letters.rows, label.plate.height - origin.y);
  for (int y = 0; y < rows; ++y) {
    const auto* coverage = label.letters.ptr<std::uint8_t>(y);
    auto* target = picture.ptr<cv::Vec3b>(label.plate.y + origin.y + y) + label.plate.x + origin.x;
    for (int x = 0; x < columns; ++x) {
      for (int c = 0; c < 3; ++c) {
        target[x][c] = static_cast<std::uint8_t>((colour[c] * (255 - coverage[x]) + ink[c] * coverage[x] + 127) / 255);
      }
    }
  }
}

// The box in whole pixels, its line inside the picture.
cv::Rect OnPicture(const DrawnBox& box, const Style& style, const cv::Size& picture) {
  const auto inside = [&](double value, int side) {
    const int margin = std::min(style.line / 2, (side - 1) / 2);
    return std::clamp(static_cast<int>(std::lround(std::clamp(value, 0.0, side - 1.0))), margin, side - 1 - margin);
  };
  const cv::Point top_left(inside(box.x, picture.width), inside(box.y, picture.height));
  const cv::Point bottom_right(inside(box.x + box.width, picture.width), inside(box.y + box.height, picture.height));
  return {top_left.x, top_left.y, bottom_right.x - top_left.x + 1, bottom_right.y - top_left.y + 1};
}

bool IsDrawable(const DrawnBox& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) && std::isfinite(box.height) &&
         box.width >= 0 && box.height >= 0;
}

}  // namespace

void DrawBoxes(std::span<const DrawnBox> boxes, Image& image) {
  if (image.empty()) {
    return;
  }
  // OpenCV's own threads would compete with ThreadPool's.
  [[maybe_unused]] static const bool once = (cv::setNumThreads(1), true);
  const Style style = StyleFor(image);
  cv::Mat picture(image.height(), image.width(), CV_8UC3, image.data());
  // A thin dark edge sets the line off from a background of its own colour.
  const int edge = std::max(1, style.line / 5);
  for (std::size_t i = boxes.size(); i-- > 0;) {  // the first, the most important, on top
    const DrawnBox& box = boxes[i];
    if (!IsDrawable(box)) {
      continue;
    }
    const cv::Rect rect = OnPicture(box, style, picture.size());
    cv::rectangle(picture, rect, cv::Scalar(24, 24, 24), style.line + 2 * edge, cv::LINE_AA);
    cv::rectangle(picture, rect, cv::Scalar(box.rgb[0], box.rgb[1], box.rgb[2]), style.line, cv::LINE_AA);
  }
  std::vector<Label> placed;
  for (const DrawnBox& box : boxes) {
    if (!IsDrawable(box) || box.caption.empty()) {
      continue;
    }
    Label label;
    label.padding = std::max(2, static_cast<int>(std::lround(style.text_height * 0.4)));
    label.letters = DrawLetters(box.caption, style.text_height, std::max(1, image.width() - 2 * label.padding));
    Place(OnPicture(box, style, picture.size()), style, picture.size(), placed, label);
    Paint(label, {box.rgb[0], box.rgb[1], box.rgb[2]}, picture);
    placed.push_back(std::move(label));
  }
}

std::array<std::uint8_t, 3> ClassColor(int index) {
  // Steps of the golden ratio around the colour circle never come close to a recent hue; three levels of brightness
  // keep apart those that do after a while.
  constexpr double kGoldenRatio = 0.618033988749895;
  constexpr double kFirstHue = 0.36;
  const double hue = std::fmod(kFirstHue + kGoldenRatio * std::abs(static_cast<double>(index)), 1.0) * 6;
  constexpr std::array<double, 3> kValues = {0.95, 1.0, 0.80};
  constexpr std::array<double, 3> kSaturations = {0.80, 0.55, 0.90};
  const auto level = static_cast<std::size_t>(std::abs(static_cast<std::int64_t>(index)) % 3);
  std::array<std::uint8_t, 3> rgb{};
  for (int c = 0; c < 3; ++c) {
    // HSV to RGB: each channel is a trapezium over the hue, a third of the circle apart.
    const double angle = std::fmod(hue + (c == 0 ? 0 : c == 1 ? 4 : 2), 6.0);
    const double share = std::clamp(std::abs(angle - 3.0) - 1.0, 0.0, 1.0);
    const double value = kValues[level] * (1 - kSaturations[level] * (1 - share));
    rgb[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(std::lround(255 * value));
  }
  return rgb;
}

}  // namespace godwit::core
