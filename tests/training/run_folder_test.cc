// Runs as one finds them, and runs that are started and followed.
#include "training/run/run_folder.h"

#include <gmock/gmock.h>

#include "tests/training/colour_photos.h"
#include "training/run/start_run.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;
using tests::AddColours;
using tests::ColourConfig;
using tests::PhotoFolder;
using tests::ReadFile;
using tests::TemporaryFolder;
using tests::WriteFile;

core::Result<std::filesystem::path> NoModel(const std::string& id) {
  return core::Fail(core::ErrorKind::kModel, "there is no model {}", id);
}

class RunFolderTest : public testing::Test {
 protected:
  RunFolderTest() {
    AddColours(photos_);
    config_ = ColourConfig(photos_.path());
    config_.settings.epochs = 2;
  }

  core::Result<TrainReport> Start(const RunWatch& watch = {}, const std::stop_token& stop = {}) const {
    return StartRun(Run(), config_, NoModel, pool_, {.stop = stop}, ThisProcessAlone(), watch);
  }
  [[nodiscard]] std::filesystem::path Run() const { return folder_ / "runs/colours"; }

  PhotoFolder photos_;
  TemporaryFolder folder_;
  core::ThreadPool pool_{2};
  TrainConfig config_;
};

TEST_F(RunFolderTest, KnowsAFinishedRun) {
  ASSERT_TRUE(Start());
  const RunSummary run = ReadRun(Run());
  EXPECT_EQ(run.error, "");
  EXPECT_TRUE(run.finished());
  EXPECT_EQ(run.config, config_);
  EXPECT_EQ(run.epochs_done(), 2);
  ASSERT_TRUE(run.best);
  EXPECT_EQ(run.lines.back().step, run.step);
  EXPECT_THAT(RunsIn(folder_ / "runs"), testing::ElementsAre(Run()));
  EXPECT_THAT(RunsIn(folder_ / "none"), testing::IsEmpty());
}

TEST_F(RunFolderTest, TellsWatchersOfEveryStepAndLine) {
  std::vector<std::int64_t> steps;
  std::vector<LogLine> lines;
  RunPlan plan;
  const RunWatch watch{.begin = [&](const RunPlan& begun) { plan = begun; },
                       .step =
                           [&](std::int64_t step, double loss) {
                             EXPECT_GT(loss, 0);
                             steps.push_back(step);
                           },
                       .line = [&](const LogLine& line) { lines.push_back(line); }};
  ASSERT_TRUE(Start(watch));
  EXPECT_EQ(plan.first_step, 0);
  EXPECT_EQ(plan.steps, plan.steps_per_epoch * 2);
  EXPECT_EQ(plan.train_photos + plan.validation_photos, 36U);
  EXPECT_EQ(plan.quality_name, "accuracy");
  ASSERT_EQ(std::ssize(steps), plan.steps);
  EXPECT_EQ(steps.front(), 1);
  EXPECT_EQ(steps.back(), plan.steps);
  EXPECT_EQ(lines.size(), ReadRun(Run()).lines.size());
  EXPECT_TRUE(lines.back().quality);
}

TEST_F(RunFolderTest, GoesOnWhereItWasStopped) {
  std::stop_source stop;
  const RunWatch impatient{.step = [&](std::int64_t step, double) {
    if (step == 2) {
      stop.request_stop();
    }
  }};
  const auto stopped = Start(impatient, stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, core::ErrorKind::kCancelled);
  const RunSummary run = ReadRun(Run());
  EXPECT_EQ(run.error, "");
  EXPECT_FALSE(run.finished());
  EXPECT_GE(run.step, 2);
  EXPECT_EQ(run.epochs_done(), 0);
  std::int64_t first = 0;
  ASSERT_TRUE(Start({.begin = [&](const RunPlan& plan) { first = plan.first_step; }}));
  EXPECT_EQ(first, run.step);
  EXPECT_TRUE(ReadRun(Run()).finished());
}

TEST_F(RunFolderTest, SaysWhatIsDamaged) {
  ASSERT_TRUE(Start());
  const std::string checkpoint = ReadFile(Run() / kCheckpointFile);
  WriteFile(Run() / kCheckpointFile, checkpoint.substr(0, checkpoint.size() / 2));
  EXPECT_THAT(ReadRun(Run()).error, HasSubstr(kCheckpointFile));
  EXPECT_FALSE(ReadRun(Run()).finished());
  WriteFile(Run() / kCheckpointFile, checkpoint);
  EXPECT_EQ(ReadRun(Run()).error, "");
  WriteFile(Run() / kLogFile, "nonsense\n{}\n");
  EXPECT_THAT(ReadRun(Run()).error, HasSubstr(kLogFile));
  WriteFile(Run() / kConfigFile, "{}");
  EXPECT_THAT(ReadRun(Run()).error, HasSubstr(kConfigFile));
}

TEST_F(RunFolderTest, BeginsAnewWhereACrashLeftNoCheckpoint) {
  ASSERT_TRUE(WriteTrainConfig(Run() / kConfigFile, config_));
  const RunSummary run = ReadRun(Run());
  EXPECT_EQ(run.error, "");
  EXPECT_EQ(run.step, 0);
  EXPECT_FALSE(run.finished());
  EXPECT_TRUE(Start());
}

TEST_F(RunFolderTest, DeletesOnlyWhatBelongsToTheRun) {
  ASSERT_TRUE(Start());
  WriteFile(Run() / "notes.txt", "mine");
  ASSERT_TRUE(RemoveRun(Run()));
  EXPECT_EQ(ReadFile(Run() / "notes.txt"), "mine");
  EXPECT_FALSE(HoldsRun(Run()));
  const auto again = RemoveRun(Run());
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("holds no training run"));
  std::filesystem::remove(Run() / "notes.txt");
  ASSERT_TRUE(Start());
  ASSERT_TRUE(RemoveRun(Run()));
  EXPECT_FALSE(std::filesystem::exists(Run()));
}

TEST_F(RunFolderTest, RefusesARunAmongItsPhotosAndOddSizes) {
  const auto inside = CompleteConfig(photos_ / "red/run", {}, NoModel, config_);
  ASSERT_FALSE(inside);
  EXPECT_THAT(inside.error().message, HasSubstr("lies among the photos"));
  EXPECT_FALSE(CompleteConfig(Run(), {.input = kLeastInput - 1}, NoModel, config_));
  ASSERT_TRUE(CompleteConfig(Run(), {.alpha = 0.5, .input = 64}, NoModel, config_));
  EXPECT_EQ(config_.settings.alpha, 0.5);
  EXPECT_EQ(config_.settings.input, 64);
}

}  // namespace
}  // namespace godwit::training
