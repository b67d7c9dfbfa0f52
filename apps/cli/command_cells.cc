#include <cmath>
#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/option_adder.h"
#include "apps/cli/progress_line.h"
#include "core/base/whole_file.h"
#include "geolocation/cell_file.h"
#include "geolocation/cell_geojson.h"
#include "workflows/make_cells.h"
#include "workflows/options.h"
#include "workflows/result_writer.h"

namespace godwit::cli {
namespace {

using geolocation::kDistanceLimitsKm;
using workflows::Json;

// Prints what was wrong with inputs; gives the exit status.
int ReportInputs(const workflows::PhotoPositions& positions) {
  for (const auto* list : {&positions.broken, &positions.errors}) {
    for (const core::InputError& error : *list) {
      fmt::print(stderr, "godwit: {}\n", error.error);
    }
  }
  if (positions.failed > std::ssize(positions.errors)) {
    fmt::print(stderr, "godwit: and {} more\n", positions.failed - std::ssize(positions.errors));
  }
  return positions.failed == 0 ? kDone : kSomeInputsFailed;
}

core::JobContext ContextWith(ProgressLine& progress, std::stop_token stop) {
  return {.stop = std::move(stop), .progress = [&](const core::Progress& state) { progress.Show(state); }, .log = {}};
}

struct CellsBuildCommand {
  CommonOptions common;
  workflows::MakeCellsRequest request;
  std::string from;
  std::string out;
  bool json = false;

  int Run(std::stop_token stop);

 private:
  [[nodiscard]] Json ToJson(const workflows::MadeCells& cells) const;
  void PrintText(const workflows::MadeCells& cells) const;
};

Json CellsBuildCommand::ToJson(const workflows::MadeCells& cells) const {
  return {{"command", "cells build"},
          {"from", from},
          {"out", out},
          {"max_photos", request.options.max_photos},
          {"min_photos", request.options.min_photos},
          {"min_level", request.options.min_level},
          {"max_level", request.options.max_level},
          {"inputs", cells.positions.inputs},
          {"without_position", cells.positions.without},
          {"broken_positions", workflows::ToJson(cells.positions.broken)},
          {"photos", cells.points},
          {"cells", cells.made.partition.cells().size()},
          {"kept_photos", cells.made.partition.photos()},
          {"dropped_cells", cells.made.dropped_cells},
          {"dropped_photos", cells.made.dropped_photos},
          {"failed", cells.positions.failed},
          {"errors", workflows::ToJson(cells.positions.errors)}};
}

void CellsBuildCommand::PrintText(const workflows::MadeCells& cells) const {
  const workflows::PhotoPositions& positions = cells.positions;
  fmt::print("{}: {} cells with {} of {} photos; {} photos in {} cells with fewer than {} were dropped\n", out,
             cells.made.partition.cells().size(), cells.made.partition.photos(), cells.points,
             cells.made.dropped_photos, cells.made.dropped_cells, request.options.min_photos);
  if (positions.without > 0 || !positions.broken.empty()) {
    fmt::print("Left out: {} inputs without a position, {} whose camera did not know it\n", positions.without,
               positions.broken.size());
  }
  if (cells.made.partition.cells().empty()) {
    fmt::print("No cell has enough photos: lower --min-photos, or raise --max-photos so that cells stay larger\n");
  }
}

int CellsBuildCommand::Run(std::stop_token stop) {
  request.from = from;
  request.out = out;
  ProgressLine progress(*ParseProgressStyle(common.progress));
  const auto cells =
      workflows::MakeCells(request, core::ThreadPool(common.threads), ContextWith(progress, std::move(stop)));
  progress.Clear();
  if (!cells) {
    return ReportError(cells.error());
  }
  const int status = ReportInputs(cells->positions);
  if (json) {
    std::cout << ToJson(*cells).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    PrintText(*cells);
  }
  return status;
}

struct CellsInfoCommand {
  CommonOptions common;
  std::string file;
  std::string points;
  std::string geojson;
  bool json = false;

  int Run(std::stop_token stop) const;

