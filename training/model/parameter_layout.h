// What a network learns, as names on one flat array of float32. Values, gradients, an optimiser's moments and a moving
// average are each one such array with the same layout, so that a step, a checkpoint and a sum over machines are loops
// over one span.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::training {

enum class ParameterKind {
  kWeights,           // of convolutions and linear layers: the ones that weight decay is for
  kDepthwiseWeights,  // not decayed by default (paper 3.2)
  kBias,
  kBatchNormGamma,
  kBatchNormBeta,
  kBatchNormMean,  // moving averages: not learned by descent, and in an array of their own
  kBatchNormVariance,
};

struct Parameter {
  std::string name;  // as in the weight file: "<layer>/weights"
  ParameterKind kind = ParameterKind::kWeights;
  std::vector<std::int64_t> shape;
  std::int64_t offset = 0;    // of its first float in the array
  std::int64_t elements = 0;  // product of the shape
};

// Each parameter begins at a multiple of kAlignment floats; what lies between is padding, which is zero in every array.
class ParameterLayout {
 public:
  static constexpr std::int64_t kAlignment = 16;

  // Appends a parameter and returns its index. Requires a new name and extents above 0.
  std::size_t Add(std::string name, ParameterKind kind, std::vector<std::int64_t> shape);

  [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
  [[nodiscard]] std::optional<std::size_t> Find(std::string_view name) const;

  // Floats of an array with this layout.
  [[nodiscard]] std::int64_t elements() const { return elements_; }

  // The floats of one parameter. Requires an array of elements().
  [[nodiscard]] std::span<float> Of(std::size_t index, std::span<float> array) const;
  [[nodiscard]] std::span<const float> Of(std::size_t index, std::span<const float> array) const;

 private:
  std::vector<Parameter> parameters_;
  std::int64_t elements_ = 0;
};

}  // namespace godwit::training
