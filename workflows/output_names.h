// Names of files that are written for photos, below an output folder.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string_view>

#include "core/image/list_images.h"

namespace godwit::workflows {

// Gives each photo of a list a file of its own: trips/rome/cat.jpg becomes trips/rome/cat.txt, and where another photo
// has that name already (cat.png beside cat.jpg), trips/rome/cat-2.txt. Names follow from the whole list, those
// elsewhere included, so that processes which share it agree.
class OutputNames {
 public:
  // `suffix` replaces the photo's ending, e.g. ".txt" or "_detections.jpg". No photo gets one of the names `taken`.
  OutputNames(std::string_view suffix, const core::ImageList& photos, std::set<std::filesystem::path> taken = {});

  // The relative path for the photo of that `relative` (see core::ListedImage), which must be in the list.
  [[nodiscard]] const std::filesystem::path& For(const std::filesystem::path& relative) const;

 private:
  std::map<std::filesystem::path, std::filesystem::path> names_;
};

}  // namespace godwit::workflows
