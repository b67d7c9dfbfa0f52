// Models that tests run when they are installed.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace godwit::tests {

// The installed weight file of a model: below environment variable GODWIT_MODELS, else the user's models folder.
inline std::filesystem::path ModelFile(const std::string& id) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value != nullptr ? value : "");
  };
  std::filesystem::path folder = variable("GODWIT_MODELS");
  if (folder.empty()) {
    const std::filesystem::path data = variable("XDG_DATA_HOME");
    folder = (data.empty() ? variable("HOME") / ".local/share" : data) / "godwit/models";
  }
  return folder / (id + ".safetensors");
}

}  // namespace godwit::tests

#define GODWIT_REQUIRE_MODEL(id)                                                                                 \
  do {                                                                                                           \
    if (!std::filesystem::exists(godwit::tests::ModelFile(id))) {                                                \
      GTEST_SKIP() << godwit::tests::ModelFile(id).string() << " is missing; run: godwit models fetch " << (id); \
    }                                                                                                            \
  } while (false)
