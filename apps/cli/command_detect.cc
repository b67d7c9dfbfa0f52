#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/progress_line.h"
#include "core/base/whole_file.h"
#include "workflows/annotate.h"
#include "workflows/detect_images.h"
#include "workflows/detection_writer.h"
#include "workflows/model_catalog.h"
#include "workflows/models.h"
#include "workflows/options.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;

struct DetectCommand {
  CommonOptions common;
  workflows::DetectSettings settings;
  std::vector<std::string> paths;
  std::string model{workflows::kDefaultDetector};
  std::string format = "text";
  std::string nms = "best-class";
  std::string out;
  std::string annotate;
  bool json = false;
  bool jsonl = false;

  int Run(std::stop_token stop);

 private:
  core::Result<workflows::DetectionFormat> Format() const;
  core::Result<> CheckOutputs(const workflows::ImageList& list, workflows::DetectionFormat chosen) const;
  core::Result<workflows::DetectReport> Detect(const detection::Detector& detector, const workflows::ImageList& list,
                                               workflows::DetectionFormat chosen, std::stop_token stop);
};

// Adds one option of the shared description to the command line.
struct OptionAdder {
  CLI::App& app;

  void operator()(const workflows::OptionText& text, bool& value) const {
    app.add_flag(Flag(text), value, std::string(text.help));
  }
  template <typename T>
  void operator()(const workflows::OptionText& text, T& value, const workflows::Bounds<T>& bounds) const {
    app.add_option(Flag(text), value, std::string(text.help))
        ->capture_default_str()
        ->check(CLI::Range(bounds.min, bounds.max))
        ->type_name("N");
  }
  static std::string Flag(const workflows::OptionText& text) { return "--" + std::string(text.name); }
};

core::Result<workflows::DetectionFormat> DetectCommand::Format() const {
  const std::string name = json ? "json" : jsonl ? "jsonl" : format;
  const auto chosen = workflows::ParseDetectionFormat(name);
  if (!chosen) {
    return core::Fail(core::ErrorKind::kUsage,
                      "--format {} is not known; take text, json, jsonl, csv, coco, voc or yolo", name);
  }
  if (workflows::IsFolderFormat(*chosen) && out.empty()) {
    return core::Fail(core::ErrorKind::kUsage, "--format {} writes one file an image; name a folder with -o DIR", name);
  }
  return *chosen;
}

core::Result<> DetectCommand::CheckOutputs(const workflows::ImageList& list, workflows::DetectionFormat chosen) const {
  if (out.empty()) {
    return {};
  }
  std::error_code error;
  if (workflows::IsFolderFormat(chosen) && fs::exists(out, error) && !fs::is_directory(out, error)) {
    return core::Fail(core::ErrorKind::kUsage, "{}: is a file; --format {} needs a folder", out, format);
  }
  for (const workflows::ListedImage& image : list.images) {
    if (fs::equivalent(out, image.path, error)) {
      return core::Fail(core::ErrorKind::kUsage, "{}: is one of the pictures; originals are never overwritten", out);
    }
  }
  return {};
}

