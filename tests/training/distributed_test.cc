// Processes that train together. Runs as one process, and as several by mpirun: what holds for any number of them.
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "core/weights/safetensors.h"
#include "tests/training/colour_photos.h"
#include "training/distributed/agreement.h"
#include "training/distributed/gradient_exchange.h"
#include "training/distributed/join_processes.h"
#include "training/run/prepare_run.h"
#include "training/run/run_log.h"
#include "training/run/train_state.h"
#include "training/run/trainer.h"

namespace godwit::training {
namespace {

using testing::HasSubstr;
using tests::ColourConfig;
using tests::PhotoFolder;
using tests::TemporaryFolder;

std::unique_ptr<ProcessGroup> joined;  // by main

ProcessGroup& Processes() { return joined ? *joined : ThisProcessAlone(); }
int Size() { return Processes().size(); }
int Rank() { return Processes().rank(); }
int Last() { return Size() - 1; }

void Barrier() { ASSERT_TRUE(Agree(Processes(), {})); }

// A folder of the first process that all know. All come to its end before it goes.
template <typename Folder>
class Shared {
 public:
  Shared() {
    std::vector<std::string> path;
    if (Processes().leads()) {
      own_.emplace();
      path.push_back(own_->path().string());
    }
    path_ = Gather(Processes(), path).front();
  }
  ~Shared() { Barrier(); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  // Calls `add` with the folder in its process; then all can see what was added.
  template <typename Add>
  void Fill(Add&& add) {
    if (own_) {
      add(*own_);
    }
    Barrier();
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::optional<Folder> own_;
  std::filesystem::path path_;
};

TEST(ProcessGroup, Sums) {
  std::vector<double> values(100'000);
  std::iota(values.begin(), values.end(), Rank());
  Processes().Sum(values);
  const double ranks = Size() * (Size() - 1) / 2.0;
  for (std::size_t i = 0; i < values.size(); i += 9999) {
    EXPECT_EQ(values[i], static_cast<double>(i) * Size() + ranks);
  }
  double one = 0.5;
  Processes().Sum({&one, 1});
  EXPECT_EQ(one, 0.5 * Size());
  Processes().Sum({});
}

TEST(ProcessGroup, SumsWhileOthersAreUnderWay) {
  std::vector<float> large(3'000'000, 1.0F), small(7, static_cast<float>(Rank()));
  Processes().StartSum(large);
  double between = 1;
  Processes().Sum({&between, 1});
  Processes().StartSum(small);
  if (Rank() == Last()) {
    Processes().Poll();  // not all need to
  }
  Processes().FinishSums();
  EXPECT_EQ(between, Size());
  EXPECT_THAT(large, testing::Each(static_cast<float>(Size())));
  EXPECT_THAT(small, testing::Each(static_cast<float>(Size() * (Size() - 1) / 2)));
  Processes().FinishSums();  // nothing
}

TEST(ProcessGroup, SumsAreTheSameBitsInAll) {
  std::vector<float> values(1'000'000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = std::sin(static_cast<float>(i) * static_cast<float>(Rank() + 1));
  }
  Processes().StartSum(values);
  Processes().FinishSums();
  const std::string_view bits(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  EXPECT_EQ(FindOther(Processes(), std::hash<std::string_view>()(bits)), -1);
}

TEST(ProcessGroup, Broadcasts) {
  for (const int root : {0, Last()}) {
    std::array<double, 3> values{Rank() + 0.5, 1, 2};
    Processes().Broadcast(std::as_writable_bytes(std::span(values)), root);
    EXPECT_EQ(values[0], root + 0.5);
  }
}

TEST(ProcessGroup, WaitsForThoseThatComeLate) {
  if (Rank() == Last()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  double here = 1;
  Processes().Sum({&here, 1});
  EXPECT_EQ(here, Size());
}

TEST(Agree, AnErrorOfOneIsThatOfAll) {
  EXPECT_TRUE(Agree(Processes(), {}));
  for (const core::ErrorKind kind : {core::ErrorKind::kUsage, core::ErrorKind::kCancelled}) {
    const auto last = Agree(Processes(), Rank() == Last() ? core::Fail(kind, "process {}", Rank()) : core::Result<>());
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().kind, kind);
    EXPECT_EQ(last.error().message, "process " + std::to_string(Last()));
    const auto all = Agree(Processes(), core::Fail(kind, "process {}", Rank()));
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().message, "process 0");
  }
  const auto silent = Agree(Processes(), core::Fail(core::ErrorKind::kModel, "{}", ""));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().kind, core::ErrorKind::kModel);
}

TEST(Gather, BringsAllTexts) {
  EXPECT_THAT(Gather(Processes(), {}), testing::IsEmpty());
  std::vector<std::string> expected;
  for (int rank = 0; rank < Size(); ++rank) {
    expected.insert(expected.end(), {"from " + std::to_string(rank), ""});
  }
  EXPECT_EQ(Gather(Processes(), {"from " + std::to_string(Rank()), ""}), expected);
  EXPECT_THAT(Gather(Processes(), Rank() == Last() ? std::vector<std::string>{"last"} : std::vector<std::string>()),
              testing::ElementsAre("last"));
}

TEST(FindOther, FindsTheFirst) {
  EXPECT_EQ(FindOther(Processes(), 7), -1);
  constexpr std::uint64_t kLarge = ~std::uint64_t{0} - 1;  // doubles would not tell these apart
  const bool differs = Rank() == Last() && Size() > 1;
  EXPECT_EQ(FindOther(Processes(), kLarge + (differs ? 1 : 0)), Size() > 1 ? Last() : -1);
}

TEST(GradientExchange, SumsWhatIsReady) {
  constexpr std::int64_t kFloats = 3 * GradientExchange::kBucket + 1000;
  std::vector<float> gradients(kFloats, static_cast<float>(Rank() + 1));
  GradientExchange exchange(Processes());
  const auto sum = static_cast<float>(Size() * (Size() + 1) / 2);
  for (int round = 0; round < 2; ++round) {
    std::ranges::fill(gradients, static_cast<float>(Rank() + 1));
    exchange.Begin(gradients);
    for (const std::int64_t offset :
         {kFloats - 10, kFloats - 10, kFloats - 2 * GradientExchange::kBucket, std::int64_t{500}}) {
      exchange.Ready(offset);
    }
    exchange.Finish();
    EXPECT_EQ(std::count(gradients.begin(), gradients.begin() + 500, static_cast<float>(Rank() + 1)), 500);
    EXPECT_EQ(std::count(gradients.begin() + 500, gradients.end(), sum), kFloats - 500);
  }
  exchange.Begin(gradients);
  exchange.Finish();
}

// A run in this process alone, or together with the others.
struct Runs {
  core::ThreadPool pool{1};
  FindModelFile find = [](const std::string& id) -> core::Result<std::filesystem::path> {
    return core::Fail(core::ErrorKind::kModel, "there is no model {}", id);
  };

  core::Result<TrainReport> Train(ProcessGroup& processes, const std::filesystem::path& folder, TrainConfig config,
                                  const core::JobContext& context = {}) const {
    auto prepared = PrepareRun(config, find, pool, {});
    if (!prepared) {
      return core::Forward(prepared);
    }
    return RunTraining(folder, config, *prepared->task, prepared->from(), pool, context, processes);
  }
};

std::vector<float> CheckpointArray(const std::filesystem::path& run, const char* name) {
  const auto file = core::SafetensorsFile::Open(run / kCheckpointFile);
  return file ? core::ToFloats(file->tensors().at(name)) : std::vector<float>();
}

double Distance(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  double sum = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    sum += (a[i] - b[i]) * static_cast<double>(a[i] - b[i]);
  }
  return std::sqrt(sum);
}

double Length(const std::vector<float>& a) { return Distance(a, std::vector<float>(a.size())); }

// Expects an array of two runs' checkpoints to differ by no more than that share of its length.
void ExpectNear(const std::filesystem::path& run, const std::filesystem::path& expected_run, const char* array,
                double share) {
  const auto expected = CheckpointArray(expected_run, array);
  EXPECT_GT(Length(expected), 0) << array;
  EXPECT_LE(Distance(expected, CheckpointArray(run, array)), share * Length(expected)) << array;
}

// Trains for one step in one process and in all; expects that what comes out differs by rounding alone. The way forward
// keeps it small. On the way back the batch norms of a network that has learned nothing amplify it: a gradient of one
// process is off by one or two percent with the kernels of another instruction set, too, and steps on from there part
// ways. What is wrong (a process's part, a normaliser, a statistic) shows by tens of percents.
void ExpectSameAsOneProcess(const Runs& runs, TrainConfig config) {
  config.settings.epochs = 1;
  const Shared<TemporaryFolder> folder;
  const auto together = runs.Train(Processes(), folder / "together", config);
  EXPECT_TRUE(together) << together.error().message;
  if (!Processes().leads()) {
    return;
  }
  const auto alone = runs.Train(ThisProcessAlone(), folder / "alone", config);
  ASSERT_TRUE(alone) << alone.error().message;
  EXPECT_EQ(alone->steps, 1);
  EXPECT_EQ(together->steps, 1);
  ExpectNear(folder / "together", folder / "alone", "statistics", 1e-5);
  ExpectNear(folder / "together", folder / "alone", "optimizer/momentum", 0.1);
  EXPECT_EQ(together->best.has_value(), alone->best.has_value());
  const auto loss_of = [&](const char* run) { return ReadRunLog(folder / run / kLogFile)->back().loss; };
  EXPECT_NEAR(loss_of("together"), loss_of("alone"), 1e-5 * loss_of("alone"));
}

TEST(Together, AClassifierLearnsAsInOneProcess) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddNoise);
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 24;
  config.settings.augment = "strong";
  ExpectSameAsOneProcess({}, config);
}

TEST(Together, ADetectorLearnsAsInOneProcess) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddSquares);
  TrainConfig config = tests::SquareConfig(photos.path());
  config.settings.batch = 12;
  config.settings.validation = 0;
  config.settings.augment = "medium";
  ExpectSameAsOneProcess({}, config);
}