 private:
  [[nodiscard]] core::Result<> WriteOutlines(const geolocation::Partition& partition) const;
  [[nodiscard]] Json ToJson(const geolocation::Partition& partition, const geolocation::PartitionStatistics& statistics,
                            const std::optional<geolocation::OracleCeiling>& oracle) const;
};

Json SharesToJson(const geolocation::DistanceShares& shares, double median_km) {
  Json within = Json::array();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    within.push_back({{"km", kDistanceLimitsKm[i]}, {"share", shares[i]}});
  }
  // JSON knows no infinity.
  return {{"within", std::move(within)}, {"median_km", std::isfinite(median_km) ? Json(median_km) : Json(nullptr)}};
}

Json CellsInfoCommand::ToJson(const geolocation::Partition& partition,
                              const geolocation::PartitionStatistics& statistics,
                              const std::optional<geolocation::OracleCeiling>& oracle) const {
  Json levels = Json::array();
  for (const auto& [level, cells, photos] : statistics.levels) {
    levels.push_back({{"level", level}, {"cells", cells}, {"photos", photos}});
  }
  Json areas = Json::array();
  for (const auto& [from_km2, cells, photos] : statistics.areas) {
    areas.push_back({{"from_km2", from_km2}, {"to_km2", 10 * from_km2}, {"cells", cells}, {"photos", photos}});
  }
  Json document{{"command", "cells info"},
                {"file", file},
                {"cells", partition.cells().size()},
                {"photos", partition.photos()},
                {"levels", std::move(levels)},
                {"areas", std::move(areas)},
                {"min_area_km2", statistics.min_area_km2},
                {"median_area_km2", statistics.median_area_km2},
                {"max_area_km2", statistics.max_area_km2},
                {"total_area_km2", statistics.total_area_km2}};
  if (oracle) {
    document["oracle"] = {{"points", oracle->points},
                          {"in_cells", oracle->in_cells},
                          {"right_cell", SharesToJson(oracle->right_cell, oracle->right_cell_median_km)},
                          {"nearest_cell", SharesToJson(oracle->nearest_cell, oracle->nearest_cell_median_km)}};
  }
  return document;
}

void PrintStatistics(const geolocation::Partition& partition, const geolocation::PartitionStatistics& statistics) {
  fmt::print("{} cells made of {} photos, {:.4g} km2 of the Earth's 510 million\n", partition.cells().size(),
             partition.photos(), statistics.total_area_km2);
  if (partition.cells().empty()) {
    return;
  }
  fmt::print("Area of a cell: {:.4g} to {:.4g} km2, median {:.4g}\n\n", statistics.min_area_km2,
             statistics.max_area_km2, statistics.median_area_km2);
  fmt::print("{:>14} {:>10} {:>12}\n", "level", "cells", "photos");
  for (const auto& [level, cells, photos] : statistics.levels) {
    fmt::print("{:>14} {:>10} {:>12}\n", level, cells, photos);
  }
  fmt::print("\n{:>14} {:>10} {:>12}\n", "km2 from", "cells", "photos");
  for (const auto& [from_km2, cells, photos] : statistics.areas) {
    fmt::print("{:>14g} {:>10} {:>12}\n", from_km2, cells, photos);
  }
}

void PrintOracle(const geolocation::OracleCeiling& oracle) {
  fmt::print("\nThe best that a locator can do on {} points ({} of them in cells), percent within\n", oracle.points,
             oracle.in_cells);
  fmt::print("{:>30}", "");
  for (const double km : kDistanceLimitsKm) {
    fmt::print(" {:>8}", fmt::format("{} km", km));
  }
  fmt::print("  median km\n");
  const auto print = [](std::string_view name, const geolocation::DistanceShares& shares, double median_km) {
    fmt::print("{:>30}", name);
    for (const double share : shares) {
      fmt::print(" {:>8.1f}", 100 * share);
    }
    fmt::print(" {:>10.1f}\n", median_km);
  };
  print("in the cell of the point", oracle.right_cell, oracle.right_cell_median_km);
  print("in the cell nearest to it", oracle.nearest_cell, oracle.nearest_cell_median_km);
}

core::Result<> CellsInfoCommand::WriteOutlines(const geolocation::Partition& partition) const {
  auto out = core::WholeFile::Create(geojson);
  if (!out) {
    return Forward(out);
  }
  geolocation::WriteGeoJson(partition.cells(), out->stream());
  return out->Commit();
}

int CellsInfoCommand::Run(std::stop_token stop) const {
  const auto partition = geolocation::ReadCells(file);
  if (!partition) {
    return ReportError(partition.error());
  }
  int status = kDone;
  std::optional<geolocation::OracleCeiling> oracle;
  if (!points.empty()) {
    const core::ThreadPool pool(common.threads);
    ProgressLine progress(*ParseProgressStyle(common.progress));
    const auto positions = workflows::ReadPositions(points, pool, ContextWith(progress, std::move(stop)));
    progress.Clear();
    if (!positions) {
      return ReportError(positions.error());
    }
    status = ReportInputs(*positions);
    oracle = geolocation::ComputeOracleCeiling(*partition, positions->leaves, pool);
  }
  if (!geojson.empty()) {
    if (auto written = WriteOutlines(*partition); !written) {
      return ReportError(written.error());
    }
  }
  const auto statistics = geolocation::ComputeStatistics(*partition);
  if (json) {
    std::cout << ToJson(*partition, statistics, oracle).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return status;
  }
  PrintStatistics(*partition, statistics);
  if (oracle) {
    PrintOracle(*oracle);
  }
  return status;
}

Run AddCellsBuild(CLI::App& app) {
  const auto command = std::make_shared<CellsBuildCommand>();
  app.add_option(
         "--from", command->from,
         "Positions of photos: a CSV file with a header that names lat and lon (degrees), or a folder of photos "
         "with GPS")
      ->required()
      ->type_name("CSV|FOLDER");
  workflows::DescribeOptions(command->request.options, OptionAdder{app});
  app.add_option("-o,--output", command->out, "CSV file of cells to write: token, photos, lat, lon")
      ->required()
      ->type_name("FILE");
  app.add_flag("--json", command->json, "Print the numbers as one JSON document");
  AddThreads(app, command->common);
  AddProgress(app, command->common);
  app.footer("Example:\n  godwit cells build --from positions.csv --max-photos 1000 --min-photos 20 -o cells.csv");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

Run AddCellsInfo(CLI::App& app) {
  const auto command = std::make_shared<CellsInfoCommand>();
  app.add_option("FILE", command->file, "A file of cells")->required()->type_name("");
  app.add_option(
         "--points", command->points,
         "Tell how near the best of locators would come to these positions: a CSV file or a folder, as for build")
      ->type_name("CSV|FOLDER");
  app.add_option("--geojson", command->geojson, "Write the outlines of the cells to this file, for maps")
      ->type_name("FILE");
  app.add_flag("--json", command->json, "One JSON document");
  AddThreads(app, command->common);
  AddProgress(app, command->common);
  app.footer("Example:\n  godwit cells info cells.csv --points positions.csv --geojson cells.geojson");
  return [command](std::stop_token stop) { return command->Run(std::move(stop)); };
}

}  // namespace

Run AddCells(CLI::App& app) {
  app.require_subcommand(1);
  app.footer("Example:\n  godwit cells build --from ~/Pictures --max-photos 100 --min-photos 2 -o cells.csv");
  const auto chosen = std::make_shared<Run>();
  for (const Command& what : {Command{"build", "Make cells from the positions of photos", &AddCellsBuild},
                              Command{"info", "Tell what a file of cells holds", &AddCellsInfo}}) {
    CLI::App* sub = app.add_subcommand(std::string(what.name), what.summary);
    sub->callback([chosen, run = what.add(*sub)] { *chosen = run; });
  }
  return [chosen](std::stop_token stop) { return (*chosen)(std::move(stop)); };
}

}  // namespace godwit::cli
