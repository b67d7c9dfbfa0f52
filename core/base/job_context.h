// What a long job hears from and tells its caller: stop requests, progress, messages. The command line prints them, the
// desktop application posts them to its window as queued signals.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace godwit::core {

struct Progress {
  std::int64_t done = 0;
  std::int64_t total = 0;  // 0: not known
  std::string_view item;   // what was finished last, e.g. a path; valid during the call only
};

enum class LogLevel { kDebug, kInfo, kWarning };

// All callbacks may be empty. They are called from one thread at a time, not always the same; they must not throw.
struct JobContext {
  std::stop_token stop;
  std::function<void(const Progress&)> progress;
  std::function<void(LogLevel, std::string_view)> log;

  void Report(const Progress& state) const {
    if (progress) {
      progress(state);
    }
  }
  void Log(LogLevel level, std::string_view message) const {
    if (log) {
      log(level, message);
    }
  }
};

}  // namespace godwit::core
