// The formats of detection_writer.h that are one file an image.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/check.h"
#include "core/base/whole_file.h"
#include "workflows/detection_writer.h"
#include "workflows/output_names.h"

namespace godwit::workflows {
namespace {

std::string XmlText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

// Whole pixels, counted from 1, both ends included, as VOC has them.
std::string VocObject(const detection::Detection& found, int width, int height) {
  const auto first = [](double low, int size) { return std::min(static_cast<int>(std::floor(low)) + 1, size); };
  const auto last = [](double high, int size) { return std::clamp(static_cast<int>(std::ceil(high)), 1, size); };
  return fmt::format(
      "  <object>\n    <name>{}</name>\n    <difficult>0</difficult>\n    <score>{}</score>\n    "
      "<bndbox><xmin>{}</xmin>"
      "<ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax></bndbox>\n  </object>\n",
      XmlText(found.label), found.score, first(found.box.x, width), first(found.box.y, height),
      last(found.box.x + found.box.width, width), last(found.box.y + found.box.height, height));
}

class VocWriter : public DetectionWriter {
 public:
  explicit VocWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

  core::Result<> Add(const ImageDetections& result) override {
    if (!result.error.empty()) {
      return {};
    }
    std::string xml = fmt::format(
        "<annotation>\n  <folder>{}</folder>\n  <filename>{}</filename>\n  <size><width>{}</width><height>{}</height>"
        "<depth>3</depth></size>\n",
        XmlText(result.path.parent_path().filename().string()), XmlText(result.path.filename().string()), result.width,
        result.height);
    for (const detection::Detection& found : result.detections) {
      xml += VocObject(found, result.width, result.height);
    }
    return core::WriteWholeFile(folder_ / names_.For(result.relative), xml + "</annotation>\n");
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::filesystem::path folder_;
  OutputNames names_{".xml"};
};

// Classes are numbered from 0 without gaps, in the order of classes.txt.
class YoloWriter : public DetectionWriter {
 public:
  YoloWriter(const core::ModelCard& card, std::filesystem::path folder) : folder_(std::move(folder)) {
    for (const core::ClassLabel& label : card.labels) {
      if (!label.name.empty()) {
        class_ids_.push_back(label.id);
        class_names_ += label.name + '\n';
      }
    }
    names_.For("classes");  // no photo's labels may take this name
  }

  core::Result<> Add(const ImageDetections& result) override {
    if (!result.error.empty()) {
      return {};
    }
    std::string lines;
    for (const detection::Detection& found : result.detections) {
      const auto index = std::ranges::find(class_ids_, found.class_id) - class_ids_.begin();
      if (index < std::ssize(class_ids_)) {
        const detection::PixelBox& box = found.box;
        lines +=
            fmt::format("{} {:.6f} {:.6f} {:.6f} {:.6f}\n", index, (box.x + box.width / 2) / result.width,
                        (box.y + box.height / 2) / result.height, box.width / result.width, box.height / result.height);
      }
    }
    return core::WriteWholeFile(folder_ / names_.For(result.relative), lines);
  }

  core::Result<> Finish(const ImagesReport&) override {
    return core::WriteWholeFile(folder_ / "classes.txt", class_names_);
  }

 private:
  std::filesystem::path folder_;
  OutputNames names_{".txt"};
  std::vector<int> class_ids_;
  std::string class_names_;
};

}  // namespace

std::unique_ptr<DetectionWriter> MakeFolderWriter(DetectionFormat format, const core::ModelCard& card,
                                                  const std::filesystem::path& folder) {
  core::Check(IsFolderFormat(format), "a format of one file an image");
  if (format == DetectionFormat::kVoc) {
    return std::make_unique<VocWriter>(folder);
  }
  return std::make_unique<YoloWriter>(card, folder);
}

}  // namespace godwit::workflows
