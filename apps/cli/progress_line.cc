#include "apps/cli/progress_line.h"

#include <cmath>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace godwit::cli {
namespace {

constexpr auto kBarInterval = std::chrono::milliseconds(100);
constexpr auto kPlainInterval = std::chrono::seconds(3);
constexpr int kBarWidth = 24;

std::string Duration(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{}:{:02} min", whole / 60, whole % 60);
  }
  return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::optional<ProgressStyle> ParseProgressStyle(std::string_view name) {
  if (name == "auto") {
    return ::isatty(STDERR_FILENO) != 0 ? ProgressStyle::kBar : ProgressStyle::kPlain;
  }
  if (name == "plain") {
    return ProgressStyle::kPlain;
  }
  if (name == "none") {
    return ProgressStyle::kNone;
  }
  return std::nullopt;
}

void ProgressLine::Show(const core::Progress& state) {
  const auto now = Clock::now();
  const bool last = state.total > 0 && state.done >= state.total;
  const bool bar = style_ == ProgressStyle::kBar;
  if (style_ == ProgressStyle::kNone || state.total <= 1 || (last && bar) ||
      (now - last_shown_ < (bar ? Clock::duration(kBarInterval) : Clock::duration(kPlainInterval)) && !last)) {
    return;
  }
  last_shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(state.done) / seconds;
  const std::string left = Duration(static_cast<double>(state.total - state.done) / rate);
  const std::string text = fmt::format("{} of {}, {:.1f} a second, {}", state.done, state.total, rate,
                                       last ? Duration(seconds) + " in all" : left + " left");
  if (bar) {
    const auto filled = static_cast<std::size_t>(kBarWidth * state.done / state.total);
    fmt::print(stderr, "\r\033[K[{}{}] {}", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), text);
    std::fflush(stderr);
    on_screen_ = true;
  } else {
    fmt::print(stderr, "{}\n", text);
  }
}

void ProgressLine::Clear() {
  if (on_screen_) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    on_screen_ = false;
  }
}

}  // namespace godwit::cli
