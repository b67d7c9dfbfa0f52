#include "workflows/choose_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "workflows/model_catalog.h"

namespace godwit::workflows {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class ChooseDetectorTest : public testing::Test {
 protected:
  void Install(const std::string& id) { tests::WriteSyntheticDetector(FileOf(id)); }
  [[nodiscard]] std::filesystem::path FileOf(const std::string& id) const { return folder_ / (id + ".safetensors"); }

  tests::TemporaryFolder folder_;
};

TEST_F(ChooseDetectorTest, TakesTheOneThatIsNamed) {
  Install("mine");
  Install(std::string(kDefaultDetector));
  const auto choice = ChooseDetector(folder_.path(), "mine");
  ASSERT_TRUE(choice) << choice.error().message;
  EXPECT_EQ(choice->id, "mine");
  EXPECT_EQ(choice->file, FileOf("mine"));
  EXPECT_THAT(choice->notice, IsEmpty());
}

TEST_F(ChooseDetectorTest, TakesTheDefaultWithoutAWordWhereItIsInstalled) {
  Install("mine");
  Install(std::string(kDefaultDetector));
  const auto choice = ChooseDetector(folder_.path(), "");
  ASSERT_TRUE(choice) << choice.error().message;
  EXPECT_EQ(choice->id, kDefaultDetector);
  EXPECT_EQ(choice->file, FileOf(std::string(kDefaultDetector)));
  EXPECT_THAT(choice->notice, IsEmpty());
}

TEST_F(ChooseDetectorTest, NothingStandsInForAModelThatIsNamed) {
  Install("mine");
  for (const std::string& id : {std::string("absent"), std::string(kDefaultDetector)}) {
    const auto choice = ChooseDetector(folder_.path(), id);
    ASSERT_FALSE(choice) << id;
    EXPECT_EQ(choice.error().kind, core::ErrorKind::kModel);
    EXPECT_THAT(choice.error().message, HasSubstr(id));
  }
}

// No model comes along with this test: how a stopgap is taken is tested with the program (tests/cli/models_test.py).
TEST_F(ChooseDetectorTest, WithoutAnyDetectorSaysHowToGetTheDefault) {
  Install("mine");  // what it finds, its owner alone knows
  const auto choice = ChooseDetector(folder_.path(), "");
  ASSERT_FALSE(choice);
  EXPECT_EQ(choice.error().kind, core::ErrorKind::kModel);
  EXPECT_THAT(choice.error().message, HasSubstr("godwit models fetch coco-ssdlite-mobilenet-v2"));
}

}  // namespace
}  // namespace godwit::workflows
