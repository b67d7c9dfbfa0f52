#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "workflows/evaluate_classifier.h"
#include "workflows/models.h"

namespace godwit::cli {
namespace {

using Json = nlohmann::ordered_json;

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
  const core::ModelCard& card = classifier->card();
  if (json) {
    Json errors = Json::array();
    for (const core::InputError& error : evaluation.report.errors) {
      errors.push_back({{"path", error.path}, {"error", error.error}});
    }
    const Json document{
        {"command", "eval classify"},
        {"model", {{"id", card.id}, {"sha256", card.sha256}, {"alpha", card.alpha}, {"input", card.input_width}}},
        {"photos", evaluation.photos},
        {"top1", evaluation.Top1()},
        {"top5", evaluation.Top5()},
        {"errors", std::move(errors)}};
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

}  // namespace

Run AddEval(CLI::App& app) {
  app.require_subcommand(1);
  const auto command = std::make_shared<EvalClassifyCommand>();
  CLI::App* classify = app.add_subcommand("classify", "How often a classifier is right");
  classify
      ->add_option("--labels", command->labels,
                   "CSV with a header: path (relative to the file) and index (row of the label file) or label")
      ->required()
      ->type_name("FILE");
  classify->add_option("--model", command->model, "Id of an installed classifier (default: the only one installed)")
      ->type_name("ID");
  classify->add_option("--input", command->input, "Look at photos at this size, in pixels (default: the model's own)")
      ->type_name("SIDE");
  classify->add_flag("--json", command->json, "One JSON document");
  AddThreads(*classify, command->common);
  AddModelsFolder(*classify, command->common);
  AddProgress(*classify, command->common);
  classify->footer("Example:\n  godwit eval classify --labels photos/labels.csv --model my-classifier");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
