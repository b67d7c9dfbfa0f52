#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/option_adder.h"
#include "apps/cli/progress_line.h"
#include "core/model/model_file.h"
#include "training/run/prepare_run.h"
#include "training/run/trainer.h"
#include "workflows/models.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Sides of the network's input in pixels. Published SSDs look at 300.
constexpr int kDetectorInput = 300;
constexpr int kLeastInput = 32;
constexpr int kMostInput = 2048;

struct TrainCommand {
  CommonOptions common;
  training::TrainConfig config;
  std::optional<int> input;
  std::optional<double> alpha;
  std::string run;  // folder
  bool json = false;

  int Begin(std::stop_token stop);
  int Resume(std::stop_token stop);

 private:
  int Train(std::stop_token stop);
  core::Result<> FinishConfig();
  [[nodiscard]] core::Result<fs::path> FindModel(const std::string& id) const {
    return workflows::FindModel(workflows::ModelsFolder(common.models_folder), id);
  }
};

// What the command line leaves open.
core::Result<> TrainCommand::FinishConfig() {
  for (auto* paths : {&config.data, &config.photos}) {
    for (fs::path& path : *paths) {
      path = fs::absolute(path).lexically_normal();
    }
  }
  const fs::path folder = fs::absolute(run).lexically_normal();
  for (const auto* places : {&config.data, &config.photos}) {
    for (const fs::path& place : *places) {
      const fs::path below = folder.lexically_relative(place);
      if (std::error_code error; fs::is_directory(place, error) && !below.empty() && *below.begin() != "..") {
        return core::Fail(core::ErrorKind::kUsage, "{}: lies among the photos; name a folder for the run elsewhere",
                          run);
      }
    }
  }
  if (config.task == "detect" && config.photos.size() != config.data.size()) {
    return core::Fail(core::ErrorKind::kUsage,
                      "name a folder of photos (--images) for each annotation file (--annotations), in the same order");
  }
  if (!config.from.empty()) {
    auto file = FindModel(config.from);
    if (!file) {
      return core::Forward(file);
    }
    auto base = core::ModelFile::Open(*file);
    if (!base) {
      return core::Forward(base);
    }
    double width = base->card.alpha;
    if (!config.beside.empty()) {
      auto beside_file = FindModel(config.beside);
      if (!beside_file) {
        return core::Forward(beside_file);
      }
      auto beside = core::ModelFile::Open(*beside_file);
      if (!beside) {
        return core::Forward(beside);
      }
      width += beside->card.alpha;
    }
    config.settings.alpha = alpha.value_or(width);
    if (config.settings.alpha > width || (!config.beside.empty() && config.settings.alpha != width)) {
      return core::Fail(core::ErrorKind::kUsage,
                        "what the network starts from has width {}; it can be narrower than one model (--from), or as "
                        "wide as two together (--beside)",
                        width);
    }
    config.settings.input = base->card.input_width;
    if (config.task == "detect" && base->card.task != "detect") {
      config.settings.input = kDetectorInput;
    }
  } else {
    config.settings.alpha = alpha.value_or(config.settings.alpha);
    if (config.task == "detect") {
      config.settings.input = kDetectorInput;
    }
  }
  config.settings.input = input.value_or(config.settings.input);
  if (config.settings.input < kLeastInput || config.settings.input > kMostInput) {
    return core::Fail(core::ErrorKind::kUsage, "networks learn at {} to {} pixels; say so with --input", kLeastInput,
                      kMostInput);
  }
  return {};
}

int TrainCommand::Begin(std::stop_token stop) {
  if (auto finished = FinishConfig(); !finished) {
    return ReportError(finished.error());
  }
  return Train(std::move(stop));
}

int TrainCommand::Resume(std::stop_token stop) {
  const auto before = training::ReadTrainConfig(fs::path(run) / training::kConfigFile);
  if (!before) {
    return ReportError(before.error());
  }
  config = *before;
  return Train(std::move(stop));
}

int TrainCommand::Train(std::stop_token stop) {
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const core::JobContext context{.stop = std::move(stop),
                                 .progress = [&](const core::Progress& state) { progress.Show(state); },
                                 .log =
                                     [&](core::LogLevel, std::string_view text) {
                                       progress.Clear();
                                       fmt::print(stderr, "{}\n", text);
                                     }};
  const core::ThreadPool pool(common.threads);
  const auto find = [&](const std::string& id) { return FindModel(id); };
  const auto prepared = training::PrepareRun(config, find, pool, context);
  if (!prepared) {
    progress.Clear();
    return ReportError(prepared.error());
  }
  const auto report = training::RunTraining(run, config, *prepared->task, prepared->from(), pool, context);
  progress.Clear();
  if (!report) {
    const int status = ReportError(report.error());
    if (status == kCancelled) {
      fmt::print(stderr, "Go on with: godwit train resume {}\n", run);
    }
    return status;
  }
  const std::string quality(prepared->task->quality_name());
  if (json) {
    Json document{{"command", "train"},
                  {"run", run},
                  {"model", report->model.string()},
                  {"steps", report->steps},
                  {"train_photos", report->train_photos},
                  {"validation_photos", report->validation_photos},
                  {"seconds", report->seconds}};
    if (report->best) {
      document["quality"] = {{"name", quality}, {"value", report->best->quality}, {"step", report->best->step}};
    }
    std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return kDone;
  }
  if (report->best) {
    fmt::print("{} {:.3f} on {} photos that were not learned from\n", quality, report->best->quality,
               report->validation_photos);
  }
  fmt::print("The model is {}\nInstall it with: godwit models import {} --id NAME\n", report->model.string(),
             report->model.string());
  return kDone;
}

