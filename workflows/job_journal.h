// What a folder job has done so far, in a file that survives the end of the program at any moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace godwit::workflows {

// What a result depends on beside the photo's path. A result counts as long as all of it is the same.
struct PhotoStamp {
  std::int64_t bytes = -1;       // size of the file; -1 where it cannot be told
  std::int64_t modified_ns = 0;  // the file's time of modification, as the system has it
  std::string settings;          // digest of the model and of all that was asked for
};

// What became of a photo. A photo may have both: it was looked at, and its copy could not be written.
struct JournalEntry {
  std::string result;  // empty where there is none
  std::string error;   // one line that begins with the path; empty: all went well
};

struct JournalState {
  bool finished = false;     // everything was looked at, and the files of results are written
  std::int64_t total = 0;    // photos of the job, once for each head
  std::int64_t entries = 0;  // those in the journal
};

// A SQLite file with a write-ahead log. Entries become permanent in batches, of 50 or half a second, whichever is
// reached first: what a killed process loses is the last batch. Move-only; one thread at a time. Errors, where nothing
// else is said: kInput, naming the journal, for a full disk or a file that is damaged.
class JobJournal {
 public:
  // Opens or makes the file, keeps other processes away from it as long as it is open, and looks it over for damage.
  // Errors besides: one that another process has open; one that is no journal or of a later version.
  static core::Result<JobJournal> Open(const std::filesystem::path& file);

  ~JobJournal();  // makes permanent what is not yet, as far as it can
  JobJournal(JobJournal&&) noexcept;
  JobJournal& operator=(JobJournal&&) = delete;

  // The entry of a photo for one head ("objects"). Nothing where there is none, or one with another stamp.
  core::Result<std::optional<JournalEntry>> Find(const std::string& head, const std::filesystem::path& photo,
                                                 const PhotoStamp& stamp);

  // Takes the place of what is there for that head and photo.
  core::Result<> Put(const std::string& head, const std::filesystem::path& photo, const PhotoStamp& stamp,
                     const JournalEntry& entry);
  core::Result<> Commit();

  core::Result<> Clear();  // of all entries
  core::Result<JournalState> State();
  core::Result<> SetState(bool finished, std::int64_t total);

 private:
  using Clock = std::chrono::steady_clock;
  struct Close {
    void operator()(sqlite3* database) const;
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  JobJournal(std::filesystem::path file, sqlite3* database);
  core::Result<> Prepare();
  core::Result<> Run(const char* sql);
  core::Result<std::int64_t> Number(const char* sql);  // of the first row and column
  [[nodiscard]] core::Error Problem() const;           // of the last call that failed

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> database_;
  Statement find_;
  Statement put_;
  int pending_ = 0;
  Clock::time_point pending_since_;
};

}  // namespace godwit::workflows
