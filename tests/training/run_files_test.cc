// The files of a run: checkpoints, logs, configuration.
#include <gmock/gmock.h>

#include "core/model/mobilenet.h"
#include "core/model/random_weights.h"
#include "tests/support/temporary_folder.h"
#include "training/run/checkpoint.h"
#include "training/run/run_log.h"
#include "training/run/starting_weights.h"
#include "training/run/train_config.h"

namespace godwit::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using tests::ReadFile;
using tests::TemporaryFolder;
using tests::WriteFile;

ParameterLayout LayoutOf(std::int64_t channels) {
  ParameterLayout layout;
  layout.Add("conv/weights", ParameterKind::kWeights, {3, channels});
  return layout;
}

TEST(Checkpoint, ComesBackAsItWas) {
  const TemporaryFolder folder;
  const ParameterLayout layout = LayoutOf(5);
  const ParameterLayout statistics = LayoutOf(2);
  Checkpoint written{.step = 41,
                     .values = std::vector<float>(static_cast<std::size_t>(layout.elements()), 1.5F),
                     .statistics = std::vector<float>(static_cast<std::size_t>(statistics.elements()), -2.0F),
                     .average_updates = 7,
                     .best = Measured{0.75, 30}};
  written.average = written.values;
  written.optimizer.steps = 41;
  written.optimizer.arrays.push_back({"momentum", core::Tensor({1, 1, 1, layout.elements()}, 0.25F)});
  ASSERT_TRUE(WriteCheckpoint(folder / "c.safetensors", written, layout, statistics));

  const auto read = ReadCheckpoint(folder / "c.safetensors", layout, statistics);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->step, 41);
  EXPECT_EQ(read->values, written.values);
  EXPECT_EQ(read->statistics, written.statistics);
  EXPECT_EQ(read->average, written.average);
  EXPECT_EQ(read->average_updates, 7);
  EXPECT_EQ(read->best, (Measured{0.75, 30}));
  EXPECT_EQ(read->optimizer.steps, 41);
  ASSERT_THAT(read->optimizer.arrays, SizeIs(1));
  EXPECT_EQ(read->optimizer.arrays[0].name, "momentum");
  EXPECT_EQ(read->optimizer.arrays[0].span()[3], 0.25F);

  const auto other = ReadCheckpoint(folder / "c.safetensors", LayoutOf(6), statistics);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("another network"));
}

TEST(Checkpoint, RefusesWhatIsNone) {
  const TemporaryFolder folder;
  WriteFile(folder / "c.safetensors", "not a checkpoint");
  const auto read = ReadCheckpoint(folder / "c.safetensors", LayoutOf(5), LayoutOf(2));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, core::ErrorKind::kInput);
  EXPECT_THAT(read.error().message, HasSubstr("c.safetensors"));
}

TEST(RunLog, GoesOnAtTheStepOfTheCheckpoint) {
  const TemporaryFolder folder;
  const auto file = folder / "log.jsonl";
  {
    auto log = RunLog::Open(file, 0);
    ASSERT_TRUE(log);
    for (const std::int64_t step : {10, 20, 30}) {
      ASSERT_TRUE(log->Append({.step = step, .epoch = 0.1 * static_cast<double>(step), .loss = 2.0}));
    }
  }
  WriteFile(file, ReadFile(file) + "{\"step\":40,\"ep");  // a crash in the middle of a line
  auto log = RunLog::Open(file, 20);
  ASSERT_TRUE(log) << log.error().message;
  ASSERT_TRUE(log->Append({.step = 30, .epoch = 3, .loss = 1.0, .quality = 0.5}));
  const auto lines = ReadRunLog(file);
  ASSERT_TRUE(lines) << lines.error().message;
  ASSERT_THAT(*lines, SizeIs(3));
  EXPECT_EQ((*lines)[1].step, 20);
  EXPECT_EQ((*lines)[1].quality, std::nullopt);
  EXPECT_EQ((*lines)[2].loss, 1.0);
  EXPECT_EQ((*lines)[2].quality, 0.5);
}

TEST(RunLog, NamesTheLineThatIsWrong) {
  const TemporaryFolder folder;
  WriteFile(folder / "log.jsonl", "{\"step\":1}\nnonsense\n{\"step\":2}\n");
  const auto lines = ReadRunLog(folder / "log.jsonl");
  ASSERT_FALSE(lines);
  EXPECT_THAT(lines.error().message, HasSubstr("line 2"));
}