void AddRunOptions(CLI::App& app, TrainCommand& command) {
  app.add_option("-o,--output", command.run, "New folder for the run: settings, log, curves, checkpoint, model")
      ->required()
      ->type_name("RUN");
  app.add_option(
         "--input", command.input,
         "Side of the network's input in pixels (default: that of the model it starts from; 300 for a new detector)")
      ->check(CLI::Range(kLeastInput, kMostInput))
      ->type_name("N");
  training::DescribeOptions(command.config.settings, OptionAdder{app});
}

void AddTeacherShare(CLI::App& app, TrainCommand& command) {
  app.add_option("--teacher-share", command.config.settings.teacher, "The teacher's share of the loss beside labels")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("W");
}

void AddCommon(CLI::App& app, TrainCommand& command) {
  AddThreads(app, command.common);
  AddModelsFolder(app, command.common);
  AddProgress(app, command.common);
  app.add_flag("--json", command.json, "Print what came out as JSON");
}

void AddStart(CLI::App& app, TrainCommand& command, const char* name, const char* what) {
  auto* from = app.add_option(name, command.config.from, what)->type_name("ID");
  app.add_option("--beside", command.config.beside,
                 "Installed model of the same classes that makes the network wider: its channels stand beside those of "
                 "the model to start from")
      ->type_name("ID")
      ->needs(from);
  app.add_option("--alpha", command.alpha,
                 "Width multiplier (default: that of the model it starts from, else 1). Of a wider MobileNet V1 the "
                 "channels are kept that tell most about the photos")
      ->check(CLI::Range(0.01, 1.0))
      ->type_name("A");
}

constexpr const char* kFromHelp =
    "Installed model to start from, which needs far fewer photos than starting from nothing; see: godwit models list";

}  // namespace

Run AddTrain(CLI::App& app) {
  const auto command = std::make_shared<TrainCommand>();
  const auto chosen = std::make_shared<Run>();
  app.require_subcommand(1);
  app.footer("Example:\n  godwit train classify ~/flowers --from imagenet-mobilenet-v1-1.0-224 -o runs/flowers");
  const auto add = [&](const char* name, const char* summary, const char* example, Run run) {
    CLI::App* sub = app.add_subcommand(name, summary);
    sub->callback([chosen, run = std::move(run)] { *chosen = run; });
    sub->footer(fmt::format("Example:\n  godwit train {}", example));
    return sub;
  };
  CLI::App* classify =
      add("classify", "Learn the classes of your own photos",
          "classify ~/flowers --from imagenet-mobilenet-v1-1.0-224 -o runs/flowers", [command](std::stop_token stop) {
            command->config.task = "classify";
            return command->Begin(std::move(stop));
          });
  classify
      ->add_option("PATH", command->config.data,
                   "A folder with a folder of photos for each class, or a CSV file with columns path and label")
      ->required()
      ->expected(1)
      ->type_name("");
  AddStart(*classify, *command, "--from", kFromHelp);
  AddRunOptions(*classify, *command);
  AddCommon(*classify, *command);

  CLI::App* detect = add("detect", "Learn to find the objects that are boxed on your photos",
                         "detect --annotations boxes.json --images photos --from imagenet-mobilenet-v1-0.5-160 -o "
                         "runs/birds",
                         [command](std::stop_token stop) {
                           command->config.task = "detect";
                           return command->Begin(std::move(stop));
                         });
  detect->add_option("--annotations", command->config.data, "COCO annotation file; may be given several times")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  detect->add_option("--images", command->config.photos, "Folder of the photos of an annotation file")
      ->required()
      ->allow_extra_args(false)
      ->type_name("DIR");
  detect
      ->add_option(
          "--teacher", command->config.teacher,
          "Installed detector to learn from: all that it predicts, or where its anchors or classes are others, "
          "the boxes it finds of classes which a set of photos does not box")
      ->type_name("ID");
  AddTeacherShare(*detect, *command);
  AddStart(*detect, *command, "--from", kFromHelp);
  AddRunOptions(*detect, *command);
  AddCommon(*detect, *command);

  CLI::App* resume = add("resume", "Go on with a run that was stopped", "resume runs/flowers",
                         [command](std::stop_token stop) { return command->Resume(std::move(stop)); });
  resume->add_option("RUN", command->run, "Its folder")->required()->type_name("");
  AddCommon(*resume, *command);
  return [chosen](std::stop_token stop) { return (*chosen)(std::move(stop)); };
}

Run AddDistill(CLI::App& app) {
  const auto command = std::make_shared<TrainCommand>();
  command->config.task = "classify";
  app.add_option("PATH", command->config.data,
                 "Folder of photos; without class folders the teacher alone says what they show")
      ->required()
      ->expected(1)
      ->type_name("");
  app.add_option("--teacher", command->config.teacher, "Installed classifier to learn from")
      ->required()
      ->type_name("ID");
  AddStart(app, *command, "--student", "Installed model that the student starts from");
  app.add_option("--temperature", command->config.settings.temperature, "Softens the teacher's answers")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 1000.0))
      ->type_name("T");
  AddTeacherShare(app, *command);
  AddRunOptions(app, *command);
  AddCommon(app, *command);
  app.footer(
      "Example:\n  godwit distill ~/flowers --teacher flowers-1.0 --student imagenet-mobilenet-v1-0.25-128 -o "
      "runs/small");
  return [command](std::stop_token stop) { return command->Begin(std::move(stop)); };
}

}  // namespace godwit::cli
