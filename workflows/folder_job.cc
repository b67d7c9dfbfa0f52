#include "workflows/folder_job.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/whole_file.h"
#include "core/weights/option_json.h"
#include "core/weights/strict_json.h"
#include "workflows/detection_writer.h"
#include "workflows/options.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr int kVersion = 1;
constexpr core::Bounds<int> kInputSides{0, 2048};
constexpr core::OptionText kInput{"input", "Look at photos at this size, in pixels; 0: the model's own"};
constexpr core::OptionText kPerClass{"nms-per-class", "Drop overlapping boxes in each class by itself"};

Json ToJson(ObjectsHead head) {
  Json json{{"model", head.model}};
  const core::OptionWriter writer{json};
  writer(kInput, head.input, kInputSides);
  DescribeOptions(head.settings, writer);
  writer(kPerClass, head.settings.nms_per_class);
  json["classes"] = head.settings.classes;
  return json;
}

Json ToJson(ClassesHead head) {
  Json json{{"model", head.model}};
  const core::OptionWriter writer{json};
  writer(kInput, head.input, kInputSides);
  DescribeOptions(head.settings, writer);
  return json;
}

void ReadRest(ObjectsHead& head, core::OptionReader& reader) {
  reader(kPerClass, head.settings.nms_per_class);
  reader.TakeTexts("classes", head.settings.classes);
}
void ReadRest(ClassesHead&, core::OptionReader&) {}

// A head of the job; null where the job does without. Gives what is wrong.
template <typename Head>
std::string ReadHead(const std::string& name, core::OptionReader& job, std::optional<Head>& head) {
  nlohmann::json json;
  if (!job.TakeObject(name, json) || json.is_null()) {
    return job.problem();
  }
  core::OptionReader reader(json, name + '.');
  head.emplace();
  reader.Take("model", head->model);
  reader(kInput, head->input, kInputSides);
  DescribeOptions(head->settings, reader);
  ReadRest(*head, reader);
  reader.RefuseTheRest();
  return reader.problem();
}

core::Result<std::string> ReadText(const fs::path& file) {
  std::error_code ignored;
  std::ifstream stream;
  if (!fs::is_directory(file, ignored)) {  // a stream would throw
    stream.open(file, std::ios::binary);
  }
  std::string text;
  if (stream.is_open()) {
    text.assign(std::istreambuf_iterator<char>(stream), {});
  }
  if (!stream.is_open() || stream.bad()) {
    return core::Fail(ErrorKind::kInput, "{}: cannot be read; name a file that describes a job", file.string());
  }
  return text;
}

}  // namespace

std::string ProblemOf(const FolderJob& job) {
  if (job.inputs.empty()) {
    return "inputs names no photos and no folders";
  }
  if (!job.objects && !job.classes) {
    return "neither objects nor classes are looked for";
  }
  if ((job.objects && job.objects->model.empty()) || (job.classes && job.classes->model.empty())) {
    return "a model is not named";
  }
  if (job.output.empty()) {
    return "output names no folder";
  }
  if (job.formats.empty() && !job.annotate) {
    return "formats is empty and annotate off, so that nothing would be written";
  }
  std::set<std::string> seen;
  for (const std::string& format : job.formats) {
    if (std::ranges::find(kJobFormats, format) == kJobFormats.end()) {
      return fmt::format("formats has {}, which is none of {}", format, fmt::join(kJobFormats, ", "));
    }
    if (!seen.insert(format).second) {
      return fmt::format("formats has {} twice", format);
    }
    if (!job.objects && !ParseClassFormat(format)) {
      return fmt::format("formats has {}, which is for objects, and they are not looked for", format);
    }
  }
  return job.annotate && !job.objects ? "annotate draws objects, and they are not looked for" : "";
}

std::string ToText(const FolderJob& job) {
  FolderJob copy = job;
  Json json{{"version", kVersion}};
  json["inputs"] = core::PathsToJson(job.inputs);
  json["objects"] = job.objects ? ToJson(*job.objects) : Json();
  json["classes"] = job.classes ? ToJson(*job.classes) : Json();
  json["output"] = core::PathsToJson({job.output})[0];
  json["formats"] = job.formats;
  DescribeOptions(copy, core::OptionWriter{json});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

core::Result<FolderJob> ReadFolderJob(const fs::path& file) {
  const auto text = ReadText(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  constexpr int kDepth = 4;
  auto json = core::ParseStrictJson(*text, file.string(), kDepth);
  if (!json) {
    return core::Fail(ErrorKind::kInput, "{}", json.error().message);
  }
  int version = 0;
  const bool is_object = json->is_object();
  core::OptionReader reader(*json);
  if (!is_object || !reader.Take("version", version) || version != kVersion) {
    return core::Fail(ErrorKind::kInput, "{}: describes no job of this version; see: godwit run --help", file.string());
  }
  FolderJob job;
  reader.TakePaths("inputs", job.inputs);
  std::string problem = ReadHead("objects", reader, job.objects);
  if (problem.empty()) {
    problem = ReadHead("classes", reader, job.classes);
  }
  reader.TakePath("output", job.output);
  reader.TakeTexts("formats", job.formats);
  DescribeOptions(job, reader);
  reader.RefuseTheRest();
  for (const std::string& found : {problem, reader.problem(), ProblemOf(job)}) {
    if (!found.empty()) {
      return core::Fail(ErrorKind::kInput, "{}: {}", file.string(), found);
    }
  }
  std::error_code ignored;
  return WithAbsolutePaths(std::move(job), fs::absolute(file, ignored).parent_path());
}

core::Result<> WriteFolderJob(const fs::path& file, const FolderJob& job) {
  return core::WriteWholeFile(file, ToText(job));
}

FolderJob WithAbsolutePaths(FolderJob job, const fs::path& folder) {
  const auto absolute = [&](const fs::path& path) {
    fs::path whole = (folder / path).lexically_normal();
    return whole.has_filename() || !whole.has_relative_path() ? whole : whole.parent_path();  // "a/" is "a"
  };
  std::ranges::transform(job.inputs, job.inputs.begin(), absolute);
  job.output = absolute(job.output);
  return job;
}

}  // namespace godwit::workflows
