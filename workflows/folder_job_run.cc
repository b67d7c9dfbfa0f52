#include "workflows/folder_job_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <system_error>

#include <fmt/format.h>

#include "core/base/whole_file.h"
#include "workflows/annotate.h"
#include "workflows/folder_job_head.h"
#include "workflows/job_journal.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

bool LiesBelow(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// An output that cannot be written is better known before hours of work than after.
core::Result<> TryOutputs(const FolderJob& job, const std::vector<std::unique_ptr<FolderJobHead>>& heads) {
  for (const auto& head : heads) {
    for (const fs::path& output : OutputsOf(job, head->name())) {
      std::error_code ignored;
      const bool folder = !output.has_extension();
      if (folder && fs::exists(output, ignored) && !fs::is_directory(output, ignored)) {
        return core::Fail(ErrorKind::kInput, "{}: is a file, and a folder of results is to stand there",
                          output.string());
      }
      if (auto file = core::WholeFile::Create(folder ? output.parent_path() / ".godwit" : output); !file) {
        return core::Forward(file);
      }
    }
  }
  auto file = core::WholeFile::Create(job.output / ".godwit");
  return file ? core::Result<>() : core::Forward(file);
}

class Runner {
 public:
  Runner(const FolderJobRun& run, FolderJob job, const core::JobContext& context)
      : run_(run), job_(std::move(job)), context_(context), pool_(run.threads) {}

  core::Result<FolderJobReport> Run() {
    auto done = Prepare();
    if (done) {
      done = Compute();
    }
    if (done && !report_.cancelled) {
      done = WriteResults();
    }
    if (!done) {
      return core::Forward(done);
    }
    return std::move(report_);
  }

 private:
  core::Result<> Prepare() {
    auto heads = LoadHeads(job_, run_.models_folder);
    if (!heads) {
      return core::Forward(heads);
    }
    heads_ = std::move(*heads);
    if (auto tried = TryOutputs(job_, heads_); !tried) {
      return tried;
    }
    auto journal = JobJournal::Open(JournalOf(run_.file));
    if (!journal) {
      return core::Forward(journal);
    }
    journal_.emplace(*std::move(journal));
    const auto state = journal_->State();
    if (!state) {
      return tl::unexpected(state.error());
    }
    if (auto listed = ListPhotos(state->entries == 0); !listed) {
      return listed;
    }
    if (job_.annotate) {
      annotator_.emplace(AnnotatedFolder(job_), photos_);
    }
    if (state->finished && job_.redo) {
      if (auto cleared = journal_->Clear(); !cleared) {
        return cleared;
      }
    }
    return journal_->SetState(false, Total());
  }

  // The photos without the job's own copies of them, which lie among them where the output is a folder of photos.
  core::Result<> ListPhotos(bool is_first_run) {
    photos_ = core::ListImages(job_.inputs);
    const fs::path copies = AnnotatedFolder(job_);
    const auto is_copy = [&](const core::ListedImage& image) { return LiesBelow(image.path, copies); };
    if (job_.annotate && is_first_run && std::ranges::any_of(photos_.images, is_copy)) {
      return core::Fail(ErrorKind::kUsage,
                        "{}: holds photos of the job, and copies are to be written there; choose another output folder",
                        copies.string());
    }
    if (job_.annotate) {
      std::erase_if(photos_.images, is_copy);
    }
    for (const auto& head : heads_) {
      for (const fs::path& output : OutputsOf(job_, head->name())) {
        if (std::ranges::find(photos_.images, output, &core::ListedImage::path) != photos_.images.end()) {
          return core::Fail(ErrorKind::kUsage, "{}: is one of the photos; originals are never overwritten",
                            output.string());
        }
      }
    }
    report_.photos = std::ssize(photos_.images);
    report_.errors = photos_.errors;
    stamps_.resize(photos_.images.size());
    for (std::size_t i = 0; i < stamps_.size(); ++i) {
      struct stat file {};
      if (::stat(photos_.images[i].path.c_str(), &file) == 0) {
        constexpr std::int64_t kSecond = 1'000'000'000;
        stamps_[i] = {.bytes = file.st_size,
                      .modified_ns = std::int64_t{file.st_mtim.tv_sec} * kSecond + file.st_mtim.tv_nsec};
      }
    }
    return {};
  }

  [[nodiscard]] std::int64_t Total() const {
    return std::ssize(photos_.images) * static_cast<std::int64_t>(heads_.size());
  }

  [[nodiscard]] fs::path CopyOf(const FolderJobHead& head, const core::ListedImage& image) const {
    return annotator_ && head.name() == "objects" ? annotator_->FileFor(image.relative) : fs::path();
  }

  // Of the file as it was when the job was listed: one that is changed meanwhile is looked at again in the next run.
  PhotoStamp StampOf(const FolderJobHead& head, std::size_t photo) {
    PhotoStamp stamp = stamps_[photo];
    stamp.settings = fmt::format("{} {}", head.settings(), CopyOf(head, photos_.images[photo]).string());
    return stamp;
  }

  // What a head has still to look at, as indices of photos.
  core::Result<std::vector<std::size_t>> Missing(const FolderJobHead& head) {
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < photos_.images.size(); ++i) {
      const auto entry = journal_->Find(head.name(), photos_.images[i].path, StampOf(head, i));
      if (!entry) {
        return tl::unexpected(entry.error());
      }
      const fs::path copy = CopyOf(head, photos_.images[i]);
      std::error_code ignored;
      const bool failed = *entry && !(*entry)->error.empty();
      if (!*entry || (failed && run_.retry_failed) || (!failed && !copy.empty() && !fs::exists(copy, ignored))) {
        missing.push_back(i);
      }
    }
    return missing;
  }

  core::Result<> Compute() {
    std::vector<std::vector<std::size_t>> missing;
    for (const auto& head : heads_) {
      auto found = Missing(*head);
      if (!found) {
        return core::Forward(found);
      }
      report_.heads.push_back(
          {.head = head->name(), .model = head->card().id, .reused = report_.photos - std::ssize(*found)});
      done_ += report_.heads.back().reused;
      missing.push_back(*std::move(found));
    }
    context_.Report({.done = done_, .total = Total()});
    Stopwatch watch;
    for (std::size_t i = 0; i < heads_.size() && !report_.cancelled; ++i) {
      if (auto computed = Compute(*heads_[i], missing[i], report_.heads[i]); !computed) {
        return computed;
      }
    }
    report_.seconds = watch.LapMs() / 1000;
    return {};
  }

  core::Result<> Compute(const FolderJobHead& head, const std::vector<std::size_t>& missing, JobHeadReport& report) {
    core::ImageList list;
    for (const std::size_t photo : missing) {
      list.images.push_back(photos_.images[photo]);
    }
    std::stop_source stop;  // the user's wish, or a journal that takes no more
    const std::stop_callback forward(context_.stop, [&] { stop.request_stop(); });
    core::Result<> journal;
    const auto record = [&](const ImageResult& photo, const JournalEntry& entry) -> core::Result<> {
      const std::size_t index = missing[static_cast<std::size_t>(report.computed++)];
      if (journal) {
        journal = journal_->Put(head.name(), photo.path, StampOf(head, index), entry);
        if (!journal) {
          stop.request_stop();
        }
      }
      if (!entry.error.empty()) {
        AddError({photo.path.string(), entry.error});
      }
      return {};
    };
    const std::int64_t before = done_;
    const core::JobContext context{.stop = stop.get_token(),
                                   .progress =
                                       [&](const core::Progress& state) {
                                         done_ = before + state.done;
                                         context_.Report({.done = done_, .total = Total(), .item = state.item});
                                       },
                                   .log = context_.log};
    // One photo alone would be computed by all threads, which rounds otherwise than one thread, as of many photos.
    const core::ThreadPool single(1);
    const core::ThreadPool& pool = missing.size() == 1 && report_.photos > 1 ? single : pool_;
    const auto computed = head.Compute(list, pool, annotator_ ? &*annotator_ : nullptr, record, context);
    if (!computed) {
      return tl::unexpected(computed.error());
    }
    if (journal) {
      journal = journal_->Commit();
    }
    report_.cancelled = computed->cancelled;
    return journal;
  }

  // Two heads fail alike on a photo that cannot be read.
  void AddError(const core::InputError& error) {
    if (known_errors_.insert(error.error).second) {
      report_.errors.push_back(error);
      if (run_.failed) {
        run_.failed(error);
      }
    }
  }

  core::Result<> WriteResults() {
    report_.errors = photos_.errors;
    known_errors_.clear();
    const auto quiet = std::exchange(run_.failed, nullptr);
    for (std::size_t i = 0; i < heads_.size() && !report_.cancelled; ++i) {
      if (auto written = WriteResults(*heads_[i], report_.heads[i]); !written) {
        return written;
      }
    }
    return report_.cancelled ? core::Result<>() : journal_->SetState(true, Total());
  }

  core::Result<> WriteResults(const FolderJobHead& head, JobHeadReport& report) {
    auto outputs = head.OpenOutputs(photos_);
    if (!outputs) {
      return core::Forward(outputs);
    }
    LabelCounts labels;
    ImagesReport images{.images = report_.photos, .errors = photos_.errors};
    for (std::size_t i = 0; i < photos_.images.size(); ++i) {
      if (context_.stop.stop_requested()) {
        report_.cancelled = true;
        return {};
      }
      const core::ListedImage& photo = photos_.images[i];
      const auto entry = journal_->Find(head.name(), photo.path, StampOf(head, i));
      if (!entry || !*entry) {
        return entry ? core::Fail(ErrorKind::kInput, "{}: the journal lost {}; run the job again",
                                  JournalOf(run_.file).string(), photo.path.string())
                     : tl::unexpected(entry.error());
      }
      if (auto added = (*outputs)->Add(photo, **entry, labels); !added) {
        return added;
      }
      if (!(*entry)->error.empty()) {
        images.errors.push_back({photo.path.string(), (*entry)->error});
        AddError(images.errors.back());
      }
    }
    report.labels.assign(labels.begin(), labels.end());
    std::ranges::stable_sort(report.labels, std::greater(), &std::pair<std::string, std::int64_t>::second);
    return (*outputs)->Finish(images);
  }

  FolderJobRun run_;
  FolderJob job_;
  const core::JobContext& context_;
  core::ThreadPool pool_;
  std::vector<std::unique_ptr<FolderJobHead>> heads_;
  std::optional<JobJournal> journal_;
  core::ImageList photos_;
  std::vector<PhotoStamp> stamps_;  // of photos_.images, but for settings
  std::optional<Annotator> annotator_;
  std::set<std::string> known_errors_;
  std::int64_t done_ = 0;
  FolderJobReport report_;
};

}  // namespace

