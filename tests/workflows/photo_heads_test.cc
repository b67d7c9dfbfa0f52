#include "workflows/photo_heads.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "core/weights/safetensors.h"
#include "tests/support/synthetic_classifier.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "workflows/instruction_set.h"

namespace godwit::workflows {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const PerHead<bool> kAll{{true, true, true}};
const DetectSettings kSettings{.min_score = 0.01};

class PhotoHeadsTest : public testing::Test {
 protected:
  PhotoHeadsTest() {
    tests::WriteSyntheticDetector(folder_ / "objects.safetensors");
    tests::WriteSyntheticClassifier(folder_ / "classes.safetensors");
    WriteFaces();
    core::Image image(120, 90);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::uint8_t>((i * 31 + i / 97 * 13) % 256);
    }
    EXPECT_TRUE(core::WriteImage(folder_ / "photo.png", image));
    EXPECT_TRUE(core::DecodeImage(folder_ / "photo.png", {}, photo_));
  }

  // The synthetic detector as one of faces.
  void WriteFaces() {
    const auto file = core::SafetensorsFile::Open(folder_ / "objects.safetensors").value();
    core::ModelCard card = core::ReadModelCard(file.metadata(), "objects").value();
    card.task = "faces";
    EXPECT_TRUE(core::WriteSafetensors(folder_ / "faces.safetensors", file.tensors(), core::WriteModelCard(card)));
  }

  HeadsSetup With(PerHead<std::optional<HeadModel>> models) {
    return {.models_folder = folder_.path(), .models = std::move(models), .threads = 2};
  }

  // Which heads said something, in order.
  std::vector<Head> Look(const PerHead<bool>& heads = kAll, const std::stop_token& stop = {}) {
    std::vector<Head> said;
    const HeadSink sink{.detections =
                            [&](Head head, const ImageDetections& found) {
                              said.push_back(head);
                              found_[head] = found;
                            },
                        .classes =
                            [&](const ImageClasses& classes) {
                              said.push_back(Head::kClasses);
                              classes_ = classes;
                            }};
    heads_.Look(photo_, heads, {.path = folder_ / "photo.png", .width = 120, .height = 90}, kSettings, sink, stop);
    return said;
  }

  std::vector<ImageDetections> Expected(const std::string& model, int input) {
    const auto detector =
        detection::Detector::Load(folder_ / (model + ".safetensors"), input == 0 ? std::nullopt : std::optional(input));
    std::vector<ImageDetections> results;
    const auto report =
        DetectImages(*detector, core::ListImages({folder_ / "photo.png"}), kSettings, core::ThreadPool(2),
                     [&](const ImageDetections& result, const core::Photo&) -> core::Result<> {
                       results.push_back(result);
                       return {};
                     },
                     {});
    return results;
  }

  tests::TemporaryFolder folder_;
  core::Photo photo_;
  PhotoHeads heads_;
  PerHead<ImageDetections> found_;
  ImageClasses classes_;
};

void ExpectSame(const std::vector<detection::Detection>& a, const std::vector<detection::Detection>& b) {
  ASSERT_FALSE(b.empty());
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].anchor, b[i].anchor);
    EXPECT_EQ(a[i].score, b[i].score);
    EXPECT_EQ(a[i].box.x, b[i].box.x);
  }
}

