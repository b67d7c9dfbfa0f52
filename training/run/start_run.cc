#include "training/run/start_run.h"

#include <system_error>

#include "core/model/model_file.h"
#include "training/distributed/agreement.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

core::Result<core::ModelCard> CardOf(const std::string& id, const FindModelFile& find) {
  auto file = find(id);
  if (!file) {
    return core::Forward(file);
  }
  auto model = core::ModelFile::Open(*file);
  if (!model) {
    return core::Forward(model);
  }
  return std::move(model->card);
}

core::Result<> CheckPlaces(const fs::path& run, const TrainConfig& config) {
  const fs::path folder = fs::absolute(run).lexically_normal();
  for (const auto* places : {&config.data, &config.photos}) {
    for (const fs::path& place : *places) {
      const fs::path below = folder.lexically_relative(place);
      if (std::error_code error; fs::is_directory(place, error) && !below.empty() && *below.begin() != "..") {
        return core::Fail(ErrorKind::kUsage, "{}: lies among the photos; name a folder for the run elsewhere",
                          run.string());
      }
    }
  }
  if (config.task == "detect" && config.photos.size() != config.data.size()) {
    return core::Fail(ErrorKind::kUsage,
                      "name a folder of photos (--images) for each annotation file (--annotations), in the same order");
  }
  return {};
}

// Takes alpha and input from the models to start from.
core::Result<> TakeShape(const NetworkShape& shape, const FindModelFile& find, TrainConfig& config) {
  auto base = CardOf(config.from, find);
  if (!base) {
    return core::Forward(base);
  }
  double width = base->alpha;
  if (!config.beside.empty()) {
    auto beside = CardOf(config.beside, find);
    if (!beside) {
      return core::Forward(beside);
    }
    width += beside->alpha;
  }
  config.settings.alpha = shape.alpha.value_or(width);
  if (config.settings.alpha > width || (!config.beside.empty() && shape.alpha)) {
    return core::Fail(
        ErrorKind::kUsage,
        "what the network starts from has width {}; --alpha can make it narrower than one model (--from), "
        "and two together (--beside) are as wide as they are",
        width);
  }
  config.settings.input = base->input_width;
  if (config.task == "detect" && base->task != "detect") {
    config.settings.input = kDetectorInput;
  }
  return {};
}

}  // namespace

bool CanStartFrom(const core::ModelCard& model, std::string_view task) {
  const bool is_mobilenet_v1 = model.architecture == "mobilenet_v1";
  return task == "detect" ? is_mobilenet_v1 || model.architecture == "ssd_mobilenet_v1"
                          : is_mobilenet_v1 ||
                                (model.architecture == "mobilenet_v2" && model.activation == core::Activation::kRelu6);
}

bool CanBeNarrower(const core::ModelCard& model) {
  return model.architecture == "mobilenet_v1" || model.architecture == "ssd_mobilenet_v1";
}

core::Result<> CompleteConfig(const fs::path& run, const NetworkShape& shape, const FindModelFile& find,
                              TrainConfig& config) {
  for (auto* paths : {&config.data, &config.photos}) {
    for (fs::path& path : *paths) {
      path = fs::absolute(path).lexically_normal();
    }
  }
  if (auto checked = CheckPlaces(run, config); !checked) {
    return checked;
  }
  if (!config.from.empty()) {
    if (auto taken = TakeShape(shape, find, config); !taken) {
      return taken;
    }
  } else {
    config.settings.alpha = shape.alpha.value_or(config.settings.alpha);
    if (config.task == "detect") {
      config.settings.input = kDetectorInput;
    }
  }
  config.settings.input = shape.input.value_or(config.settings.input);
  if (config.settings.input < kLeastInput || config.settings.input > kMostInput) {
    return core::Fail(ErrorKind::kUsage, "networks learn at {} to {} pixels; say so with --input", kLeastInput,
                      kMostInput);
  }
  return {};
}

core::Result<TrainReport> StartRun(const fs::path& folder, TrainConfig config, const FindModelFile& find,
                                   const core::ThreadPool& pool, const core::JobContext& context,
                                   ProcessGroup& processes, const RunWatch& watch) {
  std::error_code error;
  const bool begins = processes.leads() && !fs::exists(folder / kCheckpointFile, error);
  auto prepared = PrepareRun(config, find, pool, processes.leads() ? context : core::JobContext{.stop = context.stop},
                             begins ? StartingValues::kNeeded : StartingValues::kReplaced);
  if (auto all = Agree(processes, prepared ? core::Result<>() : core::Forward(prepared)); !all) {
    return core::Forward(all);
  }
  return RunTraining(folder, config, *prepared->task, prepared->from(), pool, context, processes, watch);
}

}  // namespace godwit::training
