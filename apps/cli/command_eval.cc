#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "workflows/evaluate_classifier.h"
#include "workflows/models.h"
#include "workflows/result_writer.h"

namespace godwit::cli {
namespace {

using workflows::Json;

struct EvalClassifyCommand {
  CommonOptions common;
  std::string labels;
  std::string model;
  std::optional<int> input;
  bool json = false;

  int Run(std::stop_token stop) const;
};

int EvalClassifyCommand::Run(std::stop_token stop) const {
  const auto folder = workflows::ModelsFolder(common.models_folder);
  const auto file = model.empty() ? workflows::FindOnlyModel(folder, "classify") : workflows::FindModel(folder, model);
  if (!file) {
    return ReportError(file.error());
  }
  const auto classifier = recognition::Classifier::Load(*file, input);
  if (!classifier) {
    return ReportError(classifier.error());
  }
  const auto photos = workflows::ReadLabelledImages(labels, classifier->card());
  if (!photos) {
    return ReportError(photos.error());
  }
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto evaluation = workflows::EvaluateClassifier(
      *classifier, *photos, core::ThreadPool(common.threads),
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  progress.Clear();
  for (const core::InputError& error : evaluation.report.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  if (evaluation.photos == 0) {
    return evaluation.report.cancelled
               ? kCancelled
               : ReportError({core::ErrorKind::kInput,
                              fmt::format("{}: none of its photos can be read, so there is nothing to judge", labels)});
  }
  const core::ModelCard& card = classifier->card();
  if (json) {
    const Json document{{"command", "eval classify"},  {"model", workflows::ModelToJson(card)},
                        {"photos", evaluation.photos}, {"top1", evaluation.Top1()},
                        {"top5", evaluation.Top5()},   {"errors", workflows::ToJson(evaluation.report.errors)}};
    std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    fmt::print("{} at {}x{}, {} photos: top-1 {:.1f}%, top-5 {:.1f}%\n", card.id, card.input_width, card.input_height,
               evaluation.photos, 100 * evaluation.Top1(), 100 * evaluation.Top5());
  }
  if (evaluation.report.cancelled) {
    return kCancelled;
  }
  return evaluation.report.errors.empty() ? kDone : kSomeInputsFailed;
}

Run AddEvalClassify(CLI::App& app) {
  const auto command = std::make_shared<EvalClassifyCommand>();
  app.add_option("--labels", command->labels,
                 "CSV with a header: path (relative to the file) and index (row of the label file) or label")
      ->required()
      ->type_name("FILE");
  app.add_option("--model", command->model, "Id of an installed classifier (default: the only one installed)")
      ->type_name("ID");
  AddInputSide(app, command->input);
  app.add_flag("--json", command->json, "One JSON document");
  AddThreads(app, command->common);
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  app.footer("Example:\n  godwit eval classify --labels photos/labels.csv --model my-classifier");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace

Run AddEval(CLI::App& app) {
  app.require_subcommand(1);
  app.footer("Example:\n  godwit eval classify --labels photos/labels.csv --model my-classifier");
  const auto chosen = std::make_shared<Run>();
  for (const Command& what : {Command{"classify", "How often a classifier is right", &AddEvalClassify},
                              Command{"detect", "Average precision of a detector, as COCO has it", &AddEvalDetect},
                              Command{"locate", "How far guessed positions are from the true ones", &AddEvalLocate}}) {
    CLI::App* sub = app.add_subcommand(std::string(what.name), what.summary);
    sub->callback([chosen, run = what.add(*sub)] { *chosen = run; });
  }
  return [chosen](std::stop_token stop) { return (*chosen)(std::move(stop)); };
}

}  // namespace godwit::cli
