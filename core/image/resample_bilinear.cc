// Bit-equal to what the published SSD models were evaluated with (tensorflow.js, CPU backend): interpolation in double,
// columns first, one rounding to float at the end. Compiled without contraction of multiply and add.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/image/resample.h"

namespace godwit::core {
namespace {

// Where one output coordinate falls between two source pixels, in pixels of the image (outside of it: zero).
struct Tap {
  std::int32_t first = 0;
  std::int32_t second = 0;
  double fraction = 0;
};

constexpr std::int32_t kOutside = -1;

Tap MakeTap(double position, int canvas, int offset, int image) {
  const auto first = std::clamp(static_cast<int>(std::floor(position)), 0, canvas - 1);
  const int second = std::min(first + 1, canvas - 1);
  const auto in_image = [&](int index) {
    const int inside = index - offset;
    return inside >= 0 && inside < image ? inside : kOutside;
  };
  return {in_image(first), in_image(second), position - first};
}

std::vector<Tap> MakeTaps(int count, double start, double length, int canvas, int offset, int image) {
  std::vector<Tap> taps(static_cast<std::size_t>(count));
  const double ratio = length / count;
  for (int i = 0; i < count; ++i) {
    taps[static_cast<std::size_t>(i)] = MakeTap(start + i * ratio, canvas, offset, image);
  }
  return taps;
}

double Lerp(double from, double to, double fraction) { return from + (to - from) * fraction; }

// One output row between two source rows; null rows are zero. Every tap from `begin` to `end` lies inside the image,
// the others may not.
class RowPair {
 public:
  RowPair(const std::uint8_t* top, const std::uint8_t* bottom, double fraction)
      : top_(top), bottom_(bottom), fraction_(fraction) {}

  // Requires both rows, and both pixels of the tap inside the image.
  void Inside(const Tap& tap, float* pixel) const {
    const std::ptrdiff_t first = std::ptrdiff_t{3} * tap.first;
    const std::ptrdiff_t second = std::ptrdiff_t{3} * tap.second;
    for (int c = 0; c < 3; ++c) {
      const double top = Lerp(top_[first + c], top_[second + c], tap.fraction);
      const double bottom = Lerp(bottom_[first + c], bottom_[second + c], tap.fraction);
      pixel[c] = static_cast<float>(Lerp(top, bottom, fraction_));
    }
  }

  void Anywhere(const Tap& tap, float* pixel) const {
    for (int c = 0; c < 3; ++c) {
      const double top = Lerp(At(top_, tap.first, c), At(top_, tap.second, c), tap.fraction);
      const double bottom = Lerp(At(bottom_, tap.first, c), At(bottom_, tap.second, c), tap.fraction);
      pixel[c] = static_cast<float>(Lerp(top, bottom, fraction_));
    }
  }

  [[nodiscard]] bool complete() const { return top_ != nullptr && bottom_ != nullptr; }

 private:
  static double At(const std::uint8_t* row, std::int32_t x, int c) {
    return row == nullptr || x == kOutside ? 0 : row[std::ptrdiff_t{3} * x + c];
  }

  const std::uint8_t* top_;
  const std::uint8_t* bottom_;
  double fraction_;
};

}  // namespace

void ResampleTfBilinear(const ResampleSource& source, int width, int height, const ThreadPool& pool, RowSink sink) {
  const Image& image = *source.image;
  const std::vector<Tap> columns =
      MakeTaps(width, source.window_x, source.window_width, source.canvas_width, source.left, image.width());
  const std::vector<Tap> rows =
      MakeTaps(height, source.window_y, source.window_height, source.canvas_height, source.top, image.height());
  const auto inside = [](const Tap& tap) { return tap.first != kOutside && tap.second != kOutside; };
  // Columns inside the image lie together.
  const auto begin = std::find_if(columns.begin(), columns.end(), inside) - columns.begin();
  const auto end = std::find_if_not(columns.begin() + begin, columns.end(), inside) - columns.begin();
  const auto row_of = [&](std::int32_t y) { return y == kOutside ? nullptr : image.Row(y); };

  constexpr std::int64_t kGrain = 16;
  pool.For(height, kGrain, [&](std::int64_t first, std::int64_t last) {
    std::vector<float> values(static_cast<std::size_t>(width) * 3);
    for (std::int64_t y = first; y < last; ++y) {
      const Tap& row = rows[static_cast<std::size_t>(y)];
      const RowPair pair(row_of(row.first), row_of(row.second), row.fraction);
      const auto fast_begin = pair.complete() ? begin : width;
      const auto fast_end = pair.complete() ? end : width;
      for (std::ptrdiff_t x = 0; x < fast_begin; ++x) {
        pair.Anywhere(columns[static_cast<std::size_t>(x)], &values[static_cast<std::size_t>(x) * 3]);
      }
      for (std::ptrdiff_t x = fast_begin; x < fast_end; ++x) {
        pair.Inside(columns[static_cast<std::size_t>(x)], &values[static_cast<std::size_t>(x) * 3]);
      }
      for (std::ptrdiff_t x = fast_end; x < width; ++x) {
        pair.Anywhere(columns[static_cast<std::size_t>(x)], &values[static_cast<std::size_t>(x) * 3]);
      }
      sink(y, values.data());
    }
  });
}

}  // namespace godwit::core
