#include "core/tensor/tensor.h"

#include <algorithm>

#include <fmt/format.h>

namespace godwit::core {

std::string ToString(const Shape& shape) { return fmt::format("{}x{}x{}x{}", shape.n, shape.h, shape.w, shape.c); }

Tensor::Tensor(const Shape& shape) : shape_(shape) {
  Check(shape.n >= 0 && shape.h >= 0 && shape.w >= 0 && shape.c >= 0, "a tensor has no negative extent");
  buffer_ = Buffer(static_cast<std::size_t>(shape.Elements()) * sizeof(float));
}

Tensor::Tensor(const Shape& shape, float value) : Tensor(shape) { std::fill_n(data(), shape.Elements(), value); }

Tensor Tensor::Clone() const {
  Tensor copy(shape_);
  std::copy_n(data(), shape_.Elements(), copy.data());
  return copy;
}

}  // namespace godwit::core
