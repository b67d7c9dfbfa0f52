#include "training/run/train_config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/whole_file.h"
#include "core/weights/option_json.h"
#include "core/weights/strict_json.h"

namespace godwit::training {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

// Names of models and the like.
template <typename Config, typename Visitor>
void DescribeNames(Config& config, Visitor&& visit) {
  visit("task", config.task);
  visit("from", config.from);
  visit("from_sha256", config.from_sha256);
  visit("beside", config.beside);
  visit("beside_sha256", config.beside_sha256);
  visit("teacher", config.teacher);
  visit("teacher_sha256", config.teacher_sha256);
}

// Alpha, input and what is for distillation only are options of some commands, but settings of every run.
template <typename Settings, typename Visitor>
void DescribeSettings(Settings& settings, Visitor&& visit) {
  using core::Bounds;
  visit(core::OptionText{"alpha", ""}, settings.alpha, Bounds<double>{0.01, 1});
  visit(core::OptionText{"input", ""}, settings.input, Bounds<int>{32, 2048});
  visit(core::OptionText{"temperature", ""}, settings.temperature, Bounds<double>{0.01, 1000});
  visit(core::OptionText{"teacher-share", ""}, settings.teacher, Bounds<double>{0, 1});
  DescribeOptions(settings, visit);
}

}  // namespace

core::Result<TrainConfig> ReadTrainConfig(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) {
    return core::Fail(core::ErrorKind::kInput, "{}: cannot be read; is its folder the folder of a training run?",
                      file.string());
  }
  constexpr int kDepth = 4;
  auto json = core::ParseStrictJson(text, file.string(), kDepth);
  if (!json) {
    return core::Fail(core::ErrorKind::kInput, "{}", json.error().message);
  }
  TrainConfig config;
  int version = 0;
  const bool is_object = json->is_object();
  core::OptionReader reader(*json);
  if (!is_object || !reader.Take("version", version) || version != kVersion) {
    return core::Fail(core::ErrorKind::kInput, "{}: is no configuration of a training run of this version",
                      file.string());
  }
  DescribeNames(config, [&](const char* name, std::string& value) { reader.Take(name, value); });
  reader.TakePaths("data", config.data);
  reader.TakePaths("photos", config.photos);
  DescribeSettings(config.settings, reader);
  reader.RefuseTheRest();
  if (config.task != "classify" && config.task != "detect") {
    reader.Complain("task", "is neither classify nor detect");
  }
  if (config.data.empty() || (config.task == "detect" && config.photos.size() < config.data.size())) {
    reader.Complain("data and photos", "do not go together");
  }
  if (!reader.problem().empty()) {
    return core::Fail(core::ErrorKind::kInput, "{}: {}", file.string(), reader.problem());
  }
  return config;
}

core::Result<> WriteTrainConfig(const std::filesystem::path& file, const TrainConfig& config) {
  Json json{{"version", kVersion}};
  DescribeNames(config, [&](const char* name, const std::string& value) { json[name] = value; });
  json["data"] = core::PathsToJson(config.data);
  json["photos"] = core::PathsToJson(config.photos);
  DescribeSettings(config.settings, core::OptionWriter{json});
  return core::WriteWholeFile(file, json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
}

OptimizerOptions OptimizerOf(const TrainSettings& settings) {
  OptimizerOptions options{.weight_decay = settings.weight_decay};
  if (settings.optimizer == "sgd") {
    options.rule = SgdOptions();
  } else if (settings.optimizer == "adamw") {
    options.rule = AdamWOptions();
  } else {
    options.rule = RmsPropOptions();
  }
  return options;
}

LearningRate LearningRateOf(const TrainSettings& settings, std::int64_t steps) {
  const double rate = settings.learning_rate;
  LearningRate result{.warm_up_steps = std::min<std::int64_t>(settings.warm_up, steps / 2)};
  const std::int64_t rest = std::max<std::int64_t>(1, steps - result.warm_up_steps);
  if (settings.schedule == "cosine") {
    result.schedule = CosineRate{.rate = rate, .last_rate = 0, .steps = rest};
  } else if (settings.schedule == "exponential") {
    // Over a run the rate falls to a hundredth, in fifty stairs.
    constexpr int kStairs = 50;
    result.schedule = ExponentialRate{
        .rate = rate, .factor = 0.912, .steps = std::max<std::int64_t>(1, rest / kStairs), .staircase = true};
  } else {
    result.schedule = ConstantRate{rate};
  }
  return result;
}

Augmentation AugmentationOf(const TrainSettings& settings, std::string_view task) {
  Augmentation augmentation;
  if (settings.augment == "none") {
    return augmentation;
  }
  augmentation.flip = 0.5F;
  const bool strong = settings.augment == "strong";
  if (settings.augment == "light") {
    return augmentation;
  }
  if (task == "detect") {
    augmentation.crop = CropKind::kSsd;
    augmentation.expand = strong ? 0.5F : 0.25F;
    augmentation.largest_canvas = strong ? 4.0F : 2.0F;
  } else {
    augmentation.crop = CropKind::kResized;
    augmentation.area = {strong ? 0.25F : 0.5F, 1};
  }
  const float shift = strong ? 0.4F : 0.2F;
  augmentation.color.brightness = shift;
  augmentation.color.contrast = shift;
  augmentation.color.saturation = shift;
  return augmentation;
}

}  // namespace godwit::training
