#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/option_adder.h"
#include "apps/cli/progress_line.h"
#include "training/distributed/agreement.h"
#include "training/distributed/join_processes.h"
#include "training/run/start_run.h"
#include "training/run/trainer.h"
#include "workflows/models.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct TrainCommand {
  CommonOptions common;
  training::TrainConfig config;
  training::NetworkShape shape;
  std::string run;  // folder
  bool json = false;

  int Begin(const std::stop_token& stop) {
    return Together(stop, [this] { return training::CompleteConfig(run, shape, Find(), config); });
  }
  int Resume(const std::stop_token& stop) {
    return Together(stop, [this] { return ReadConfig(); });
  }

 private:
  using Configure = std::function<core::Result<>()>;

  int Together(const std::stop_token& stop, const Configure& configure);
  int Train(training::ProcessGroup& processes, const std::stop_token& stop, const Configure& configure);
  int Print(const training::TrainReport& report, int processes) const;
  core::Result<> ReadConfig();
  [[nodiscard]] int ThreadsOf(const training::ProcessGroup& processes, const core::JobContext& context) const;
  [[nodiscard]] training::FindModelFile Find() const {
    return [this](const std::string& id) {
      return workflows::FindModel(workflows::ModelsFolder(common.models_folder), id);
    };
  }
};

core::Result<> TrainCommand::ReadConfig() {
  auto before = training::ReadTrainConfig(fs::path(run) / training::kConfigFile);
  if (!before) {
    return core::Forward(before);
  }
  config = *std::move(before);
  return {};
}

// Trains with the processes that mpirun started, if it did.
int TrainCommand::Together(const std::stop_token& stop, const Configure& configure) {
  const auto joined = training::JoinProcesses();
  if (!joined) {
    return ReportError(joined.error());
  }
  if (*joined == nullptr) {
    return Train(training::ThisProcessAlone(), stop, configure);
  }
  try {
    const int status = Train(**joined, stop, configure);
    // The first process tells how it went. If others did as well, mpirun might stop the first before it is done.
    return (*joined)->leads() ? status : kDone;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "godwit: {}\n", failure.what());
    (*joined)->Abort(kSomeInputsFailed);
    throw;  // not reached
  }
}

int TrainCommand::Train(training::ProcessGroup& processes, const std::stop_token& stop, const Configure& configure) {
  ProgressLine progress(processes.leads() ? *ParseProgressStyle(common.progress) : ProgressStyle::kNone);
  const core::JobContext context{.stop = stop,
                                 .progress = [&](const core::Progress& state) { progress.Show(state); },
                                 .log =
                                     [&](core::LogLevel, std::string_view text) {
                                       progress.Clear();
                                       fmt::print(stderr, "{}\n", text);
                                     }};
  const auto fail = [&](const core::Error& error) {
    progress.Clear();
    return processes.leads() ? ReportError(error) : kDone;
  };
  if (auto configured = training::Agree(processes, configure()); !configured) {
    return fail(configured.error());
  }
  const core::ThreadPool pool(ThreadsOf(processes, context));
  const auto report = training::StartRun(run, config, Find(), pool, context, processes);
  if (!report) {
    const int status = fail(report.error());
    std::error_code error;
    if (status == kCancelled && fs::exists(fs::path(run) / training::kConfigFile, error)) {
      fmt::print(stderr, "Go on with: {}\n", training::ResumeCommand(run, processes));
    }
    return status;
  }
  progress.Clear();
  return processes.leads() ? Print(*report, processes.size()) : kDone;
}

// Threads of this process.
int TrainCommand::ThreadsOf(const training::ProcessGroup& processes, const core::JobContext& context) const {
  if (common.threads > 0 || processes.size() == 1) {
    return common.threads;
  }
  const training::Threads threads = training::ThreadsOfProcess(processes);
  if (threads.usable < threads.share && processes.leads()) {
    context.Log(core::LogLevel::kWarning,
                fmt::format("mpirun binds each process to {} of the {} processors that are its share; mpirun --bind-to "
                            "none lets it use all",
                            threads.usable, threads.share));
  }
  return threads.usable;
}

int TrainCommand::Print(const training::TrainReport& report, int processes) const {
  if (json) {
    Json document{{"command", "train"},
                  {"run", run},
                  {"model", report.model.string()},
                  {"steps", report.steps},
                  {"train_photos", report.train_photos},
                  {"validation_photos", report.validation_photos},
                  {"processes", processes},
                  {"seconds", report.seconds}};
    if (report.best) {
      document["quality"] = {
          {"name", report.quality_name}, {"value", report.best->quality}, {"step", report.best->step}};
    }
    std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return kDone;
  }
  if (report.best) {
    fmt::print("{} {:.3f} on {} photos that were not learned from\n", report.quality_name, report.best->quality,
               report.validation_photos);
  }
  fmt::print("The model is {}\nInstall it with: godwit models import {} --id NAME\n", report.model.string(),
             report.model.string());
  return kDone;
}

void AddRunOptions(CLI::App& app, TrainCommand& command) {
  app.add_option("-o,--output", command.run, "New folder for the run: settings, log, curves, checkpoint, model")
      ->required()
      ->type_name("RUN");
  app.add_option(
         "--input", command.shape.input,
         "Side of the network's input in pixels (default: that of the model it starts from; 300 for a new detector)")
      ->check(CLI::Range(training::kLeastInput, training::kMostInput))
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
  app.get_option("--threads")
      ->description("Threads of each process; 0 takes all cores, under mpirun the process's share of them");
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
  app.add_option("--alpha", command.shape.alpha,
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
  CLI::App* classify = add("classify", "Learn the classes of your own photos",
                           "classify ~/flowers --from imagenet-mobilenet-v1-1.0-224 -o runs/flowers",
                           [command](const std::stop_token& stop) {
                             command->config.task = "classify";
                             return command->Begin(stop);
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
                         [command](const std::stop_token& stop) {
                           command->config.task = "detect";
                           return command->Begin(stop);
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
                         [command](const std::stop_token& stop) { return command->Resume(stop); });
  resume->add_option("RUN", command->run, "Its folder")->required()->type_name("");
  AddCommon(*resume, *command);
  return [chosen](const std::stop_token& stop) { return (*chosen)(stop); };
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
  return [command](const std::stop_token& stop) { return command->Begin(stop); };
}

}  // namespace godwit::cli
