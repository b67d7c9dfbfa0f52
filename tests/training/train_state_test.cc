// What a checkpoint holds while a run goes on, and who writes it when a stop is asked for.
#include "training/run/train_state.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "tests/support/temporary_folder.h"
#include "training/run/save_on_stop.h"

namespace godwit::training {
namespace {

using tests::ReadFile;
using tests::TemporaryFolder;

// A process among others that nobody has to speak with.
class LonelyProcess final : public ProcessGroup {
 public:
  explicit LonelyProcess(int rank) : ProcessGroup(rank, rank + 1, 1) {}
  void Sum(std::span<double>) override {}
  void StartSum(std::span<float>) override {}
  void Poll() override {}
  void FinishSums() override {}
  void Broadcast(std::span<std::byte>, int) override {}
  void Abort(int exit_status) override { std::_Exit(exit_status); }
};

class TrainStateTest : public testing::Test {
 protected:
  TrainStateTest() {
    core::Graph graph = core::MobileNetV1({.alpha = 0.25, .classes = 3});
    graph.layers.pop_back();  // softmax
    graph.taps = {static_cast<int>(graph.layers.size()) - 1};
    const core::OwnedWeights weights = core::RandomWeights(graph, 1);
    TrainableOptions options{
        .attach_batch_norm = [](const core::Layer& layer) { return layer.activation != core::Activation::kNone; }};
    auto network = TrainableNetwork::Create(graph, weights.table(), "random", options).value();
    Optimizer optimizer(network.layout(), AllLearned(network.layout()), {.rule = SgdOptions()});
    MovingAverage average(0.9, true, network.values());
    state_.emplace(std::move(network), std::move(optimizer), std::move(average));
    state_->network().Prepare({2, 32, 32, 3}, pool_);
  }

  // A step up to its end.
  void StartStep() {
    state_->BeginStep();
    std::fill_n(state_->network().input().data(), 2 * 32 * 32 * 3, 0.25F);
    state_->network().Forward(Mode::kTrain);
    std::fill_n(state_->network().TapGradient(0).data(), 2 * 3, 0.1F);
    state_->network().Backward();
  }

  // The bytes of a checkpoint of now.
  std::string Saved() {
    EXPECT_TRUE(state_->Save(folder_ / "now"));
    return ReadFile(folder_ / "now");
  }

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "checkpoint"; }

  const core::ThreadPool pool_{1};
  const TemporaryFolder folder_;
  std::optional<TrainState> state_;
};

TEST_F(TrainStateTest, HoldsTheLastStepWhileTheNextIsUnderWay) {
  StartStep();
  state_->EndStep(0.1, pool_);
  const std::string before = Saved();
  const std::vector<float> statistics(state_->network().statistics().begin(), state_->network().statistics().end());
  StartStep();
  ASSERT_FALSE(std::ranges::equal(statistics, state_->network().statistics()));
  EXPECT_EQ(Saved(), before);
  state_->EndStep(0.1, pool_);
  EXPECT_NE(Saved(), before);
}

TEST_F(TrainStateTest, HoldsTheLearnedValuesWhileTheAveragedOnesAreInUse) {
  StartStep();
  state_->EndStep(0.1, pool_);
  StartStep();
  state_->EndStep(0.1, pool_);
  const std::string before = Saved();
  const std::vector<float> values(state_->network().values().begin(), state_->network().values().end());
  EXPECT_TRUE(state_->WithAverage([&] {
    EXPECT_FALSE(std::ranges::equal(values, state_->network().values()));
    EXPECT_EQ(Saved(), before);
    return true;
  }));
  EXPECT_TRUE(std::ranges::equal(values, state_->network().values()));
}

TEST_F(TrainStateTest, BeforeTheFirstStepThereIsNothingToWrite) {
  StartStep();
  EXPECT_EQ(state_->Save(file()).value(), 0);
  EXPECT_FALSE(std::filesystem::exists(file()));
  state_->EndStep(0.1, pool_);
  EXPECT_EQ(state_->Save(file()).value(), 1);
  EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_F(TrainStateTest, AStopIsFollowedByACheckpointWhileTheStepHangs) {
  for (const int rank : {0, 1}) {  // the second process writes where the first does not
    StartStep();
    state_->EndStep(0.1, pool_);
    StartStep();
    std::stop_source stop;
    std::atomic<std::int64_t> told = -1;
    const LonelyProcess process(rank);
    const SaveOnStop save(*state_, file(), process, stop.get_token(), [&](const auto& step) { told = step.value(); });
    stop.request_stop();
    while (told < 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(told, state_->step());
    EXPECT_EQ(ReadFile(file()), Saved());
  }
}

TEST_F(TrainStateTest, OthersLeaveTheCheckpointOfTheFirstAlone) {
  StartStep();
  state_->EndStep(0.1, pool_);
  ASSERT_TRUE(state_->Save(file()));
  std::stop_source stop;
  const LonelyProcess process(4);  // has its turn after a second
  std::atomic<bool> told = false;
  {
    const SaveOnStop save(*state_, file(), process, stop.get_token(), [&](const auto&) { told = true; });
    stop.request_stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    tests::WriteFile(file(), "that of the first");
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  }
  EXPECT_FALSE(told);
  EXPECT_EQ(ReadFile(file()), "that of the first");
}

TEST_F(TrainStateTest, WithoutAStopThereIsNoCheckpoint) {
  std::stop_source stop;
  {
    const LonelyProcess process(0);
    const SaveOnStop save(*state_, file(), process, stop.get_token(), [](const auto&) { FAIL(); });
  }
  {
    // One that ends with the others before its turn has nothing to do either. Its turn would come in hours.
    const LonelyProcess process(100'000);
    const SaveOnStop save(*state_, file(), process, stop.get_token(), [](const auto&) { FAIL(); });
    stop.request_stop();
  }
  EXPECT_FALSE(std::filesystem::exists(file()));
}

}  // namespace
}  // namespace godwit::training
