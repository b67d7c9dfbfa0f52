// Results of photos as files or streams, and the formats that every workflow has: JSON and JSON lines.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/model/model_card.h"
#include "workflows/process_images.h"

namespace godwit::workflows {

using Json = nlohmann::ordered_json;

// Takes results in order. Not thread-safe: ProcessImages calls its sink for one photo at a time.
template <typename Result>
class ResultWriter {
 public:
  virtual ~ResultWriter() = default;

  // Errors: kInput, naming the file that cannot be written.
  virtual core::Result<> Add(const Result& result) = 0;

  // To be called once, behind the last Add.
  virtual core::Result<> Finish(const ImagesReport& report) = 0;
};

// One line. Paths need not be UTF-8; JSON must: what is not becomes U+FFFD.
std::string Dump(const Json& json);

// {"path", "error"}
Json ToJson(const core::InputError& error);
Json ToJson(const std::vector<core::InputError>& errors);

// What a report says of the model it used: {"id", "sha256", "alpha", "input"}.
Json ModelToJson(const core::ModelCard& card);

// {"path", "width", "height"}, to which a workflow adds what it found, then "time_ms": TimesToJson.
Json ImageToJson(const ImageResult& result);
Json TimesToJson(const StageTimes& times);

// Whether a file of results tells how long each photo took. Without, equal photos give equal files.
enum class TimesInFile { kYes, kNo };

// A field of a line of comma-separated values (RFC 4180): quoted where it must be.
std::string CsvField(const std::string& text);

// A document of the members of `head`, then "images" and "errors", written as images come in, so that a folder of any
// size takes no memory.
class JsonReport {
 public:
  JsonReport(const Json& head, std::ostream& out);
  void Add(const Json& image);
  void Finish(const Json& errors);

 private:
  std::ostream& out_;
  bool first_ = true;
};

// Results are turned into JSON by the ToJson beside their type.
template <typename Result>
Json ImageLine(const Result& result, TimesInFile times) {
  Json json = ToJson(result);
  if (times == TimesInFile::kNo) {
    json.erase("time_ms");
  }
  return json;
}

// {"command", "model", "images": [ToJson(result) ...], "errors"}.
template <typename Result>
class JsonWriter : public ResultWriter<Result> {
 public:
  JsonWriter(std::string_view command, const core::ModelCard& card, std::ostream& out,
             TimesInFile times = TimesInFile::kYes)
      : report_({{"command", command}, {"model", ModelToJson(card)}}, out), times_(times) {}

  core::Result<> Add(const Result& result) override {
    if (result.error.empty()) {
      report_.Add(ImageLine(result, times_));
    }
    return {};
  }

  core::Result<> Finish(const ImagesReport& report) override {
    report_.Finish(ToJson(report.errors));
    return {};
  }

 private:
  JsonReport report_;
  TimesInFile times_;
};

// A line for each photo as it is ready; a failed one has "path" and "error".
template <typename Result>
class JsonlWriter : public ResultWriter<Result> {
 public:
  explicit JsonlWriter(std::ostream& out, TimesInFile times = TimesInFile::kYes) : out_(out), times_(times) {}

  core::Result<> Add(const Result& result) override {
    const Json line =
        result.error.empty() ? ImageLine(result, times_) : ToJson(core::InputError{result.path.string(), result.error});
    out_ << Dump(line) << std::endl;  // NOLINT(performance-avoid-endl): a reader waits for each line
    return {};
  }
  core::Result<> Finish(const ImagesReport&) override { return {}; }

 private:
  std::ostream& out_;
  TimesInFile times_;
};

}  // namespace godwit::workflows
