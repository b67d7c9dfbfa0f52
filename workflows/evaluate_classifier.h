// How often a classifier is right on photos whose class is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "recognition/classifier.h"
#include "workflows/process_images.h"

namespace godwit::workflows {

// A photo and the row of the label file that is right for it.
struct LabelledImage {
  std::filesystem::path path;
  int index = 0;
};

// Reads lines of comma-separated values (RFC 4180) with a header that names a column `path`, relative to the file's
// folder, and a column `index` or `label` (a name of the model's labels). Errors: kInput, naming the file
// and the line; a file that cannot be read, a missing column, no line, a class that the model does not have.
core::Result<std::vector<LabelledImage>> ReadLabelledImages(const std::filesystem::path& csv,
                                                            const core::ModelCard& card);

struct ClassifierEvaluation {
  std::int64_t photos = 0;  // that could be read
  std::int64_t top1 = 0;    // of them: the likeliest class was right
  std::int64_t top5 = 0;    // one of the five likeliest was
  ImagesReport report;

  [[nodiscard]] double Top1() const {
    return photos == 0 ? 0 : static_cast<double>(top1) / static_cast<double>(photos);
  }
  [[nodiscard]] double Top5() const {
    return photos == 0 ? 0 : static_cast<double>(top5) / static_cast<double>(photos);
  }
};

ClassifierEvaluation EvaluateClassifier(const recognition::Classifier& classifier,
                                        const std::vector<LabelledImage>& photos, const core::ThreadPool& pool,
                                        const core::JobContext& context);

}  // namespace godwit::workflows