TEST_F(PhotoHeadsTest, EachHeadSaysWhatTheCommandLineSays) {
  const HeadsReport report =
      heads_.SetUp(With({{HeadModel{"objects", 128}, HeadModel{"classes"}, HeadModel{"faces"}}}));
  for (const Head head : kHeads) {
    EXPECT_FALSE(report.errors[head]);
    ASSERT_TRUE(report.in_use[head]);
    EXPECT_GT(report.in_use[head]->cost.multiply_adds, 0);
  }
  EXPECT_EQ(report.in_use[Head::kObjects]->input, 128);
  EXPECT_EQ(report.in_use[Head::kFaces]->input, 96);
  EXPECT_THAT(Look(), ElementsAre(Head::kObjects, Head::kClasses, Head::kFaces));
  ExpectSame(found_[Head::kObjects].detections, Expected("objects", 128).front().detections);
  ExpectSame(found_[Head::kFaces].detections, Expected("faces", 0).front().detections);
  const auto classifier = recognition::Classifier::Load(folder_ / "classes.safetensors").value();
  const auto expected = classifier.Classify(photo_, 5);
  ASSERT_EQ(classes_.classes.size(), expected.size());
  EXPECT_EQ(classes_.classes.front().label, expected.front().label);
  EXPECT_FLOAT_EQ(classes_.classes.front().score, expected.front().score);
  EXPECT_EQ(classes_.path, folder_ / "photo.png");
}

TEST_F(PhotoHeadsTest, HeadsThatAreOffOrNotAskedSayNothing) {
  heads_.SetUp(With({{HeadModel{"objects"}, std::nullopt, HeadModel{"faces"}}}));
  EXPECT_THAT(Look(), ElementsAre(Head::kObjects, Head::kFaces));
  EXPECT_THAT(Look({{false, true, true}}), ElementsAre(Head::kFaces));
  const HeadsReport report = heads_.SetUp(With({}));
  EXPECT_FALSE(report.in_use[Head::kObjects]);
  EXPECT_THAT(Look(), IsEmpty());
}

TEST_F(PhotoHeadsTest, TheSameWeightsRunOnce) {
  heads_.SetUp(With({{HeadModel{"faces"}, std::nullopt, HeadModel{"faces"}}}));
  Look();
  ExpectSame(found_[Head::kObjects].detections, found_[Head::kFaces].detections);
  // Two runs never take the same number of nanoseconds.
  EXPECT_EQ(found_[Head::kObjects].times.network_ms, found_[Head::kFaces].times.network_ms);
  heads_.SetUp(With({{HeadModel{"faces", 128}, std::nullopt, HeadModel{"faces"}}}));
  Look();
  EXPECT_NE(found_[Head::kObjects].times.network_ms, found_[Head::kFaces].times.network_ms);
}

TEST_F(PhotoHeadsTest, AModelThatCannotBeUsedLeavesTheOneBefore) {
  heads_.SetUp(With({{HeadModel{"objects"}}}));
  tests::WriteFile(folder_ / "damaged.safetensors", "not a model");
  for (const auto& [id, told] : {std::pair("gone", "gone"), {"damaged", "damaged"}, {"classes", "does not detect"}}) {
    const HeadsReport report = heads_.SetUp(With({{HeadModel{id}}}));
    ASSERT_TRUE(report.errors[Head::kObjects]) << id;
    EXPECT_EQ(report.errors[Head::kObjects]->kind, core::ErrorKind::kModel);
    EXPECT_THAT(report.errors[Head::kObjects]->message, HasSubstr(told));
    EXPECT_EQ(report.in_use[Head::kObjects]->id, "objects");
  }
  EXPECT_EQ(heads_.SetUp(With({{HeadModel{"objects", 31}}})).errors[Head::kObjects]->kind, core::ErrorKind::kUsage);
  EXPECT_THAT(Look(), ElementsAre(Head::kObjects));
}

TEST_F(PhotoHeadsTest, WhatFindsObjectsFindsNoFaces) {
  const HeadsReport report = heads_.SetUp(With({{HeadModel{"objects"}, std::nullopt, HeadModel{"objects"}}}));
  EXPECT_TRUE(report.in_use[Head::kObjects]);
  ASSERT_TRUE(report.errors[Head::kFaces]);
  EXPECT_THAT(report.errors[Head::kFaces]->message, HasSubstr("another task"));
}