core::Result<workflows::DetectReport> DetectCommand::Detect(const detection::Detector& detector,
                                                            const workflows::ImageList& list,
                                                            workflows::DetectionFormat chosen, std::stop_token stop) {
  std::optional<core::WholeFile> file;
  if (!out.empty() && !workflows::IsFolderFormat(chosen)) {
    auto created = core::WholeFile::Create(out);
    if (!created) {
      return core::Forward(created);
    }
    file.emplace(std::move(*created));
  }
  const auto writer = workflows::IsFolderFormat(chosen)
                          ? workflows::MakeFolderWriter(chosen, detector.card(), out)
                          : workflows::MakeStreamWriter(chosen, detector.card(), file ? file->stream() : std::cout);
  std::optional<workflows::Annotator> annotator;
  if (!annotate.empty()) {
    annotator.emplace(annotate);
  }
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto sink = [&](const workflows::ImageDetections& result, const core::Photo& photo) -> core::Result<> {
    progress.Clear();
    if (!result.error.empty()) {
      fmt::print(stderr, "godwit: {}\n", result.error);
    }
    auto written = writer->Add(result);
    return written && annotator ? annotator->Write(result, photo) : written;
  };
  const core::ThreadPool pool(common.threads);
  auto report = workflows::DetectImages(
      detector, list, settings, pool, sink,
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  if (!report) {
    return report;
  }
  if (auto finished = writer->Finish(*report); !finished) {
    return core::Forward(finished);
  }
  if (file) {
    if (auto committed = file->Commit(); !committed) {
      return core::Forward(committed);
    }
  }
  return report;
}

int DetectCommand::Run(std::stop_token stop) {
  settings.nms_per_class = nms == "per-class";
  const auto chosen = Format();
  if (!chosen) {
    return ReportError(chosen.error());
  }
  const auto model_file = workflows::FindModel(workflows::ModelsFolder(common.models_folder), model);
  if (!model_file) {
    return ReportError(model_file.error());
  }
  const auto detector = detection::Detector::Load(*model_file);
  if (!detector) {
    return ReportError(detector.error());
  }
  const workflows::ImageList list = workflows::ListImages(ExpandStandardInput(paths));
  for (const workflows::InputError& error : list.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  if (const auto safe = CheckOutputs(list, *chosen); !safe) {
    return ReportError(safe.error());
  }
  const auto report = Detect(*detector, list, *chosen, std::move(stop));
  if (!report) {
    return ReportError(report.error());
  }
  if (report->cancelled) {
    fmt::print(stderr, "godwit: cancelled after {} of {} images\n", report->images, list.images.size());
    return kCancelled;
  }
  if (!report->errors.empty()) {
    fmt::print(stderr, "godwit: {} of {} inputs failed\n", report->errors.size(),
               list.images.size() + list.errors.size());
    return kSomeInputsFailed;
  }
  return kDone;
}

}  // namespace

Run AddDetect(CLI::App& app) {
  const auto command = std::make_shared<DetectCommand>();
  app.add_option("PATH", command->paths,
                 "Pictures or folders (with all folders below); - reads a list of paths from standard input")
      ->required()
      ->type_name("");
  app.add_option("--model", command->model, "Id of an installed model; see: godwit models list")
      ->capture_default_str()
      ->type_name("ID");
  workflows::DescribeOptions(command->settings, OptionAdder{app});
  app.add_option("--classes", command->settings.classes, "Keep only these labels, e.g. person,dog (default: all)")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("LABELS");
  app.add_option("--nms", command->nms,
                 "How overlapping boxes are dropped: best-class (the best class of each place, then across classes) or "
                 "per-class (each class by itself)")
      ->capture_default_str()
      ->check(CLI::IsMember({"best-class", "per-class"}))
      ->type_name("KIND");
  auto* format = app.add_option("--format", command->format,
                                "text, json, jsonl, csv, coco (one data set file), voc or yolo (a file an image)")
                     ->capture_default_str()
                     ->type_name("FORMAT");
  auto* json = app.add_flag("--json", command->json, "The same as --format json")->excludes(format);
  app.add_flag("--jsonl", command->jsonl, "The same as --format jsonl: a line an image, as it is ready")
      ->excludes(format)
      ->excludes(json);
  app.add_option("-o,--output", command->out, "Write to this file (voc, yolo: folder) instead of standard output")
      ->type_name("OUT");
  app.add_option("--annotate", command->annotate, "Write copies with the detections drawn on them to this folder")
      ->type_name("DIR");
  AddThreads(app, command->common);
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  app.footer(
      "Exit status: 0 all done, 1 some inputs failed, 2 wrong usage, 3 no such model, 130 cancelled.\n\n"
      "Example:\n  godwit detect ~/Pictures/2024 --min-score 0.6 --format csv -o found.csv");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
