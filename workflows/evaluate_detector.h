// How good a detector is on photos whose objects are known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "detection/coco_annotations.h"
#include "detection/coco_metric.h"
#include "detection/detector.h"
#include "workflows/detect_images.h"

namespace godwit::workflows {

// How published detectors are measured: nearly every score counts, so that precision is known at every recall, and each
// class is suppressed by itself.
inline DetectSettings EvaluationSettings() { return {.min_score = 1e-8, .max_iou = 0.6, .nms_per_class = true}; }

struct LabelMatch {
  std::unordered_map<int, int> category_of;       // label id -> category id
  std::vector<detection::Category> not_in_model;  // categories that no label stands for
  std::vector<std::string> not_annotated;         // names of labels that stand for no category
};

// A label stands for the category of its name; case, spaces, '_' and '-' do not count, and Pascal VOC's names of COCO's
// classes ("aeroplane", "sofa") are known. Numbers do not tell, since every data set has its own, but for a label
// without a name: it stands for the category of its number where all that is matched by name has equal numbers.
LabelMatch MatchLabels(std::span<const core::ClassLabel> labels, std::span<const detection::Category> categories);

struct DetectorEvaluation {
  detection::CocoMetric metric;                   // over the photos that could be read
  std::int64_t photos = 0;                        // that could be read
  std::int64_t objects = 0;                       // on them, crowds left out
  std::vector<detection::Category> not_in_model;  // that have objects on these photos: they count as missed
  std::vector<std::string> not_annotated;         // what is found of these labels does not count
  ImagesReport report;
};

// Detects on all annotated photos, which lie in `photo_folder`, as DetectImages does (classes in the settings are not
// for this), and compares. A photo that is missing, damaged or not of the size that the annotations say is an error of
// the report, and the others count. Errors: kInput where there is no such folder, or no label stands for a category.
core::Result<DetectorEvaluation> EvaluateDetector(const detection::Detector& detector, detection::AnnotatedPhotos truth,
                                                  const std::filesystem::path& photo_folder,
                                                  const DetectSettings& settings, const core::ThreadPool& pool,
                                                  const core::JobContext& context);

// Writes lines of comma-separated values (RFC 4180): class, iou, recall, precision, for each class that has objects.
// Errors: kInput, naming the file.
core::Result<> WritePrecisionCurves(const detection::CocoMetric& metric, const std::filesystem::path& file);

}  // namespace godwit::workflows
