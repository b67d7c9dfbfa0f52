#include "workflows/annotate.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/image/encode.h"

namespace godwit::workflows {
namespace {

void CopyPixels(const core::Image& from, core::Image& to) {
  to.Reset(from.width(), from.height());
  std::copy_n(from.data(), from.bytes(), to.data());
}

// The photos as paths relative to the folder.
std::set<std::filesystem::path> PlacesBelow(const std::filesystem::path& folder, const core::ImageList& photos) {
  std::error_code ignored;
  const std::filesystem::path below = std::filesystem::weakly_canonical(folder, ignored);
  std::set<std::filesystem::path> places;
  for (const auto* images : {&photos.images, &photos.elsewhere}) {
    for (const core::ListedImage& image : *images) {
      places.insert(std::filesystem::weakly_canonical(image.path, ignored).lexically_relative(below));
    }
  }
  return places;
}

}  // namespace

core::Result<> DrawDetections(const ImageDetections& result, const core::Photo& photo, core::Image& drawn) {
  if (photo.image.width() == photo.width && photo.image.height() == photo.height) {
    CopyPixels(photo.image, drawn);
  } else {
    core::Photo full;
    if (auto decoded = core::DecodeImage(result.path, {.exact = true}, full); !decoded) {
      return decoded;
    }
    drawn = std::move(full.image);
  }
  std::vector<core::DrawnBox> boxes;
  for (const detection::Detection& found : result.detections) {
    boxes.push_back({.x = found.box.x,
                     .y = found.box.y,
                     .width = found.box.width,
                     .height = found.box.height,
                     .caption = fmt::format("{} {:.0f}%", found.label, found.score * 100),
                     .rgb = core::ClassColor(found.class_id)});
  }
  core::DrawBoxes(boxes, drawn);
  return {};
}

Annotator::Annotator(std::filesystem::path folder, const core::ImageList& originals)
    : folder_(std::move(folder)), names_("_detections.jpg", originals, PlacesBelow(folder_, originals)) {}

core::Result<> Annotator::Write(const ImageDetections& result, const core::Photo& photo) {
  if (!result.error.empty()) {
    return {};
  }
  if (auto drawn = DrawDetections(result, photo, drawn_); !drawn) {
    return drawn;
  }
  return core::WriteImage(FileFor(result.relative), drawn_);
}

}  // namespace godwit::workflows
