#include <algorithm>
#include <cmath>
#include <vector>

#include "core/image/resample.h"

namespace godwit::core {
namespace {

// The source pixels, in pixels of the image, that one output coordinate covers, and where their weights begin. Canvas
// pixels outside the image are zero and left out.
struct Span {
  int first = 0;
  int count = 0;
  std::size_t weights = 0;
};

struct Coverage {
  std::vector<Span> spans;
  std::vector<float> weights;
};

// Where output pixels lie along one axis, in pixels of the canvas, and where the image lies on it.
struct Axis {
  int count;     // output pixels
  double start;  // of the window
  double length;
  int canvas;
  int offset;  // of the image
  int image;
};

// What source pixel k, which covers [k, k+1), has of [low, high), as a share of it.
double BoxWeight(int k, double low, double high) {
  const double covered = std::min(high, k + 1.0) - std::max(low, static_cast<double>(k));
  return std::max(0.0, covered) / (high - low);
}

// A tent over the centre of [low, high), as wide to each side as the span, but at least one pixel.
double TriangleWeight(int k, double low, double high) {
  const double distance = std::abs(k + 0.5 - (low + high) / 2);
  return std::max(0.0, 1 - distance / std::max(1.0, high - low));
}

// Output pixel i covers [start + i * length / count, start + (i + 1) * length / count) of the canvas. Weights of the
// pixels of the canvas add up to 1.
Coverage MakeCoverage(const Axis& axis, ResampleFilter filter) {
  Coverage coverage;
  coverage.spans.reserve(static_cast<std::size_t>(axis.count));
  const double ratio = axis.length / axis.count;
  const bool box = filter == ResampleFilter::kBox;
  // How far the filter reaches beyond what the output pixel covers.
  const double reach = box ? 0 : std::max(1.0, ratio) - ratio / 2;
  const auto weight_of = box ? BoxWeight : TriangleWeight;
  for (int i = 0; i < axis.count; ++i) {
    const double low = axis.start + i * ratio;
    const double high = axis.start + (i + 1) * ratio;
    const int canvas_first = std::clamp(static_cast<int>(std::floor(low - reach)), 0, axis.canvas);
    const int canvas_last = std::clamp(static_cast<int>(std::ceil(high + reach)), canvas_first, axis.canvas);
    double total = 0;
    for (int k = canvas_first; k < canvas_last; ++k) {
      total += weight_of(k, low, high);
    }
    Span span;
    span.first = std::clamp(canvas_first - axis.offset, 0, axis.image);
    const int last = std::clamp(canvas_last - axis.offset, span.first, axis.image);
    span.count = last - span.first;
    span.weights = coverage.weights.size();
    for (int k = span.first; k < last; ++k) {
      coverage.weights.push_back(static_cast<float>(weight_of(k + axis.offset, low, high) / total));
    }
    coverage.spans.push_back(span);
  }
  return coverage;
}

void SumRows(const Image& image, const Span& rows, const float* weights, std::size_t begin, std::vector<float>& sums) {
  std::fill(sums.begin(), sums.end(), 0.0F);
  for (int i = 0; i < rows.count; ++i) {
    const std::uint8_t* row = image.Row(rows.first + i) + begin;
    const float weight = weights[i];
    float* sum = sums.data();
    for (std::size_t k = 0; k < sums.size(); ++k) {
      sum[k] += weight * static_cast<float>(row[k]);
    }
  }
}

void SumColumns(const std::vector<float>& sums, const Span& columns, const float* weights, int first, float* pixel) {
  float total[3] = {0, 0, 0};
  const float* sum = sums.data() + static_cast<std::ptrdiff_t>(columns.first - first) * 3;
  for (int i = 0; i < columns.count; ++i, sum += 3) {
    for (int c = 0; c < 3; ++c) {
      total[c] += weights[i] * sum[c];
    }
  }
  std::copy_n(total, 3, pixel);
}

}  // namespace

void ResampleFiltered(const ResampleSource& source, ResampleFilter filter, int width, int height,
                      const ThreadPool& pool, RowSink sink) {
  const Image& image = *source.image;
  const Coverage columns = MakeCoverage(
      {width, source.window_x, source.window_width, source.canvas_width, source.left, image.width()}, filter);
  const Coverage rows = MakeCoverage(
      {height, source.window_y, source.window_height, source.canvas_height, source.top, image.height()}, filter);
  const int first_column = columns.spans.front().first;
  const int end_column = std::max(first_column, columns.spans.back().first + columns.spans.back().count);

  constexpr std::int64_t kGrain = 4;
  pool.For(height, kGrain, [&](std::int64_t first, std::int64_t last) {
    // Rows first: they are read in order, and each only once or twice.
    std::vector<float> sums(static_cast<std::size_t>(end_column - first_column) * 3);
    std::vector<float> values(static_cast<std::size_t>(width) * 3);
    for (std::int64_t y = first; y < last; ++y) {
      const Span& row = rows.spans[static_cast<std::size_t>(y)];
      SumRows(image, row, rows.weights.data() + row.weights, static_cast<std::size_t>(first_column) * 3, sums);
      for (int x = 0; x < width; ++x) {
        const Span& column = columns.spans[static_cast<std::size_t>(x)];
        SumColumns(sums, column, columns.weights.data() + column.weights, first_column,
                   values.data() + static_cast<std::ptrdiff_t>(x) * 3);
      }
      sink(y, values.data());
    }
  });
}

}  // namespace godwit::core
