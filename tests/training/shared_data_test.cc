// The data sets that stand beside the checkout, as their README describes them.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_data.h"
#include "training/data/annotated_dataset.h"

namespace godwit::training {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using tests::TestData;

TEST(SharedData, FlowersHaveFiveClassesOf150) {
  GODWIT_REQUIRE_TEST_DATA("data/photos/flowers5");
  const auto dataset = ReadClassFolders(TestData("data/photos/flowers5/train"));
  ASSERT_TRUE(dataset) << dataset.error().message;
  EXPECT_THAT(dataset->classes, SizeIs(5));
  EXPECT_THAT(dataset->samples, SizeIs(750));
  EXPECT_THAT(dataset->problems, IsEmpty());
}

TEST(SharedData, BoxesOfVocAndCocoFitTheirPhotos) {
  GODWIT_REQUIRE_TEST_DATA("data/voc2012_animals");
  auto voc = ReadCocoDataset(TestData("data/voc2012_animals/train.json"), TestData("data/voc2012_animals/train"));
  auto coco = ReadCocoDataset(TestData("data/coco/instances_train2017.json"), TestData("data/coco/train2017"));
  ASSERT_TRUE(voc) << voc.error().message;
  ASSERT_TRUE(coco) << coco.error().message;
  EXPECT_THAT(voc->samples, SizeIs(2200));
  EXPECT_THAT(coco->samples, SizeIs(337));
  EXPECT_THAT(coco->classes, SizeIs(80));
  RenameClasses(*voc, VocToCocoNames());
  auto joined = JoinDatasets({*std::move(coco), *std::move(voc)}, {});
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_THAT(joined->classes, SizeIs(80));
  EXPECT_THAT(joined->sources[1].boxed_classes, SizeIs(20));
  const std::size_t bad_boxes = joined->problems.size();
  EXPECT_LT(bad_boxes, 20U);
  ASSERT_TRUE(DropDamagedPhotos(*joined, core::ThreadPool(), {}));
  EXPECT_THAT(joined->samples, SizeIs(2537));
  EXPECT_THAT(joined->problems, SizeIs(bad_boxes));
}

}  // namespace
}  // namespace godwit::training
