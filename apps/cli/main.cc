// The command line: a flat table of commands, each of which parses, calls a workflow and prints.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/interrupt.h"
#include "core/kernels/dispatch.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): the program's own namespace

constexpr std::array kCommands{
    cli::Command{"detect", "Find objects (or faces) on photos", cli::AddDetect},
    cli::Command{"classify", "Tell what photos show as a whole", cli::AddClassify},
    cli::Command{"bench", "Time networks at every width and resolution", cli::AddBench},
    cli::Command{"eval", "Measure how good a model is on labelled photos", cli::AddEval},
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
  app.footer("Example:\n  godwit detect ~/Pictures/2024 --annotate found/");
  std::vector<cli::Run> runs;
  std::vector<CLI::App*> subcommands;
  for (const cli::Command& command : kCommands) {
    subcommands.push_back(app.add_subcommand(std::string(command.name), command.summary));
    runs.push_back(command.add(*subcommands.back()));
  }
  // CLI11 would only say that a command is missing.
  if (argc > 1 && argv[1][0] != '-' && !std::ranges::count(kCommands, std::string_view(argv[1]), &cli::Command::name)) {
    return cli::ReportError(
        {core::ErrorKind::kUsage, fmt::format("there is no command '{}'; see: godwit --help", argv[1])});
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
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
