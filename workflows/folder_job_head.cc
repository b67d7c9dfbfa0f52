#include "workflows/folder_job_head.h"

#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/base/whole_file.h"
#include "core/weights/sha256.h"
#include "workflows/detection_writer.h"
#include "workflows/models.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;

// What the two kinds of heads differ in.

std::optional<DetectionFormat> FormatOf(const ImageDetections*, const std::string& name) {
  return ParseDetectionFormat(name);
}
std::optional<ClassFormat> FormatOf(const ImageClasses*, const std::string& name) { return ParseClassFormat(name); }

bool IsFolderFormat(ClassFormat) { return false; }

std::unique_ptr<DetectionWriter> MakeWriter(DetectionFormat format, const core::ModelCard& card, std::ostream& out) {
  return MakeStreamWriter(format, card, out, TimesInFile::kNo);
}
std::unique_ptr<ResultWriter<ImageClasses>> MakeWriter(ClassFormat format, const core::ModelCard& card,
                                                       std::ostream& out) {
  return MakeClassWriter(format, card, out, TimesInFile::kNo);
}
std::unique_ptr<ResultWriter<ImageClasses>> MakeFolderWriter(ClassFormat, const core::ModelCard&, const fs::path&,
                                                             const core::ImageList&) {
  return nullptr;
}

void Parse(const Json& json, ImageDetections& result) {
  for (const Json& found : json.at("detections")) {
    const Json& box = found.at("box");
    result.detections.push_back({.label = found.at("label").get<std::string>(),
                                 .class_id = found.at("class_id").get<int>(),
                                 .score = found.at("score").get<float>(),
                                 .box = {.x = box.at("x").get<double>(),
                                         .y = box.at("y").get<double>(),
                                         .width = box.at("width").get<double>(),
                                         .height = box.at("height").get<double>()}});
  }
}
void Parse(const Json& json, ImageClasses& result) {
  for (const Json& found : json.at("classes")) {
    result.classes.push_back({.label = found.at("label").get<std::string>(),
                              .index = found.at("index").get<int>(),
                              .score = found.at("score").get<float>()});
  }
}

void Count(const ImageDetections& result, LabelCounts& labels) {
  for (const detection::Detection& found : result.detections) {
    ++labels[found.label];
  }
}
void Count(const ImageClasses& result, LabelCounts& labels) {
  if (!result.classes.empty()) {
    ++labels[result.classes.front().label];
  }
}

core::Result<> Draw(Annotator* annotator, const ImageDetections& result, const core::Photo& photo) {
  return annotator != nullptr ? annotator->Write(result, photo) : core::Result<>();
}
core::Result<> Draw(Annotator*, const ImageClasses&, const core::Photo&) { return {}; }

fs::path OutputOf(const FolderJob& job, const std::string& head, const std::string& format) {
  if (format == "voc" || format == "yolo") {
    return job.output / format;
  }
  return job.output / fmt::format("{}{}", head, format == "coco" ? ".coco.json" : '.' + format);
}

// The files of one head's results.
template <typename Result>
class OutputsOfHead : public FolderJobHead::Outputs {
 public:
  core::Result<> Open(const FolderJob& job, const std::string& head, const core::ModelCard& card,
                      const core::ImageList& photos) {
    files_.reserve(job.formats.size());  // writers refer to streams in them
    for (const std::string& name : job.formats) {
      const auto format = FormatOf(static_cast<const Result*>(nullptr), name);
      if (!format) {
        continue;  // for the other head
      }
      const fs::path path = OutputOf(job, head, name);
      if (IsFolderFormat(*format)) {
        writers_.push_back(MakeFolderWriter(*format, card, path, photos));
        continue;
      }
      auto file = core::WholeFile::Create(path);
      if (!file) {
        return core::Forward(file);
      }
      files_.push_back(std::move(*file));
      writers_.push_back(MakeWriter(*format, card, files_.back().stream()));
    }
    return {};
  }

  core::Result<> Add(const core::ListedImage& photo, const JournalEntry& entry, LabelCounts& labels) override {
    Result result;
    result.path = photo.path;
    result.relative = photo.relative;
    if (entry.result.empty()) {
      result.error = entry.error;
    } else {
      try {
        const Json json = Json::parse(entry.result);
        result.width = json.at("width").get<int>();
        result.height = json.at("height").get<int>();
        Parse(json, result);
      } catch (const Json::exception&) {
        return core::Fail(core::ErrorKind::kInput, "{}: the journal's entry for this photo is damaged",
                          photo.path.string());
      }
      Count(result, labels);
    }
    for (const auto& writer : writers_) {
      if (auto added = writer->Add(result); !added) {
        return added;
      }
    }
    return {};
  }

