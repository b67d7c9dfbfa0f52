#include "workflows/detection_writer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/check.h"

namespace godwit::workflows {
namespace {

using Json = nlohmann::ordered_json;

// Paths need not be UTF-8; JSON must.
std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ToJson(const detection::Detection& found) {
  return {{"label", found.label},
          {"class_id", found.class_id},
          {"score", found.score},
          {"box", {{"x", found.box.x}, {"y", found.box.y}, {"width", found.box.width}, {"height", found.box.height}}}};
}

Json ToJson(const ImageDetections& result) {
  Json detections = Json::array();
  for (const detection::Detection& found : result.detections) {
    detections.push_back(ToJson(found));
  }
  return {{"path", result.path.string()},
          {"width", result.width},
          {"height", result.height},
          {"detections", std::move(detections)},
          {"time_ms",
           {{"decode", result.times.decode_ms},
            {"preprocess", result.times.preprocess_ms},
            {"network", result.times.network_ms},
            {"postprocess", result.times.postprocess_ms}}}};
}

Json ToJson(const InputError& error) { return {{"path", error.path}, {"error", error.error}}; }

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
  core::Result<> Finish(const DetectReport&) override { return {}; }

 private:
  std::ostream& out_;
};

// The document is written as results come in, so that a folder of any size takes no memory.
class JsonWriter : public DetectionWriter {
 public:
  JsonWriter(const core::ModelCard& card, std::ostream& out) : out_(out) {
    const Json model{{"id", card.id}, {"sha256", card.sha256}, {"alpha", card.alpha}, {"input", card.input_width}};
    out_ << R"({"command":"detect","model":)" << Dump(model) << R"(,"images":[)";
  }

  core::Result<> Add(const ImageDetections& result) override {
    if (result.error.empty()) {
      out_ << (std::exchange(first_, false) ? "\n" : ",\n") << Dump(ToJson(result));
    }
    return {};
  }

  core::Result<> Finish(const DetectReport& report) override {
    Json errors = Json::array();
    for (const InputError& error : report.errors) {
      errors.push_back(ToJson(error));
    }
    out_ << "\n],\"errors\":" << Dump(errors) << "}\n";
    return {};
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

class JsonlWriter : public DetectionWriter {
 public:
  explicit JsonlWriter(std::ostream& out) : out_(out) {}

  core::Result<> Add(const ImageDetections& result) override {
    const Json line = result.error.empty() ? ToJson(result) : ToJson(InputError{result.path.string(), result.error});
    out_ << Dump(line) << std::endl;  // NOLINT(performance-avoid-endl): a reader waits for each line
    return {};
  }
  core::Result<> Finish(const DetectReport&) override { return {}; }

 private:
  std::ostream& out_;
};

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') {
      quoted += c;
    }
  }
  return quoted + '"';
}

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
  core::Result<> Finish(const DetectReport&) override { return {}; }

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

  core::Result<> Finish(const DetectReport&) override {
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

std::optional<DetectionFormat> ParseDetectionFormat(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, [](const auto& format) { return format.first; });
  return found == kFormats.end() ? std::nullopt : std::optional(found->second);
}

bool IsFolderFormat(DetectionFormat format) {
  return format == DetectionFormat::kVoc || format == DetectionFormat::kYolo;
}

std::unique_ptr<DetectionWriter> MakeStreamWriter(DetectionFormat format, const core::ModelCard& card,
                                                  std::ostream& out) {
  core::Check(!IsFolderFormat(format), "a format of one stream");
  switch (format) {
    case DetectionFormat::kJson:
      return std::make_unique<JsonWriter>(card, out);
    case DetectionFormat::kJsonl:
      return std::make_unique<JsonlWriter>(out);
    case DetectionFormat::kCsv:
      return std::make_unique<CsvWriter>(out);
    case DetectionFormat::kCoco:
      return std::make_unique<CocoWriter>(card, out);
    default:
      return std::make_unique<TextWriter>(out);
  }
}

}  // namespace godwit::workflows
