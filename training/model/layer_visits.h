// What the sources of TrainableNetwork share in going over layers.
#pragma once

#include <cstddef>

#include "core/model/graph.h"
#include "training/gradients/layer_gradients.h"

namespace godwit::training {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang 14 needs to be told

template <typename T>
std::size_t IndexOf(T value) {
  return static_cast<std::size_t>(value);
}

inline ConvGeometry GeometryOf(const core::ConvLayer& conv) { return {conv.kernel, conv.stride, conv.padding}; }

}  // namespace godwit::training