TEST(Together, AStudentLearnsAsInOneProcess) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddNoise);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  config.settings.epochs = 1;
  Runs runs;
  const auto teacher = runs.Train(Processes(), folder / "teacher", config);
  ASSERT_TRUE(teacher) << teacher.error().message;
  runs.find = [&](const std::string&) -> core::Result<std::filesystem::path> { return teacher->model; };
  config.teacher = "teacher";
  config.settings.batch = 24;
  ExpectSameAsOneProcess(runs, config);
}

TEST(Together, AHeadLearnsAsInOneProcess) {
  Shared<PhotoFolder> photos, others;
  photos.Fill(tests::AddNoise);
  others.Fill(tests::AddColours);  // of other classes
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  config.settings.epochs = 1;
  Runs runs;
  const auto base = runs.Train(Processes(), folder / "base", config);
  ASSERT_TRUE(base) << base.error().message;
  runs.find = [&](const std::string&) -> core::Result<std::filesystem::path> { return base->model; };
  config.data = {others.path()};
  config.from = "base";
  config.settings.train = "head";
  config.settings.epochs = 5;
  const auto together = runs.Train(Processes(), folder / "together", config);
  ASSERT_TRUE(together) << together.error().message;
  if (Processes().leads()) {
    // Without batch norm nothing amplifies rounding.
    ASSERT_TRUE(runs.Train(ThisProcessAlone(), folder / "alone", config));
    ExpectNear(folder / "together", folder / "alone", "values", 1e-5);
    ExpectNear(folder / "together", folder / "alone", "optimizer/momentum", 1e-4);
  }
}

