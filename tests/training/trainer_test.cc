// Whole runs on made-up photos: what is learned, and that nothing is lost when a run is stopped.
#include "training/run/trainer.h"

#include <gmock/gmock.h>

#include "detection/detector.h"
#include "recognition/classifier.h"
#include "tests/training/colour_photos.h"
#include "training/run/prepare_run.h"
#include "training/run/run_log.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;
using tests::AddColours;
using tests::ColourConfig;
using tests::kPhotosPerClass;
using tests::PhotoFolder;
using tests::ReadFile;
using tests::TemporaryFolder;

core::Result<std::filesystem::path> NoModel(const std::string& id) {
  return core::Fail(core::ErrorKind::kModel, "there is no model {}", id);
}

struct Runs {
  core::ThreadPool pool{2};

  core::Result<TrainReport> Train(const std::filesystem::path& folder, TrainConfig config,
                                  const core::JobContext& context = {}, const FindModelFile& find = NoModel) const {
    auto prepared = PrepareRun(config, find, pool, context);
    if (!prepared) {
      return core::Forward(prepared);
    }
    return RunTraining(folder, config, *prepared->task, prepared->from(), pool, context);
  }
};

TEST(RunTraining, LearnsColours) {
  const PhotoFolder photos;
  AddColours(photos);
  const TemporaryFolder folder;
  const auto report = Runs().Train(folder / "run", ColourConfig(photos.path()));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->train_photos + report->validation_photos, 3U * kPhotosPerClass);
  ASSERT_TRUE(report->best);
  EXPECT_EQ(report->best->quality, 1.0);

  const auto classifier = recognition::Classifier::Load(report->model);
  ASSERT_TRUE(classifier) << classifier.error().message;
  EXPECT_EQ(classifier->Classify({tests::OneColor(50, 30, {10, 200, 10}), 50, 30}).front().label, "green");
  EXPECT_THAT(classifier->card().source, HasSubstr("accuracy 1.000"));
  const auto lines = ReadRunLog(folder / "run" / kLogFile);
  ASSERT_TRUE(lines);
  EXPECT_LT(lines->back().loss, lines->front().loss);
  EXPECT_THAT(ReadFile(folder / "run" / kCurvesFile), HasSubstr("</svg>"));
}

TEST(RunTraining, GoesOnToTheSameCheckpointToTheBit) {
  const PhotoFolder photos;
  AddColours(photos);
  const TemporaryFolder folder;
  const Runs runs;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.epochs = 3;
  ASSERT_TRUE(runs.Train(folder / "whole", config));

  std::stop_source stop;
  const core::JobContext impatient{.stop = stop.get_token(), .progress = [&](const core::Progress& state) {
                                     if (state.total > 0 && state.done == 4) {
                                       stop.request_stop();
                                     }
                                   }};
  const auto stopped = runs.Train(folder / "stopped", config, impatient);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, core::ErrorKind::kCancelled);
  EXPECT_NE(ReadFile(folder / "stopped" / kCheckpointFile), ReadFile(folder / "whole" / kCheckpointFile));
  const auto finished = runs.Train(folder / "stopped", config);
  ASSERT_TRUE(finished) << finished.error().message;
  EXPECT_EQ(ReadFile(folder / "stopped" / kCheckpointFile), ReadFile(folder / "whole" / kCheckpointFile));

  // A run that is done stays as it is.
  const auto again = runs.Train(folder / "whole", config);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->best, finished->best);
}

TEST(RunTraining, NamesTheStepAtWhichItDiverges) {
  const PhotoFolder photos;
  AddColours(photos);
  const TemporaryFolder folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.learning_rate = 1e30;
  config.settings.warm_up = 0;
  config.settings.clip = 0;
  const auto report = Runs().Train(folder / "run", config);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("diverged at step"));
  EXPECT_THAT(report.error().message, HasSubstr("lower --lr"));
}

TEST(RunTraining, LeavesOtherFoldersAlone) {
  const PhotoFolder photos;
  AddColours(photos);
  const auto report = Runs().Train(photos.path(), ColourConfig(photos.path()));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, core::ErrorKind::kUsage);
  EXPECT_FALSE(std::filesystem::exists(photos / kConfigFile));
}

TEST(RunTraining, RefusesOtherSettingsForARunThatIsThere) {
  const PhotoFolder photos;
  AddColours(photos);
  const TemporaryFolder folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.epochs = 1;
  ASSERT_TRUE(Runs().Train(folder / "run", config));
  config.settings.learning_rate *= 2;
  const auto report = Runs().Train(folder / "run", config);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("other settings"));
}

TEST(RunTraining, AStudentLearnsFromATeacherAlone) {
  const PhotoFolder photos;
  AddColours(photos);
  const TemporaryFolder folder;
  const Runs runs;
  const auto teacher = runs.Train(folder / "teacher", ColourConfig(photos.path()));
  ASSERT_TRUE(teacher) << teacher.error().message;

  const PhotoFolder unlabelled;
  for (int i = 0; i < 3 * kPhotosPerClass; ++i) {
    const auto light = static_cast<std::uint8_t>(130 + 3 * i);
    tests::Rgb colour{20, 20, 20};
    colour[static_cast<std::size_t>(i % 3)] = light;
    unlabelled.AddPhoto(std::to_string(i) + ".png", tests::OneColor(40, 40, colour));
  }
  TrainConfig config = ColourConfig(unlabelled.path());
  config.teacher = "teacher";
  config.settings.seed = 2;
  const auto find = [&](const std::string&) -> core::Result<std::filesystem::path> { return teacher->model; };
  const auto student = runs.Train(folder / "student", config, {}, find);
  ASSERT_TRUE(student) << student.error().message;
  EXPECT_GE(student->best->quality, 0.8);
  const auto classifier = recognition::Classifier::Load(student->model);
  ASSERT_TRUE(classifier);
  EXPECT_EQ(classifier->Classify({tests::OneColor(40, 40, {220, 20, 20}), 40, 40}).front().label, "red");
}

TEST(RunTraining, ADetectorLearnsBoxes) {
  const PhotoFolder photos;
  tests::AddSquares(photos);
  const TemporaryFolder folder;
  const auto report = Runs().Train(folder / "run", tests::SquareConfig(photos.path()));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_GT(report->best->quality, 0.5);
  const auto detector = detection::Detector::Load(report->model);
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_EQ(detector->card().labels.front().id, 5);
}

}  // namespace
}  // namespace godwit::training
