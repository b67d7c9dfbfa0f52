#include "training/model/parameter_layout.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/weights/weight_table.h"

namespace godwit::training {

std::size_t ParameterLayout::Add(std::string name, ParameterKind kind, std::vector<std::int64_t> shape) {
  core::Check(!Find(name), "parameter names are unique");
  const auto elements = core::CheckedElements(shape, sizeof(float));
  core::Check(elements && *elements > 0, "a parameter has extents above 0");
  parameters_.push_back({std::move(name), kind, std::move(shape), elements_, *elements});
  elements_ += (*elements + kAlignment - 1) / kAlignment * kAlignment;
  return parameters_.size() - 1;
}

std::optional<std::size_t> ParameterLayout::Find(std::string_view name) const {
  const auto found = std::ranges::find(parameters_, name, &Parameter::name);
  if (found == parameters_.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - parameters_.begin());
}

std::span<float> ParameterLayout::Of(std::size_t index, std::span<float> array) const {
  core::Check(static_cast<std::int64_t>(array.size()) == elements_, "the array has this layout");
  const Parameter& parameter = parameters_.at(index);
  return array.subspan(static_cast<std::size_t>(parameter.offset), static_cast<std::size_t>(parameter.elements));
}

std::span<const float> ParameterLayout::Of(std::size_t index, std::span<const float> array) const {
  core::Check(static_cast<std::int64_t>(array.size()) == elements_, "the array has this layout");
  const Parameter& parameter = parameters_.at(index);
  return array.subspan(static_cast<std::size_t>(parameter.offset), static_cast<std::size_t>(parameter.elements));
}

}  // namespace godwit::training
