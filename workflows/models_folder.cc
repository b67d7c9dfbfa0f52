#include "workflows/models_folder.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <random>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr std::string_view kWorkPrefix = ".fetch-";

void SweepUp(const fs::path& models) {
  std::error_code ignored;
  std::vector<fs::path> left_over;
  for (fs::directory_iterator entry(models, ignored), end; entry != end; entry.increment(ignored)) {
    if (entry->path().filename().string().starts_with(kWorkPrefix)) {
      left_over.push_back(entry->path());
    }
  }
  for (const fs::path& path : left_over) {
    fs::remove_all(path, ignored);
  }
}

}  // namespace

core::Result<FolderLock> FolderLock::Take(const fs::path& models, const core::JobContext& context) {
  std::error_code error;
  fs::create_directories(models, error);
  if (error) {
    return core::Fail(ErrorKind::kInput, "{}: the folder cannot be made: {}", models.string(), error.message());
  }
  FolderLock lock(core::FileDescriptor(::open(models.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (!lock.folder_.valid()) {
    return core::Fail(ErrorKind::kInput, "{}: the folder cannot be opened: {}", models.string(), std::strerror(errno));
  }
  for (bool told = false; ::flock(lock.folder_.get(), LOCK_EX | LOCK_NB) != 0;) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return lock;  // a file system without locks: nothing is swept, work folders have names of their own
    }
    if (context.stop.stop_requested()) {
      return core::Fail(ErrorKind::kCancelled, "cancelled");
    }
    if (!std::exchange(told, true)) {
      context.Log(core::LogLevel::kInfo,
                  fmt::format("{}: waiting for another godwit that changes this folder", models.string()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  SweepUp(models);
  return lock;
}

core::Result<WorkFolder> WorkFolder::Create(const fs::path& models, const std::string& id) {
  std::random_device random;
  WorkFolder folder(models / fmt::format("{}{}-{:08x}{:08x}", kWorkPrefix, id, random(), random()));
  std::error_code error;
  fs::create_directory(folder.path_, error);
  if (error) {
    return core::Fail(ErrorKind::kInput, "{}: cannot be written to: {}", models.string(), error.message());
  }
  return folder;
}

WorkFolder::~WorkFolder() {
  if (!path_.empty()) {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
}

}  // namespace godwit::workflows
