// Names of files that are written for photos, below an output folder.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace godwit::workflows {

// Gives each photo a file of its own: trips/rome/cat.jpg becomes trips/rome/cat.txt, and where another photo has that
// name already (cat.png beside cat.jpg), trips/rome/cat-2.txt.
class OutputNames {
 public:
  // `suffix` replaces the photo's ending, e.g. ".txt" or "_detections.jpg".
  explicit OutputNames(std::string_view suffix) : suffix_(suffix) {}

  // A relative path that no earlier call returned. `relative` is that of a ListedImage.
  std::filesystem::path For(const std::filesystem::path& relative);

  // For never returns this path.
  void Reserve(const std::filesystem::path& name) { taken_.insert(name); }

 private:
  std::string suffix_;
  std::set<std::filesystem::path> taken_;
};

}  // namespace godwit::workflows
