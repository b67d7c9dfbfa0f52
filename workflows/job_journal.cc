#include "workflows/job_journal.h"

#include <utility>

#include <sqlite3.h>

namespace godwit::workflows {
namespace {

using core::ErrorKind;

constexpr int kLargestBatch = 50;
constexpr auto kLongestBatch = std::chrono::milliseconds(500);
constexpr int kPatienceMs = 1000;           // for a process that looks at the journal for a moment
constexpr int kApplicationId = 0x47647774;  // "Gdwt" in the file's header
constexpr int kVersion = 1;

// WITHOUT ROWID: the key is the order on disk, and rows are found by nothing else.
constexpr const char* kTables =
    "CREATE TABLE entry (head TEXT NOT NULL, photo BLOB NOT NULL, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,"
    " settings TEXT NOT NULL, result TEXT NOT NULL, error TEXT NOT NULL, PRIMARY KEY (head, photo)) WITHOUT ROWID;"
    "CREATE TABLE state (finished INTEGER NOT NULL, total INTEGER NOT NULL);"
    "INSERT INTO state VALUES (0, 0);";

void Bind(sqlite3_stmt* statement, int place, std::int64_t number) { sqlite3_bind_int64(statement, place, number); }
void Bind(sqlite3_stmt* statement, int place, const std::string& text) {
  sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}
// A path need not be UTF-8.
void Bind(sqlite3_stmt* statement, int place, const std::filesystem::path& path) {
  sqlite3_bind_blob(statement, place, path.c_str(), static_cast<int>(path.native().size()), SQLITE_TRANSIENT);
}

template <typename... Values>
void BindAll(sqlite3_stmt* statement, const Values&... values) {
  sqlite3_reset(statement);
  int place = 0;
  (Bind(statement, ++place, values), ...);
}

std::string Text(sqlite3_stmt* statement, int column) {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
  return text == nullptr ? std::string()
                         : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

}  // namespace

void JobJournal::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void JobJournal::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

JobJournal::JobJournal(std::filesystem::path file, sqlite3* database) : file_(std::move(file)), database_(database) {}
JobJournal::JobJournal(JobJournal&&) noexcept = default;

JobJournal::~JobJournal() {
  if (database_) {
    (void)Commit();
  }
}

core::Result<JobJournal> JobJournal::Open(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  JobJournal journal(file, database);  // there even where opening failed, but for lack of memory
  if (opened != SQLITE_OK) {
    return tl::unexpected(journal.Problem());
  }
  sqlite3_busy_timeout(database, kPatienceMs);
  if (auto ready = journal.Prepare(); !ready) {
    return core::Forward(ready);
  }
  return journal;
}

core::Result<> JobJournal::Prepare() {
  // In exclusive mode the first use takes a lock that the system gives back when the process ends, however it does; and
  // the write-ahead log needs no shared memory, which some network file systems do not have. With a log, "normal" can
  // lose batches when the power fails, but nothing before them.
  auto ready = Run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  if (!ready) {
    return ready;
  }
  const auto tables = Number("SELECT COUNT(*) FROM sqlite_master");
  const auto application = Number("PRAGMA application_id");
  const auto version = Number("PRAGMA user_version");
  if (!tables || !application || !version) {
    return tl::unexpected(!tables ? tables.error() : !application ? application.error() : version.error());
  }
  if (*tables == 0) {
    ready = Run(fmt::format("BEGIN EXCLUSIVE; PRAGMA application_id = {}; PRAGMA user_version = {}; {} COMMIT;",
                            kApplicationId, kVersion, kTables)
                    .c_str());
  } else if (*application != kApplicationId || *version != kVersion) {
    return core::Fail(ErrorKind::kInput, "{}: is no journal of a folder job of this version; name the job otherwise",
                      file_.string());
  } else if (const auto damages = Number("SELECT COUNT(*) FROM pragma_quick_check(1) WHERE quick_check <> 'ok'");
             !damages || *damages > 0) {
    return damages ? core::Fail(ErrorKind::kInput, "{}: the journal is damaged; delete it to do all photos again",
                                file_.string())
                   : tl::unexpected(damages.error());
  }
  const auto prepare = [this](const char* sql, Statement& statement) {
    sqlite3_stmt* made = nullptr;
    const int status = sqlite3_prepare_v2(database_.get(), sql, -1, &made, nullptr);
    statement.reset(made);
    return status == SQLITE_OK;
  };
  if (!ready ||
      !prepare("SELECT bytes, modified_ns, settings, result, error FROM entry WHERE head = ? AND photo = ?", find_) ||
      !prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", put_)) {
    return ready ? tl::unexpected(Problem()) : ready;
  }
  return {};
}

core::Result<std::optional<JournalEntry>> JobJournal::Find(const std::string& head, const std::filesystem::path& photo,
                                                           const PhotoStamp& stamp) {
  BindAll(find_.get(), head, photo);
  const int status = sqlite3_step(find_.get());
  if (status != SQLITE_ROW && status != SQLITE_DONE) {
    return tl::unexpected(Problem());
  }
  std::optional<JournalEntry> entry;
  sqlite3_stmt* row = find_.get();
  if (status == SQLITE_ROW && sqlite3_column_int64(row, 0) == stamp.bytes &&
      sqlite3_column_int64(row, 1) == stamp.modified_ns && Text(row, 2) == stamp.settings) {
    entry = JournalEntry{.result = Text(row, 3), .error = Text(row, 4)};
  }
  sqlite3_reset(row);  // an open read would keep the log from being emptied
  return entry;
}

core::Result<> JobJournal::Put(const std::string& head, const std::filesystem::path& photo, const PhotoStamp& stamp,
                               const JournalEntry& entry) {
  if (pending_ == 0) {
    if (auto begun = Run("BEGIN"); !begun) {
      return begun;
    }
    pending_since_ = Clock::now();
  }
  ++pending_;
  BindAll(put_.get(), head, photo, stamp.bytes, stamp.modified_ns, stamp.settings, entry.result, entry.error);
  if (sqlite3_step(put_.get()) != SQLITE_DONE) {
    return tl::unexpected(Problem());
  }
  sqlite3_reset(put_.get());
  return pending_ >= kLargestBatch || Clock::now() - pending_since_ >= kLongestBatch ? Commit() : core::Result<>();
}

core::Result<> JobJournal::Commit() { return std::exchange(pending_, 0) > 0 ? Run("COMMIT") : core::Result<>(); }

core::Result<> JobJournal::Clear() {
  auto committed = Commit();
  return committed ? Run("DELETE FROM entry") : committed;
}

core::Result<JournalState> JobJournal::State() {
  const auto finished = Number("SELECT finished FROM state");
  const auto total = Number("SELECT total FROM state");
  const auto entries = Number("SELECT COUNT(*) FROM entry");
  if (!finished || !total || !entries) {
    return tl::unexpected(!finished ? finished.error() : !total ? total.error() : entries.error());
  }
  return JournalState{.finished = *finished != 0, .total = *total, .entries = *entries};
}

core::Result<> JobJournal::SetState(bool finished, std::int64_t total) {
  auto committed = Commit();
  return committed ? Run(fmt::format("UPDATE state SET finished = {}, total = {}", finished ? 1 : 0, total).c_str())
                   : committed;
}

core::Result<> JobJournal::Run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return tl::unexpected(Problem());
  }
  return {};
}

core::Result<std::int64_t> JobJournal::Number(const char* sql) {
  sqlite3_stmt* made = nullptr;
  const int prepared = sqlite3_prepare_v2(database_.get(), sql, -1, &made, nullptr);
  const Statement statement(made);
  if (prepared != SQLITE_OK || sqlite3_step(made) != SQLITE_ROW) {
    return tl::unexpected(Problem());
  }
  return sqlite3_column_int64(made, 0);
}

core::Error JobJournal::Problem() const {
  const std::string file = file_.string();
  switch (sqlite3_errcode(database_.get())) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kInput, fmt::format("{}: another process is running this job; wait for it or stop it", file)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::kInput, fmt::format("{}: the journal is damaged; delete it to do all photos again", file)};
    default:
      return {ErrorKind::kInput,
              fmt::format("{}: the journal cannot be read or written: {}", file, sqlite3_errmsg(database_.get()))};
  }
}

}  // namespace godwit::workflows
