#include "training/run/run_folder.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "training/run/trainer.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;

// The configuration goes last: what is left after an error still counts as a run, which can be deleted again.
constexpr std::array kFiles{kModelFile, kCheckpointFile, kCurvesFile, kLogFile, kSplitFile, kConfigFile};

bool Exists(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

}  // namespace

bool HoldsRun(const fs::path& folder) { return Exists(folder / kConfigFile) || Exists(folder / kCheckpointFile); }

RunSummary ReadRun(const fs::path& folder) {
  RunSummary run{.folder = folder, .has_model = Exists(folder / kModelFile)};
  const auto note = [&](const core::Error& error) {
    if (run.error.empty()) {
      run.error = error.message;
    }
  };
  if (auto config = ReadTrainConfig(folder / kConfigFile)) {
    run.config = *std::move(config);
  } else {
    note(config.error());
  }
  if (Exists(folder / kCheckpointFile)) {
    if (const auto place = ReadCheckpointPlace(folder / kCheckpointFile)) {
      run.step = place->step;
      run.steps_per_epoch = place->steps_per_epoch;
      run.best = place->best;
    } else {
      note(place.error());
    }
  }
  if (Exists(folder / kLogFile)) {
    if (auto lines = ReadRunLog(folder / kLogFile)) {
      run.lines = *std::move(lines);
    } else {
      note(lines.error());
    }
  }
  if (run.error.empty()) {
    std::erase_if(run.lines, [&](const LogLine& line) { return line.step > run.step; });
  }
  return run;
}

std::vector<fs::path> RunsIn(const fs::path& folder) {
  std::vector<fs::path> runs;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (HoldsRun(entry->path())) {
      runs.push_back(entry->path());
    }
  }
  std::ranges::sort(runs);
  return runs;
}

core::Result<> RemoveRun(const fs::path& folder) {
  if (!HoldsRun(folder)) {
    return core::Fail(core::ErrorKind::kInput, "{}: holds no training run", folder.string());
  }
  std::error_code error;
  for (const char* name : kFiles) {
    fs::remove(folder / name, error);
    if (error) {
      return core::Fail(core::ErrorKind::kInput, "{}: cannot be deleted: {}", (folder / name).string(),
                        error.message());
    }
  }
  if (fs::is_empty(folder, error)) {
    fs::remove(folder, error);
  }
  if (error) {
    return core::Fail(core::ErrorKind::kInput, "{}: cannot be deleted: {}", folder.string(), error.message());
  }
  return {};
}

}  // namespace godwit::training
