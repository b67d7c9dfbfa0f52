#include "training/run/prepare_run.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "detection/detector.h"
#include "training/data/annotated_dataset.h"
#include "training/data/dataset.h"
#include "training/data/split.h"
#include "training/run/classify_task.h"
#include "training/run/detect_task.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

core::ModelCard CardFromNothing(const TrainSettings& settings) {
  core::ModelCard card;
  card.architecture = "mobilenet_v1";
  card.alpha = settings.alpha;
  card.licence = "unknown";
  return card;
}

core::Result<> NoteDigest(const core::ModelCard& card, std::string& noted) {
  if (!noted.empty() && noted != card.sha256) {
    return core::Fail(ErrorKind::kModel,
                      "model '{}' is not the one that the run was begun with; install that again, or begin a new run",
                      card.id);
  }
  noted = card.sha256;
  return {};
}

core::Result<core::ModelFile> OpenNoted(core::Result<fs::path> file, std::string& digest) {
  if (!file) {
    return core::Forward(file);
  }
  auto opened = core::ModelFile::Open(*file);
  if (!opened) {
    return opened;
  }
  if (auto noted = NoteDigest(opened->card, digest); !noted) {
    return core::Forward(noted);
  }
  return opened;
}

core::Result<Dataset> ReadPhotosToClassify(const TrainConfig& config) {
  core::Check(config.data.size() == 1, "a classifier learns from one folder or table");
  const fs::path& data = config.data.front();
  std::error_code error;
  if (fs::is_regular_file(data, error)) {
    return ReadLabelledCsv(data);
  }
  // A teacher labels photos that lie in no class folders.
  const bool classes = std::ranges::any_of(fs::directory_iterator(data, error), [](const fs::directory_entry& entry) {
    return entry.is_directory() && !entry.path().filename().string().starts_with('.');
  });
  return config.teacher.empty() || classes ? ReadClassFolders(data) : ReadUnlabelledFolder(data);
}

core::Result<Dataset> ReadPhotosToDetect(const TrainConfig& config, const core::ModelCard& base) {
  std::vector<Dataset> parts;
  std::set<std::string> names;
  for (std::size_t i = 0; i < config.data.size(); ++i) {
    std::error_code error;
    auto part = fs::is_directory(config.data[i], error) ? ReadVocDataset(config.data[i])
                                                        : ReadCocoDataset(config.data[i], config.photos.at(i));
    if (!part) {
      return part;
    }
    RenameClasses(*part, VocToCocoNames());
    for (const DatasetClass& one : part->classes) {
      names.insert(one.name);
    }
    parts.push_back(*std::move(part));
  }
  // Numbers are those of a detector, or of a set of photos, that knows all classes.
  std::vector<DatasetClass> classes;
  if (base.task == "detect") {
    for (const core::ClassLabel& label : base.labels) {
      if (!label.name.empty()) {
        classes.push_back({label.id, label.name});
      }
    }
  }
  const auto knows_all = [&](const std::vector<DatasetClass>& known) {
    return std::ranges::all_of(names, [&](const std::string& name) {
      return std::ranges::find(known, name, &DatasetClass::name) != known.end();
    });
  };
  for (auto part = parts.begin(); part != parts.end() && (classes.empty() || !knows_all(classes)); ++part) {
    classes = part->classes;
  }
  if (!knows_all(classes)) {
    classes.clear();
  }
  return JoinDatasets(std::move(parts), std::move(classes));
}

// The run's teacher, if it has one.
template <typename T>
core::Result<std::optional<T>> FindTeacher(TrainConfig& config, const FindModelFile& find,
                                           core::Result<T> (*load)(const fs::path&)) {
  if (config.teacher.empty()) {
    return std::nullopt;
  }
  const auto file = find(config.teacher);
  if (auto noted = OpenNoted(file, config.teacher_sha256); !noted) {
    return core::Forward(noted);
  }
  auto teacher = load(*file);
  if (!teacher) {
    return core::Forward(teacher);
  }
  return *std::move(teacher);
}

core::Result<detection::Detector> LoadDetector(const fs::path& file) { return detection::Detector::Load(file); }

core::Result<std::unique_ptr<TrainTask>> MakeClassifyTask(TrainConfig& config, Dataset photos,
                                                          const core::ModelCard& base, const FindModelFile& find) {
  auto teacher = FindTeacher(config, find, LoadTeacher);
  if (!teacher) {
    return core::Forward(teacher);
  }
  auto task = ClassifyTask::Create(std::move(photos), base, *std::move(teacher), config.settings);
  if (!task) {
    return core::Forward(task);
  }
  return std::unique_ptr<TrainTask>(*std::move(task));
}

core::Result<std::unique_ptr<TrainTask>> MakeDetectTask(TrainConfig& config, Dataset photos,
                                                        const core::ModelCard& base, const FindModelFile& find,
                                                        const core::ThreadPool& pool, const core::JobContext& context) {
  auto teacher = FindTeacher(config, find, LoadDetector);
  if (!teacher) {
    return core::Forward(teacher);
  }
  auto task = DetectTask::Create(std::move(photos), base, *std::move(teacher), config.settings, pool, context);
  if (!task) {
    return core::Forward(task);
  }
  return std::unique_ptr<TrainTask>(*std::move(task));
}

}  // namespace

core::Result<PreparedRun> PrepareRun(TrainConfig& config, const FindModelFile& find, const core::ThreadPool& pool,
                                     const core::JobContext& context, StartingValues values) {
  PreparedRun run;
  core::ModelCard base = CardFromNothing(config.settings);
  if (!config.from.empty()) {
    auto opened = OpenNoted(find(config.from), config.from_sha256);
    if (!opened) {
      return core::Forward(opened);
    }
    base = opened->card;
    run.base.emplace(*std::move(opened));
  }
  if (!config.beside.empty()) {
    auto beside = OpenNoted(find(config.beside), config.beside_sha256);
    if (!beside) {
      return core::Forward(beside);
    }
    auto joined = MakeJoinedModel(*run.base, *beside);
    if (!joined) {
      return core::Forward(joined);
    }
    base = joined->card;
    run.resized.emplace(*std::move(joined));
  }
  auto photos = config.task == "detect" ? ReadPhotosToDetect(config, base) : ReadPhotosToClassify(config);
  if (!photos) {
    return core::Forward(photos);
  }
  if (auto checked = DropDamagedPhotos(*photos, pool, context); !checked) {
    return core::Forward(checked);
  }
  for (const core::InputError& problem : photos->problems) {
    context.Log(core::LogLevel::kWarning, problem.error);
  }
  if (run.base && config.settings.alpha < base.alpha) {
    // Photos that measure must not be fitted on.
    const auto fit = [&]() -> core::Result<ResizedModel> {
      const auto split =
          MakeSplit(*photos, config.settings.validation, static_cast<std::uint64_t>(config.settings.seed), {});
      return MakeNarrowModel(*run.base, config.settings.alpha, split ? Subset(*photos, split->train) : *photos, pool,
                             context);
    };
    auto narrow = values == StartingValues::kNeeded ? fit() : MakeUnfittedNarrowModel(*run.base, config.settings.alpha);
    if (!narrow) {
      return core::Forward(narrow);
    }
    base = narrow->card;
    run.resized.emplace(*std::move(narrow));
  }
  auto task = config.task == "detect" ? MakeDetectTask(config, *std::move(photos), base, find, pool, context)
                                      : MakeClassifyTask(config, *std::move(photos), base, find);
  if (!task) {
    return core::Forward(task);
  }
  run.task = *std::move(task);
  return run;
}

}  // namespace godwit::training
