#include "workflows/output_names.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.h"

namespace godwit::workflows {

OutputNames::OutputNames(std::string_view suffix, const core::ImageList& photos,
                         std::set<std::filesystem::path> taken) {
  for (const auto* images : {&photos.images, &photos.elsewhere}) {
    for (const core::ListedImage& image : *images) {
      names_[image.relative];
    }
  }
  for (auto& [relative, name] : names_) {  // in order of path, whichever process has which photo
    const std::string stem = relative.stem().string();
    name = relative.parent_path() / fmt::format("{}{}", stem, suffix);
    for (int number = 2; !taken.insert(name).second; ++number) {
      name = relative.parent_path() / fmt::format("{}-{}{}", stem, number, suffix);
    }
  }
}

const std::filesystem::path& OutputNames::For(const std::filesystem::path& relative) const {
  const auto found = names_.find(relative);
  core::Check(found != names_.end(), "a photo of the list");
  return found->second;
}

}  // namespace godwit::workflows