std::int64_t FolderJobReport::computed() const {
  std::int64_t sum = 0;
  for (const JobHeadReport& head : heads) {
    sum += head.computed;
  }
  return sum;
}

Json ToJson(const FolderJobReport& report) {
  Json heads = Json::array();
  for (const JobHeadReport& head : report.heads) {
    Json labels = Json::array();
    for (const auto& [label, count] : head.labels) {
      labels.push_back({{"label", label}, {"count", count}});
    }
    heads.push_back({{"head", head.head},
                     {"model", head.model},
                     {"computed", head.computed},
                     {"reused", head.reused},
                     {"labels", std::move(labels)}});
  }
  return {{"photos", report.photos},   {"cancelled", report.cancelled},
          {"seconds", report.seconds}, {"photos_per_second", report.photos_per_second()},
          {"heads", std::move(heads)}, {"errors", ToJson(report.errors)}};
}

fs::path JournalOf(const fs::path& job_file) { return job_file.string() + ".journal"; }

fs::path AnnotatedFolder(const FolderJob& job) { return job.output / "annotated"; }

core::Result<FolderJobReport> RunFolderJob(const FolderJobRun& run, const core::JobContext& context) {
  auto job = ReadFolderJob(run.file);
  if (!job) {
    return core::Forward(job);
  }
  return Runner(run, *std::move(job), context).Run();
}

core::Result<FolderJobStatus> ReadJobStatus(const fs::path& job_file) {
  const fs::path file = JournalOf(job_file);
  if (std::error_code ignored; !fs::exists(file, ignored)) {
    return core::Fail(ErrorKind::kInput, "{}: this job was never run", job_file.string());
  }
  auto journal = JobJournal::Open(file);
  if (!journal) {
    return core::Forward(journal);
  }
  const auto state = journal->State();
  if (!state) {
    return tl::unexpected(state.error());
  }
  return FolderJobStatus{
      .finished = state->finished, .done = std::min(state->entries, state->total), .total = state->total};
}

void RemoveFolderJob(const fs::path& job_file) {
  std::error_code ignored;
  for (const char* ending : {"", ".journal", ".journal-wal"}) {
    fs::remove(fs::path(job_file.string() + ending), ignored);
  }
}

}  // namespace godwit::workflows
