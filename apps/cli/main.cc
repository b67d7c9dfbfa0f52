// The command line: a flat table of commands, each of which parses, calls a workflow and prints.
#include <array>
#include <cstdio>
#include <exception>
#include <iostream>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/interrupt.h"
#include "apps/cli/misspelling.h"
#include "core/kernels/dispatch.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): the program's own namespace

constexpr std::array kCommands{
    cli::Command{"detect", "Find objects (or faces) on photos", cli::AddDetect},
    cli::Command{"classify", "Tell what photos show as a whole", cli::AddClassify},
    cli::Command{"locate", "Tell where photos were taken", cli::AddLocate},
    cli::Command{"run", "Run a job over folders of photos, and go on with it after a stop", cli::AddRun},
    cli::Command{"bench", "Time networks at every width and resolution", cli::AddBench},
    cli::Command{"eval", "Measure how good a model is on labelled photos", cli::AddEval},
    cli::Command{"merge", "Join the results of runs that shared the photos (--shard)", cli::AddMerge},
    cli::Command{"cells", "Divide the Earth into cells that hold similar numbers of photos", cli::AddCells},
    cli::Command{"models", "List, fetch, import, check and remove models", cli::AddModels},
    cli::Command{"train", "Learn from your own photos, starting from an installed model", cli::AddTrain},
    cli::Command{"distill", "Teach a small network what a large one knows", cli::AddDistill},
    cli::Command{"paper", "The MobileNets paper's cost tables beside recomputed ones", cli::AddPaper},
};

int Main(int argc, char** argv) {
  const cli::Interrupt interrupt;
  if (const std::string problem = core::KernelOverrideError(); !problem.empty()) {
    return cli::ReportError({core::ErrorKind::kUsage, problem});
  }
  CLI::App app("Offline computer vision for your own photos. Nothing leaves this machine.", "godwit");
  app.set_version_flag("--version", "godwit " GODWIT_VERSION);
  app.set_help_flag("-h,--help", "Show this help");
  app.require_subcommand(1);
  app.footer(
      "Exit status of every command:\n"
      "    0  all done\n"
      "    1  some inputs failed and the others are done, or a named file cannot be read or written\n"
      "    2  wrong usage: the command line itself is at fault\n"
      "    3  a model is missing or damaged, or a file to import is no model that Godwit reads\n"
      "  130  cancelled (Ctrl-C); what was under way is finished and written\n\n"
      "Example:\n  godwit detect ~/Pictures/2024 --annotate found/");
  std::vector<cli::Run> runs;
  std::vector<CLI::App*> subcommands;
  for (const cli::Command& command : kCommands) {
    subcommands.push_back(app.add_subcommand(std::string(command.name), command.summary));
    runs.push_back(command.add(*subcommands.back()));
  }
  // CLI11 would only say that a command is missing.
  const std::span<char* const> arguments(argv, static_cast<std::size_t>(argc));
  if (const auto problem = cli::UnknownCommand(app, arguments.subspan(argc > 0 ? 1 : 0)); !problem.empty()) {
    return cli::ReportError({core::ErrorKind::kUsage, problem});
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool wrong = error.get_exit_code() != 0;  // a wish for help is an error to CLI11, too
    if (const std::string problem = wrong ? cli::UnknownOption(app) : ""; !problem.empty()) {
      return cli::ReportError({core::ErrorKind::kUsage, problem});
    }
    return app.exit(error) == 0 ? cli::kDone : cli::kWrongUsage;
  }
  for (std::size_t i = 0; i < subcommands.size(); ++i) {
    if (subcommands[i]->parsed()) {
      const int status = runs[i](interrupt.token());
      const bool written = std::cout.flush() && std::fflush(stdout) == 0;
      return written || status != cli::kDone
                 ? status
                 : cli::ReportError({core::ErrorKind::kInput, "standard output cannot be written to"});
    }
  }
  return cli::kWrongUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "godwit: {}\n", failure.what());
    return godwit::cli::kSomeInputsFailed;
  }
}
