#include "apps/cli/command.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <poll.h>
#include <unistd.h>

namespace godwit::cli {
namespace {

// All of standard input. It may be a terminal or a pipe that never ends, so that a stop is looked for while waiting.
core::Result<std::string> ReadStandardInput(const std::stop_token& stop) {
  constexpr int kPatienceMs = 100;
  std::string text;
  std::array<char, 1 << 16> block{};
  while (!stop.stop_requested()) {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (poll(&input, 1, kPatienceMs) <= 0) {  // nothing yet, or a signal
      continue;
    }
    const ssize_t got = read(STDIN_FILENO, block.data(), block.size());
    if (got == 0) {
      return text;
    }
    if (got > 0) {
      text.append(block.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR && errno != EAGAIN) {
      return core::Fail(core::ErrorKind::kInput, "standard input cannot be read: {}", std::strerror(errno));
    }
  }
  return core::Fail(core::ErrorKind::kCancelled, "cancelled while the list of paths was awaited");
}

}  // namespace

void AddThreads(CLI::App& app, CommonOptions& options) {
  app.add_option("--threads", options.threads, "Threads to use; 0 takes all cores")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024))
      ->type_name("N");
}

void AddInputSide(CLI::App& app, std::optional<int>& side) {
  app.add_option("--input", side, "Look at photos at this size, in pixels (default: the model's own)")
      ->type_name("SIDE");
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

core::Result<std::vector<std::filesystem::path>> ExpandStandardInput(const std::vector<std::string>& arguments,
                                                                     char delimiter, const std::stop_token& stop) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      paths.emplace_back(argument);
      continue;
    }
    auto text = ReadStandardInput(stop);
    if (!text) {
      return core::Forward(text);
    }
    if (delimiter != '\0' && text->find('\0') != std::string::npos) {
      return core::Fail(core::ErrorKind::kUsage, "the list of paths holds zero bytes; say -0 where they end the paths");
    }
    for (std::size_t begin = 0; begin < text->size();) {
      const std::size_t end = std::min(text->find(delimiter, begin), text->size());
      std::string_view path = std::string_view(*text).substr(begin, end - begin);
      if (delimiter == '\n' && path.ends_with('\r')) {
        path.remove_suffix(1);
      }
      if (!path.empty()) {
        paths.emplace_back(path);
      }
      begin = end + 1;
    }
  }
  return paths;
}

}  // namespace godwit::cli
