// One head of a folder job: looks at photos, turns results into what the journal keeps, and back into files of results.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "workflows/annotate.h"
#include "workflows/folder_job.h"
#include "workflows/job_journal.h"

namespace godwit::workflows {

// How many there are of each label.
using LabelCounts = std::map<std::string, std::int64_t>;

class FolderJobHead {
 public:
  virtual ~FolderJobHead() = default;

  [[nodiscard]] virtual const std::string& name() const = 0;  // "objects"
  [[nodiscard]] virtual const core::ModelCard& card() const = 0;
  // Digest of the model and all settings that results depend on.
  [[nodiscard]] virtual const std::string& settings() const = 0;

  // Takes what became of a photo. What it returns as an error becomes an error of the photo's.
  using Record = std::function<core::Result<>(const ImageResult& photo, const JournalEntry& entry)>;

  // Looks at the photos, and with an annotator draws copies. Errors: those of DetectImages.
  virtual core::Result<ImagesReport> Compute(const core::ImageList& photos, const core::ThreadPool& pool,
                                             Annotator* annotator, const Record& record,
                                             const core::JobContext& context) const = 0;

  // Files of results, which appear once all are finished. Each photo of the list is to be added in its order.
  class Outputs {
   public:
    virtual ~Outputs() = default;
    // Counts labels besides: every object, of classes the likeliest. Errors: kInput, naming the file; one for an entry
    // that makes no sense.
    virtual core::Result<> Add(const core::ListedImage& photo, const JournalEntry& entry, LabelCounts& labels) = 0;
    virtual core::Result<> Finish(const ImagesReport& report) = 0;
  };
  [[nodiscard]] virtual core::Result<std::unique_ptr<Outputs>> OpenOutputs(const core::ImageList& photos) const = 0;
};

// The files and folders that the head writes besides annotated copies.
std::vector<std::filesystem::path> OutputsOf(const FolderJob& job, const std::string& head);

// Those of the job, with their models. Errors: kModel, kUsage for a class that a model does not know.
core::Result<std::vector<std::unique_ptr<FolderJobHead>>> LoadHeads(const FolderJob& job,
                                                                    const std::filesystem::path& models_folder);

}  // namespace godwit::workflows
