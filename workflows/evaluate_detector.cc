#include "workflows/evaluate_detector.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/base/whole_file.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using detection::AnnotatedPhoto;
using detection::AnnotatedPhotos;
using detection::Category;
using detection::FoundBox;

// The name without what data sets write differently; COCO's where Pascal VOC has another word.
std::string PlainName(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOtherWords{
      {{"aeroplane", "airplane"}, {"motorbike", "motorcycle"}, {"sofa", "couch"}, {"tvmonitor", "tv"}}};
  std::string plain;
  for (const char c : name) {
    if (c != ' ' && c != '_' && c != '-') {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  const auto* other = std::ranges::find(kOtherWords, plain, [](const auto& words) { return words.first; });
  return other == kOtherWords.end() ? plain : std::string(other->second);
}

const Category* FindByName(std::span<const Category> categories, const std::string& name) {
  auto found = std::ranges::find(categories, name, &Category::name);
  if (found == categories.end()) {
    const std::string plain = PlainName(name);
    found = std::ranges::find(categories, plain, [](const Category& category) { return PlainName(category.name); });
  }
  return found == categories.end() ? nullptr : &*found;
}

// Empty where the photo is what was annotated.
std::string SizeProblem(const AnnotatedPhoto& truth, const ImageDetections& result) {
  const bool known = truth.width > 0 && truth.height > 0;
  return !known || (truth.width == result.width && truth.height == result.height)
             ? ""
             : fmt::format("{}: has {}x{} pixels, but {}x{} were annotated", result.path.string(), result.width,
                           result.height, truth.width, truth.height);
}

}  // namespace

LabelMatch MatchLabels(std::span<const core::ClassLabel> labels, std::span<const Category> categories) {
  LabelMatch match;
  std::unordered_set<int> matched;
  bool numbered_alike = true;
  const auto add = [&](const core::ClassLabel& label, const Category& category) {
    match.category_of.emplace(label.id, category.id);
    matched.insert(category.id);
    numbered_alike = numbered_alike && label.id == category.id;
  };
  for (const core::ClassLabel& label : labels) {
    if (label.name.empty()) {
      continue;
    }
    if (const Category* category = FindByName(categories, label.name)) {
      add(label, *category);
    } else {
      match.not_annotated.push_back(label.name);
    }
  }
  if (!matched.empty() && numbered_alike) {
    for (const core::ClassLabel& label : labels) {
      const auto category = std::ranges::find(categories, label.id, &Category::id);
      if (label.name.empty() && category != categories.end() && !matched.contains(label.id)) {
        add(label, *category);
      }
    }
  }
  std::ranges::copy_if(categories, std::back_inserter(match.not_in_model),
                       [&](const Category& category) { return !matched.contains(category.id); });
  return match;
}

core::Result<DetectorEvaluation> EvaluateDetector(const detection::Detector& detector, AnnotatedPhotos truth,
                                                  const std::filesystem::path& photo_folder,
                                                  const DetectSettings& settings, const core::ThreadPool& pool,
                                                  const core::JobContext& context) {
  if (std::error_code error; !std::filesystem::is_directory(photo_folder, error)) {
    return core::Fail(ErrorKind::kInput, "{}: is not a folder; name the one that holds the annotated photos",
                      photo_folder.string());
  }
  if (truth.photos.empty()) {
    return core::Fail(ErrorKind::kInput, "the annotations list no photo, so there is nothing to judge");
  }
  LabelMatch match = MatchLabels(detector.card().labels, truth.categories);
  if (match.category_of.empty()) {
    return core::Fail(ErrorKind::kInput,
                      "none of the annotated categories is a class of model '{}'; see: godwit models info {}",
                      detector.card().id, detector.card().id);
  }
  core::ImageList list;
  for (const AnnotatedPhoto& photo : truth.photos) {
    list.images.push_back({photo_folder / photo.file_name, photo.file_name});
  }
  std::vector<AnnotatedPhoto> judged;
  std::vector<std::vector<FoundBox>> found;
  std::size_t next = 0;  // results come in order of the list
  const auto collect = [&](const ImageDetections& result, const core::Photo&) -> core::Result<> {
    AnnotatedPhoto& photo = truth.photos[next++];
    if (!result.error.empty()) {
      return {};
    }
    if (std::string problem = SizeProblem(photo, result); !problem.empty()) {
      return core::Fail(ErrorKind::kInput, "{}", problem);
    }
    std::vector<FoundBox>& boxes = found.emplace_back();
    for (const detection::Detection& detection : result.detections) {
      if (const auto category = match.category_of.find(detection.class_id); category != match.category_of.end()) {
        boxes.push_back({detection.box, category->second, detection.score});
      }
    }
    judged.push_back(std::move(photo));
    return {};
  };
  auto report = DetectImages(detector, list, settings, pool, collect, context);
  if (!report) {
    return core::Forward(report);
  }
  DetectorEvaluation evaluation{
      .metric = detection::EvaluateDetections(truth.categories, judged, found, settings.max_detections),
      .photos = std::ssize(judged),
      .not_annotated = std::move(match.not_annotated),
      .report = *std::move(report)};
  for (const detection::ClassMetric& of_class : evaluation.metric.classes) {
    evaluation.objects += of_class.objects;
    if (of_class.objects > 0 && std::ranges::count(match.not_in_model, of_class.category.id, &Category::id) > 0) {
      evaluation.not_in_model.push_back(of_class.category);
    }
  }
  return evaluation;
}

core::Result<> WritePrecisionCurves(const detection::CocoMetric& metric, const std::filesystem::path& file) {
  std::string text = "class,iou,recall,precision\n";
  for (const detection::ClassMetric& of_class : metric.classes) {
    const std::string name = CsvField(of_class.category.name);
    for (std::size_t overlap = 0; overlap < of_class.curves.size(); ++overlap) {
      for (std::size_t point = 0; point < detection::kRecallPoints; ++point) {
        fmt::format_to(std::back_inserter(text), "{},{:.2f},{:.2f},{:.6f}\n", name, detection::OverlapLimit(overlap),
                       detection::RecallPoint(point), of_class.curves[overlap][point]);
      }
    }
  }
  return core::WriteWholeFile(file, text);
}

}  // namespace godwit::workflows
