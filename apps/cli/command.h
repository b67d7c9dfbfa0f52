// What every command of the command line has.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/result.h"

namespace godwit::cli {

// A command adds its options to `app` and returns what to run once they are parsed; that gives the exit status. The
// token asks a running command to stop.
using Run = std::function<int(std::stop_token)>;

struct Command {
  std::string_view name;
  const char* summary;
  Run (*add)(CLI::App& app);
};

Run AddBench(CLI::App& app);
Run AddCells(CLI::App& app);
Run AddClassify(CLI::App& app);
Run AddDetect(CLI::App& app);
Run AddDistill(CLI::App& app);
Run AddEval(CLI::App& app);
Run AddEvalDetect(CLI::App& app);  // below eval
Run AddEvalLocate(CLI::App& app);  // below eval
Run AddLocate(CLI::App& app);
Run AddMerge(CLI::App& app);
Run AddModels(CLI::App& app);
Run AddPaper(CLI::App& app);
Run AddRun(CLI::App& app);
Run AddTrain(CLI::App& app);

// Options that several commands share.
struct CommonOptions {
  int threads = 0;
  std::string models_folder;  // empty: the default folder
  std::string progress = "auto";
};

void AddThreads(CLI::App& app, CommonOptions& options);
void AddModelsFolder(CLI::App& app, CommonOptions& options);
void AddProgress(CLI::App& app, CommonOptions& options);
void AddInputSide(CLI::App& app, std::optional<int>& side);

// Replaces the argument "-" by the paths that standard input lists, each with `delimiter` behind it. Errors: kCancelled
// where `stop` is requested while standard input is waited for, kInput where it cannot be read, kUsage for zero bytes
// that are not the delimiter.
core::Result<std::vector<std::filesystem::path>> ExpandStandardInput(const std::vector<std::string>& arguments,
                                                                     char delimiter, const std::stop_token& stop);

}  // namespace godwit::cli