  core::Result<> Finish(const ImagesReport& report) override {
    for (const auto& writer : writers_) {
      if (auto finished = writer->Finish(report); !finished) {
        return finished;
      }
    }
    for (core::WholeFile& file : files_) {
      if (auto written = file.Commit(); !written) {
        return written;
      }
    }
    return {};
  }

 private:
  std::vector<core::WholeFile> files_;
  std::vector<std::unique_ptr<ResultWriter<Result>>> writers_;
};

template <typename Result, typename Head, typename Settings>
class HeadOf : public FolderJobHead {
 public:
  HeadOf(const FolderJob& job, std::string name, Head head, Settings settings, std::string digest)
      : job_(job),
        name_(std::move(name)),
        head_(std::move(head)),
        settings_(std::move(settings)),
        digest_(std::move(digest)) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const core::ModelCard& card() const override { return head_.card(); }
  [[nodiscard]] const std::string& settings() const override { return digest_; }

  core::Result<ImagesReport> Compute(const core::ImageList& photos, const core::ThreadPool& pool, Annotator* annotator,
                                     const Record& record, const core::JobContext& context) const override {
    const auto sink = [&](const Result& result, const core::Photo& photo) {
      JournalEntry entry{.error = result.error};
      if (result.error.empty()) {
        Json json = ImageLine(result, TimesInFile::kNo);
        json.erase("path");
        entry.result = Dump(json);
        if (auto drawn = Draw(annotator, result, photo); !drawn) {
          entry.error = std::move(drawn).error().message;
        }
      }
      return record(result, entry);
    };
    return Look(photos, pool, sink, context);
  }

  [[nodiscard]] core::Result<std::unique_ptr<Outputs>> OpenOutputs(const core::ImageList& photos) const override {
    auto outputs = std::make_unique<OutputsOfHead<Result>>();
    if (auto opened = outputs->Open(job_, name_, card(), photos); !opened) {
      return core::Forward(opened);
    }
    return outputs;
  }

 private:
  core::Result<ImagesReport> Look(const core::ImageList& photos, const core::ThreadPool& pool,
                                  const ImageSink<Result>& sink, const core::JobContext& context) const {
    if constexpr (std::is_same_v<Head, detection::Detector>) {
      return DetectImages(head_, photos, settings_, pool, sink, context);
    } else {
      return ClassifyImages(head_, photos, settings_, pool, sink, context);
    }
  }

  const FolderJob& job_;
  std::string name_;
  Head head_;
  Settings settings_;
  std::string digest_;
};

template <typename Result, typename Head, typename Choice>
core::Result<std::unique_ptr<FolderJobHead>> LoadHead(const FolderJob& job, const std::string& name,
                                                      const Choice& choice, const FolderJob& alone,
                                                      const fs::path& models_folder) {
  const auto file = FindModel(models_folder, choice.model);
  if (!file) {
    return tl::unexpected(file.error());
  }
  auto head = Head::Load(*file, choice.input == 0 ? std::nullopt : std::optional(choice.input));
  if (!head) {
    return core::Forward(head);
  }
  // The card has the digest of the weights, and labels and preprocessing, on which results depend as well.
  const std::string asked = core::WriteModelCard(head->card())[std::string(core::kModelCardKey)] + ToText(alone);
  core::Sha256Stream digest;
  digest.Update(std::as_bytes(std::span(asked)));
  return std::make_unique<HeadOf<Result, Head, decltype(choice.settings)>>(job, name, *std::move(head), choice.settings,
                                                                           digest.Hex());
}

}  // namespace

std::vector<fs::path> OutputsOf(const FolderJob& job, const std::string& head) {
  std::vector<fs::path> outputs;
  for (const std::string& format : job.formats) {
    if (head == "objects" || ParseClassFormat(format)) {
      outputs.push_back(OutputOf(job, head, format));
    }
  }
  return outputs;
}

core::Result<std::vector<std::unique_ptr<FolderJobHead>>> LoadHeads(const FolderJob& job,
                                                                    const fs::path& models_folder) {
  std::vector<std::unique_ptr<FolderJobHead>> heads;
  const auto take = [&](core::Result<std::unique_ptr<FolderJobHead>> head) -> core::Result<> {
    if (!head) {
      return core::Forward(head);
    }
    heads.push_back(std::move(*head));
    return {};
  };
  core::Result<> taken;
  if (job.objects) {
    taken = take(LoadHead<ImageDetections, detection::Detector>(job, "objects", *job.objects, {.objects = job.objects},
                                                                models_folder));
  }
  if (taken && job.classes) {
    taken = take(LoadHead<ImageClasses, recognition::Classifier>(job, "classes", *job.classes, {.classes = job.classes},
                                                                 models_folder));
  }
  if (!taken) {
    return core::Forward(taken);
  }
  return heads;
}

}  // namespace godwit::workflows
