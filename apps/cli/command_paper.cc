#include <algorithm>
#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "workflows/paper_tables.h"

namespace godwit::cli {
namespace {

using Json = nlohmann::ordered_json;
using workflows::PaperFigure;
using workflows::PaperRow;
using workflows::PaperTable;

constexpr std::size_t kFigureWidth = 20;

// "569 = 568.7", "1.19 ! 1.91"; what stands alone is printed or computed only.
std::string Text(const PaperFigure& figure) {
  const auto number = [&](double value, int decimals) { return fmt::format("{:.{}f}", value, decimals); };
  if (!figure.printed) {
    return figure.computed ? number(*figure.computed, figure.decimals) : "";
  }
  const std::string printed = number(*figure.printed, figure.decimals);
  if (!figure.computed) {
    return printed;
  }
  const bool whole = *figure.computed == static_cast<double>(static_cast<long>(*figure.computed));
  return fmt::format("{} {} {}", printed, figure.misprint ? "!" : "|",
                     number(*figure.computed, whole ? figure.decimals : std::max(1, figure.decimals)));
}

void Print(const PaperTable& table) {
  fmt::print("\nTable {}: {}\n", table.number, table.title);
  std::size_t width = 0;
  for (const PaperRow& row : table.rows) {
    width = std::max(width, row.name.size());
  }
  fmt::print("  {:<{}}", "", width);
  if (!table.accuracy.empty()) {
    fmt::print("  {:>18}", table.accuracy);
  }
  for (const std::string& column : table.columns) {
    fmt::print("  {:>{}}", column, kFigureWidth);
  }
  fmt::print("\n");
  for (const PaperRow& row : table.rows) {
    fmt::print("  {:<{}}", row.name, width);
    if (!table.accuracy.empty()) {
      fmt::print("  {:>18}", row.accuracy ? fmt::format("{:.1f}", *row.accuracy) : "");
    }
    for (const PaperFigure& figure : row.figures) {
      fmt::print("  {:>{}}", Text(figure), kFigureWidth);
    }
    fmt::print("{}{}\n", row.note.empty() ? "" : "  ", row.note);
  }
}

Json ToJson(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json ToJson(const PaperTable& table) {
  Json rows = Json::array();
  for (const PaperRow& row : table.rows) {
    Json figures = Json::array();
    for (const PaperFigure& figure : row.figures) {
      figures.push_back(
          {{"printed", ToJson(figure.printed)}, {"computed", ToJson(figure.computed)}, {"misprint", figure.misprint}});
    }
    rows.push_back(
        {{"name", row.name}, {"accuracy", ToJson(row.accuracy)}, {"figures", std::move(figures)}, {"note", row.note}});
  }
  return {{"number", table.number},
          {"title", table.title},
          {"accuracy", table.accuracy},
          {"columns", table.columns},
          {"rows", std::move(rows)}};
}

int Paper(bool json) {
  const std::vector<PaperTable> tables = workflows::PaperTables();
  if (json) {
    Json list = Json::array();
    for (const PaperTable& table : tables) {
      list.push_back(ToJson(table));
    }
    std::cout << Json{{"command", "paper"}, {"tables", std::move(list)}}.dump(2) << '\n';
    return kDone;
  }
  fmt::print(
      "MobileNets (arXiv 1704.04861), its figures beside those of the networks here:  printed | computed.\n"
      "An exclamation mark in place of the bar marks a misprint. Accuracies are the paper's own.\n");
  std::ranges::for_each(tables, Print);
  return kDone;
}

}  // namespace

Run AddPaper(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "One JSON document");
  app.footer("Example:\n  godwit paper --json");
  return [json](const std::stop_token&) { return Paper(*json); };
}

}  // namespace godwit::cli
