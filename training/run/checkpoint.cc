#include "training/run/checkpoint.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/weights/safetensors.h"

namespace godwit::training {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMetadataKey = "godwit-checkpoint";
constexpr int kVersion = 1;

Json ToJson(const ParameterLayout& layout) {
  Json parameters = Json::array();
  for (const Parameter& parameter : layout.parameters()) {
    parameters.push_back({parameter.name, parameter.shape});
  }
  return parameters;
}

core::WeightTensor TensorOf(std::span<const float> values) {
  return {core::Dtype::kF32, {std::ssize(values)}, std::as_bytes(values)};
}

// Where `text` is not what WriteCheckpoint writes, what nlohmann-json throws is caught by ReadCheckpoint.
void ReadState(const std::string& text, Checkpoint& checkpoint, Json& layouts) {
  const Json state = Json::parse(text);
  if (state.at("version") != kVersion) {
    throw std::invalid_argument("it is of another version of Godwit");
  }
  layouts = {state.at("layout"), state.at("statistics_layout")};
  checkpoint.step = state.at("step");
  checkpoint.steps_per_epoch = state.at("steps_per_epoch");
  checkpoint.optimizer.steps = state.at("optimizer_steps");
  checkpoint.average_updates = state.at("average_updates");
  if (checkpoint.step < 0 || checkpoint.steps_per_epoch < 0 || checkpoint.average_updates < 0) {
    throw std::invalid_argument("it counts backwards");
  }
  if (state.contains("best")) {
    checkpoint.best = {state.at("best").at("quality"), state.at("best").at("step")};
  }
}

struct OpenCheckpoint {
  core::SafetensorsFile file;
  Checkpoint state;  // without its arrays
  Json layouts;
};

core::Result<OpenCheckpoint> Open(const std::filesystem::path& path) {
  auto file = core::SafetensorsFile::Open(path);
  if (!file) {
    return core::Fail(core::ErrorKind::kInput, "{}", file.error().message);
  }
  Checkpoint state;
  Json layouts;
  try {
    ReadState(file->metadata().at(kMetadataKey), state, layouts);
  } catch (const std::exception& problem) {
    return core::Fail(core::ErrorKind::kInput, "{}: is no checkpoint of a training run: {}", path.string(),
                      problem.what());
  }
  return OpenCheckpoint{*std::move(file), std::move(state), std::move(layouts)};
}

}  // namespace

core::Result<> WriteCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint,
                               const ParameterLayout& layout, const ParameterLayout& statistics_layout) {
  Json state{{"version", kVersion},
             {"step", checkpoint.step},
             {"steps_per_epoch", checkpoint.steps_per_epoch},
             {"optimizer_steps", checkpoint.optimizer.steps},
             {"average_updates", checkpoint.average_updates},
             {"layout", ToJson(layout)},
             {"statistics_layout", ToJson(statistics_layout)}};
  if (checkpoint.best) {
    state["best"] = {{"quality", checkpoint.best->quality}, {"step", checkpoint.best->step}};
  }
  core::WeightTable table{{"values", TensorOf(checkpoint.values)}};
  if (!checkpoint.statistics.empty()) {
    table.emplace("statistics", TensorOf(checkpoint.statistics));
  }
  if (!checkpoint.average.empty()) {
    table.emplace("average", TensorOf(checkpoint.average));
  }
  for (const NamedArray& array : checkpoint.optimizer.arrays) {
    table.emplace("optimizer/" + array.name, TensorOf(array.span()));
  }
  return core::WriteSafetensors(path, table, {{kMetadataKey, state.dump()}});
}

core::Result<Checkpoint> ReadCheckpoint(const std::filesystem::path& path, const ParameterLayout& layout,
                                        const ParameterLayout& statistics_layout) {
  auto opened = Open(path);
  if (!opened) {
    return core::Forward(opened);
  }
  Checkpoint& checkpoint = opened->state;
  if (opened->layouts != Json{ToJson(layout), ToJson(statistics_layout)}) {
    return core::Fail(core::ErrorKind::kInput,
                      "{}: is a checkpoint of another network; resume with the settings the run was begun with",
                      path.string());
  }
  for (const auto& [name, tensor] : opened->file.tensors()) {
    const bool statistics = name == "statistics";
    if (tensor.dtype != core::Dtype::kF32 ||
        tensor.Elements() != (statistics ? statistics_layout : layout).elements()) {
      return core::Fail(core::ErrorKind::kInput, "{}: {} is damaged", path.string(), name);
    }
    std::vector<float> values = core::ToFloats(tensor);
    constexpr std::string_view kOptimizer = "optimizer/";
    if (name == "values") {
      checkpoint.values = std::move(values);
    } else if (statistics) {
      checkpoint.statistics = std::move(values);
    } else if (name == "average") {
      checkpoint.average = std::move(values);
    } else if (name.starts_with(kOptimizer)) {
      NamedArray array{name.substr(kOptimizer.size()), core::Tensor({1, 1, 1, std::ssize(values)})};
      std::ranges::copy(values, array.span().begin());
      checkpoint.optimizer.arrays.push_back(std::move(array));
    }
  }
  if (checkpoint.values.empty() || std::ssize(checkpoint.statistics) != statistics_layout.elements()) {
    return core::Fail(core::ErrorKind::kInput, "{}: is damaged: values are missing", path.string());
  }
  return std::move(checkpoint);
}

core::Result<CheckpointPlace> ReadCheckpointPlace(const std::filesystem::path& path) {
  const auto opened = Open(path);
  if (!opened) {
    return tl::unexpected(opened.error());
  }
  return CheckpointPlace{opened->state.step, opened->state.steps_per_epoch, opened->state.best};
}

}  // namespace godwit::training
