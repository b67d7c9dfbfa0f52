#include "apps/cli/image_command.h"

#include <cstdio>
#include <iostream>
#include <system_error>

#include <fmt/format.h>

#include "apps/cli/exit_status.h"

namespace godwit::cli {

void AddImageInputs(CLI::App& app, ImageCommandOptions& options) {
  app.add_option("PATH", options.paths,
                 "Pictures or folders (with all folders below); - reads a list of paths from standard input")
      ->required()
      ->type_name("");
  app.add_flag("-0,--null", options.null_separated, "The paths that - reads end in a zero byte: find -print0");
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

core::Result<core::ImageList> ListInputs(const ImageCommandOptions& options, const std::stop_token& stop) {
  auto paths = ExpandStandardInput(options.paths, options.null_separated ? '\0' : '\n', stop);
  if (!paths) {
    return core::Forward(paths);
  }
  core::ImageList list = core::ListImages(*paths);
  for (const core::InputError& error : list.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  for (const core::ListedImage& image : list.images) {
    if (std::error_code error; !options.out.empty() && std::filesystem::equivalent(options.out, image.path, error)) {
      return core::Fail(core::ErrorKind::kUsage, "{}: is one of the pictures; originals are never overwritten",
                        options.out);
    }
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
