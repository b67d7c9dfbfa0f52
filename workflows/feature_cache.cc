#include "workflows/feature_cache.h"

#include <sqlite3.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr int kVersion = 1;
constexpr int kApplication = 0x67646674;  // "gdft": tells the file from another program's

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

struct Stamp {
  std::string path;
  std::int64_t bytes = 0;
  std::int64_t modified_ns = 0;
};

std::optional<Stamp> StampOf(const fs::path& photo) {
  std::error_code error;
  const fs::path absolute = fs::absolute(photo, error).lexically_normal();
  const auto bytes = error ? 0 : fs::file_size(photo, error);
  const auto modified = error ? fs::file_time_type() : fs::last_write_time(photo, error);
  if (error) {
    return std::nullopt;
  }
  return Stamp{absolute.native(), static_cast<std::int64_t>(bytes),
               std::chrono::nanoseconds(modified.time_since_epoch()).count()};
}

bool Run(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Statement Prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return Statement(statement);
}

int ReadPragma(sqlite3* database, const char* sql) {
  const Statement statement = Prepare(database, sql);
  return statement && sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int(statement.get(), 0) : -1;
}

void BindStamp(sqlite3_stmt* statement, const Stamp& stamp, const std::string& model) {
  sqlite3_bind_blob(statement, 1, stamp.path.data(), static_cast<int>(stamp.path.size()), SQLITE_STATIC);
  sqlite3_bind_text(statement, 2, model.data(), static_cast<int>(model.size()), SQLITE_STATIC);
  sqlite3_bind_int64(statement, 3, stamp.bytes);
  sqlite3_bind_int64(statement, 4, stamp.modified_ns);
}

// Vectors have length 1, or are zero for a photo that moves no channel: bytes that are damaged hardly do.
bool IsSound(std::span<const float> features) {
  double squares = 0;
  for (const float value : features) {
    squares += double{value} * value;
  }
  return squares == 0 || std::abs(squares - 1) < 1e-3;
}

// Null where the file is damaged, or another program's.
Database OpenDatabase(const fs::path& path) {
  sqlite3* raw = nullptr;
  const bool opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK;
  Database database(raw);
  constexpr int kPatienceMs = 10'000;
  if (!opened || sqlite3_busy_timeout(raw, kPatienceMs) != SQLITE_OK) {
    return nullptr;
  }
  const int application = ReadPragma(raw, "PRAGMA application_id");
  const int version = ReadPragma(raw, "PRAGMA user_version");
  const int tables = ReadPragma(raw, "SELECT count(*) FROM sqlite_master");
  const bool is_new = application == 0 && version == 0 && tables == 0;
  if (!is_new && (application != kApplication || version != kVersion)) {
    return nullptr;
  }
  const std::string mark = "PRAGMA application_id=" + std::to_string(kApplication) +
                           ";PRAGMA user_version=" + std::to_string(kVersion) +
                           ";CREATE TABLE IF NOT EXISTS features(path BLOB, model TEXT, bytes INTEGER, modified_ns "
                           "INTEGER, vector BLOB, PRIMARY KEY(path, model)) WITHOUT ROWID";
  if (!Run(raw, "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL") || (is_new && !Run(raw, mark.c_str()))) {
    return nullptr;
  }
  return database;
}

}  // namespace

struct FeatureCache::Impl {
  ~Impl() { Write(); }

  Database database;
  Statement find;
  Statement keep;
  std::string model;
  std::size_t floats = 0;
  std::vector<std::pair<Stamp, std::vector<float>>> kept;  // not written yet

  void Write() {
    if (kept.empty() || !keep || !Run(database.get(), "BEGIN IMMEDIATE")) {
      return;
    }
    for (const auto& [stamp, features] : kept) {
      BindStamp(keep.get(), stamp, model);
      sqlite3_bind_blob(keep.get(), 5, features.data(), static_cast<int>(features.size() * sizeof(float)),
                        SQLITE_STATIC);
      sqlite3_step(keep.get());
      sqlite3_reset(keep.get());
    }
    if (!Run(database.get(), "COMMIT")) {
      Run(database.get(), "ROLLBACK");
    }
    kept.clear();
  }
};

fs::path DefaultFeatureCache() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value != nullptr ? value : "");
  };
  fs::path folder = variable("XDG_CACHE_HOME");
  if (folder.empty()) {
    folder = variable("HOME").empty() ? "" : variable("HOME") / ".cache";
  }
  return folder.empty() ? fs::path() : folder / "godwit/features.sqlite";
}

FeatureCache::FeatureCache() = default;
FeatureCache::FeatureCache(FeatureCache&&) noexcept = default;
FeatureCache& FeatureCache::operator=(FeatureCache&&) noexcept = default;

FeatureCache::~FeatureCache() = default;

core::Result<FeatureCache> FeatureCache::Open(const fs::path& path, std::string model_sha256, int floats,
                                              bool may_replace) {
  std::error_code error;
  if (path.has_parent_path()) {
    fs::create_directories(path.parent_path(), error);
  }
  FeatureCache cache;
  cache.impl_ = std::make_unique<Impl>();
  Impl& impl = *cache.impl_;
  impl.model = std::move(model_sha256);
  impl.floats = static_cast<std::size_t>(floats);
  for (const bool again : {false, true}) {
    impl.find = nullptr;
    impl.keep = nullptr;
    impl.database = OpenDatabase(path);
    if (impl.database) {
      impl.find = Prepare(impl.database.get(),
                          "SELECT vector FROM features WHERE path=? AND model=? AND bytes=? AND modified_ns=?");
      impl.keep = Prepare(impl.database.get(), "INSERT OR REPLACE INTO features VALUES(?,?,?,?,?)");
      if (impl.find && impl.keep) {
        return cache;
      }
    }
    if (again || !may_replace) {
      break;
    }
    impl.database = nullptr;
    for (const char* suffix : {"", "-wal", "-shm"}) {
      fs::remove(fs::path(path) += suffix, error);
    }
  }
  return core::Fail(ErrorKind::kInput,
                    "{}: cannot be opened to keep what photos look like: it is damaged, another program's, or in a "
                    "folder that cannot be written to; name another file, or remove it",
                    path.string());
}

bool FeatureCache::Find(const fs::path& photo, std::span<float> features) {
  const auto stamp = impl_ ? StampOf(photo) : std::nullopt;
  if (!stamp || features.size() != impl_->floats) {
    return false;
  }
  sqlite3_stmt* find = impl_->find.get();
  BindStamp(find, *stamp, impl_->model);
  bool found = sqlite3_step(find) == SQLITE_ROW &&
               static_cast<std::size_t>(sqlite3_column_bytes(find, 0)) == features.size_bytes();
  if (found) {
    std::memcpy(features.data(), sqlite3_column_blob(find, 0), features.size_bytes());
    found = IsSound(features);
  }
  sqlite3_reset(find);
  return found;
}

void FeatureCache::Keep(const fs::path& photo, std::span<const float> features) {
  constexpr std::size_t kTogether = 32;
  if (auto stamp = impl_ ? StampOf(photo) : std::nullopt; stamp) {
    impl_->kept.emplace_back(*std::move(stamp), std::vector<float>(features.begin(), features.end()));
    if (impl_->kept.size() >= kTogether) {
      impl_->Write();
    }
  }
}

}  // namespace godwit::workflows
