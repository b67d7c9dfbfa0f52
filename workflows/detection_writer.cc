#include "workflows/detection_writer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.h"

namespace godwit::workflows {
namespace {

class TextWriter : public DetectionWriter {
 public:
  explicit TextWriter(std::ostream& out) : out_(out) {}

  core::Result<> Add(const ImageDetections& result) override {
    if (!result.error.empty()) {
      return {};  // errors are reported apart
    }
    out_ << fmt::format("{}  {}x{}\n", result.path.string(), result.width, result.height);
    for (const detection::Detection& found : result.detections) {
      out_ << fmt::format("  {:<16} {:>4.0f}%   {:.0f}x{:.0f} at ({:.0f}, {:.0f})\n", found.label, found.score * 100,
                          found.box.width, found.box.height, found.box.x, found.box.y);
    }
    if (result.detections.empty()) {
      out_ << "  nothing found\n";
    }
    out_.flush();
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

class CsvWriter : public DetectionWriter {
 public:
  explicit CsvWriter(std::ostream& out) : out_(out) {
    out_ << "path,image_width,image_height,label,class_id,score,x,y,width,height\n";
  }

  core::Result<> Add(const ImageDetections& result) override {
    for (const detection::Detection& found : result.detections) {
      out_ << fmt::format("{},{},{},{},{},{},{},{},{},{}\n", CsvField(result.path.string()), result.width,
                          result.height, CsvField(found.label), found.class_id, found.score, found.box.x, found.box.y,
                          found.box.width, found.box.height);
    }
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

class CocoWriter : public DetectionWriter {
 public:
  CocoWriter(const core::ModelCard& card, std::ostream& out) : card_(card), out_(out) {}

  core::Result<> Add(const ImageDetections& result) override {
    if (!result.error.empty()) {
      return {};
    }
    const std::size_t image_id = images_.size() + 1;
    images_.push_back({{"id", image_id},
                       {"file_name", result.relative.generic_string()},
                       {"width", result.width},
                       {"height", result.height}});
    for (const detection::Detection& found : result.detections) {
      annotations_.push_back({{"id", annotations_.size() + 1},
                              {"image_id", image_id},
                              {"category_id", found.class_id},
                              {"bbox", {found.box.x, found.box.y, found.box.width, found.box.height}},
                              {"area", found.box.width * found.box.height},
                              {"iscrowd", 0},
                              {"score", found.score}});
    }
    return {};
  }

  core::Result<> Finish(const ImagesReport&) override {
    Json categories = Json::array();
    for (const core::ClassLabel& label : card_.labels) {
      if (!label.name.empty()) {
        categories.push_back({{"id", label.id}, {"name", label.name}});
      }
    }
    const Json document{{"info", {{"description", "Detections by Godwit, model " + card_.id}}},
                        {"images", std::move(images_)},
                        {"annotations", std::move(annotations_)},
                        {"categories", std::move(categories)}};
    out_ << Dump(document) << '\n';
    return {};
  }

 private:
  const core::ModelCard& card_;
  std::ostream& out_;
  Json images_ = Json::array();
  Json annotations_ = Json::array();
};

constexpr std::array<std::pair<std::string_view, DetectionFormat>, 7> kFormats{{{"text", DetectionFormat::kText},
                                                                                {"json", DetectionFormat::kJson},
                                                                                {"jsonl", DetectionFormat::kJsonl},
                                                                                {"csv", DetectionFormat::kCsv},
                                                                                {"coco", DetectionFormat::kCoco},
                                                                                {"voc", DetectionFormat::kVoc},
                                                                                {"yolo", DetectionFormat::kYolo}}};

}  // namespace

Json ToJson(const ImageDetections& result) {
  Json detections = Json::array();
  for (const detection::Detection& found : result.detections) {
    const detection::PixelBox& box = found.box;
    detections.push_back({{"label", found.label},
                          {"class_id", found.class_id},
                          {"score", found.score},
                          {"box", {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}}}});
  }
  Json json = ImageToJson(result);
  json["detections"] = std::move(detections);
  json["time_ms"] = TimesToJson(result.times);
  return json;
}

std::optional<DetectionFormat> ParseDetectionFormat(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, [](const auto& format) { return format.first; });
  return found == kFormats.end() ? std::nullopt : std::optional(found->second);
}

bool IsFolderFormat(DetectionFormat format) {
  return format == DetectionFormat::kVoc || format == DetectionFormat::kYolo;
}

std::unique_ptr<DetectionWriter> MakeStreamWriter(DetectionFormat format, const core::ModelCard& card,
                                                  std::ostream& out, TimesInFile times) {
  core::Check(!IsFolderFormat(format), "a format of one stream");
  switch (format) {
    case DetectionFormat::kJson:
      return std::make_unique<JsonWriter<ImageDetections>>("detect", card, out, times);
    case DetectionFormat::kJsonl:
      return std::make_unique<JsonlWriter<ImageDetections>>(out, times);
    case DetectionFormat::kCsv:
      return std::make_unique<CsvWriter>(out);
    case DetectionFormat::kCoco:
      return std::make_unique<CocoWriter>(card, out);
    default:
      return std::make_unique<TextWriter>(out);
  }
}

}  // namespace godwit::workflows
