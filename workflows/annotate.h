// Copies of photos with their detections drawn on them.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "workflows/detect_images.h"
#include "workflows/output_names.h"

namespace godwit::workflows {

// Draws boxes, labels and scores on a full-size copy of the photo. Where `photo` was decoded smaller, the file is
// decoded again. Errors: kInput, naming the file.
core::Result<> DrawDetections(const ImageDetections& result, const core::Photo& photo, core::Image& drawn);

// Writes annotated copies as JPEG below a folder, keeping the photos' places below the folders the user named. No photo
// of the list is ever written over, nor one that is elsewhere.
class Annotator {
 public:
  Annotator(std::filesystem::path folder, const core::ImageList& originals);

  // Writes <folder>/<relative stem>_detections.jpg. Photos that failed are passed over. Errors: kInput, naming the
  // file.
  core::Result<> Write(const ImageDetections& result, const core::Photo& photo);

  // Where the copy of a photo of the list goes, by its `relative` (see core::ListedImage).
  [[nodiscard]] std::filesystem::path FileFor(const std::filesystem::path& relative) const {
    return folder_ / names_.For(relative);
  }

 private:
  std::filesystem::path folder_;
  OutputNames names_;
  core::Image drawn_;
};

}  // namespace godwit::workflows