TEST(Together, LocalBatchNormHasStatisticsOfItsOwn) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddColours);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  config.settings.epochs = 2;
  ASSERT_TRUE(Runs().Train(Processes(), folder / "synchronized", config));
  config.settings.batch_norm = "local";
  const auto local = Runs().Train(Processes(), folder / "local", config);
  ASSERT_TRUE(local) << local.error().message;
  EXPECT_TRUE(core::SafetensorsFile::Open(local->model));
  const double apart =
      Distance(CheckpointArray(folder / "synchronized", "statistics"), CheckpointArray(folder / "local", "statistics"));
  EXPECT_EQ(apart > 0, Size() > 1);
}

TEST(TrainState, JoinsStatisticsOfAllProcesses) {
  core::Graph graph = core::MobileNetV1({.alpha = 0.25, .classes = 3});
  graph.layers.pop_back();  // softmax
  graph.taps = {static_cast<int>(graph.layers.size()) - 1};
  const core::OwnedWeights weights = core::RandomWeights(graph, 1);
  auto network =
      TrainableNetwork::Create(
          graph, weights.table(), "random",
          {.attach_batch_norm = [](const core::Layer& layer) { return layer.activation != core::Activation::kNone; }})
          .value();
  Optimizer optimizer(network.layout(), AllLearned(network.layout()), {});
  TrainState state(std::move(network), std::move(optimizer), std::nullopt);
  ASSERT_FALSE(state.network().statistics().empty());
  std::ranges::fill(state.network().statistics(), static_cast<float>(Rank()));
  state.JoinStatistics(Processes());
  EXPECT_THAT(state.network().statistics(), testing::Each(static_cast<float>(Size() - 1) / 2));
}

