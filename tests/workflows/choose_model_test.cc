#include "workflows/choose_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::workflows {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Wanted {
  const char* id;
  double alpha;
  int classes = 2;
  std::int64_t multiply_adds = 1;
  const char* architecture = "ssd_mobilenet_v1";
  const char* task = "detect";
};

InstalledModel Make(const Wanted& wanted) {
  InstalledModel model{.id = wanted.id};
  model.card.id = wanted.id;
  model.card.task = wanted.task;
  model.card.architecture = wanted.architecture;
  model.card.alpha = wanted.alpha;
  for (int i = 0; i < wanted.classes; ++i) {
    model.card.labels.push_back({i, "class"});
  }
  model.cost.multiply_adds = wanted.multiply_adds;
  return model;
}

std::vector<InstalledModel> Make(const std::vector<Wanted>& wanted) {
  std::vector<InstalledModel> models;
  for (const Wanted& one : wanted) {
    models.push_back(Make(one));
  }
  return models;
}

// "name: id id"
std::vector<std::string> Names(const std::vector<ModelFamily>& families) {
  std::vector<std::string> names;
  for (const ModelFamily& family : families) {
    std::string text = family.name + ":";
    for (const InstalledModel& model : family.members) {
      text.append(" ").append(model.id);
    }
    names.push_back(text);
  }
  return names;
}

TEST(BestModel, KnowsMostClassesThenComputesMost) {
  auto models = Make({{"two", 1, 2, 900}, {"small", 0.5, 80, 100}, {"large", 1, 80, 300}, {"faces", 1, 99, 999}});
  models.back().card.task = "faces";
  EXPECT_EQ(BestModel(models, "detect")->id, "large");
  EXPECT_EQ(BestModel(models, "faces")->id, "faces");
  EXPECT_EQ(BestModel(models, "classify"), nullptr);
  models[2].error = "damaged";
  EXPECT_EQ(BestModel(models, "detect")->id, "small");
  EXPECT_EQ(BestModel({}, "detect"), nullptr);
}

TEST(FamiliesOf, WidthsOfOneNetworkBelongTogether) {
  const auto models = Make({{"coco-0.5", 0.5},
                            {"coco-0.75", 0.75},
                            {"other-classes-0.5", 0.5, 3},
                            {"v2", 1, 2, 1, "ssdlite_mobilenet_v2"},
                            {"classifier-1.0", 1, 2, 1, "mobilenet_v1", "classify"}});
  EXPECT_THAT(Names(FamiliesOf(models, "detect")),
              ElementsAre("coco: coco-0.75 coco-0.5", "other-classes-0.5: other-classes-0.5", "v2: v2"));
}

TEST(FamiliesOf, AnotherNameJoinsWhereItsWidthIsFree) {
  const auto models = Make({{"a-0.75", 0.75}, {"coco-0.5", 0.5}, {"coco-0.75", 0.75}, {"narrow", 0.25}});
  EXPECT_THAT(Names(FamiliesOf(models, "detect")), ElementsAre("a-0.75: a-0.75", "coco: coco-0.75 coco-0.5 narrow"));
}

TEST(FamiliesOf, ANumberThatIsNotTheWidthStaysInTheName) {
  const auto models = Make({{"net-1.0-run-2", 1}, {"net-0.5-run-2", 0.5}, {"net-0.5-run-3", 0.5}});
  EXPECT_THAT(Names(FamiliesOf(models, "detect")),
              ElementsAre("net-0.5-run-3: net-0.5-run-3", "net-run-2: net-1.0-run-2 net-0.5-run-2"));
}

TEST(FamiliesOf, NothingOfNothing) { EXPECT_THAT(FamiliesOf({}, "detect"), IsEmpty()); }

TEST(ModelFamily, FindsAWidth) {
  const auto families = FamiliesOf(Make({{"coco-0.5", 0.5}, {"coco-0.75", 0.75}}), "detect");
  ASSERT_EQ(families.size(), 1U);
  EXPECT_EQ(families.front().OfWidth(0.5)->id, "coco-0.5");
  EXPECT_EQ(families.front().OfWidth(1), nullptr);
}

// MobileNet V1 of the paper: 569 million at 224, 4.2 million parameters (table 4); a square of 128 has a quarter of the
// pixels of one of 256 in every layer, but in the last one, which is linear.
TEST(CostAt, FollowsTheInput) {
  core::ModelCard card = Make({"imagenet", 1, 1001, 1, "mobilenet_v1", "classify"}).card;
  card.input_width = card.input_height = 224;
  const auto own = CostAt(card, 0);
  ASSERT_TRUE(own);
  EXPECT_NEAR(static_cast<double>(own->multiply_adds), 569e6, 1e6);
  EXPECT_NEAR(static_cast<double>(own->parameters), 4.2e6, 0.05e6);
  const auto double_side = CostAt(card, 256);
  const auto half = CostAt(card, 128);
  ASSERT_TRUE(double_side && half);
  const std::int64_t linear = 1024 * 1001;
  EXPECT_EQ((half->multiply_adds - linear) * 4, double_side->multiply_adds - linear);
  EXPECT_EQ(half->parameters, own->parameters);
  EXPECT_FALSE(CostAt(card, 31));
  card.architecture = "unknown";
  EXPECT_FALSE(CostAt(card, 0));
}

}  // namespace
}  // namespace godwit::workflows
