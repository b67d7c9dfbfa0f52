#include <memory>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/option_adder.h"
#include "workflows/annotate.h"
#include "workflows/detect_images.h"
#include "workflows/detection_writer.h"
#include "workflows/options.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;

struct DetectCommand {
  ImageCommandOptions io;
  workflows::DetectSettings settings;
  std::string model;
  std::optional<int> input;
  std::string nms = "best-class";
  std::string annotate;

  int Run(std::stop_token stop);

 private:
  core::Result<workflows::DetectionFormat> Format() const;
  core::Result<workflows::ImagesReport> Detect(const detection::Detector& detector, const core::ImageList& list,
                                               workflows::DetectionFormat chosen, std::stop_token stop);
};

core::Result<workflows::DetectionFormat> DetectCommand::Format() const {
  const std::string name = io.Format();
  const auto chosen = workflows::ParseDetectionFormat(name);
  if (!chosen) {
    return core::Fail(core::ErrorKind::kUsage,
                      "--format {} is not known; take text, json, jsonl, csv, coco, voc or yolo", name);
  }
  if (workflows::IsFolderFormat(*chosen)) {
    if (io.out.empty()) {
      return core::Fail(core::ErrorKind::kUsage, "--format {} writes one file an image; name a folder with -o DIR",
                        name);
    }
    if (std::error_code error; fs::exists(io.out, error) && !fs::is_directory(io.out, error)) {
      return core::Fail(core::ErrorKind::kUsage, "{}: is a file; --format {} needs a folder", io.out, name);
    }
  }
  return *chosen;
}

core::Result<workflows::ImagesReport> DetectCommand::Detect(const detection::Detector& detector,
                                                            const core::ImageList& list,
                                                            workflows::DetectionFormat chosen, std::stop_token stop) {
  const bool folder = workflows::IsFolderFormat(chosen);
  auto output = OutputStream::Open(folder ? "" : io.OutputFile());
  if (!output) {
    return core::Forward(output);
  }
  const auto writer = folder ? workflows::MakeFolderWriter(chosen, detector.card(), io.out, list)
                             : workflows::MakeStreamWriter(chosen, detector.card(), output->stream());
  std::optional<workflows::Annotator> annotator;
  if (!annotate.empty()) {
    annotator.emplace(annotate, list);
  }
  ProgressLine progress(*ParseProgressStyle(io.common.progress));
  const auto sink = [&](const workflows::ImageDetections& result, const core::Photo& photo) -> core::Result<> {
    progress.Clear();
    auto written = writer->Add(result);
    return ReportFailure(progress, result, written && annotator ? annotator->Write(result, photo) : written);
  };
  const core::ThreadPool pool(io.common.threads);
  auto report = workflows::DetectImages(
      detector, list, settings, pool, sink,
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  if (!report) {
    return report;
  }
  auto finished = writer->Finish(*report);
  if (finished) {
    finished = output->Commit();
  }
  return finished ? report : core::Forward(finished);
}

int DetectCommand::Run(std::stop_token stop) {
  settings.nms_per_class = nms == "per-class";
  const auto chosen = Format();
  if (!chosen) {
    return ReportError(chosen.error());
  }
  const auto detector = LoadDetector(io.common, model, input);
  if (!detector) {
    return ReportError(detector.error());
  }
  const auto list = ListInputs(io, stop);
  if (!list) {
    return ReportError(list.error());
  }
  const auto report = Detect(*detector, *list, *chosen, std::move(stop));
  return report ? Conclude(*report, *list) : ReportError(report.error());
}

}  // namespace

Run AddDetect(CLI::App& app) {
  const auto command = std::make_shared<DetectCommand>();
  AddImageInputs(app, command->io);
  AddDetector(app, command->model);
  AddInputSide(app, command->input);
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
  AddImageOutputs(app, command->io, "text, json, jsonl, csv, coco (one data set file), voc or yolo (a file an image)",
                  "Write to this file (voc, yolo: folder) instead of standard output");
  app.add_option("--annotate", command->annotate, "Write copies with the detections drawn on them to this folder")
      ->type_name("DIR");
  app.footer(
      "Exit status: 0 all done, 1 some inputs failed, 2 wrong usage, 3 no such model, 130 cancelled.\n\n"
      "Example:\n  godwit detect ~/Pictures/2024 --min-score 0.6 --format csv -o found.csv");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
