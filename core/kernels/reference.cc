#include "core/kernels/reference.h"

#include <algorithm>
#include <cmath>

namespace godwit::core::reference {
namespace {

float Finish(double sum, const ClampRange& clamp) { return std::clamp(static_cast<float>(sum), clamp.low, clamp.high); }

}  // namespace

void Gemm(const GemmTask& task, const float* weights, const float* bias) {
  for (std::ptrdiff_t row = 0; row < task.rows; ++row) {
    for (std::ptrdiff_t column = 0; column < task.columns; ++column) {
      double sum = bias == nullptr ? 0.0 : bias[column];
      for (std::ptrdiff_t k = 0; k < task.segments * task.segment_length; ++k) {
        const std::ptrdiff_t offset = k / task.segment_length * task.segment_stride + k % task.segment_length;
        sum += static_cast<double>(task.a[row * task.a_stride + offset]) * weights[k * task.columns + column];
      }
      if (task.residual != nullptr) {
        sum += task.residual[row * task.residual_stride + column];
      }
      task.out[row * task.out_stride + column] = Finish(sum, task.clamp);
    }
  }
}

void Depthwise3x3(const DepthwiseTask& task, const float* weights, const float* bias) {
  const auto value = [&](std::ptrdiff_t row, std::ptrdiff_t column, std::ptrdiff_t c) {
    const bool inside = row >= 0 && row < task.in_height && column >= 0 && column < task.in_width;
    return inside ? static_cast<double>(task.in[row * task.in_row_stride + column * task.in_pixel_stride + c]) : 0.0;
  };
  for (std::ptrdiff_t y = task.row_begin; y < task.row_end; ++y) {
    for (std::ptrdiff_t x = 0; x < task.out_width; ++x) {
      for (std::ptrdiff_t c = 0; c < task.channels; ++c) {
        double sum = bias == nullptr ? 0.0 : bias[c];
        for (std::ptrdiff_t tap = 0; tap < 9; ++tap) {
          const std::ptrdiff_t row = y * task.stride - task.padding_top + tap / 3;
          const std::ptrdiff_t column = x * task.stride - task.padding_left + tap % 3;
          sum += value(row, column, c) * weights[tap * task.channels + c];
        }
        task.out[(y - task.row_begin) * task.out_row_stride + x * task.out_pixel_stride + c] = Finish(sum, task.clamp);
      }
    }
  }
}

void Mean(const MeanTask& task) {
  for (std::ptrdiff_t c = 0; c < task.channels; ++c) {
    double sum = 0.0;
    for (std::ptrdiff_t y = 0; y < task.height; ++y) {
      for (std::ptrdiff_t x = 0; x < task.width; ++x) {
        sum += task.in[y * task.row_stride + x * task.pixel_stride + c];
      }
    }
    task.out[c] = static_cast<float>(sum / static_cast<double>(task.height * task.width));
  }
}

void Softmax(const float* in, std::ptrdiff_t count, float* out) {
  const double largest = *std::max_element(in, in + count);
  double sum = 0.0;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    sum += std::exp(in[i] - largest);
  }
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    out[i] = static_cast<float>(std::exp(in[i] - largest) / sum);
  }
}

void Sigmoid(float* values, std::ptrdiff_t count) {
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(1.0 / (1.0 + std::exp(-static_cast<double>(values[i]))));
  }
}

}  // namespace godwit::core::reference
