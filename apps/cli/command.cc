#include "apps/cli/command.h"

#include <iostream>

namespace godwit::cli {

void AddThreads(CLI::App& app, CommonOptions& options) {
  app.add_option("--threads", options.threads, "Threads to use; 0 takes all cores")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024))
      ->type_name("N");
}

void AddModelsFolder(CLI::App& app, CommonOptions& options) {
  app.add_option("--models", options.models_folder,
                 "Folder of the models (default: $GODWIT_MODELS, else $XDG_DATA_HOME/godwit/models, else "
                 "~/.local/share/godwit/models)")
      ->type_name("DIR");
}

void AddProgress(CLI::App& app, CommonOptions& options) {
  app.add_option("--progress", options.progress, "auto (a bar on a terminal, plain lines elsewhere), plain or none")
      ->capture_default_str()
      ->check(CLI::IsMember({"auto", "plain", "none"}))
      ->type_name("STYLE");
}

std::vector<std::filesystem::path> ExpandStandardInput(const std::vector<std::string>& arguments) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      paths.emplace_back(argument);
      continue;
    }
    for (std::string line; std::getline(std::cin, line);) {
      if (line.ends_with('\r')) {
        line.pop_back();
      }
      if (!line.empty()) {
        paths.emplace_back(line);
      }
    }
  }
  return paths;
}

}  // namespace godwit::cli
