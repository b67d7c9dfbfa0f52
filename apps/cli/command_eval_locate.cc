#include <cmath>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "apps/cli/progress_line.h"
#include "workflows/evaluate_locator.h"
#include "workflows/models.h"
#include "workflows/result_writer.h"

namespace godwit::cli {
namespace {

using geolocation::kDistanceLimitsKm;
using workflows::Json;

struct EvalLocateCommand {
  CommonOptions common;
  workflows::EvaluateLocatorRequest request;
  std::string truth;
  std::vector<std::string> references;
  std::string model;
  bool json = false;

  int Run(std::stop_token stop);
};

Json OrNull(double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); }

Json ToJson(const geolocation::DistanceShares& shares) {
  Json within = Json::array();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    within.push_back({{"km", kDistanceLimitsKm[i]}, {"share", shares[i]}});
  }
  return within;
}

Json ToJson(const geolocation::LocateMetrics& metrics) {
  return {{"photos", metrics.photos},
          {"within", ToJson(metrics.shares)},
          {"median_km", OrNull(metrics.median_km)},
          {"geo_score", metrics.geo_score}};
}

Json ToJson(const core::ModelCard& card, const workflows::LocatorComparison& comparison) {
  Json ways = Json::array();
  for (const workflows::LocatorEvaluation& way : comparison.ways) {
    Json coverage = Json::array();
    for (const geolocation::CoveragePoint& point : way.coverage) {
      coverage.push_back(
          {{"confidence", point.confidence}, {"coverage", point.coverage}, {"within", ToJson(point.shares)}});
    }
    ways.push_back({{"name", way.name},
                    {"all", ToJson(way.all)},
                    {"placed", ToJson(way.placed)},
                    {"radius_90",
                     {{"held", way.calibration.held},
                      {"held_low", way.calibration.held_low},
                      {"held_high", way.calibration.held_high},
                      {"median_km", OrNull(way.calibration.median_radius_km)}}},
                    {"coverage", std::move(coverage)}});
  }
  return {{"command", "eval locate"},
          {"model", workflows::ModelToJson(card)},
          {"judged", comparison.judged},
          {"references", comparison.references},
          {"ceiling", ToJson(comparison.ceiling)},
          {"ways", std::move(ways)},
          {"errors", workflows::ToJson(comparison.report.errors)}};
}

void PrintShares(const geolocation::DistanceShares& shares) {
  for (const double share : shares) {
    fmt::print(" {:>7.1f}", 100 * share);
  }
}

void PrintText(const core::ModelCard& card, const workflows::LocatorComparison& comparison) {
  fmt::print("{}: {} photos judged, {} to learn from; percent within\n{:<24}", card.id, comparison.judged,
             comparison.references, "");
  for (const double km : kDistanceLimitsKm) {
    fmt::print(" {:>7}", fmt::format("{} km", km));
  }
  fmt::print(" median km GeoScore  90% radius holds\n");
  for (const workflows::LocatorEvaluation& way : comparison.ways) {
    fmt::print("{:<24}", way.name);
    PrintShares(way.all.shares);
    fmt::print(" {:>9.4g} {:>8.0f}  {:.0f}% ({:.0f} to {:.0f}), median {:.4g} km\n", way.all.median_km,
               way.all.geo_score, 100 * way.calibration.held, 100 * way.calibration.held_low,
               100 * way.calibration.held_high, way.calibration.median_radius_km);
    const double placed = way.all.photos > 0 ? 100. * way.placed.photos / way.all.photos : 0;
    fmt::print("{:<24}", fmt::format("  of the {:.0f}% placed", placed));
    PrintShares(way.placed.shares);
    fmt::print(" {:>9.4g} {:>8.0f}\n", way.placed.median_km, way.placed.geo_score);
  }
  fmt::print("{:<24}", "nearest reference");
  PrintShares(comparison.ceiling);
  fmt::print(
      "  (no locator that answers with references does better)\n\n"
      "For comparison, from the paper (Table 11), on Im2GPS' photos from all the world, learned from millions:\n"
      "{:<24} {:>7} {:>7} {:>7} {:>7} {:>7}\n{:<24} {:>7} {:>7} {:>7} {:>7} {:>7}\n",
      "PlaNet", 11.0, 31.7, 51.1, 64.0, 77.6, "PlaNet MobileNet", 11.4, 31.7, 45.2, 60.3, 79.3);
}

int EvalLocateCommand::Run(std::stop_token stop) {
  const auto extractor = LoadBackbone(common, model);
  if (!extractor) {
    return ReportError(extractor.error());
  }
  auto photos = workflows::ReadTruth(truth);
  if (!photos) {
    return ReportError(photos.error());
  }
  request.truth = *std::move(photos);
  if (!references.empty()) {
    request.references = core::ListImages({references.begin(), references.end()});
  }
  const std::filesystem::path path = workflows::DefaultFeatureCache();
  auto cache = path.empty() ? workflows::FeatureCache()
                            : workflows::FeatureCache::Open(path, extractor->card().sha256, extractor->size(), true)
                                  .value_or(workflows::FeatureCache());
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto comparison = workflows::EvaluateLocator(
      *extractor, request, cache, core::ThreadPool(common.threads),
      {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}});
  progress.Clear();
  if (!comparison) {
    return ReportError(comparison.error());
  }
  for (const core::InputError& error : comparison->report.errors) {
    fmt::print(stderr, "godwit: {}\n", error.error);
  }
  if (json) {
    std::cout << ToJson(extractor->card(), *comparison).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    PrintText(extractor->card(), *comparison);
  }
  return comparison->report.errors.empty() ? kDone : kSomeInputsFailed;
}

}  // namespace

Run AddEvalLocate(CLI::App& app) {
  const auto command = std::make_shared<EvalLocateCommand>();
  app.add_option("--truth", command->truth, "CSV with a header: path (relative to the file), lat and lon in degrees")
      ->required()
      ->type_name("FILE");
  app.add_option("--references", command->references,
                 "Photos or folders to learn from, those with GPS (default: a part of the photos of --truth, in turns)")
      ->type_name("PATH");
  app.add_option("--hide", command->request.hidden, "Without --references: the part that is judged, 0 to 1")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 0.99))
      ->type_name("N");
  app.add_option("--seeds", command->request.seeds, "Without --references: turns, each with another part hidden")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  app.add_option("--smoothing", command->request.smoothing_km, "See: godwit locate --help")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 5000.0))
      ->type_name("N");
  AddBackbone(app, command->model);
  app.add_flag("--json", command->json, "One JSON document");
  AddThreads(app, command->common);
  AddModelsFolder(app, command->common);
  AddProgress(app, command->common);
  app.footer("Example:\n  godwit eval locate --truth photos/truth.csv --seeds 10");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace godwit::cli
