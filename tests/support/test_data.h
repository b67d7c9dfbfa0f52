// Where tests find golden outputs, photos and weights that are not part of the repository.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace godwit::tests {

// A path below the shared test data: environment variable GODWIT_TEST_DATA, by default ../shared beside the checkout.
inline std::filesystem::path TestData(const std::string& relative) {
  const char* root = std::getenv("GODWIT_TEST_DATA");
  return std::filesystem::path(root != nullptr && *root != '\0' ? root : "../shared") / relative;
}

}  // namespace godwit::tests

// Skips the running test, saying why, where a needed file or folder is not there.
#define GODWIT_REQUIRE_TEST_DATA(relative)                                             \
  do {                                                                                 \
    if (!std::filesystem::exists(godwit::tests::TestData(relative))) {                 \
      GTEST_SKIP() << godwit::tests::TestData(relative).string()                       \
                   << " is missing; set GODWIT_TEST_DATA to the folder that holds it"; \
    }                                                                                  \
  } while (false)
