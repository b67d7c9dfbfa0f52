#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/option_adder.h"
#include "workflows/folder_job.h"
#include "workflows/folder_job_run.h"
#include "workflows/models.h"
#include "workflows/options.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

struct RunCommand {
  CommonOptions common;
  std::string file;
  bool retry_failed = false;
  bool json = false;

  // What describes a new job.
  std::vector<std::string> from;
  bool only_write = false;
  std::string output;
  std::string detect;
  std::string classify;
  std::string nms = "best-class";
  std::optional<int> input;
  workflows::ObjectsHead objects;
  workflows::ClassesHead classes;
  workflows::FolderJob job;

  int Run(std::stop_token stop);

 private:
  workflows::FolderJob Described() const;
  core::Result<> Write() const;
  void Print(const workflows::FolderJobReport& report) const;
};

workflows::FolderJob RunCommand::Described() const {
  workflows::FolderJob described = job;
  described.inputs.assign(from.begin(), from.end());
  described.output = output;
  if (!detect.empty() || classify.empty()) {
    described.objects = objects;
    described.objects->model = detect.empty() ? std::string(workflows::kDefaultDetector) : detect;
    described.objects->input = input.value_or(0);
    described.objects->settings.nms_per_class = nms == "per-class";
  }
  if (!classify.empty()) {
    described.classes = classes;
    described.classes->model = classify;
    described.classes->settings.exact_decode = objects.settings.exact_decode;
    if (!described.objects) {
      described.classes->input = input.value_or(0);
    }
  }
  return workflows::WithAbsolutePaths(std::move(described), fs::current_path());
}

// The same command line again finds its job, and goes on with it.
core::Result<> RunCommand::Write() const {
  const workflows::FolderJob described = Described();
  if (output.empty()) {
    return core::Fail(ErrorKind::kUsage, "say where results go: -o DIR");
  }
  if (const std::string problem = workflows::ProblemOf(described); !problem.empty()) {
    return core::Fail(ErrorKind::kUsage, "{}: {}", file, problem);
  }
  if (std::error_code ignored; !fs::exists(file, ignored)) {
    return workflows::WriteFolderJob(file, described);
  }
  const auto there = workflows::ReadFolderJob(file);
  if (!there) {
    return tl::unexpected(there.error());
  }
  if (workflows::ToText(*there) != workflows::ToText(described)) {
    return core::Fail(ErrorKind::kUsage,
                      "{}: describes another job; leave --from out to run that, or name another file", file);
  }
  return {};
}

void RunCommand::Print(const workflows::FolderJobReport& report) const {
  if (json) {
    std::cout << workflows::Dump(workflows::ToJson(report)) << '\n';
    return;
  }
  const std::int64_t computed = report.computed();
  fmt::print("{} photos", report.photos);
  if (computed > 0) {
    fmt::print(", {:.1f} a second", report.photos_per_second());
  }
  fmt::print("\n");
  for (const workflows::JobHeadReport& head : report.heads) {
    fmt::print("{} by {}: {} looked at now, {} before\n", head.head, head.model, head.computed, head.reused);
    for (const auto& [label, count] : head.labels) {
      fmt::print("  {:>8}  {}\n", count, label);
    }
  }
}