TEST(Together, AStopOfOneStopsAllAndAnyNumberGoesOn) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddNoise);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  config.settings.epochs = 3;
  config.settings.learning_rate = 1e-4;
  // The first step at which the last process knows of the stop is not known: its photos are made ahead.
  std::stop_source stop;
  std::jthread impatient;
  if (Rank() == Last()) {
    impatient = std::jthread([&] {
      while (!std::filesystem::exists(folder / "run" / kCheckpointFile)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      stop.request_stop();
    });
  }
  const auto stopped = Runs().Train(Processes(), folder / "run", config, {.stop = stop.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, core::ErrorKind::kCancelled);
  Barrier();
  if (Processes().leads()) {
    const auto finished = Runs().Train(ThisProcessAlone(), folder / "run", config);
    ASSERT_TRUE(finished) << finished.error().message;
    const auto alone = Runs().Train(ThisProcessAlone(), folder / "alone", config);
    ASSERT_TRUE(alone) << alone.error().message;
    EXPECT_EQ(finished->steps, alone->steps);
    ExpectNear(folder / "run", folder / "alone", "statistics", 0.05);
  }
}

TEST(Together, PhotosThatOneProcessCannotReadEndTheRun) {
  const PhotoFolder photos;  // its own, with the same names
  tests::AddColours(photos);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  const core::ThreadPool pool(1);
  auto prepared = PrepareRun(config, Runs().find, pool, {});
  ASSERT_TRUE(prepared) << prepared.error().message;
  if (Rank() == Last()) {
    std::filesystem::remove_all(photos.path());
  }
  const auto report = RunTraining(folder / "run", config, *prepared->task, prepared->from(), pool, {}, Processes());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, core::ErrorKind::kInput);
  EXPECT_THAT(report.error().message, HasSubstr("can be decoded"));
}

TEST(Together, OtherPhotosOfOneProcessAreFound) {
  if (Size() == 1) {
    GTEST_SKIP() << "one process has its own photos";
  }
  const PhotoFolder photos;
  tests::AddColours(photos);
  if (Rank() == Last()) {
    for (int i = 0; i < 20; ++i) {  // some of them learn, whatever the split
      photos.AddPhoto(fmt::format("red/more{}.png", i));
    }
  }
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  const auto report = Runs().Train(Processes(), folder / "run", config);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("process " + std::to_string(Last())));
  EXPECT_THAT(report.error().message, HasSubstr("other photos"));
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(Together, ADivergedStepEndsAllAlike) {
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddColours);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = 12;
  config.settings.learning_rate = 1e30;
  config.settings.warm_up = 0;
  config.settings.clip = 0;
  const auto report = Runs().Train(Processes(), folder / "run", config);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("diverged at step"));
  EXPECT_EQ(FindOther(Processes(), std::hash<std::string>()(report.error().message)), -1);
}

TEST(Together, ABatchThatCannotBeSharedEvenlyIsRefused) {
  if (Size() == 1) {
    GTEST_SKIP() << "one process takes any batch";
  }
  Shared<PhotoFolder> photos;
  photos.Fill(tests::AddColours);
  const Shared<TemporaryFolder> folder;
  TrainConfig config = ColourConfig(photos.path());
  config.settings.batch = Size() * 2 + 1;
  const auto uneven = Runs().Train(Processes(), folder / "run", config);
  ASSERT_FALSE(uneven);
  EXPECT_EQ(uneven.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(uneven.error().message, HasSubstr("--batch " + std::to_string(Size() * 2)));
  config.settings.batch = 1;
  const auto few = Runs().Train(Processes(), folder / "run", config);
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().kind, core::ErrorKind::kUsage);
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(ThreadsOfProcess, AreItsShare) {
  const Threads threads = ThreadsOfProcess(Processes());
  EXPECT_GE(threads.usable, 1);
  EXPECT_LE(threads.usable, threads.share);
  EXPECT_LE(threads.share, std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / Size()));
}

}  // namespace
}  // namespace godwit::training

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  auto joined = godwit::training::JoinProcesses();
  if (!joined) {
    std::fprintf(stderr, "%s\n", joined.error().message.c_str());
    return 1;
  }
  godwit::training::joined = *std::move(joined);
  const int status = RUN_ALL_TESTS();
  godwit::training::joined.reset();
  return status;
}
