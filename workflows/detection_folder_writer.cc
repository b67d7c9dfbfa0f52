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

// A text as XML has it. What is not UTF-8 or no character of XML (most control characters) becomes U+FFFD.
std::string XmlText(const std::string& text) {
  static constexpr std::string_view kUnknown = "\uFFFD";
  const auto valid = Json::parse(Dump(text)).get<std::string>();
  std::string escaped;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const char c = valid[i];
    const std::string_view rest = std::string_view(valid).substr(i);
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '\t' || c == '\n' || c == '\r') {
      escaped += fmt::format("&#{};", static_cast<int>(c));  // as it is, a parser would make a blank of it
    } else if (static_cast<unsigned char>(c) < ' ') {
      escaped += kUnknown;
    } else if (rest.starts_with("\uFFFE") || rest.starts_with("\uFFFF")) {
      escaped += kUnknown;
      i += kUnknown.size() - 1;
    } else {
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
  VocWriter(std::filesystem::path folder, const core::ImageList& photos)
      : folder_(std::move(folder)), names_(".xml", photos) {}

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
  OutputNames names_;
};

// Classes are numbered from 0 without gaps, in the order of classes.txt.
class YoloWriter : public DetectionWriter {
 public:
  YoloWriter(const core::ModelCard& card, std::filesystem::path folder, const core::ImageList& photos)
      : folder_(std::move(folder)), names_(".txt", photos, {kYoloClassesFile}), class_names_(YoloClassNames(card)) {
    for (const core::ClassLabel& label : card.labels) {
      if (!label.name.empty()) {
        class_ids_.push_back(label.id);
      }
    }
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
    return core::WriteWholeFile(folder_ / kYoloClassesFile, class_names_);
  }

 private:
  std::filesystem::path folder_;
  OutputNames names_;
  std::string class_names_;
  std::vector<int> class_ids_;
};

}  // namespace

std::string YoloClassNames(const core::ModelCard& card) {
  std::string names;
  for (const core::ClassLabel& label : card.labels) {
    if (!label.name.empty()) {
      names += label.name + '\n';
    }
  }
  return names;
}

std::unique_ptr<DetectionWriter> MakeFolderWriter(DetectionFormat format, const core::ModelCard& card,
                                                  const std::filesystem::path& folder, const core::ImageList& photos) {
  core::Check(IsFolderFormat(format), "a format of one file an image");
  if (format == DetectionFormat::kVoc) {
    return std::make_unique<VocWriter>(folder, photos);
  }
  return std::make_unique<YoloWriter>(card, folder, photos);
}

}  // namespace godwit::workflows
