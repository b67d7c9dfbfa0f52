#include "workflows/export_detections.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

#include "core/base/check.h"
#include "core/base/whole_file.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;

constexpr std::array<ExportFormat, 6> kExportFormats{{{DetectionFormat::kJson, "JSON", ".json"},
                                                      {DetectionFormat::kJsonl, "JSON lines", ".jsonl"},
                                                      {DetectionFormat::kCsv, "CSV", ".csv"},
                                                      {DetectionFormat::kCoco, "COCO", ".json"},
                                                      {DetectionFormat::kVoc, "PASCAL VOC", ".xml"},
                                                      {DetectionFormat::kYolo, "YOLO", ".txt"}}};

core::Result<> WriteTo(DetectionWriter& writer, const ImageDetections& detections) {
  auto added = writer.Add(detections);
  return added ? writer.Finish({.images = 1}) : added;
}

// Labels in that folder mean what its classes.txt says, so other classes must not take its place.
core::Result<> CheckClassNames(const fs::path& file, const std::string& expected) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return {};
  }
  std::ifstream stream(file, std::ios::binary);
  const std::string there{std::istreambuf_iterator<char>(stream), {}};
  if (there != expected) {
    return core::Fail(core::ErrorKind::kUsage, "{}: is there already, with other classes; take another folder",
                      file.string());
  }
  return {};
}

}  // namespace

std::span<const ExportFormat> ExportFormats() { return kExportFormats; }

core::Result<> ExportDetections(DetectionFormat format, const core::ModelCard& card, const ImageDetections& detections,
                                const fs::path& file) {
  if (std::error_code ignored; fs::equivalent(file, detections.path, ignored)) {
    return core::Fail(core::ErrorKind::kUsage, "{}: is the photo itself; originals are never overwritten",
                      file.string());
  }
  if (!IsFolderFormat(format)) {
    return core::WriteWholeFile(file, DetectionsAsText(format, card, detections));
  }
  const std::string_view ending = std::ranges::find(kExportFormats, format, &ExportFormat::format)->ending;
  if (file.extension() != ending) {
    return core::Fail(core::ErrorKind::kUsage, "{}: files of this format end in {}", file.string(), ending);
  }
  if (format == DetectionFormat::kYolo) {
    if (file.filename() == kYoloClassesFile) {
      return core::Fail(core::ErrorKind::kUsage, "{}: is where YOLO has the names of classes; take another name",
                        file.string());
    }
    if (auto checked = CheckClassNames(file.parent_path() / kYoloClassesFile, YoloClassNames(card)); !checked) {
      return checked;
    }
  }
  ImageDetections named = detections;
  named.relative = file.filename();
  const auto writer = MakeFolderWriter(format, card, file.parent_path(),
                                       {.images = {{named.path, named.relative}}, .errors = {}, .elsewhere = {}});
  return WriteTo(*writer, named);
}

std::string DetectionsAsText(DetectionFormat format, const core::ModelCard& card, const ImageDetections& detections) {
  std::ostringstream out;
  const auto written = WriteTo(*MakeStreamWriter(format, card, out), detections);
  core::Check(written.has_value(), "a text in memory can be written");
  return std::move(out).str();
}

}  // namespace godwit::workflows
