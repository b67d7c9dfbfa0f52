#include "workflows/classify_images.h"

#include <utility>

#include <fmt/format.h>

namespace godwit::workflows {
namespace {

class TextWriter : public ResultWriter<ImageClasses> {
 public:
  explicit TextWriter(std::ostream& out) : out_(out) {}

  core::Result<> Add(const ImageClasses& result) override {
    if (!result.error.empty()) {
      return {};  // errors are reported apart
    }
    out_ << result.path.string() << '\n';
    for (const recognition::ClassScore& found : result.classes) {
      out_ << fmt::format("  {:>5.1f}%  {}\n", found.score * 100, found.label);
    }
    out_.flush();
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

class CsvWriter : public ResultWriter<ImageClasses> {
 public:
  explicit CsvWriter(std::ostream& out) : out_(out) { out_ << "path,rank,label,index,score\n"; }

  core::Result<> Add(const ImageClasses& result) override {
    int rank = 0;
    for (const recognition::ClassScore& found : result.classes) {
      out_ << fmt::format("{},{},{},{},{}\n", CsvField(result.path.string()), ++rank, CsvField(found.label),
                          found.index, found.score);
    }
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
};

}  // namespace

ImagesReport ClassifyImages(const recognition::Classifier& classifier, const core::ImageList& list,
                            const ClassifySettings& settings, const core::ThreadPool& pool,
                            const ImageSink<ImageClasses>& sink, const core::JobContext& context) {
  core::DecodeOptions decode_options = classifier.decode_options();
  decode_options.exact = settings.exact_decode;
  const auto post_process = [&](const core::Workspace& workspace, ImageClasses& result) {
    result.classes = classifier.PostProcess(workspace, settings.top);
  };
  return ProcessImages<ImageClasses>(classifier, decode_options, list, pool, post_process, sink, context);
}

std::optional<ClassFormat> ParseClassFormat(std::string_view name) {
  for (const auto& [known, format] : {std::pair("text", ClassFormat::kText), std::pair("json", ClassFormat::kJson),
                                      std::pair("jsonl", ClassFormat::kJsonl), std::pair("csv", ClassFormat::kCsv)}) {
    if (name == known) {
      return format;
    }
  }
  return std::nullopt;
}

Json ToJson(const ImageClasses& result) {
  Json classes = Json::array();
  for (const recognition::ClassScore& found : result.classes) {
    classes.push_back({{"label", found.label}, {"index", found.index}, {"score", found.score}});
  }
  Json json = ImageToJson(result);
  json["classes"] = std::move(classes);
  json["time_ms"] = TimesToJson(result.times);
  return json;
}

std::unique_ptr<ResultWriter<ImageClasses>> MakeClassWriter(ClassFormat format, const core::ModelCard& card,
                                                            std::ostream& out, TimesInFile times) {
  switch (format) {
    case ClassFormat::kJson:
      return std::make_unique<JsonWriter<ImageClasses>>("classify", card, out, times);
    case ClassFormat::kJsonl:
      return std::make_unique<JsonlWriter<ImageClasses>>(out, times);
    case ClassFormat::kCsv:
      return std::make_unique<CsvWriter>(out);
    case ClassFormat::kText:
      break;
  }
  return std::make_unique<TextWriter>(out);
}

}  // namespace godwit::workflows
