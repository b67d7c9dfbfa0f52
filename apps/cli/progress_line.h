// Progress on standard error.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/base/job_context.h"

namespace godwit::cli {

enum class ProgressStyle {
  kNone,
  kBar,    // one line that is rewritten, with rate and time left
  kPlain,  // a line every few seconds
};

// "auto" (a bar on a terminal, plain lines elsewhere), "plain" or "none"; nothing for other words.
std::optional<ProgressStyle> ParseProgressStyle(std::string_view name);

class ProgressLine {
 public:
  explicit ProgressLine(ProgressStyle style) : style_(style) {}
  ~ProgressLine() { Clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(const core::Progress& state);

  // Takes the bar away, so that other text may be printed. The next Show brings it back.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;

  ProgressStyle style_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = start_;
  bool on_screen_ = false;
};

}  // namespace godwit::cli
