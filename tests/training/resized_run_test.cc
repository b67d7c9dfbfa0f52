// Runs that start from a model of another width, and detectors that learn from a detector.
#include <map>
#include <string>

#include <gmock/gmock.h>

#include "detection/detector.h"
#include "tests/training/colour_photos.h"
#include "training/run/prepare_run.h"
#include "training/run/trainer.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;
using tests::PhotoFolder;
using tests::TemporaryFolder;

class ResizedRun : public testing::Test {
 protected:
  ResizedRun() { tests::AddSquares(photos_); }

  core::Result<PreparedRun> Prepare(TrainConfig& config, StartingValues values = StartingValues::kNeeded) {
    const auto find = [&](const std::string& id) -> core::Result<std::filesystem::path> { return models_.at(id); };
    const core::JobContext context{.stop = {}, .progress = {}, .log = [&](core::LogLevel, std::string_view text) {
                                     told_ += std::string(text) + '\n';
                                   }};
    return PrepareRun(config, find, pool_, context, values);
  }

  // Trains a run of this name, whose model others may start from.
  TrainReport Train(const std::string& name, TrainConfig config) {
    auto prepared = Prepare(config);
    EXPECT_TRUE(prepared) << prepared.error().message;
    auto report = RunTraining(folder_ / name, config, *prepared->task, prepared->from(), pool_, {});
    EXPECT_TRUE(report) << report.error().message;
    models_[name] = report->model;
    return *std::move(report);
  }

  [[nodiscard]] TrainConfig Squares() const { return tests::SquareConfig(photos_.path()); }

  core::ThreadPool pool_{2};
  PhotoFolder photos_;
  TemporaryFolder folder_;
  std::map<std::string, std::filesystem::path> models_;
  std::string told_;
};

TEST_F(ResizedRun, ANarrowDetectorLearnsFromTheWideOneThatItCameFrom) {
  const TrainReport wide = Train("wide", Squares());
  TrainConfig config = Squares();
  config.from = config.teacher = "wide";
  config.settings.alpha = 0.125;
  config.settings.epochs = 20;
  config.settings.learning_rate = 0.01;

  const auto fitted = Prepare(config);
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(told_, HasSubstr("made narrower, from 0.25 to 0.125, by "));
  EXPECT_THAT(told_, testing::Not(HasSubstr(" by 16 photos"))) << "photos that measure must not be fitted on";
  EXPECT_THAT(told_, testing::Not(HasSubstr("looks at"))) << "it predicts alike, so it teaches all of it";
  EXPECT_EQ(fitted->task->card().alpha, 0.125);

  // Where a checkpoint brings the values, only what there is of them counts.
  const auto shaped = Prepare(config, StartingValues::kReplaced);
  ASSERT_TRUE(shaped) << shaped.error().message;
  const core::WeightTable fitted_table = fitted->from();
  const core::WeightTable shaped_table = shaped->from();
  ASSERT_EQ(fitted_table.size(), shaped_table.size());
  for (const auto& [name, tensor] : fitted_table) {
    ASSERT_TRUE(shaped_table.contains(name)) << name;
    EXPECT_EQ(shaped_table.at(name).shape, tensor.shape) << name;
  }

  const TrainReport narrow = Train("narrow", config);
  EXPECT_GT(narrow.best->quality, 0.5 * wide.best->quality);
  const auto detector = detection::Detector::Load(narrow.model);
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_EQ(detector->card().alpha, 0.125);
}

TEST_F(ResizedRun, ATeacherOfAnotherInputOnlyBoxes) {
  TrainConfig config = Squares();
  config.settings.epochs = 1;
  Train("wide", config);
  config.from = config.teacher = "wide";
  config.settings.input = 128;
  const auto prepared = Prepare(config);
  ASSERT_TRUE(prepared) << prepared.error().message;
  EXPECT_THAT(told_, HasSubstr("looks at 16 photos"));
}

TEST_F(ResizedRun, TwoModelsSideBySideAreAtFirstTheFirst) {
  TrainConfig config = Squares();
  const TrainReport first = Train("first", config);
  config.settings.seed = 1;
  config.settings.epochs = 1;
  config.settings.alpha = 0.5;
  Train("second", config);
  config.from = "first";
  config.beside = "second";
  config.settings.alpha = 0.75;
  config.settings.learning_rate = 0;
  config.settings.average = 0;
  const TrainReport joined = Train("joined", config);
  EXPECT_NEAR(joined.best->quality, first.best->quality, 0.02);
  const auto detector = detection::Detector::Load(joined.model);
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_EQ(detector->card().alpha, 0.75);
  EXPECT_THAT(detector->card().source, HasSubstr("from first beside second"));
}

TEST_F(ResizedRun, RefusesModelsThatDoNotGoTogether) {
  TrainConfig config = Squares();
  config.settings.epochs = 1;
  config.settings.alpha = 0.75;
  Train("wide", config);
  config.from = config.beside = "wide";
  const auto too_wide = Prepare(config);
  ASSERT_FALSE(too_wide);
  EXPECT_EQ(too_wide.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(too_wide.error().message, HasSubstr("wider than 1 together"));

  const PhotoFolder colours;
  tests::AddColours(colours);
  TrainConfig classifier = tests::ColourConfig(colours.path());
  classifier.settings.epochs = 1;
  Train("colours", classifier);
  config.beside = "colours";
  config.beside_sha256.clear();
  const auto other = Prepare(config);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(other.error().message, HasSubstr("'wide' and 'colours'"));
}

}  // namespace
}  // namespace godwit::training
