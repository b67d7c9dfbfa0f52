#include "workflows/merge_results.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "core/base/check.h"
#include "core/base/csv_table.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

enum class Format { kJson, kJsonl, kCsv, kCoco };

std::string_view NameOf(Format format) {
  switch (format) {
    case Format::kJson:
      return "JSON";
    case Format::kJsonl:
      return "JSON lines";
    case Format::kCsv:
      return "CSV";
    case Format::kCoco:
      return "a COCO data set";
  }
  return "";
}

// One photo of one file.
template <typename Content>
struct Entry {
  fs::path path;
  std::size_t file = 0;
  Content content;
};

tl::unexpected<core::Error> NoResult(const fs::path& file) {
  return core::Fail(ErrorKind::kInput,
                    "{}: is no result that can be merged: godwit writes such with --format json, jsonl, csv or coco",
                    file.string());
}

// In order of path, those of one file in its order. Errors: kInput for a photo that two files have.
template <typename Content>
core::Result<> Sort(const std::vector<fs::path>& files, std::vector<Entry<Content>>& entries) {
  std::ranges::stable_sort(entries, {}, &Entry<Content>::path);
  const auto twice = std::ranges::adjacent_find(
      entries, [](const auto& a, const auto& b) { return a.path == b.path && a.file != b.file; });
  if (twice != entries.end()) {
    return core::Fail(ErrorKind::kInput, "{} and {}: both have {}, so they are not parts of one run",
                      files[twice->file].string(), files[std::next(twice)->file].string(), twice->path.string());
  }
  return {};
}

// Appends the lines of JSON lines; false where there is one that is none.
bool ReadLines(const std::string& text, std::size_t file, std::vector<Entry<std::string>>& lines) {
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("path") || !json["path"].is_string()) {
      return false;
    }
    lines.push_back({json["path"].get<std::string>(), file, std::move(line)});
  }
  return true;
}

class Merger {
 public:
  explicit Merger(const std::vector<fs::path>& files) : files_(files) {}

