#include "training/run/train_config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/whole_file.h"
#include "core/weights/strict_json.h"

namespace godwit::training {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::uint64_t kLargest = 0x7fffffff;  // that fits into an int

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

// JSON is UTF-8, which paths need not be: others are kept byte by byte.
Json ToJson(const std::vector<std::filesystem::path>& paths) {
  Json list = Json::array();
  for (const std::filesystem::path& path : paths) {
    try {
      (void)Json(path.string()).dump();
      list.push_back(path.string());
    } catch (const Json::type_error&) {
      list.push_back({{"bytes", Json::array()}});
      for (const char byte : path.string()) {
        list.back()["bytes"].push_back(static_cast<unsigned char>(byte));
      }
    }
  }
  return list;
}

std::optional<std::filesystem::path> PathOf(const nlohmann::json& json) {
  if (json.is_string()) {
    return json.get<std::string>();
  }
  const bool known = json.is_object() && json.size() == 1 && json.contains("bytes") && json["bytes"].is_array();
  if (!known) {
    return std::nullopt;
  }
  std::string path;
  for (const auto& byte : json["bytes"]) {
    if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 0xFF) {
      return std::nullopt;
    }
    path += static_cast<char>(byte.get<std::uint64_t>());
  }
  return path;
}

struct Writer {
  Json& json;

  void operator()(const core::OptionText& text, const bool& value) const { json[std::string(text.name)] = value; }
  template <typename T, typename Limits>
  void operator()(const core::OptionText& text, const T& value, const Limits&) const {
    json[std::string(text.name)] = value;
  }
};

// Takes entries out of `json`; what goes wrong first is in `problem`.
struct Reader {
  nlohmann::json& json;
  std::string& problem;

  void operator()(const core::OptionText& text, bool& value) const { Take(std::string(text.name), value); }
  template <typename T>
  void operator()(const core::OptionText& text, T& value, const core::Bounds<T>& bounds) const {
    const std::string name(text.name);
    if (Take(name, value) && !(value >= bounds.min && value <= bounds.max)) {
      problem = fmt::format("{} is not between {} and {}", name, bounds.min, bounds.max);
    }
  }
  void operator()(const core::OptionText& text, std::string& value, core::Choices choices) const {
    const std::string name(text.name);
    if (Take(name, value) && std::ranges::find(choices, value) == choices.end()) {
      problem = fmt::format("{} is none of {}", name, fmt::join(choices, ", "));
    }
  }

  template <typename T>
  bool Take(const std::string& name, T& value) const {
    const auto entry = json.find(name);
    if (entry == json.end()) {
      problem = name + " is missing";
      return false;
    }
    const bool fits = std::is_same_v<T, bool>          ? entry->is_boolean()
                      : std::is_same_v<T, std::string> ? entry->is_string()
                      : std::is_integral_v<T>          ? entry->is_number_integer()
                                                       : entry->is_number();
    if (!fits) {
      problem = name + " is of another kind";
      return false;
    }
    if constexpr (std::is_same_v<T, int>) {
      const auto wide = entry->is_number_unsigned() && entry->get<std::uint64_t>() > kLargest
                            ? std::int64_t{-1}
                            : entry->get<std::int64_t>();
      if (wide < 0 || wide > static_cast<std::int64_t>(kLargest)) {
        problem = name + " is out of bounds";
        return false;
      }
    }
    value = entry->get<T>();
    json.erase(entry);
    return true;
  }

  void TakePaths(const std::string& name, std::vector<std::filesystem::path>& paths) const {
    const auto entry = json.find(name);
    if (entry == json.end() || !entry->is_array()) {
      problem = name + " is no list of paths";
      return;
    }
    for (const auto& element : *entry) {
      auto path = PathOf(element);
      if (!path) {
        problem = name + " is no list of paths";
        return;
      }
      paths.push_back(*std::move(path));
    }
    json.erase(entry);
  }
};

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
  std::string problem;
  int version = 0;
  const Reader reader{*json, problem};
  if (!json->is_object() || !reader.Take("version", version) || version != kVersion) {
    return core::Fail(core::ErrorKind::kInput, "{}: is no configuration of a training run of this version",
                      file.string());
  }
  DescribeNames(config, [&](const char* name, std::string& value) { reader.Take(name, value); });
  reader.TakePaths("data", config.data);
  reader.TakePaths("photos", config.photos);
  DescribeSettings(config.settings, reader);
  if (problem.empty() && config.task != "classify" && config.task != "detect") {
    problem = "task is neither classify nor detect";
  }
  if (problem.empty() &&
      (config.data.empty() || (config.task == "detect" && config.photos.size() < config.data.size()))) {
    problem = "data and photos do not go together";
  }
  if (problem.empty() && !json->empty()) {
    problem = json->begin().key() + " is not known";
  }
  if (!problem.empty()) {
    return core::Fail(core::ErrorKind::kInput, "{}: {}", file.string(), problem);
  }
  return config;
}

core::Result<> WriteTrainConfig(const std::filesystem::path& file, const TrainConfig& config) {
  Json json{{"version", kVersion}};
  DescribeNames(config, [&](const char* name, const std::string& value) { json[name] = value; });
  json["data"] = ToJson(config.data);
  json["photos"] = ToJson(config.photos);
  DescribeSettings(config.settings, Writer{json});
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
