#include "training/data/split.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "training/data/epoch_order.h"

namespace godwit::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// `counts` photos of each class.
Dataset Photos(const std::vector<int>& counts) {
  Dataset dataset;
  for (std::size_t label = 0; label < counts.size(); ++label) {
    dataset.classes.push_back({static_cast<int>(label), fmt::format("class{}", label)});
    for (int i = 0; i < counts[label]; ++i) {
      dataset.samples.push_back({.name = fmt::format("class{}/{}.jpg", label, i), .label = static_cast<int>(label)});
    }
  }
  return dataset;
}

std::set<std::string> NamesAt(const Dataset& dataset, const std::vector<std::size_t>& indices) {
  std::set<std::string> names;
  for (const std::size_t index : indices) {
    names.insert(dataset.samples[index].name);
  }
  return names;
}

std::vector<int> CountLabels(const Dataset& dataset, const auto& indices) {
  std::vector<int> counts(dataset.classes.size());
  for (const auto index : indices) {
    ++counts[static_cast<std::size_t>(dataset.samples[index].label)];
  }
  return counts;
}

TEST(MakeSplit, EveryPhotoIsOnOneSideAndEachClassGetsItsShare) {
  const Dataset dataset = Photos({400, 1000});
  const Split split = MakeSplit(dataset, 0.2, 1).value();
  EXPECT_EQ(split.train.size() + split.validation.size(), 1400U);
  EXPECT_TRUE(std::ranges::is_sorted(split.train));
  EXPECT_TRUE(std::ranges::is_sorted(split.validation));
  std::vector<std::size_t> both;
  std::ranges::set_intersection(split.train, split.validation, std::back_inserter(both));
  EXPECT_THAT(both, IsEmpty());
  const std::vector<int> counts = CountLabels(dataset, split.validation);
  EXPECT_NEAR(counts[0], 80, 25);
  EXPECT_NEAR(counts[1], 200, 40);
  EXPECT_NE(MakeSplit(dataset, 0.2, 2).value().validation, split.validation);
}

TEST(MakeSplit, PhotosThatAreAddedMoveNoOther) {
  const Dataset few = Photos({20, 50});
  const Dataset more = Photos({60, 90, 30});
  const std::set<std::string> before = NamesAt(few, MakeSplit(few, 0.3, 5).value().validation);
  std::set<std::string> after = NamesAt(more, MakeSplit(more, 0.3, 5).value().validation);
  const std::set<std::string> old = NamesAt(few, MakeSplit(few, 0, 5).value().train);
  std::erase_if(after, [&](const std::string& name) { return !old.contains(name); });
  EXPECT_EQ(after, before);
}

TEST(MakeSplit, SmallClassesAreOnBothSides) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Dataset dataset = Photos({2, 3, 1, 40});
    const Split split = MakeSplit(dataset, 0.1, seed).value();
    const auto validation = CountLabels(dataset, split.validation);
    const auto train = CountLabels(dataset, split.train);
    for (const std::size_t label : {0, 1, 3}) {
      EXPECT_GE(validation[label], 1);
      EXPECT_GE(train[label], 1);
    }
    EXPECT_EQ(train[2], 1);  // a single photo is to learn from
  }
  const Dataset pairs = Photos({2, 2});
  EXPECT_THAT(CountLabels(pairs, MakeSplit(pairs, 0.999, 1).value().train), ElementsAre(1, 1));
}

TEST(MakeSplit, WithoutValidationAllAreToLearnFrom) {
  const Split split = MakeSplit(Photos({1, 2}), 0, 1).value();
  EXPECT_THAT(split.train, ElementsAre(0, 1, 2));
  EXPECT_THAT(split.validation, IsEmpty());
}

TEST(MakeSplit, TooFewPhotosAreAnError) {
  const auto split = MakeSplit(Photos({1}), 0.5, 1);
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, HasSubstr("1 photos are too few"));
  EXPECT_FALSE(MakeSplit({}, 0, 1));
}

TEST(SplitFile, KnownPhotosKeepTheirSide) {
  const tests::TemporaryFolder folder;
  Dataset dataset = Photos({10, 10});
  dataset.samples[3].name = "not UTF-8: \xFF\xFE, \"quoted\"\n.jpg";
  const Split split = MakeSplit(dataset, 0.4, 1).value();
  ASSERT_TRUE(WriteSplit(folder / "run/split.jsonl", dataset, split));
  const auto known = ReadSplit(folder / "run/split.jsonl");
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_THAT(*known, SizeIs(20));
  const Split again = MakeSplit(dataset, 0.1, 99, *known).value();
  EXPECT_EQ(again.train, split.train);
  EXPECT_EQ(again.validation, split.validation);
}

TEST(SplitFile, ErrorsNameTheLine) {
  const tests::TemporaryFolder folder;
  EXPECT_FALSE(ReadSplit(folder / "absent.jsonl"));
  for (const char* bad : {"no json", "[]", R"({"photo": 1, "validation": true})", R"({"photo": "a"})", ""}) {
    tests::WriteFile(folder / "bad.jsonl", "{\"photo\": \"a\", \"validation\": true}\n" + std::string(bad) + "\n");
    const auto read = ReadSplit(folder / "bad.jsonl");
    ASSERT_FALSE(read) << bad;
    EXPECT_THAT(read.error().message, HasSubstr("bad.jsonl: line 2 is not"));
  }
}

TEST(EpochOrder, IsOneOfAllOrders) {
  const Dataset dataset = Photos({3, 5});
  EXPECT_THAT(EpochOrder(dataset, SampleOrder::kAsListed, 1, 4), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  const auto first = EpochOrder(dataset, SampleOrder::kShuffled, 1, 0);
  EXPECT_TRUE(std::ranges::is_permutation(first, std::array{0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U}));
  EXPECT_EQ(EpochOrder(dataset, SampleOrder::kShuffled, 1, 0), first);
  EXPECT_NE(EpochOrder(dataset, SampleOrder::kShuffled, 1, 1), first);
  EXPECT_NE(EpochOrder(dataset, SampleOrder::kShuffled, 2, 0), first);
  EXPECT_THAT(EpochOrder({}, SampleOrder::kShuffled, 1, 0), IsEmpty());
}

TEST(EpochOrder, BalancedClassesComeEquallyOften) {
  const Dataset dataset = Photos({1, 30, 9});
  for (std::uint32_t epoch = 0; epoch < 3; ++epoch) {
    const auto order = EpochOrder(dataset, SampleOrder::kBalanced, 1, epoch);
    ASSERT_THAT(order, SizeIs(40));
    EXPECT_THAT(CountLabels(dataset, order), testing::Each(testing::AnyOf(13, 14)));
    // The 30 photos of the second class are more than it has turns: none comes twice.
    const auto of_second = [&](std::uint32_t index) { return dataset.samples[index].label == 1; };
    std::vector<std::uint32_t> second;
    std::ranges::copy_if(order, std::back_inserter(second), of_second);
    EXPECT_EQ(std::set(second.begin(), second.end()).size(), second.size());
  }
  EXPECT_NE(EpochOrder(dataset, SampleOrder::kBalanced, 1, 0), EpochOrder(dataset, SampleOrder::kBalanced, 1, 1));
  Dataset unlabelled = Photos({2});
  unlabelled.samples[0].label = -1;
  EXPECT_THROW(EpochOrder(unlabelled, SampleOrder::kBalanced, 1, 0), core::ContractViolation);
  Dataset empty_class = Photos({2, 0});
  EXPECT_THROW(EpochOrder(empty_class, SampleOrder::kBalanced, 1, 0), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
