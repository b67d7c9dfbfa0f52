#include "recognition/classifier.h"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/random_weights.h"
#include "core/weights/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace godwit::recognition {
namespace {

using core::ErrorKind;
using testing::HasSubstr;
using testing::SizeIs;

// A classifier of three classes with random weights.
core::ModelCard Card(bool background) {
  return {.id = "synthetic",
          .task = "classify",
          .architecture = "mobilenet_v1",
          .alpha = 0.25,
          .input_width = 64,
          .input_height = 64,
          .head = background ? nlohmann::json{{"background", true}} : nlohmann::json::object(),
          .labels = {{0, "apple"}, {1, ""}, {2, "chair"}},
          .licence = "CC0-1.0",
          .source = "random numbers",
          .sha256 = ""};
}

core::Photo GreyPhoto(int width, int height) {
  core::Photo photo;
  photo.image.Reset(width, height);
  for (int y = 0; y < height; ++y) {
    std::fill_n(photo.image.Row(y), photo.image.Stride(), static_cast<std::uint8_t>(y));
  }
  photo.width = width;
  photo.height = height;
  return photo;
}

class ClassifierTest : public testing::Test {
 protected:
  std::filesystem::path Write(const core::ModelCard& card) const {
    const core::OwnedWeights weights = core::RandomWeights(ClassifierGraph(card).value(), 3);
    std::filesystem::path file = folder_ / "synthetic.safetensors";
    EXPECT_TRUE(core::WriteSafetensors(file, weights.table(), core::WriteModelCard(card)));
    return file;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(ClassifierTest, GivesTheLikeliestFirst) {
  const auto classifier = Classifier::Load(Write(Card(false)));
  ASSERT_TRUE(classifier) << classifier.error().message;
  const core::Photo photo = GreyPhoto(50, 31);
  const std::vector<ClassScore> all = classifier->Classify(photo);
  ASSERT_THAT(all, SizeIs(3));  // there are no more
  EXPECT_GE(all[0].score, all[1].score);
  EXPECT_GE(all[1].score, all[2].score);
  EXPECT_NEAR(all[0].score + all[1].score + all[2].score, 1, 1e-5);
  for (const ClassScore& found : all) {
    EXPECT_EQ(found.label,
              (std::array<std::string, 3>{"apple", "class 1", "chair"}).at(static_cast<std::size_t>(found.index)));
  }
  const std::vector<ClassScore> best = classifier->Classify(photo, 1);
  ASSERT_THAT(best, SizeIs(1));
  EXPECT_EQ(best[0].index, all[0].index);
}

TEST_F(ClassifierTest, LeavesBackgroundOut) {
  const auto classifier = Classifier::Load(Write(Card(true)));
  ASSERT_TRUE(classifier) << classifier.error().message;
  core::Workspace workspace;
  const core::ThreadPool pool(1);
  const std::vector<ClassScore> all = classifier->Classify(GreyPhoto(64, 64), 5, workspace, pool);
  ASSERT_THAT(all, SizeIs(3));
  const core::ConstTensorView scores = workspace.Tap(0);
  ASSERT_EQ(scores.shape().c, 4);
  for (const ClassScore& found : all) {
    EXPECT_EQ(found.score, scores.data()[found.index + 1]);
  }
}

TEST_F(ClassifierTest, LooksAtAnotherSizeWhenAsked) {
  const auto file = Write(Card(false));
  const auto classifier = Classifier::Load(file, 97);
  ASSERT_TRUE(classifier);
  EXPECT_EQ(classifier->input_shape(), (core::Shape{1, 97, 97, 3}));
  EXPECT_EQ(classifier->card().input_width, 97);
  EXPECT_THAT(classifier->Classify(GreyPhoto(10, 300)), SizeIs(3));
  for (const int bad : {-1, 0, 31, 2049}) {
    const auto refused = Classifier::Load(file, bad);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  }
}

TEST_F(ClassifierTest, DecodesEnoughForACroppedInput) {
  core::ModelCard card = Card(false);
  card.preprocessing.fit = core::FitMode::kCentreCrop;
  card.preprocessing.crop_fraction = 0.875;
  const auto classifier = Classifier::Load(Write(card));
  ASSERT_TRUE(classifier);
  EXPECT_EQ(classifier->decode_options().needed_width, 74);  // 64 / 0.875, rounded up
}

TEST_F(ClassifierTest, RefusesModelsForOtherTasks) {
  core::ModelCard card = Card(false);
  card.task = "detect";
  const auto refused = Classifier::Load(Write(card));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kModel);
  EXPECT_THAT(refused.error().message, HasSubstr("is for another task (detect)"));
}

TEST_F(ClassifierTest, NamesWhatIsWrongWithACard) {
  core::ModelCard card = Card(false);
  card.architecture = "mobilenet_v9";
  EXPECT_THAT(ClassifierGraph(card).error().message, HasSubstr("architecture 'mobilenet_v9'"));
  card = Card(false);
  card.head = {{"background", 1}};
  EXPECT_THAT(ClassifierGraph(card).error().message, HasSubstr("head.background"));
}

}  // namespace
}  // namespace godwit::recognition
