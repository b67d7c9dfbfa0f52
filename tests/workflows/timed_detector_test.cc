#include "workflows/timed_detector.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

class TimedDetectorTest : public testing::Test {
 protected:
  TimedDetectorTest() {
    tests::WriteSyntheticDetector(folder_ / "synthetic.safetensors");
    core::Image image(90, 60);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::uint8_t>(i * 37);
    }
    EXPECT_TRUE(core::WriteImage(folder_ / "photo.png", image));
  }

  tests::TemporaryFolder folder_;
  core::ThreadPool pool_{1};
};

TEST_F(TimedDetectorTest, FindsWhatTheCommandLineFindsPhotoForPhoto) {
  const DetectSettings settings{.min_score = 0.01};
  const auto detector = detection::Detector::Load(folder_ / "synthetic.safetensors", 64);
  ASSERT_TRUE(detector);
  std::vector<detection::Detection> expected;
  ASSERT_TRUE(DetectImages(*detector, core::ListImages({folder_ / "photo.png"}), settings, pool_,
                           [&](const ImageDetections& result, const core::Photo&) -> core::Result<> {
                             expected = result.detections;
                             return {};
                           },
                           {}));
  ASSERT_FALSE(expected.empty());
  auto timed = TimedDetector::Load(folder_ / "", {"synthetic", 64}, pool_);
  ASSERT_TRUE(timed) << timed.error().message;
  for (int round = 0; round < 2; ++round) {
    const auto found = timed->Detect(folder_ / "photo.png", settings, pool_);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->width, 90);
    EXPECT_GT(found->times.network_ms, 0);
    ASSERT_EQ(found->detections.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(found->detections[i].label, expected[i].label);
      EXPECT_EQ(found->detections[i].score, expected[i].score);
      EXPECT_EQ(found->detections[i].anchor, expected[i].anchor);
    }
  }
}

TEST_F(TimedDetectorTest, SaysWhatIsMissingOrDamaged) {
  const auto unknown = TimedDetector::Load(folder_ / "", {"unknown", {}}, pool_);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, core::ErrorKind::kModel);
  const auto tiny = TimedDetector::Load(folder_ / "", {"synthetic", 8}, pool_);
  ASSERT_FALSE(tiny);
  EXPECT_EQ(tiny.error().kind, core::ErrorKind::kUsage);
  auto timed = TimedDetector::Load(folder_ / "", {"synthetic", {}}, pool_);
  ASSERT_TRUE(timed);
  std::ofstream(folder_ / "damaged.jpg") << "no picture";
  const auto damaged = timed->Detect(folder_ / "damaged.jpg", {}, pool_);
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message, testing::HasSubstr("damaged.jpg"));
}

}  // namespace
}  // namespace godwit::workflows
