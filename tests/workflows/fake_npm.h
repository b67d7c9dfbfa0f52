// An `npm` of the test's own, first on PATH.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.h"

namespace godwit::tests {

// PATH is as it was when this goes. The script runs in the folder where npm would leave the package.
class FakeNpm {
 public:
  FakeNpm() : path_(std::getenv("PATH")) { Set("echo 'no package for this test' >&2; exit 1"); }
  ~FakeNpm() { ::setenv("PATH", path_.c_str(), 1); }
  FakeNpm(const FakeNpm&) = delete;
  FakeNpm& operator=(const FakeNpm&) = delete;

  void Set(const std::string& script) {
    WriteFile(folder_ / "npm", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(folder_ / "npm", std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
  }

  // Leaves a copy of this archive.
  void Serve(const std::filesystem::path& archive) { Set("cp '" + archive.string() + "' package-1.0.0.tgz"); }

  void Remove() { ::setenv("PATH", (folder_ / "nothing").c_str(), 1); }

 private:
  TemporaryFolder folder_;
  std::string path_;
};

}  // namespace godwit::tests