TEST_F(PhotoHeadsTest, TellsSinceWhenResultsAreAsTheyAre) {
  const auto setup_of = [&](const HeadsSetup& setup, Head head) { return heads_.SetUp(setup).in_use[head]->setup; };
  HeadsSetup setup = With({{HeadModel{"objects"}, HeadModel{"classes"}}});
  const std::int64_t first = setup_of(setup, Head::kClasses);
  setup.models[Head::kObjects]->input = 64;
  EXPECT_GT(setup_of(setup, Head::kObjects), first);
  EXPECT_EQ(setup_of(setup, Head::kClasses), first) << "nothing changed for it";
  setup.threads = 1;
  EXPECT_GT(setup_of(setup, Head::kClasses), first);
}

TEST_F(PhotoHeadsTest, ChangesTheInstructionSet) {
  const std::string before = InstructionSetInUse();
  if (std::getenv("GODWIT_FORCE_ISA") != nullptr || ListInstructionSets().available.size() < 2) {
    GTEST_SKIP() << "one instruction set alone can be used";
  }
  HeadsSetup setup = With({{HeadModel{"objects"}}});
  const std::int64_t first = heads_.SetUp(setup).in_use[Head::kObjects]->setup;
  setup.instruction_set = "baseline";
  const HeadsReport changed = heads_.SetUp(setup);
  EXPECT_EQ(InstructionSetInUse(), "baseline");
  EXPECT_EQ(changed.note, "");
  EXPECT_GT(changed.in_use[Head::kObjects]->setup, first);
  EXPECT_THAT(Look(), ElementsAre(Head::kObjects));
  setup.instruction_set = "mmx";
  EXPECT_THAT(heads_.SetUp(setup).note, AllOf(HasSubstr("'mmx'"), HasSubstr("baseline is used")));
  setup.instruction_set = "";
  heads_.SetUp(setup);
  EXPECT_EQ(InstructionSetInUse(), before);
}

TEST_F(PhotoHeadsTest, ALargeInputDecidesHowPhotosAreDecoded) {
  heads_.SetUp(With({{HeadModel{"objects", 64}, std::nullopt, HeadModel{"faces", 320}}}));
  EXPECT_EQ(heads_.DecodeOptionsFor({{true, false, false}}, false).needed_width, 64);
  EXPECT_EQ(heads_.DecodeOptionsFor(kAll, false).needed_height, 320);
  EXPECT_TRUE(heads_.DecodeOptionsFor(kAll, true).exact);
  EXPECT_EQ(heads_.DecodeOptionsFor({}, false).needed_width, 0);
}

TEST_F(PhotoHeadsTest, StopsBetweenNetworks) {
  heads_.SetUp(With({{HeadModel{"objects"}, std::nullopt, HeadModel{"faces"}}}));
  std::stop_source stop;
  int said = 0;
  const HeadSink sink{.detections = [&](Head, const ImageDetections&) {
    ++said;
    stop.request_stop();
  }};
  heads_.Look(photo_, kAll, {.width = 120, .height = 90}, kSettings, sink, stop.get_token());
  EXPECT_EQ(said, 1);
  EXPECT_THAT(Look(kAll, stop.get_token()), IsEmpty());
  const HeadsReport report = heads_.SetUp(With({{HeadModel{"objects", 64}}}), stop.get_token());
  EXPECT_EQ(report.in_use[Head::kObjects]->input, 96) << "nobody waits for it any more";
}

TEST_F(PhotoHeadsTest, ReadsAFileThatWasReplaced) {
  const HeadsSetup setup = With({{HeadModel{"objects"}}});
  const std::int64_t first = heads_.SetUp(setup).in_use[Head::kObjects]->setup;
  EXPECT_EQ(heads_.SetUp(setup).in_use[Head::kObjects]->setup, first);
  std::filesystem::last_write_time(folder_ / "objects.safetensors", std::filesystem::file_time_type());
  EXPECT_GT(heads_.SetUp(setup).in_use[Head::kObjects]->setup, first);
}

}  // namespace
}  // namespace godwit::workflows
