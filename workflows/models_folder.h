// How a models folder changes: one program at a time, and whole models only.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/weights/files.h"

namespace godwit::workflows {

// Held while a models folder changes: one program at a time, so that what lies about in the folder then is left over
// from one that was killed. The kernel gives the lock back when its holder ends, however it ends.
class FolderLock {
 public:
  // Makes the folder where it is missing, waits for the lock, and sweeps up. Errors: kInput, naming the folder;
  // kCancelled.
  static core::Result<FolderLock> Take(const std::filesystem::path& models, const core::JobContext& context);

 private:
  explicit FolderLock(core::FileDescriptor folder) : folder_(std::move(folder)) {}

  core::FileDescriptor folder_;
};

// A folder below the models folder, on the same file system; gone at the end with all that is in it.
class WorkFolder {
 public:
  // Errors: kInput, naming the models folder.
  static core::Result<WorkFolder> Create(const std::filesystem::path& models, const std::string& id);
  ~WorkFolder();
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkFolder& operator=(WorkFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace godwit::workflows
