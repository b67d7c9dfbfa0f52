#include <memory>
#include <optional>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/option_adder.h"
#include "workflows/locate_images.h"
#include "workflows/place_writer.h"

namespace godwit::cli {
namespace {

namespace fs = std::filesystem;

struct LocateCommand {
  ImageCommandOptions io;
  workflows::LocateSettings settings;
  std::string model;
  std::vector<std::string> references;
  std::string job;

  int Run(std::stop_token stop);

 private:
  [[nodiscard]] core::Result<workflows::FeatureCache> OpenCache(const recognition::FeatureExtractor& extractor) const;
  core::Result<workflows::LocateReport> Locate(const recognition::FeatureExtractor& extractor,
                                               const workflows::LocateRequest& request, workflows::PlaceFormat format,
                                               std::stop_token stop) const;
};

// A cache that cannot be had is no reason not to work; a job that was asked for is.
core::Result<workflows::FeatureCache> LocateCommand::OpenCache(const recognition::FeatureExtractor& extractor) const {
  const std::string& digest = extractor.card().sha256;
  if (!job.empty()) {
    return workflows::FeatureCache::Open(job, digest, extractor.size(), /*may_replace=*/false);
  }
  const fs::path path = workflows::DefaultFeatureCache();
  auto cache = path.empty() ? workflows::FeatureCache()
                            : workflows::FeatureCache::Open(path, digest, extractor.size(), /*may_replace=*/true);
  if (!cache) {
    fmt::print(stderr, "godwit: {}\n", cache.error().message);
    return workflows::FeatureCache();
  }
  return cache;
}

void PrintFindings(const workflows::LocateReport& report) {
  for (const workflows::CameraClock& clock : report.clocks) {
    fmt::print(stderr, "godwit: the clock of '{}' was taken to be wrong: {:+.2f} hours were added\n", clock.camera,
               clock.seconds_added / 3600);
  }
}

core::Result<workflows::LocateReport> LocateCommand::Locate(const recognition::FeatureExtractor& extractor,
                                                            const workflows::LocateRequest& request,
                                                            workflows::PlaceFormat format, std::stop_token stop) const {
  auto cache = OpenCache(extractor);
  if (!cache) {
    return core::Forward(cache);
  }
  auto output = OutputStream::Open(io.OutputFile());
  if (!output) {
    return core::Forward(output);
  }
  const auto writer = workflows::MakePlaceWriter(format, extractor.card(), output->stream());
  ProgressLine progress(*ParseProgressStyle(io.common.progress));
  const auto sink = [&](const workflows::ImagePlace& result, const core::Photo&) {
    progress.Clear();
    return ReportFailure(progress, result, writer->Add(result));
  };
  auto report = workflows::LocateImages(
      extractor, request, *cache, core::ThreadPool(io.common.threads), sink,
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  if (!report) {
    return report;
  }
  auto finished = writer->Finish(*report);
  if (finished) {
    finished = output->Commit();
  }
  return finished ? std::move(report) : core::Forward(finished);
}

int LocateCommand::Run(std::stop_token stop) {
  const auto format = workflows::ParsePlaceFormat(io.Format());
  if (!format) {
    return ReportError(
        {core::ErrorKind::kUsage,
         fmt::format("--format {} is not known; take text, json, jsonl, csv, geojson, kml or gpx", io.Format())});
  }
  const auto extractor = LoadBackbone(io.common, model);
  if (!extractor) {
    return ReportError(extractor.error());
  }
  auto list = ListInputs(io, stop);
  if (!list) {
    return ReportError(list.error());
  }
  workflows::LocateRequest request{.photos = *std::move(list), .settings = settings};
  if (!references.empty()) {
    request.references = core::ListImages({references.begin(), references.end()});
    for (const core::InputError& error : request.references->errors) {
      fmt::print(stderr, "godwit: {}\n", error.error);
    }
  }
  const auto report = Locate(*extractor, request, *format, std::move(stop));
  if (!report) {
    return ReportError(report.error());
  }
  PrintFindings(*report);
  const int status = Conclude(*report, request.photos);
  return report->missing.empty() ? status : ReportError({core::ErrorKind::kInput, report->missing});
}

}  // namespace

Run AddLocate(CLI::App& app) {
  const auto command = std::make_shared<LocateCommand>();
  AddImageInputs(app, command->io);
  AddBackbone(app, command->model);
  app.add_option("--references", command->references,
                 "Photos or folders to learn from, those with GPS (default: those among PATH)")
      ->type_name("PATH");
  workflows::DescribeOptions(command->settings, OptionAdder{app});
  AddImageOutputs(app, command->io, "text, json, jsonl, csv, geojson, kml or gpx",
                  "Write to this file instead of standard output");
  app.add_option("--resume", command->job,
                 "Keep what was seen in this file, and go on from it (default: the cache in ~/.cache/godwit)")
      ->type_name("JOB");
  app.footer(
      "Photos with GPS keep it. The others are compared with them: the more photos with GPS from the same places, the "
      "better.\n\nExit status: 0 all done, 1 some inputs failed or there is nothing to learn from, 2 wrong usage, 3 no "
      "such model, 130 cancelled.\n\n"
      "Example:\n  godwit locate ~/Pictures/2024 --album --format geojson -o places.geojson");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
