#include "workflows/weight_translator.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace godwit::workflows {

using core::ErrorKind;

void WeightTranslator::Copy(const std::string& from, const std::string& to) {
  if (const core::WeightTensor* tensor = Find(from)) {
    model.Add(to, tensor->shape, core::ToFloats(*tensor));
  }
}

void WeightTranslator::CopyMatrix(const std::string& from, const std::string& to) {
  if (const core::WeightTensor* tensor = Find(from)) {
    if (tensor->shape.size() != 4 || tensor->shape[0] != 1 || tensor->shape[1] != 1) {
      Reject(from, "is not a 1x1 convolution");
      return;
    }
    model.Add(to, {tensor->shape[2], tensor->shape[3]}, core::ToFloats(*tensor));
  }
}

void WeightTranslator::CopyScaled(const std::string& from, const std::string& scales_from, const std::string& to) {
  const core::WeightTensor* tensor = Find(from);
  const core::WeightTensor* scale_tensor = Find(scales_from);
  if (tensor == nullptr || scale_tensor == nullptr) {
    return;
  }
  std::vector<float> values = core::ToFloats(*tensor);
  const std::vector<float> scales = core::ToFloats(*scale_tensor);
  if (scales.empty() || values.size() % scales.size() != 0) {
    Reject(scales_from, "does not fit the weights");
    return;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(static_cast<double>(values[i]) * scales[i % scales.size()]);
  }
  model.Add(to, tensor->shape, std::move(values));
}

void WeightTranslator::CopyBatchNorm(const std::string& from, const std::string& to) {
  static constexpr std::array<std::pair<const char*, const char*>, 4> kNames{
      {{"gamma", "gamma"}, {"beta", "beta"}, {"moving_mean", "mean"}, {"moving_variance", "variance"}}};
  for (const auto& [theirs, ours] : kNames) {
    Copy(from + "/" + theirs, to + "/batch_norm/" + ours);
  }
}

void WeightTranslator::Ignore(std::initializer_list<std::string_view> prefixes) {
  for (const auto& [name, tensor] : source_) {
    const auto matches = [&name = name](std::string_view prefix) { return name.starts_with(prefix); };
    if (tensor.dtype == core::Dtype::kI32 || std::ranges::any_of(prefixes, matches)) {
      read_.insert(name);
    }
  }
}

core::Result<ImportedModel> WeightTranslator::Finish() {
  for (const auto& [name, tensor] : source_) {
    if (!read_.contains(name)) {
      Reject(name, "is unexpected");
    }
  }
  if (!problem_.empty()) {
    return core::Fail(ErrorKind::kModel, "{}: {}", file_, problem_);
  }
  return std::move(model);
}

const core::WeightTensor* WeightTranslator::Find(const std::string& name) {
  const auto found = source_.find(name);
  if (found == source_.end()) {
    Reject(name, "is missing");
    return nullptr;
  }
  read_.insert(name);
  return &found->second;
}

void WeightTranslator::Reject(const std::string& name, std::string_view problem) {
  if (problem_.empty()) {
    problem_ = fmt::format("tensor '{}' {}", name, problem);
  }
}

core::Preprocessing TorchvisionPreprocessing() {
  return {.resize = core::ResizeMethod::kTriangle,
          .fit = core::FitMode::kCentreCrop,
          .crop_fraction = 224.0 / 256,
          .normalization = core::kImageNetNormalization};
}

core::Result<> DescribeClassifier(std::string architecture, std::optional<std::int64_t> classes,
                                  const std::string& file, core::ModelCard& card) {
  constexpr std::int64_t kMaxClasses = 100'000;
  if (!(card.alpha > 0 && card.alpha <= 1)) {
    return core::Fail(ErrorKind::kModel, "{}: {} times the usual width is not that of a {}", file, card.alpha,
                      architecture);
  }
  if (classes && (*classes < 1 || *classes > kMaxClasses)) {
    return core::Fail(ErrorKind::kModel, "{}: {} classes are not those of a {}", file, *classes, architecture);
  }
  constexpr std::int64_t kImageNet = 1000;
  card.architecture = std::move(architecture);
  card.task = classes ? "classify" : "features";
  const bool has_background = classes == kImageNet + 1;
  if (has_background) {
    card.head = {{"background", true}};
  }
  card.labels.resize(static_cast<std::size_t>(has_background ? kImageNet : classes.value_or(0)));
  for (std::size_t i = 0; i < card.labels.size(); ++i) {
    card.labels[i].id = static_cast<int>(i);
  }
  return {};
}

}  // namespace godwit::workflows