  core::Result<> Read() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (auto read = ReadFile(i); !read) {
        return read;
      }
    }
    return {};
  }

  core::Result<> Write(std::ostream& out) {
    try {
      switch (format_.value_or(Format::kJsonl)) {  // files of no line at all are of no photo
        case Format::kJson:
          return WriteJson(out);
        case Format::kJsonl:
          return WriteJsonl(out);
        case Format::kCsv:
          return WriteCsv(out);
        case Format::kCoco:
          return WriteCoco(out);
      }
    } catch (const Json::exception&) {  // an entry is missing or of another kind
    }
    return NoResult(files_[reading_]);
  }

 private:
  core::Result<> ReadFile(std::size_t index) {
    const fs::path& file = files_[index];
    if (std::error_code error; fs::is_directory(file, error)) {  // a stream would throw
      return core::Fail(ErrorKind::kInput, "{}: is a folder; name files of results", file.string());
    }
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) {
      return core::Fail(ErrorKind::kInput, "{}: cannot be read", file.string());
    }
    if (text.empty()) {
      return {};
    }
    if (!text.starts_with('{')) {
      return ReadCsv(index);
    }
    Json document = Json::parse(text, nullptr, false);
    const bool whole = document.is_object() && document.contains("images");
    if (!whole) {
      return ReadLines(text, index, lines_) ? Take(Format::kJsonl, index) : NoResult(file);
    }
    const bool is_coco = document.contains("annotations");
    documents_.push_back(std::move(document));
    return Take(is_coco ? Format::kCoco : Format::kJson, index);
  }

  core::Result<> ReadCsv(std::size_t index) {
    auto table = core::ReadCsv(files_[index]);
    if (!table || table->header.front() != "path") {
      return NoResult(files_[index]);
    }
    if (!tables_.empty() && tables_.front().header != table->header) {
      return Differs(index, "columns");
    }
    tables_.push_back(*std::move(table));
    return Take(Format::kCsv, index);
  }

  // Notes that a file of that format was read.
  core::Result<> Take(Format format, std::size_t index) {
    if (format_ && *format_ != format) {
      return core::Fail(ErrorKind::kInput, "{}: is {}, and the files before it are {}", files_[index].string(),
                        NameOf(format), NameOf(*format_));
    }
    format_ = format;
    taken_.push_back(index);
    return {};
  }

  [[nodiscard]] tl::unexpected<core::Error> Differs(std::size_t index, std::string_view what) const {
    return core::Fail(ErrorKind::kInput, "{}: has other {} than {}, so they are not parts of one run",
                      files_[index].string(), what, files_[taken_.front()].string());
  }

  // The documents of JSON and COCO, less what the parts differ in.
  core::Result<Json> CommonHead(const std::vector<const char*>& parts) {
    Json common;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      Json head = documents_[i];
      for (const char* part : parts) {
        if (!head.contains(part) || !head[part].is_array()) {
          return NoResult(files_[taken_[i]]);
        }
        head.erase(part);
      }
      if (i > 0 && head != common) {
        return Differs(taken_[i], "models or settings");
      }
      common = std::move(head);
    }
    return common;
  }

  core::Result<> WriteJson(std::ostream& out) {
    auto head = CommonHead({"images", "errors"});
    if (!head) {
      return core::Forward(head);
    }
    std::vector<Entry<Json>> images;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      reading_ = taken_[i];
      for (Json& image : documents_[i]["images"]) {
        auto path = image.at("path").get<std::string>();
        images.push_back({std::move(path), taken_[i], std::move(image)});
      }
    }
    if (auto sorted = Sort(files_, images); !sorted) {
      return sorted;
    }
    const Json errors = Errors();
    JsonReport report(*head, out);
    for (const Entry<Json>& image : images) {
      report.Add(image.content);
    }
    report.Finish(errors);
    return {};
  }

  // Those of inputs, which every part has, come first, as in one run; those of photos follow in order of path.
  Json Errors() {
    std::unordered_map<std::string, std::size_t> parts_with;
    for (const Json& document : documents_) {
      for (const Json& error : document["errors"]) {
        ++parts_with[Dump(error)];
      }
    }
    Json errors = Json::array();
    std::vector<Entry<Json>> of_photos;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      reading_ = taken_[i];
      for (const Json& error : documents_[i]["errors"]) {
        if (parts_with[Dump(error)] < documents_.size()) {
          of_photos.push_back({error.at("path").get<std::string>(), i, error});
        } else if (i == 0) {
          errors.push_back(error);
        }
      }
    }
    std::ranges::stable_sort(of_photos, {}, &Entry<Json>::path);
    std::ranges::transform(of_photos, std::back_inserter(errors), &Entry<Json>::content);
    return errors;
  }

  core::Result<> WriteJsonl(std::ostream& out) {
    if (auto sorted = Sort(files_, lines_); !sorted) {
      return sorted;
    }
    for (const Entry<std::string>& line : lines_) {
      out << line.content << '\n';
    }
    return {};
  }

  core::Result<> WriteCsv(std::ostream& out) {
    std::vector<Entry<std::vector<std::string>>> rows;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      for (core::CsvRow& row : tables_[i].rows) {
        fs::path path = row.fields.front();
        rows.push_back({std::move(path), taken_[i], std::move(row.fields)});
      }
    }
    if (auto sorted = Sort(files_, rows); !sorted) {
      return sorted;
    }
    const auto write = [&](const std::vector<std::string>& fields) {
      for (std::size_t i = 0; i < fields.size(); ++i) {
        out << (i == 0 ? "" : ",") << CsvField(fields[i]);
      }
      out << '\n';
    };
    write(tables_.front().header);
    for (const auto& row : rows) {
      write(row.content);
    }
    return {};
  }

  core::Result<> WriteCoco(std::ostream& out) {
    auto head = CommonHead({"images", "annotations"});
    if (!head) {
      return core::Forward(head);
    }
    struct Photo {
      Json image;
      std::vector<Json> annotations;
    };
    std::vector<Entry<Photo>> photos;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      reading_ = taken_[i];
      std::unordered_map<std::int64_t, std::size_t> place_of;  // of an image's id among photos
      for (Json& image : documents_[i]["images"]) {
        place_of[image.at("id").get<std::int64_t>()] = photos.size();
        auto name = image.at("file_name").get<std::string>();
        photos.push_back({std::move(name), taken_[i], {std::move(image), {}}});
      }
      for (Json& annotation : documents_[i]["annotations"]) {
        const auto place = place_of.find(annotation.at("image_id").get<std::int64_t>());
        if (place == place_of.end()) {
          return NoResult(files_[taken_[i]]);
        }
        photos[place->second].content.annotations.push_back(std::move(annotation));
      }
    }
    if (auto sorted = Sort(files_, photos); !sorted) {
      return sorted;
    }
    Json images = Json::array();
    Json annotations = Json::array();
    for (Entry<Photo>& photo : photos) {
      photo.content.image["id"] = images.size() + 1;
      for (Json& annotation : photo.content.annotations) {
        annotation["id"] = annotations.size() + 1;
        annotation["image_id"] = photo.content.image["id"];
        annotations.push_back(std::move(annotation));
      }
      images.push_back(std::move(photo.content.image));
    }
    Json& document = documents_.front();
    document["images"] = std::move(images);
    document["annotations"] = std::move(annotations);
    out << Dump(document) << '\n';
    return {};
  }

  const std::vector<fs::path>& files_;
  std::optional<Format> format_;
  std::size_t reading_ = 0;         // the file whose entries are looked at
  std::vector<std::size_t> taken_;  // the files that documents_ or tables_ are of
  std::vector<Json> documents_;
  std::vector<core::CsvTable> tables_;
  std::vector<Entry<std::string>> lines_;
};

}  // namespace

core::Result<> MergeResults(const std::vector<fs::path>& files, std::ostream& out) {
  core::Check(!files.empty(), "something to merge");
  Merger merger(files);
  auto done = merger.Read();
  return done ? merger.Write(out) : done;
}

}  // namespace godwit::workflows
