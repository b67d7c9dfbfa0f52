#include <array>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/option_adder.h"
#include "workflows/evaluate_detector.h"
#include "workflows/result_writer.h"

namespace godwit::cli {
namespace {

using detection::kCocoNumbers;
using workflows::DetectorEvaluation;
using workflows::Json;

struct EvalDetectCommand {
  CommonOptions common;
  workflows::DetectSettings settings = workflows::EvaluationSettings();
  std::string annotations;
  std::string images;
  std::string model;
  std::optional<int> input;
  std::string nms = "per-class";
  std::string curves;
  bool json = false;
  bool per_class = false;

  int Run(std::stop_token stop);

 private:
  [[nodiscard]] Json ToJson(const core::ModelCard& card, const DetectorEvaluation& evaluation) const;
  void PrintText(const core::ModelCard& card, const DetectorEvaluation& evaluation) const;
};

Json NumbersToJson(const detection::CocoNumbers& numbers) {
  Json json = Json::object();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    json[kCocoNumbers[i].name] = numbers[i];
  }
  return json;
}

Json EvalDetectCommand::ToJson(const core::ModelCard& card, const DetectorEvaluation& evaluation) const {
  Json classes = Json::array();
  for (const detection::ClassMetric& of_class : evaluation.metric.classes) {
    Json entry{{"id", of_class.category.id}, {"name", of_class.category.name}, {"objects", of_class.objects}};
    entry.update(NumbersToJson(of_class.numbers));
    classes.push_back(std::move(entry));
  }
  Json not_in_model = Json::array();
  for (const detection::Category& category : evaluation.not_in_model) {
    not_in_model.push_back(category.name);
  }
  return {{"command", "eval detect"},
          {"model", workflows::ModelToJson(card)},
          {"annotations", annotations},
          {"nms", {{"kind", nms}, {"iou", settings.max_iou}}},
          {"max_detections", settings.max_detections},
          {"photos", evaluation.photos},
          {"objects", evaluation.objects},
          {"metrics", NumbersToJson(evaluation.metric.numbers)},
          {"classes", std::move(classes)},
          {"not_in_model", std::move(not_in_model)},
          {"not_annotated", evaluation.not_annotated},
          {"errors", workflows::ToJson(evaluation.report.errors)}};
}

// As COCO's tools print it, so that scripts which read theirs read ours.
std::string Line(const detection::CocoNumber& number, double value, int max_detections) {
  constexpr std::array<const char*, 4> kAreas{"all", "small", "medium", "large"};
  const double first = detection::OverlapLimit(number.first_overlap);
  const std::string overlaps =
      number.overlaps == 1
          ? fmt::format("{:0.2f}", first)
          : fmt::format("{:0.2f}:{:0.2f}", first, detection::OverlapLimit(number.first_overlap + number.overlaps - 1));
  const int limit = number.limit == detection::DetectionLimit::kOne   ? 1
                    : number.limit == detection::DetectionLimit::kTen ? 10
                                                                      : max_detections;
  return fmt::format(" {:<18} {} @[ IoU={:<9} | area={:>6} | maxDets={:>3} ] = {:0.3f}\n",
                     number.recall ? "Average Recall" : "Average Precision", number.recall ? "(AR)" : "(AP)", overlaps,
                     kAreas[static_cast<std::size_t>(number.area)], limit, value);
}

void EvalDetectCommand::PrintText(const core::ModelCard& card, const DetectorEvaluation& evaluation) const {
  fmt::print("{} at {}x{}, {} photos, {} objects\n", card.id, card.input_width, card.input_height, evaluation.photos,
             evaluation.objects);
  for (std::size_t i = 0; i < kCocoNumbers.size(); ++i) {
    fmt::print("{}", Line(kCocoNumbers[i], evaluation.metric.numbers[i], settings.max_detections));
  }
  if (!evaluation.not_in_model.empty()) {
    std::string names;
    for (const detection::Category& category : evaluation.not_in_model) {
      names += (names.empty() ? "" : ", ") + category.name;
    }
    fmt::print("Classes that the model does not have (their objects count as missed): {}\n", names);
  }
  if (!evaluation.not_annotated.empty()) {
    fmt::print("{} classes of the model are not annotated; what it finds of them does not count\n",
               evaluation.not_annotated.size());
  }
  if (!per_class) {
    return;
  }
  fmt::print("\n{:<24} {:>7} {:>6} {:>6} {:>6} {:>6}\n", "class", "objects", "AP", "AP50", "AP75", "AR");
  for (const detection::ClassMetric& of_class : evaluation.metric.classes) {
    if (of_class.objects > 0) {
      const detection::CocoNumbers& numbers = of_class.numbers;
      fmt::print("{:<24} {:>7} {:>6.3f} {:>6.3f} {:>6.3f} {:>6.3f}\n", of_class.category.name, of_class.objects,
                 numbers[detection::kAp], numbers[detection::kAp50], numbers[detection::kAp75],
                 numbers[detection::kAr]);
    }
  }
}

int EvalDetectCommand::Run(std::stop_token stop) {
  settings.nms_per_class = nms == "per-class";
  auto truth = detection::ReadCocoAnnotations(annotations);
  if (!truth) {
    return ReportError(truth.error());
  }
  const auto detector = LoadDetector(common, model, input);
  if (!detector) {
    return ReportError(detector.error());
  }
  const std::size_t photos = truth->photos.size();
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto evaluation = workflows::EvaluateDetector(
      *detector, *std::move(truth), images, settings, core::ThreadPool(common.threads),
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  progress.Clear();
  if (!evaluation) {
    return ReportError(evaluation.error());
  }
  for (const core::InputError& error : evaluation->report.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  if (evaluation->report.cancelled) {
    fmt::print(stderr, "godwit: cancelled after {} of {} photos; the figures are of these\n", evaluation->report.images,
               photos);
  }
  if (evaluation->photos == 0) {
    return evaluation->report.cancelled
               ? kCancelled
               : ReportError(
                     {core::ErrorKind::kInput, fmt::format("{}: none of its photos can be judged", annotations)});
  }
  if (json) {
    std::cout << ToJson(detector->card(), *evaluation).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    PrintText(detector->card(), *evaluation);
  }
  if (!curves.empty()) {
    if (const auto written = workflows::WritePrecisionCurves(evaluation->metric, curves); !written) {
      return ReportError(written.error());
    }
  }
  if (evaluation->report.cancelled) {
    return kCancelled;
  }
  return evaluation->report.errors.empty() ? kDone : kSomeInputsFailed;
}

}  // namespace

Run AddEvalDetect(CLI::App& app) {
  const auto command = std::make_shared<EvalDetectCommand>();
  app.add_option("--annotations", command->annotations, "What is on the photos: an \"instances\" file of COCO's format")
      ->required()
      ->type_name("FILE");
  app.add_option("--images", command->images, "The folder of the annotated photos")->required()->type_name("DIR");
  AddDetector(app, command->model);
  AddInputSide(app, command->input);
  app.add_option("--nms", command->nms, "How overlapping boxes are dropped: per-class or best-class, see godwit detect")
      ->capture_default_str()
      ->check(CLI::IsMember({"per-class", "best-class"}))
      ->type_name("KIND");
  const OptionAdder add{app};
  add(core::OptionText{"nms-iou", "Of two boxes that overlap by more than this share, keep the better, 0 to 1"},
      command->settings.max_iou, core::Bounds<double>{0, 1});
  add(core::OptionText{"max-detections", "The best so many of each photo count"}, command->settings.max_detections,
      core::Bounds<int>{1, 10'000});
  add(core::OptionText{"exact-decode",
                       "Decode large JPEGs at full size: slower, the same as other programs to the pixel"},
      command->settings.exact_decode);
  app.add_flag("--per-class", command->per_class, "Also a line for each class");
  app.add_option("--pr-curves", command->curves, "Write precision at each recall, per class and IoU, to this CSV file")
      ->type_name("FILE");
  app.add_flag("--json", command->json, "One JSON document, with all classes");
  AddThreads(app, command->common);
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  app.footer(
      "A number is -1 where there is no object to find.\n\n"
      "Example:\n  godwit eval detect --annotations instances_val2017.json --images val2017 --per-class");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
