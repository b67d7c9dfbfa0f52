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

// Output pixel i covers [start + i * length / count, start + (i + 1) * length / count) of the canvas; each source pixel
// weighs what it has of that, so that all weights of a span inside the image add up to 1.
Coverage MakeCoverage(int count, double start, double length, int offset, int image) {
  Coverage coverage;
  coverage.spans.reserve(static_cast<std::size_t>(count));
  const double ratio = length / count;
  for (int i = 0; i < count; ++i) {
    const double low = start + i * ratio - offset;
    const double high = start + (i + 1) * ratio - offset;
    Span span;
    span.first = std::clamp(static_cast<int>(std::floor(low)), 0, image);
    const int last = std::clamp(static_cast<int>(std::ceil(high)), span.first, image);
    span.count = last - span.first;
    span.weights = coverage.weights.size();
    for (int k = span.first; k < last; ++k) {
      const double covered = std::min(high, k + 1.0) - std::max(low, static_cast<double>(k));
      coverage.weights.push_back(static_cast<float>(std::max(0.0, covered) / ratio));
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

void ResampleArea(const ResampleSource& source, int width, int height, const ThreadPool& pool, RowSink sink) {
  const Image& image = *source.image;
  const Coverage columns = MakeCoverage(width, source.window_x, source.window_width, source.left, image.width());
  const Coverage rows = MakeCoverage(height, source.window_y, source.window_height, source.top, image.height());
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