int RunCommand::Run(std::stop_token stop) {
  if (!from.empty()) {
    if (const auto written = Write(); !written) {
      return ReportError(written.error());
    }
    if (only_write) {
      return kDone;
    }
  }
  ProgressLine progress(*ParseProgressStyle(common.progress));
  std::set<std::string> told;
  const auto tell = [&](const core::InputError& failure) {
    if (told.insert(failure.error).second) {
      progress.Clear();
      fmt::print(stderr, "godwit: {}\n", failure.error);
    }
  };
  std::optional<std::int64_t> before;  // of earlier runs: they are no part of the rate
  const auto show = [&](const core::Progress& state) {
    if (!before) {
      before = state.done;
    }
    progress.Show({.done = state.done - *before, .total = state.total - *before, .item = state.item});
  };
  const auto report = workflows::RunFolderJob({.file = file,
                                               .models_folder = workflows::ModelsFolder(common.models_folder),
                                               .threads = common.threads,
                                               .retry_failed = retry_failed,
                                               .failed = tell},
                                              {.stop = std::move(stop), .progress = show, .log = {}});
  progress.Clear();
  if (!report) {
    return ReportError(report.error());
  }
  for (const core::InputError& failure : report->errors) {
    tell(failure);
  }
  Print(*report);
  if (report->cancelled) {
    fmt::print(stderr, "godwit: stopped; godwit run {} goes on from here\n", file);
    return kCancelled;
  }
  if (!report->errors.empty()) {
    fmt::print(stderr, "godwit: {} of {} inputs failed\n", report->errors.size(),
               std::max(report->photos, std::ssize(report->errors)));
    return kSomeInputsFailed;
  }
  return kDone;
}

// What describes a job, each with a name that other commands give it as well.
void AddJobOptions(CLI::App& app, RunCommand& command) {
  app.add_option("-o,--output", command.output, "Folder for results")->type_name("DIR");
  app.add_option("--detect", command.detect,
                 fmt::format("Find objects, with this model (default, unless --classify is given: {})",
                             workflows::kDefaultDetector))
      ->type_name("ID");
  app.add_option("--classify", command.classify, "Tell what photos show as a whole, with this model")->type_name("ID");
  AddInputSide(app, command.input);
  const OptionAdder adder{app};
  workflows::DescribeOptions(command.objects.settings, adder);
  app.add_option("--classes", command.objects.settings.classes, "Keep only objects of these labels (default: all)")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("LABELS");
  app.add_option("--nms", command.nms, "How overlapping boxes are dropped: best-class or per-class")
      ->capture_default_str()
      ->check(CLI::IsMember({"best-class", "per-class"}))
      ->type_name("KIND");
  workflows::DescribeOptions(command.classes.settings, [&](const core::OptionText& text, auto& value, auto... limits) {
    if (text.name != workflows::kExactDecode.name) {  // one for both
      adder(text, value, limits...);
    }
  });
  app.add_option("--format", command.job.formats,
                 "Formats of results, e.g. json,csv: json, jsonl, csv, and for objects coco, voc, yolo")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->capture_default_str()
      ->type_name("FORMATS");
  workflows::DescribeOptions(command.job, adder);
  app.add_flag("--no-run", command.only_write, "Write the file of the job and leave it at that");
}

}  // namespace

Run AddRun(CLI::App& app) {
  const auto command = std::make_shared<RunCommand>();
  app.add_option("JOB", command->file, "File of the job; made by --from, or by the window")->required()->type_name("");
  app.add_flag("--retry-failed", command->retry_failed, "Look again at photos that failed before");
  app.add_flag("--json", command->json, "Print the summary as a JSON document");
  AddThreads(app, command->common);
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  CLI::Option* from = app.add_option("--from", command->from, "Make the job: its photos and folders")
                          ->type_name("PATH")
                          ->group("A new job");
  const std::size_t others = app.get_options().size();
  AddJobOptions(app, *command);
  std::size_t place = 0;
  for (CLI::Option* option : app.get_options()) {
    if (place++ >= others) {
      option->needs(from)->group("A new job");
    }
  }
  app.footer(
      "A job that was stopped (Ctrl-C) or killed goes on where it was when it is run again; photos that are done are "
      "not looked at again. A photo that failed is tried again when it changed, or with --retry-failed. What was done "
      "is in JOB.journal; results are written when all photos are done.\n\n"
      "Exit status: 0 all done, 1 some inputs failed, 2 wrong usage, 3 no such model, 130 cancelled.\n\n"
      "Example:\n"
      "  godwit run 2024.json --from ~/Pictures/2024 -o found-2024 --format json,csv\n"
      "  godwit run 2024.json");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
