// Runs folder jobs (folder_job.h): over thousands of photos, stopped and resumed at will, nothing lost, nothing twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/image/list_images.h"
#include "workflows/folder_job.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {

struct FolderJobRun {
  std::filesystem::path file;  // of the job
  std::filesystem::path models_folder;
  int threads = 0;            // 0: all cores
  bool retry_failed = false;  // look again at photos that failed before, although they are as they were
  // Called for every photo that fails in this run, one at a time, on threads of the job. May be empty.
  std::function<void(const core::InputError&)> failed;
};

// What one head came to.
struct JobHeadReport {
  std::string head;                                          // "objects"
  std::string model;                                         // id
  std::int64_t computed = 0;                                 // photos looked at in this run, failed ones included
  std::int64_t reused = 0;                                   // those of earlier runs
  std::vector<std::pair<std::string, std::int64_t>> labels;  // objects, or photos of a class; most frequent first
};

struct FolderJobReport {
  std::int64_t photos = 0;  // of the job
  std::vector<JobHeadReport> heads;
  std::vector<core::InputError> errors;  // of inputs and photos, each once; of a cancelled run those of this run
  bool cancelled = false;  // stopped before the end: the journal has what was done, results are not written
  double seconds = 0;      // that photos were looked at

  [[nodiscard]] std::int64_t computed() const;  // by all heads
  [[nodiscard]] double photos_per_second() const { return seconds > 0 ? static_cast<double>(computed()) / seconds : 0; }
};

// {"photos", "computed", "reused", "cancelled", "seconds", "heads": [...], "errors"}
Json ToJson(const FolderJobReport& report);

// Where the journal of a job is: beside its file.
std::filesystem::path JournalOf(const std::filesystem::path& job_file);

// Where annotated copies go. Pictures below it are no photos of the job.
std::filesystem::path AnnotatedFolder(const FolderJob& job);

// Looks at every photo that the journal has no result of by this model and these settings, or that changed since, and
// writes what comes of it to the journal as it goes. A stop ends that after the photos under way; the next run goes on
// from there, as one does after the process was killed. At the end files of results are written whole, from the journal
// and in order of the list, one for each head and format: objects.json, classes.csv, objects.coco.json, and folders
// voc, yolo and annotated. They tell no times, so that they are the same whatever the number of runs they came from.
// Nothing else is written; photos are only read. Progress is counted in photos of each head, those of earlier runs
// included: the first report says how many these are. Errors: those of ReadFolderJob, models, the journal (JobJournal),
// outputs.
core::Result<FolderJobReport> RunFolderJob(const FolderJobRun& run, const core::JobContext& context);

// How far a job is, by its journal. Errors: those of JobJournal::Open; kInput where it was never run.
struct FolderJobStatus {
  bool finished = false;
  std::int64_t done = 0;
  std::int64_t total = 0;
};
core::Result<FolderJobStatus> ReadJobStatus(const std::filesystem::path& job_file);

// Removes the file of a job and its journal. Results stay.
void RemoveFolderJob(const std::filesystem::path& job_file);

}  // namespace godwit::workflows
