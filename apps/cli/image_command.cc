#include "apps/cli/image_command.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "apps/cli/exit_status.h"
#include "workflows/choose_detector.h"
#include "workflows/model_catalog.h"
#include "workflows/photo_library.h"
#include "workflows/shard.h"

namespace godwit::cli {
namespace {

// The part of the pictures that this process works on.
core::Result<workflows::Shard> ChosenShard(const ImageCommandOptions& options) {
  return options.shard.empty() ? workflows::ShardOfEnvironment() : workflows::ParseShard(options.shard);
}

}  // namespace

std::string ImageCommandOptions::OutputFile() const {
  const auto set_by_itself = shard.empty() ? workflows::ShardOfEnvironment() : workflows::Shard();
  if (out.empty() || !set_by_itself || set_by_itself->count == 1) {
    return out;
  }
  const std::filesystem::path path(out);
  return (path.parent_path() / fmt::format("{}-{}-of-{}{}", path.stem().string(), set_by_itself->index + 1,
                                           set_by_itself->count, path.extension().string()))
      .string();
}

void AddImageInputs(CLI::App& app, ImageCommandOptions& options) {
  app.add_option("PATH", options.paths,
                 "Pictures or folders (with all folders below); - reads a list of paths from standard input")
      ->required()
      ->type_name("");
  app.add_flag("-0,--null", options.null_separated, "The paths that - reads end in a zero byte: find -print0");
  app.add_option("--shard", options.shard,
                 "Take the I-th of N parts of the pictures, for job arrays; set by itself under mpirun and in Slurm "
                 "arrays, where files of results get the part's number. godwit merge joins them")
      ->type_name("I/N");
  AddThreads(app, options.common);
  AddModelsFolder(app, options.common);
  AddProgress(app, options.common);
}

void AddImageOutputs(CLI::App& app, ImageCommandOptions& options, const std::string& formats,
                     const std::string& output) {
  auto* format = app.add_option("--format", options.format, formats)->capture_default_str()->type_name("FORMAT");
  auto* json = app.add_flag("--json", options.json, "The same as --format json")->excludes(format);
  app.add_flag("--jsonl", options.jsonl, "The same as --format jsonl: a line an image, as it is ready")
      ->excludes(format)
      ->excludes(json);
  app.add_option("-o,--output", options.out, output)->type_name("OUT");
}

void AddDetector(CLI::App& app, std::string& id) {
  app.add_option("--model", id,
                 fmt::format("Id of an installed model; see: godwit models list (default: {}, else the best that comes "
                             "with Godwit)",
                             workflows::kDefaultDetector))
      ->type_name("ID");
}

core::Result<detection::Detector> LoadDetector(const CommonOptions& options, const std::string& id,
                                               std::optional<int> input_side) {
  auto choice = workflows::ChooseDetector(workflows::ModelsFolder(options.models_folder), id);
  if (!choice) {
    return core::Forward(choice);
  }
  if (!choice->notice.empty()) {
    fmt::print(stderr, "godwit: {}\n", choice->notice);
  }
  return detection::Detector::Load(choice->file, input_side);
}

void AddBackbone(CLI::App& app, std::string& id) {
  app.add_option("--model", id, "Id of the installed model whose backbone looks at photos (default: the best there is)")
      ->type_name("ID");
}

core::Result<recognition::FeatureExtractor> LoadBackbone(const CommonOptions& options, const std::string& id) {
  const auto folder = workflows::ModelsFolder(options.models_folder);
  auto file = id.empty() ? workflows::FindBackbone(folder) : workflows::FindModel(folder, id);
  if (!file) {
    return core::Forward(file);
  }
  return recognition::FeatureExtractor::Load(*file);
}

core::Result<core::ImageList> ListInputs(const ImageCommandOptions& options, const std::stop_token& stop) {
  const auto shard = ChosenShard(options);
  if (!shard) {
    return tl::unexpected<core::Error>(shard.error());
  }
  if (options.shard.empty() && workflows::IsOneOfSeveralRanks() && std::ranges::count(options.paths, "-") > 0) {
    return core::Fail(core::ErrorKind::kUsage,
                      "mpirun gives standard input to its first process only; name files or folders instead of -");
  }
  auto paths = ExpandStandardInput(options.paths, options.null_separated ? '\0' : '\n', stop);
  if (!paths) {
    return core::Forward(paths);
  }
  core::ImageList list = core::ListImages(*paths);
  for (const core::InputError& error : list.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  const std::string out = options.OutputFile();
  for (const core::ListedImage& image : list.images) {
    if (std::error_code error; !out.empty() && std::filesystem::equivalent(out, image.path, error)) {
      return core::Fail(core::ErrorKind::kUsage, "{}: is one of the pictures; originals are never overwritten", out);
    }
  }
  if (shard->count > 1) {
    list = workflows::TakeShard(std::move(list), *shard);
  }
  if (shard->count > 1 && options.shard.empty()) {
    fmt::print(stderr, "godwit: part {} of {}, as mpirun or the job array has it: {} of {} pictures\n",
               shard->index + 1, shard->count, list.images.size(), list.images.size() + list.elsewhere.size());
  }
  return list;
}

core::Result<OutputStream> OutputStream::Open(const std::string& path) {
  OutputStream output;
  if (!path.empty()) {
    auto file = core::WholeFile::Create(path);
    if (!file) {
      return core::Forward(file);
    }
    output.file_.emplace(std::move(*file));
  }
  return output;
}

std::ostream& OutputStream::stream() { return file_ ? file_->stream() : std::cout; }

core::Result<> OutputStream::Commit() {
  if (file_) {
    return file_->Commit();
  }
  if (!std::cout.flush()) {
    return core::Fail(core::ErrorKind::kInput, "standard output cannot be written to; is the disk full?");
  }
  return {};
}

core::Result<> ReportFailure(ProgressLine& progress, const workflows::ImageResult& result, core::Result<> written) {
  if (!result.error.empty() || !written) {
    progress.Clear();
    fmt::print(stderr, "godwit: {}\n", !result.error.empty() ? result.error : written.error().message);
  }
  return written;
}

int Conclude(const workflows::ImagesReport& report, const core::ImageList& list) {
  if (report.cancelled) {
    fmt::print(stderr, "godwit: cancelled after {} of {} images\n", report.images, list.images.size());
    return kCancelled;
  }
  if (!report.errors.empty()) {
    fmt::print(stderr, "godwit: {} of {} inputs failed\n", report.errors.size(),
               list.images.size() + list.errors.size());
    return kSomeInputsFailed;
  }
  return kDone;
}

}  // namespace godwit::cli
