// What many photos show as a whole; see recognition/classifier.h.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "recognition/classifier.h"
#include "workflows/process_images.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {

struct ClassifySettings {
  int top = 5;  // classes a photo
  bool exact_decode = false;
};

struct ImageClasses : ImageResult {
  std::vector<recognition::ClassScore> classes;  // likeliest first
};

// Classifies every listed photo; see ProcessImages.
ImagesReport ClassifyImages(const recognition::Classifier& classifier, const core::ImageList& list,
                            const ClassifySettings& settings, const core::ThreadPool& pool,
                            const ImageSink<ImageClasses>& sink, const core::JobContext& context);

enum class ClassFormat {
  kText,   // for a person at a terminal
  kJson,   // one document: command, model, images, errors
  kJsonl,  // one line an image, written as it is ready; failed images have "error"
  kCsv,    // one line a class of a photo, with a header (RFC 4180)
};

// "json" and so on; nothing for an unknown name.
std::optional<ClassFormat> ParseClassFormat(std::string_view name);

// {"path", "width", "height", "classes": [{"label", "index", "score"}], "time_ms"}
Json ToJson(const ImageClasses& result);

// `out` and `card` must outlive the writer.
std::unique_ptr<ResultWriter<ImageClasses>> MakeClassWriter(ClassFormat format, const core::ModelCard& card,
                                                            std::ostream& out, TimesInFile times = TimesInFile::kYes);

}  // namespace godwit::workflows
