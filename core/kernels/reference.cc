#include "core/kernels/reference.h"

#include <algorithm>
#include <cmath>

namespace godwit::core::reference {
namespace {

float Finish(double sum, const ClampRange& clamp) { return std::clamp(static_cast<float>(sum), clamp.low, clamp.high); }

double BeforeClamp(const AffineTask& task, std::ptrdiff_t i) {
  const std::ptrdiff_t c = i % task.channels;
  return static_cast<double>(task.in[i]) * task.scale[c] + task.shift[c] +
         (task.residual == nullptr ? 0.0F : task.residual[i]);
}

bool PassesClamp(const AffineTask& task, std::ptrdiff_t i) {
  const double u = BeforeClamp(task, i);
  return u > task.clamp.low && u < task.clamp.high;
}

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

void Moments(const MomentsTask& task) {
  for (std::ptrdiff_t c = 0; c < task.channels; ++c) {
    double sum = task.sum[c];
    double square = task.square[c];
    for (std::ptrdiff_t row = 0; row < task.rows; ++row) {
      const double difference = static_cast<double>(task.in[row * task.channels + c]) - task.shift[c];
      sum += difference;
      square += difference * difference;
    }
    task.sum[c] = static_cast<float>(sum);
    task.square[c] = static_cast<float>(square);
  }
}

void Affine(const AffineTask& task, float* out) {
  for (std::ptrdiff_t i = 0; i < task.rows * task.channels; ++i) {
    out[i] = Finish(BeforeClamp(task, i), task.clamp);
  }
}

void GradientSums(const GradientSumsTask& task) {
  const std::ptrdiff_t channels = task.affine.channels;
  for (std::ptrdiff_t c = 0; c < channels; ++c) {
    double sum = task.sum[c];
    double product = task.product[c];
    for (std::ptrdiff_t i = c; i < task.affine.rows * channels; i += channels) {
      const double g = PassesClamp(task.affine, i) ? task.gradient[i] : 0.0;
      sum += g;
      product += g * (static_cast<double>(task.affine.in[i]) - task.mean[c]);
    }
    task.sum[c] = static_cast<float>(sum);
    task.product[c] = static_cast<float>(product);
  }
}

void AffineGradient(const AffineGradientTask& task) {
  const AffineTask& affine = task.affine;
  for (std::ptrdiff_t i = 0; i < affine.rows * affine.channels; ++i) {
    const std::ptrdiff_t c = i % affine.channels;
    const double g = PassesClamp(affine, i) ? task.gradient[i] : 0.0;
    if (task.residual_gradient != nullptr) {
      task.residual_gradient[i] =
          static_cast<float>(g + (task.add_residual_gradient ? task.residual_gradient[i] : 0.0F));
    }
    task.out[i] = static_cast<float>(g * task.gradient_scale[c] + static_cast<double>(affine.in[i]) * task.in_scale[c] +
                                     task.offset[c]);
  }
}

void OuterProduct(const OuterProductTask& task) {
  for (std::ptrdiff_t k = task.k_begin; k < task.k_end; ++k) {
    for (std::ptrdiff_t n = 0; n < task.n; ++n) {
      double sum = task.add ? task.out[k * task.n + n] : 0.0;
      for (std::ptrdiff_t row = 0; row < task.rows; ++row) {
        sum += static_cast<double>(task.a[row * task.a_stride + k]) * task.b[row * task.b_stride + n];
      }
      task.out[k * task.n + n] = static_cast<float>(sum);
    }
  }
}

void DepthwiseFilterGradient(const DepthwiseFilterGradientTask& task) {
  for (std::ptrdiff_t i = 0; i < 9 * task.channels; ++i) {
    const std::ptrdiff_t tap = i / task.channels;
    const std::ptrdiff_t c = i % task.channels;
    double sum = task.sums[i];
    for (std::ptrdiff_t y = task.row_begin; y < task.row_end; ++y) {
      for (std::ptrdiff_t x = 0; x < task.out_width; ++x) {
        const std::ptrdiff_t row = y * task.stride - task.padding_top + tap / 3;
        const std::ptrdiff_t column = x * task.stride - task.padding_left + tap % 3;
        if (row >= 0 && row < task.in_height && column >= 0 && column < task.in_width) {
          sum += static_cast<double>(task.in[row * task.in_row_stride + column * task.in_pixel_stride + c]) *
                 task.gradient[y * task.gradient_row_stride + x * task.gradient_pixel_stride + c];
        }
      }
    }
    task.sums[i] = static_cast<float>(sum);
  }
}

void DepthwiseInputGradient(const DepthwiseInputGradientTask& task, const float* weights) {
  for (std::ptrdiff_t row = task.row_begin; row < task.row_end; ++row) {
    for (std::ptrdiff_t column = 0; column < task.in_width; ++column) {
      for (std::ptrdiff_t c = 0; c < task.channels; ++c) {
        double sum = 0.0;
        for (std::ptrdiff_t y = 0; y < task.out_height; ++y) {
          for (std::ptrdiff_t x = 0; x < task.out_width; ++x) {
            const std::ptrdiff_t ky = row + task.padding_top - 2 * y;
            const std::ptrdiff_t kx = column + task.padding_left - 2 * x;
            if (ky >= 0 && ky < 3 && kx >= 0 && kx < 3) {
              sum += static_cast<double>(
                         task.gradient[y * task.gradient_row_stride + x * task.gradient_pixel_stride + c]) *
                     weights[(3 * ky + kx) * task.channels + c];
            }
          }
        }
        task.out[(row - task.row_begin) * task.out_row_stride + column * task.out_pixel_stride + c] =
            static_cast<float>(sum);
      }
    }
  }
}

}  // namespace godwit::core::reference
