// Float32 tensors in NHWC order: shape, views and an owner.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include "core/base/check.h"
#include "core/tensor/buffer.h"

namespace godwit::core {

// (N, H, W, C): images, rows, columns, channels. A vector of C values is (1, 1, 1, C).
struct Shape {
  std::int64_t n = 1;
  std::int64_t h = 0;
  std::int64_t w = 0;
  std::int64_t c = 0;

  [[nodiscard]] std::int64_t Elements() const { return n * h * w * c; }
  bool operator==(const Shape&) const = default;
};

// "1x300x300x3"
std::string ToString(const Shape& shape);

// A window on somebody's floats; does not own. Channels are contiguous (stride 1); strides count floats. Kernels may
// read, never write, up to kTailBytes behind the last float of a view.
template <typename T>
class BasicTensorView {
 public:
  BasicTensorView() = default;

  // Dense: pixels, rows and images lie back to back.
  BasicTensorView(T* data, const Shape& shape)
      : BasicTensorView(data, shape, shape.c, shape.w * shape.c, shape.h * shape.w * shape.c) {}

  BasicTensorView(T* data, const Shape& shape, std::int64_t pixel_stride, std::int64_t row_stride,
                  std::int64_t image_stride)
      : data_(data), shape_(shape), pixel_stride_(pixel_stride), row_stride_(row_stride), image_stride_(image_stride) {}

  // A view that may write is one that may read.
  template <typename U, typename = std::enable_if_t<std::is_same_v<const U, T>>>
  BasicTensorView(const BasicTensorView<U>& other)
      : BasicTensorView(other.data(), other.shape(), other.pixel_stride(), other.row_stride(), other.image_stride()) {}

  [[nodiscard]] T* data() const { return data_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::int64_t pixel_stride() const { return pixel_stride_; }
  [[nodiscard]] std::int64_t row_stride() const { return row_stride_; }
  [[nodiscard]] std::int64_t image_stride() const { return image_stride_; }

  // The first channel of a pixel. Requires indices inside the shape.
  [[nodiscard]] T* Pixel(std::int64_t n, std::int64_t y, std::int64_t x) const {
    return data_ + n * image_stride_ + y * row_stride_ + x * pixel_stride_;
  }

  [[nodiscard]] bool IsDense() const {
    return pixel_stride_ == shape_.c && row_stride_ == shape_.w * pixel_stride_ &&
           (shape_.n == 1 || image_stride_ == shape_.h * row_stride_);
  }

 private:
  T* data_ = nullptr;
  Shape shape_;
  std::int64_t pixel_stride_ = 0;
  std::int64_t row_stride_ = 0;
  std::int64_t image_stride_ = 0;
};

using TensorView = BasicTensorView<float>;
using ConstTensorView = BasicTensorView<const float>;

// Owns a dense tensor. Move-only; copies are asked for by name.
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(const Shape& shape);  // uninitialised; requires no negative extent
  Tensor(const Shape& shape, float value);

  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] float* data() { return reinterpret_cast<float*>(buffer_.data()); }
  [[nodiscard]] const float* data() const { return reinterpret_cast<const float*>(buffer_.data()); }
  [[nodiscard]] TensorView view() { return {data(), shape_}; }
  [[nodiscard]] ConstTensorView view() const { return {data(), shape_}; }
  [[nodiscard]] Tensor Clone() const;

 private:
  Shape shape_;
  Buffer buffer_;
};

}  // namespace godwit::core
