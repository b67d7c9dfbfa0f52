#include "core/ops/kernel_support.h"
#include "training/gradients/layer_gradients.h"
#include "training/gradients/matrix.h"

namespace godwit::training {
namespace {

std::int64_t Pixels(const core::ConstTensorView& view) { return view.shape().n * view.shape().h * view.shape().w; }

}  // namespace

std::size_t PointwiseInputGradientScratch(std::int64_t in, std::int64_t out) {
  return Scratch::BytesOf<float>(in * out);
}

void PackTransposed(std::span<const float> weights, std::int64_t in, std::int64_t out, core::PointwiseWeights& packed,
                    Scratch scratch, const core::ThreadPool& pool) {
  core::Check(std::ssize(weights) == in * out, "pointwise weights are (in, out)");
  const std::span<float> transposed = scratch.Take<float>(in * out);
  Transpose(weights.data(), in, out, transposed.data(), pool);
  packed.Assign(out, in, transposed, {});
}

void PointwiseRows(const core::ConstTensorView& in, const core::PointwiseWeights& weights, bool add,
                   const core::TensorView& out, std::int64_t begin, std::int64_t end) {
  core::Check(in.IsDense() && out.IsDense(), "tensors are dense");
  const std::int64_t width = out.shape().w;
  core::GemmTask task = core::MakePointwiseTask(in, weights, core::Activation::kNone, {}, out);
  task.a = in.data() + begin * width * in.shape().c;
  task.out = out.data() + begin * width * out.shape().c;
  task.residual = add ? task.out : nullptr;
  task.residual_stride = task.out_stride;
  task.rows = (end - begin) * width;
  weights.kernels().run(task);
}

void PointwiseInputGradient(const core::ConstTensorView& z_gradient, std::span<const float> weights,
                            core::PointwiseWeights& packed, const core::TensorView& in_gradient, bool add,
                            Scratch scratch, const core::ThreadPool& pool) {
  PackTransposed(weights, in_gradient.shape().c, z_gradient.shape().c, packed, scratch, pool);
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
