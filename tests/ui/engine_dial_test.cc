#include "ui/engine_dial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <QSignalSpy>
#include <QTest>

namespace godwit::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

workflows::InstalledModel Make(const std::string& id, double alpha, int input, const std::string& architecture) {
  workflows::InstalledModel model{.id = id};
  model.card.id = id;
  model.card.task = "detect";
  model.card.architecture = architecture;
  model.card.alpha = alpha;
  model.card.input_width = model.card.input_height = input;
  model.card.preprocessing.fit = core::FitMode::kStretch;
  model.card.labels = {{1, "person"}, {2, "dog"}};
  model.card.head = {{"classes", 3},
                     {"box_coder", {10, 10, 5, 5}},
                     {"anchors", {{"min_scale", 0.2}, {"max_scale", 0.95}, {"interpolated", "last"}}},
                     {"nms", {{"iou_inclusive", false}}}};
  model.cost.multiply_adds = 1'000'000;
  return model;
}

class EngineDialTest : public testing::Test {
 protected:
  EngineDialTest() : chosen_(&dial_, &EngineDial::Chosen) {
    auto wide = Make("net-0.75", 0.75, 300, "ssd_mobilenet_v1");
    wide.card.quality = {{"AP", 0.238, 300, "some photos"}};
    const std::vector models{wide, Make("net-0.5", 0.5, 300, "ssd_mobilenet_v1"),
                             Make("other", 0.75, 160, "ssdlite_mobilenet_v2")};
    dial_.SetFamilies(workflows::FamiliesOf(models, "detect"));
    dial_.SetSetting({.id = "net-0.75"});
    dial_.show();
  }

  QComboBox* Box(const char* name) {
    for (QComboBox* box : dial_.findChildren<QComboBox*>()) {
      if (box->accessibleName() == name) {
        return box;
      }
    }
    return nullptr;
  }
  QToolButton* Width(const char* text) {
    for (QToolButton* button : dial_.findChildren<QToolButton*>()) {
      if (button->text() == text) {
        return button;
      }
    }
    return nullptr;
  }
  static void Choose(QComboBox* box, int index) {
    box->setCurrentIndex(index);
    emit box->activated(index);
  }
  workflows::HeadModel Chosen() {
    EXPECT_EQ(chosen_.count(), 1);
    return chosen_.isEmpty() ? workflows::HeadModel() : chosen_.takeFirst().front().value<workflows::HeadModel>();
  }
  static workflows::HeadInUse Use(const std::string& id, int input = 300) { return {.id = id, .input = input}; }

  EngineDial dial_;
  QSignalSpy chosen_;
};

TEST_F(EngineDialTest, OffersTheWidthsThatAreThereAndSaysHowToGetOthers) {
  EXPECT_TRUE(Width("0.75")->isChecked());
  EXPECT_TRUE(Width("0.5")->isEnabled());
  EXPECT_FALSE(Width("0.25")->isEnabled());
  EXPECT_TRUE(Width("0.25")->toolTip().contains("godwit train detect --from net-0.75 --alpha 0.25"));
  EXPECT_FALSE(Width("1.0")->isEnabled());
  EXPECT_TRUE(Width("1.0")->toolTip().contains("godwit models import"));
  EXPECT_EQ(chosen_.count(), 0) << "only a person chooses";
}

TEST_F(EngineDialTest, ChoosesAWidthByMouseAndByKey) {
  QTest::mouseClick(Width("0.5"), Qt::LeftButton);
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"net-0.5"}));
  dial_.SetSetting({.id = "net-0.5", .input = 224});
  EXPECT_TRUE(Width("0.5")->isChecked());
  EXPECT_FALSE(Width("0.75")->isChecked());
  QTest::keyClick(Width("0.75"), Qt::Key_Space);
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"net-0.75", 224})) << "the input stays";
}

TEST_F(EngineDialTest, ChoosesAnInput) {
  QComboBox* inputs = Box("Input size");
  EXPECT_EQ(inputs->count(), 5) << "300, 224, 192, 160, 128";
  Choose(inputs, 1);
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"net-0.75", 224}));
  dial_.SetSetting({.id = "net-0.75", .input = 256});
  EXPECT_EQ(inputs->count(), 6) << "one from the settings page";
  EXPECT_EQ(inputs->currentData().toInt(), 256);
  Choose(inputs, 0);
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"net-0.75", 0}));
}

TEST_F(EngineDialTest, AnotherNetworkKeepsWidthAndInputWhereItCan) {
  QComboBox* families = Box("Network");
  ASSERT_EQ(families->count(), 2);
  dial_.SetSetting({.id = "net-0.75", .input = 128});
  Choose(families, families->findText("other"));
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"other", 128}));
  dial_.SetSetting({.id = "net-0.5", .input = 224});
  Choose(families, families->findText("other"));
  EXPECT_EQ(Chosen(), (workflows::HeadModel{"other", 0})) << "224 is more than its own";
  dial_.SetSetting({.id = "other"});
  EXPECT_EQ(Box("Input size")->count(), 2);
}

TEST_F(EngineDialTest, TellsWhatItCostsAndBrings) {
  const std::string own = dial_.costs().toStdString();
  EXPECT_THAT(own, HasSubstr("AP 0.238 on some photos"));
  dial_.SetSetting({.id = "net-0.75", .input = 224});
  EXPECT_THAT(dial_.costs().toStdString(), Not(HasSubstr("AP"))) << "nobody measured it there";
  EXPECT_NE(dial_.costs().toStdString().substr(0, 4), own.substr(0, 4));
}

TEST_F(EngineDialTest, ComparesWithTheSettingBefore) {
  EXPECT_EQ(dial_.measured(), "");
  dial_.SetMeasured(Use("net-0.75"), 20);
  EXPECT_EQ(dial_.measured(), "Network: 20.0 ms");
  dial_.SetMeasured(Use("net-0.75"), 24);
  EXPECT_EQ(dial_.measured(), "Network: 24.0 ms") << "another photo is no other setting";
  dial_.SetMeasured(Use("net-0.5"), 12);
  EXPECT_EQ(dial_.measured(), "Network: 12.0 ms, before 24.0 ms, 2.0× faster");
  dial_.SetMeasured(Use("net-0.5"), 8);
  EXPECT_EQ(dial_.measured(), "Network: 8.0 ms, before 24.0 ms, 3.0× faster");
  dial_.SetMeasured(Use("net-0.5", 400), 16);
  EXPECT_EQ(dial_.measured(), "Network: 16.0 ms, before 8.0 ms, 2.0× slower");
}

TEST_F(EngineDialTest, AModelThatIsNotInstalledLeavesNothingToTurn) {
  dial_.SetSetting({.id = "gone"});
  EXPECT_FALSE(dial_.isEnabled());
  EXPECT_FALSE(Width("0.75")->isChecked());
  EXPECT_EQ(dial_.costs(), "");
  dial_.SetFamilies({});
  EXPECT_EQ(Box("Network")->count(), 0);
}

}  // namespace
}  // namespace godwit::ui
