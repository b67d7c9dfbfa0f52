#include "core/ops/pointwise.h"

#include "core/kernels/dispatch.h"
#include "core/kernels/packing.h"
#include "core/ops/kernel_support.h"

namespace godwit::core {
namespace {

// Whether the pixels of each image, or of all images, lie at one distance from each other: they are the rows of one
// matrix.
bool ImagesAreMatrices(const ConstTensorView& view) {
  return view.shape().h == 1 || view.row_stride() == view.shape().w * view.pixel_stride();
}
bool BatchIsMatrix(const ConstTensorView& view) {
  const Shape& shape = view.shape();
  return ImagesAreMatrices(view) && (shape.n == 1 || view.image_stride() == shape.h * shape.w * view.pixel_stride());
}

}  // namespace

PointwiseWeights::PointwiseWeights(std::int64_t in, std::int64_t out, std::span<const float> weights,
                                   std::span<const float> bias) {
  Assign(in, out, weights, bias);
}

void PointwiseWeights::Assign(std::int64_t in, std::int64_t out, std::span<const float> weights,
                              std::span<const float> bias) {
  kernels_ = &ActiveGemm();
  in_ = in;
  out_ = out;
  Check(in >= 1 && out >= 1 && std::ssize(weights) == in * out, "pointwise weights are (in, out)");
  Check(bias.empty() || std::ssize(bias) == out, "a bias has one value an output channel");
  packed_.Reserve(static_cast<std::size_t>(PackedGemmSize(*kernels_, in, out)) * sizeof(float));
  PackGemm(*kernels_, in, out, weights.data(), bias.empty() ? nullptr : bias.data(),
           reinterpret_cast<float*>(packed_.data()));
}

void Pointwise(const ConstTensorView& in, const PointwiseWeights& weights, Activation activation,
               const ConstTensorView& residual, const TensorView& out, const ThreadPool& pool) {
  const Shape& shape = in.shape();
  const bool adds = residual.data() != nullptr;
  GemmTask task = MakePointwiseTask(in, weights, activation, residual, out);
  const auto run = [&](std::int64_t n, std::int64_t y, std::int64_t rows) {
    task.a = in.Pixel(n, y, 0);
    task.residual = adds ? residual.Pixel(n, y, 0) : nullptr;
    task.out = out.Pixel(n, y, 0);
    task.rows = rows;
    RunGemm(weights.kernels(), task, pool);
  };
  const auto all = [&](bool (*is_so)(const ConstTensorView&)) {
    return is_so(in) && is_so(out) && (!adds || is_so(residual));
  };
  if (all(BatchIsMatrix)) {
    run(0, 0, shape.n * shape.h * shape.w);
    return;
  }
  const bool by_image = all(ImagesAreMatrices);
  for (std::int64_t n = 0; n < shape.n; ++n) {
    for (std::int64_t y = 0; y < (by_image ? 1 : shape.h); ++y) {
      run(n, y, by_image ? shape.h * shape.w : shape.w);
    }
  }
}

}  // namespace godwit::core
