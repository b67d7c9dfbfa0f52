#include "training/gradients/layer_gradients.h"
#include "training/gradients/matrix.h"

namespace godwit::training {
namespace {

std::int64_t Pixels(const core::ConstTensorView& view) { return view.shape().n * view.shape().h * view.shape().w; }

}  // namespace

std::size_t PointwiseInputGradientScratch(std::int64_t in, std::int64_t out) {
  return Scratch::BytesOf<float>(in * out);
}

void PointwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            core::PointwiseWeights& packed, const core::TensorView& in_gradient, bool add,
                            Scratch scratch, const core::ThreadPool& pool) {
  const std::int64_t in = in_gradient.shape().c;
  const std::int64_t out = z_gradient.shape().c;
  core::Check(std::ssize(weights) == in * out, "pointwise weights are (in, out)");
  const std::span<float> transposed = scratch.Take<float>(in * out);
  Transpose(weights.data(), in, out, transposed.data(), pool);
  packed.Assign(out, in, transposed, {});
  core::Pointwise(z_gradient, packed, core::Activation::kNone,
                  add ? core::ConstTensorView(in_gradient) : core::ConstTensorView(), in_gradient, pool);
}

void PointwiseWeightGradient(const core::ConstTensorView& in, const core::ConstTensorView& z_gradient,
                             std::span<float> weight_gradient, const core::ThreadPool& pool) {
  core::Check(in.IsDense() && z_gradient.IsDense() && Pixels(in) == Pixels(z_gradient),
              "a pointwise layer has a pixel for each input pixel, in dense tensors");
  const std::int64_t rows = in.shape().c;
  const std::int64_t columns = z_gradient.shape().c;
  core::Check(std::ssize(weight_gradient) == rows * columns, "pointwise weights are (in, out)");
  OuterProduct(in.data(), z_gradient.data(), Pixels(in), rows, columns, weight_gradient.data(), false, pool);
}

}  // namespace godwit::training
