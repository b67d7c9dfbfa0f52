#include <memory>
#include <optional>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/option_adder.h"
#include "workflows/classify_images.h"
#include "workflows/models.h"
#include "workflows/options.h"

namespace godwit::cli {
namespace {

struct ClassifyCommand {
  ImageCommandOptions io;
  workflows::ClassifySettings settings;
  std::string model;
  std::optional<int> input;

  int Run(std::stop_token stop);

 private:
  core::Result<workflows::ImagesReport> Classify(const recognition::Classifier& classifier, const core::ImageList& list,
                                                 workflows::ClassFormat format, std::stop_token stop) const;
};

core::Result<workflows::ImagesReport> ClassifyCommand::Classify(const recognition::Classifier& classifier,
                                                                const core::ImageList& list,
                                                                workflows::ClassFormat format,
                                                                std::stop_token stop) const {
  auto output = OutputStream::Open(io.OutputFile());
  if (!output) {
    return core::Forward(output);
  }
  const auto writer = workflows::MakeClassWriter(format, classifier.card(), output->stream());
  ProgressLine progress(*ParseProgressStyle(io.common.progress));
  const auto sink = [&](const workflows::ImageClasses& result, const core::Photo&) {
    progress.Clear();
    return ReportFailure(progress, result, writer->Add(result));
  };
  const auto report = workflows::ClassifyImages(
      classifier, list, settings, core::ThreadPool(io.common.threads), sink,
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  auto finished = writer->Finish(report);
  if (finished) {
    finished = output->Commit();
  }
  return finished ? core::Result<workflows::ImagesReport>(report) : core::Forward(finished);
}

int ClassifyCommand::Run(std::stop_token stop) {
  const auto format = workflows::ParseClassFormat(io.Format());
  if (!format) {
    return ReportError(
        {core::ErrorKind::kUsage, fmt::format("--format {} is not known; take text, json, jsonl or csv", io.Format())});
  }
  const auto folder = workflows::ModelsFolder(io.common.models_folder);
  const auto file = model.empty() ? workflows::FindOnlyModel(folder, "classify") : workflows::FindModel(folder, model);
  if (!file) {
    return ReportError(file.error());
  }
  const auto classifier = recognition::Classifier::Load(*file, input);
  if (!classifier) {
    return ReportError(classifier.error());
  }
  const auto list = ListInputs(io, stop);
  if (!list) {
    return ReportError(list.error());
  }
  const auto report = Classify(*classifier, *list, *format, std::move(stop));
  return report ? Conclude(*report, *list) : ReportError(report.error());
}

}  // namespace

Run AddClassify(CLI::App& app) {
  const auto command = std::make_shared<ClassifyCommand>();
  AddImageInputs(app, command->io);
  app.add_option("--model", command->model, "Id of an installed classifier (default: the only one installed)")
      ->type_name("ID");
  AddInputSide(app, command->input);
  workflows::DescribeOptions(command->settings, OptionAdder{app});
  AddImageOutputs(app, command->io, "text, json, jsonl or csv", "Write to this file instead of standard output");
  app.footer(
      "Exit status: 0 all done, 1 some inputs failed, 2 wrong usage, 3 no such model, 130 cancelled.\n\n"
      "Example:\n  godwit classify ~/Pictures/2024 --top 3 --format csv -o classes.csv");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
