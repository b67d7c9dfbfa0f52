#include "training/losses/pixel_sum.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/check.h"

namespace godwit::training {

double SumOverPixels(const core::Shape& shape, const core::ThreadPool& pool,
                     core::FunctionRef<double(std::int64_t)> loss_of_pixel) {
  // Below some thousand channels a thread, waking it costs more than it saves.
  constexpr std::int64_t kLeastChannels = 4096;
  const std::int64_t grain = std::max<std::int64_t>(1, kLeastChannels / std::max<std::int64_t>(shape.c, 1));
  std::vector<double> losses(static_cast<std::size_t>(shape.n * shape.h * shape.w));
  pool.For(static_cast<std::int64_t>(losses.size()), grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t pixel = begin; pixel < end; ++pixel) {
      losses[static_cast<std::size_t>(pixel)] = loss_of_pixel(pixel);
    }
  });
  return std::accumulate(losses.begin(), losses.end(), 0.0);
}

void CheckShapes(const core::Shape& predictions, const core::TensorView& gradient) {
  core::Check(predictions.Elements() > 0, "there are predictions");
  core::Check(gradient.data() == nullptr || gradient.shape() == predictions, "the gradient has the predictions' shape");
}

}  // namespace godwit::training
