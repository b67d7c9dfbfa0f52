// What a run tells of itself while it goes: lines of JSON, and curves drawn from them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace godwit::training {

// One line of log.jsonl. A line tells of the steps since the one before.
struct LogLine {
  std::int64_t step = 0;  // steps done
  double epoch = 0;       // passes over the photos, with the part of the present one
  double loss = 0;        // mean since the line before
  double learning_rate = 0;
  double images_per_s = 0;
  std::optional<double> quality;  // on the validation photos, measured after this step
};

// Appends to a run's log; what is there stays. Move-only.
class RunLog {
 public:
  // Opens or begins the log and drops lines of steps after `step`: they will be done again. Errors: kInput, naming the
  // file.
  static core::Result<RunLog> Open(const std::filesystem::path& file, std::int64_t step);

  // Writes the line out at once. Errors: kInput, e.g. where the disk is full.
  core::Result<> Append(const LogLine& line);

  // All lines so far, in order.
  [[nodiscard]] const std::vector<LogLine>& lines() const { return lines_; }

 private:
  std::filesystem::path path_;
  std::ofstream stream_;
  std::vector<LogLine> lines_;
};

// Reads a log. A last line that was cut off by a crash is left out. Errors: kInput, naming file and line.
core::Result<std::vector<LogLine>> ReadRunLog(const std::filesystem::path& file);

// Loss and quality over epochs as an SVG picture. `quality` names what is measured: "accuracy".
core::Result<> WriteCurves(const std::filesystem::path& file, const std::vector<LogLine>& lines,
                           const std::string& quality);

}  // namespace godwit::training
