#include "core/tensor/tensor.h"

#include <gmock/gmock.h>

namespace godwit::core {
namespace {

TEST(Shape, CountsElementsAndPrints) {
  const Shape shape{2, 3, 5, 7};
  EXPECT_EQ(shape.Elements(), 210);
  EXPECT_EQ(ToString(shape), "2x3x5x7");
  EXPECT_EQ((Shape{1, 0, 5, 7}.Elements()), 0);
}

TEST(Tensor, HoldsOneValueEverywhere) {
  const Tensor tensor({1, 2, 3, 1}, 0.5F);
  for (std::int64_t i = 0; i < 6; ++i) {
    EXPECT_EQ(tensor.data()[i], 0.5F);
  }
}

TEST(Tensor, RefusesNegativeExtents) { EXPECT_THROW(Tensor({1, -1, 2, 2}), ContractViolation); }

TEST(Tensor, MayBeEmpty) {
  const Tensor tensor({0, 4, 4, 3});
  EXPECT_EQ(tensor.shape().Elements(), 0);
}

TEST(Tensor, ClonesItsValues) {
  Tensor tensor({1, 1, 2, 2}, 1.0F);
  Tensor copy = tensor.Clone();
  copy.data()[3] = 9.0F;
  EXPECT_EQ(copy.shape(), tensor.shape());
  EXPECT_EQ(tensor.data()[3], 1.0F);
  EXPECT_EQ(copy.data()[0], 1.0F);
}

TEST(TensorView, OfATensorIsDenseInRowMajorOrder) {
  Tensor tensor({2, 3, 5, 7});
  const TensorView view = tensor.view();
  EXPECT_TRUE(view.IsDense());
  EXPECT_EQ(view.Pixel(1, 2, 4), tensor.data() + ((1 * 3 + 2) * 5 + 4) * 7);
}

TEST(TensorView, KnowsGapsBetweenPixelsRowsAndImages) {
  float data[1] = {};
  const Shape shape{2, 3, 5, 7};
  EXPECT_FALSE((TensorView(data, shape, 8, 40, 120).IsDense()));
  EXPECT_FALSE((TensorView(data, shape, 7, 36, 108).IsDense()));
  EXPECT_FALSE((TensorView(data, shape, 7, 35, 106).IsDense()));
  EXPECT_TRUE((TensorView(data, shape, 7, 35, 105).IsDense()));
  EXPECT_TRUE((TensorView(data, {1, 3, 5, 7}, 7, 35, 9999).IsDense())) << "one image has no next one";
}

TEST(TensorView, ConvertsToOneThatOnlyReads) {
  Tensor tensor({1, 2, 2, 2}, 3.0F);
  const TensorView writable(tensor.data(), {1, 2, 1, 2}, 2, 4, 8);
  const ConstTensorView readable = writable;
  EXPECT_EQ(readable.data(), writable.data());
  EXPECT_EQ(readable.shape(), writable.shape());
  EXPECT_EQ(readable.row_stride(), 4);
}

}  // namespace
}  // namespace godwit::core
