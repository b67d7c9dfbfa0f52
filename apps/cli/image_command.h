// What every command over photos has: the paths it is given, where results go, progress, failures, exit status.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "apps/cli/progress_line.h"
#include "core/base/whole_file.h"
#include "detection/detector.h"
#include "recognition/photo_features.h"
#include "workflows/process_images.h"

namespace godwit::cli {

struct ImageCommandOptions {
  CommonOptions common;
  std::vector<std::string> paths;
  std::string format = "text";
  std::string out;    // empty: standard output
  std::string shard;  // "I/N"; empty: as the environment says
  bool json = false;
  bool jsonl = false;
  bool null_separated = false;

  // --format, or what --json and --jsonl stand for.
  [[nodiscard]] std::string Format() const { return json ? "json" : jsonl ? "jsonl" : format; }

  // The file for results. Where mpirun or a job array runs the same command line in several processes, each writes a
  // file of its own: found.json is found-2-of-8.json then.
  [[nodiscard]] std::string OutputFile() const;
};

// PATH..., --null, --shard, --threads, --models, --progress.
void AddImageInputs(CLI::App& app, ImageCommandOptions& options);

// --format, --json, --jsonl and -o, with the help texts of the formats and of the output.
void AddImageOutputs(CLI::App& app, ImageCommandOptions& options, const std::string& formats,
                     const std::string& output);

// --model of a detector.
void AddDetector(CLI::App& app, std::string& id);

// The detector that is named, or, where `id` is empty, the one that workflows::ChooseDetector takes; says so on
// standard error where that is a stopgap. Errors: kModel, kUsage for an input side that it cannot have.
core::Result<detection::Detector> LoadDetector(const CommonOptions& options, const std::string& id,
                                               std::optional<int> input_side);

// --model of a network whose backbone looks at photos.
void AddBackbone(CLI::App& app, std::string& id);

// The backbone of the model that is named, or, where `id` is empty, of the one that workflows::FindBackbone takes.
// Errors: kModel.
core::Result<recognition::FeatureExtractor> LoadBackbone(const CommonOptions& options, const std::string& id);

// Lists the pictures that PATH... stand for, those of this process' part, and prints what is wrong with the paths.
// Errors: kUsage where the file for results is one of the pictures, or for a part that makes no sense; those of
// ExpandStandardInput.
core::Result<core::ImageList> ListInputs(const ImageCommandOptions& options, const std::stop_token& stop);

// Where a stream of results goes: a file that appears whole, or standard output.
class OutputStream {
 public:
  // Standard output where `path` is empty. Errors: kInput, naming the path.
  static core::Result<OutputStream> Open(const std::string& path);

  [[nodiscard]] std::ostream& stream();

  // Errors: kInput where not everything could be written.
  core::Result<> Commit();

 private:
  std::optional<core::WholeFile> file_;
};

// Prints why a photo failed, or why its result could not be written, above the progress line; hands `written` on.
core::Result<> ReportFailure(ProgressLine& progress, const workflows::ImageResult& result, core::Result<> written);

// Says how the job ended where not all went well; gives the exit status.
int Conclude(const workflows::ImagesReport& report, const core::ImageList& list);

}  // namespace godwit::cli
