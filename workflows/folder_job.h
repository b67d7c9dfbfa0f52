// A job over folders of photos as a file: what is looked for, on which photos, and where results go. Who runs it, from
// the command line or the window, runs the same (folder_job_run.h).
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "core/base/result.h"
#include "workflows/classify_images.h"
#include "workflows/detect_images.h"
#include "workflows/model_catalog.h"

namespace godwit::workflows {

struct ObjectsHead {
  std::string model{kDefaultDetector};  // id
  int input = 0;                        // side at which photos are looked at, in pixels; 0: the model's own
  DetectSettings settings;
};

struct ClassesHead {
  std::string model;
  int input = 0;
  ClassifySettings settings;
};

// The formats of results. coco, voc and yolo are for objects only.
inline constexpr std::array<std::string_view, 6> kJobFormats{"json", "jsonl", "csv", "coco", "voc", "yolo"};

struct FolderJob {
  std::vector<std::filesystem::path> inputs;  // photos and folders, see core::ListImages
  std::optional<ObjectsHead> objects;
  std::optional<ClassesHead> classes;
  std::filesystem::path output;  // folder
  std::vector<std::string> formats{"json"};
  bool annotate = false;
  bool redo = false;
};

template <typename Visitor>
void DescribeOptions(FolderJob& job, Visitor&& visit) {
  visit(core::OptionText{"annotate", "Write copies of the photos with the objects drawn on them as well"},
        job.annotate);
  visit(core::OptionText{"redo",
                         "Where the finished job is run again, look at all photos anew, not only at new and changed "
                         "ones"},
        job.redo);
}

// Why a job makes no sense, in one line; empty where it does.
std::string ProblemOf(const FolderJob& job);

// The text of the file: JSON, with a version and every setting.
std::string ToText(const FolderJob& job);

// Strict: what is unknown, missing or out of bounds is an error (kInput) that names file and entry, as is a job that
// makes no sense. Relative paths are taken from the file's folder; those returned are absolute.
core::Result<FolderJob> ReadFolderJob(const std::filesystem::path& file);

// Errors: kInput, naming the file.
core::Result<> WriteFolderJob(const std::filesystem::path& file, const FolderJob& job);

// The same job with absolute paths, those that are not being taken from `folder`.
FolderJob WithAbsolutePaths(FolderJob job, const std::filesystem::path& folder);

}  // namespace godwit::workflows