TEST(RunLog, DrawsCurves) {
  const TemporaryFolder folder;
  ASSERT_TRUE(WriteCurves(folder / "curves.svg",
                          {{.step = 1, .epoch = 0.5, .loss = 4}, {.step = 2, .epoch = 1, .loss = 2, .quality = 0.5}},
                          "accuracy"));
  const std::string svg = ReadFile(folder / "curves.svg");
  EXPECT_THAT(svg, HasSubstr("accuracy on the validation photos"));
  EXPECT_THAT(svg, HasSubstr("390.0,40.0 710.0,130.0 "));  // from the top in the middle to half way down at the right
  ASSERT_TRUE(WriteCurves(folder / "empty.svg", {}, "accuracy"));
}

TEST(TrainConfig, ComesBackAsItWas) {
  const TemporaryFolder folder;
  TrainConfig config{.task = "detect", .data = {"a.json", "b.json"}, .photos = {"a", "b"}, .from = "base"};
  config.settings.learning_rate = 0.125;
  config.settings.optimizer = "adamw";
  config.settings.balance = true;
  ASSERT_TRUE(WriteTrainConfig(folder / "config.json", config));
  const auto read = ReadTrainConfig(folder / "config.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, config);
}

TEST(TrainConfig, KeepsPathsThatAreNotUtf8) {
  const TemporaryFolder folder;
  const TrainConfig config{.task = "classify", .data = {"caf\xE9/\n\xFF", "caf\u00E9"}};
  ASSERT_TRUE(WriteTrainConfig(folder / "config.json", config));
  const auto read = ReadTrainConfig(folder / "config.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->data, config.data);
}

TEST(TrainConfig, RefusesWhatItDoesNotKnow) {
  const TemporaryFolder folder;
  const auto error_of = [&](const std::string& from, const std::string& to) {
    EXPECT_TRUE(WriteTrainConfig(folder / "config.json", {.task = "classify", .data = {"photos"}}));
    std::string text = ReadFile(folder / "config.json");
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    WriteFile(folder / "config.json", text.replace(place, from.size(), to));
    const auto read = ReadTrainConfig(folder / "config.json");
    return read ? std::string() : read.error().message;
  };
  EXPECT_THAT(error_of("\"epochs\": 20", "\"epochs\": 0"), HasSubstr("epochs is not between 1 and"));
  EXPECT_THAT(error_of("\"epochs\": 20", "\"epochs\": \"20\""), HasSubstr("epochs is of another kind"));
  EXPECT_THAT(error_of("\"sgd\"", "\"lion\""), HasSubstr("optimizer is none of sgd, rmsprop, adamw"));
  EXPECT_THAT(error_of("\"epochs\": 20,", ""), HasSubstr("epochs is missing"));
  EXPECT_THAT(error_of("\"epochs\": 20", "\"epochs\": 20, \"eposch\": 1"), HasSubstr("eposch is not known"));
  EXPECT_THAT(error_of("\"version\": 1", "\"version\": 2"), HasSubstr("of this version"));
  for (const char* path : {"7", "[\"photos\"]", "{\"bytes\": [256]}", "{\"bytes\": [-1]}", "{\"bytes\": \"a\"}"}) {
    EXPECT_THAT(error_of("\"photos\"\n", path), HasSubstr("data is no list of paths")) << path;
  }
  EXPECT_FALSE(ReadTrainConfig(folder / "none.json"));
}

TEST(StartingWeights, TakesWhatFits) {
  const core::Graph base = core::MobileNetV1({.alpha = 0.25, .classes = 7});
  const core::Graph graph = core::MobileNetV1({.alpha = 0.25, .classes = 3});
  const core::OwnedWeights given = core::RandomWeights(base, 1);
  const StartingWeights start = MakeStartingWeights(graph, given.table(), core::RandomWeights(graph, 2));
  EXPECT_THAT(start.fresh, ElementsAre("logits"));
  EXPECT_EQ(start.table.at("conv_0/weights").bytes.data(), given.table().at("conv_0/weights").bytes.data());
  EXPECT_EQ(start.table.at("conv_0/bias").bytes.data(), given.table().at("conv_0/bias").bytes.data());
  EXPECT_EQ(start.table.at("logits/weights").shape.back(), 3);
  EXPECT_EQ(start.table.size(), start.random.table().size());
  EXPECT_EQ(FirstFreshLayer(graph, start.fresh), graph.Find("logits"));

  const StartingWeights nothing = MakeStartingWeights(graph, {}, core::RandomWeights(graph, 2));
  EXPECT_EQ(FirstFreshLayer(graph, nothing.fresh), 0);
}

}  // namespace
}  // namespace godwit::training
