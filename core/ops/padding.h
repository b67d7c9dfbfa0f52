// Which zeros a strided convolution sees around its input. Both give ceil(in / stride) outputs; they differ in where
// the first filter lies, so that weights trained with one are wrong with the other.
#pragma once

namespace godwit::core {

enum class Padding {
  kSame,       // TensorFlow's "SAME": before = floor(total / 2) of what the last filter needs, after = the rest
  kSymmetric,  // PyTorch's padding=(kernel - 1) / 2 on each side; kernels of odd size only
};

}  // namespace godwit::core
