#include "training/losses/distillation.h"

#include <cmath>

#include "core/base/check.h"
#include "training/losses/pixel_sum.h"
#include "training/losses/softmax_row.h"

namespace godwit::training {

double SoftTargets(const core::ConstTensorView& student, const core::ConstTensorView& teacher, double temperature,
                   const core::TensorView& gradient, const core::ThreadPool& pool) {
  const core::Shape& shape = student.shape();
  CheckShapes(shape, gradient);
  core::Check(teacher.shape() == shape, "student and teacher have the same shape");
  core::Check(temperature > 0, "the temperature is positive");
  const auto pixels = static_cast<double>(shape.n * shape.h * shape.w);
  const double sum = SumOverPixels(shape, pool, [&](std::int64_t pixel) {
    const float* s = PixelAt(student, pixel);
    const float* t = PixelAt(teacher, pixel);
    float* slope = PixelAt(gradient, pixel);
    const double student_sum = LogSumExp(s, shape.c, temperature);
    const double teacher_sum = LogSumExp(t, shape.c, temperature);
    double divergence = 0;
    for (std::int64_t c = 0; c < shape.c; ++c) {
      const double student_log = s[c] / temperature - student_sum;
      const double teacher_log = t[c] / temperature - teacher_sum;
      const double probability = std::exp(teacher_log);
      divergence += probability * (teacher_log - student_log);
      if (slope != nullptr) {
        slope[c] = static_cast<float>(temperature * (std::exp(student_log) - probability) / pixels);
      }
    }
    return temperature * temperature * divergence;
  });
  return sum / pixels;
}

}  // namespace godwit::training
