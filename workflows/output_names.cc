#include "workflows/output_names.h"

#include <fmt/format.h>

namespace godwit::workflows {

std::filesystem::path OutputNames::For(const std::filesystem::path& relative) {
  const std::string stem = relative.stem().string();
  std::filesystem::path name = relative.parent_path() / (stem + suffix_);
  for (int number = 2; !taken_.insert(name).second; ++number) {
    name = relative.parent_path() / fmt::format("{}-{}{}", stem, number, suffix_);
  }
  return name;
}

}  // namespace godwit::workflows
