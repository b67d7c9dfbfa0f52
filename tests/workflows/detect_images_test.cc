#include "workflows/detect_images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "workflows/annotate.h"

namespace godwit::workflows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DetectImagesTest : public testing::Test {
 protected:
  DetectImagesTest() {
    tests::WriteSyntheticDetector(folder_ / "synthetic.safetensors");
    for (int i = 0; i < 12; ++i) {
      WritePicture(folder_ / ("photos/" + std::to_string(10 + i) + ".png"), 40 + 7 * i, 33 + 5 * i, i);
    }
  }

  static void WritePicture(const std::filesystem::path& path, int width, int height, int seed) {
    core::Image image(width, height);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::uint8_t>((i * 31 + static_cast<std::size_t>(seed) * 57 + i / 97 * 13) % 256);
    }
    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(core::WriteImage(path, image));
  }

  detection::Detector Load() const { return detection::Detector::Load(folder_ / "synthetic.safetensors").value(); }

  std::vector<ImageDetections> Run(const core::ImageList& list, int threads,
                                   const DetectSettings& settings = kSettings) {
    std::vector<ImageDetections> results;
    const auto sink = [&](const ImageDetections& result, const core::Photo&) -> core::Result<> {
      results.push_back(result);
      return {};
    };
    report_ = DetectImages(Load(), list, settings, core::ThreadPool(threads), sink, {}).value();
    return results;
  }

  static inline const DetectSettings kSettings{.min_score = 0.01};

  tests::TemporaryFolder folder_;
  ImagesReport report_;
};

void ExpectSame(const std::vector<ImageDetections>& a, const std::vector<ImageDetections>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].path, b[i].path);
    ASSERT_EQ(a[i].detections.size(), b[i].detections.size());
    for (std::size_t j = 0; j < a[i].detections.size(); ++j) {
      EXPECT_EQ(a[i].detections[j].anchor, b[i].detections[j].anchor);
      EXPECT_NEAR(a[i].detections[j].score, b[i].detections[j].score, 1e-5);
    }
  }
}

// The dial of resolutions: the same weights, as many anchors as the size has places for.
TEST_F(DetectImagesTest, LooksAtPhotosAtAnotherSize) {
  const std::filesystem::path file = folder_ / "synthetic.safetensors";
  core::Image image(200, 150);
  std::fill_n(image.data(), image.bytes(), std::uint8_t{90});
  const core::Photo photo{.image = std::move(image), .width = 200, .height = 150};
  for (const int side : {32, 65, 160}) {
    const auto detector = detection::Detector::Load(file, side);
    ASSERT_TRUE(detector) << detector.error().message;
    EXPECT_EQ(detector->input_shape(), (core::Shape{1, side, side, 3}));
    EXPECT_THAT(detector->Detect(photo, {.min_score = 0.001F}), testing::Not(IsEmpty())) << side;
  }
  const auto tiny = detection::Detector::Load(file, 31);
  ASSERT_FALSE(tiny);
  EXPECT_EQ(tiny.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(tiny.error().message, testing::HasSubstr("31 pixels is not between 32 and 2048"));
}

TEST_F(DetectImagesTest, ResultsComeInOrderWhateverTheThreads) {
  const core::ImageList list = core::ListImages({folder_ / "photos"});
  const auto one = Run(list, 1);
  ASSERT_THAT(one, SizeIs(12));
  EXPECT_EQ(report_.images, 12);
  EXPECT_THAT(report_.errors, IsEmpty());
  EXPECT_EQ(one[3].width, 61);
  EXPECT_EQ(one[3].height, 48);
  for (const int threads : {2, 3}) {
    ExpectSame(one, Run(list, threads));
  }
}

TEST_F(DetectImagesTest, OnePhotoIsComputedByAllThreads) {
  const core::ImageList list = core::ListImages({folder_ / "photos/10.png"});
  ExpectSame(Run(list, 1), Run(list, 2));
}

TEST_F(DetectImagesTest, AFailureSparesTheOthers) {
  tests::WriteFile(folder_ / "photos/10a.jpg", "\xFF\xD8\xFF not really");
  const auto results = Run(core::ListImages({folder_ / "photos", folder_ / "absent"}), 2);
  EXPECT_THAT(results, SizeIs(13));
  EXPECT_THAT(results[1].error, HasSubstr("10a.jpg"));
  ASSERT_THAT(report_.errors, SizeIs(2));
  EXPECT_THAT(report_.errors[0].error, HasSubstr("absent"));
  EXPECT_THAT(report_.errors[1].path, HasSubstr("10a.jpg"));
}

TEST_F(DetectImagesTest, AStopLeavesWhatIsDone) {
  const core::ImageList list = core::ListImages({folder_ / "photos"});
  std::stop_source stop;
  int seen = 0;
  const auto sink = [&](const ImageDetections&, const core::Photo&) -> core::Result<> {
    if (++seen == 2) {
      stop.request_stop();
    }
    return {};
  };
  const auto report =
      DetectImages(Load(), list, kSettings, core::ThreadPool(2), sink, {.stop = stop.get_token()}).value();
  EXPECT_TRUE(report.cancelled);
  EXPECT_EQ(report.images, seen);
  EXPECT_GE(seen, 2);
  EXPECT_LT(seen, 12);
}

TEST_F(DetectImagesTest, ProgressCountsUpToTheEnd) {
  const core::ImageList list = core::ListImages({folder_ / "photos"});
  std::vector<std::int64_t> done;
  const core::JobContext context{.progress = [&](const core::Progress& state) {
    EXPECT_EQ(state.total, 12);
    done.push_back(state.done);
  }};
  const auto sink = [](const ImageDetections&, const core::Photo&) -> core::Result<> { return {}; };
  ASSERT_TRUE(DetectImages(Load(), list, kSettings, core::ThreadPool(2), sink, context));
  EXPECT_THAT(done, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
}

TEST_F(DetectImagesTest, KeepsOnlyTheClassesAskedFor) {
  const core::ImageList list = core::ListImages({folder_ / "photos"});
  DetectSettings settings = kSettings;
  settings.classes = {"boat"};
  for (const ImageDetections& result : Run(list, 2, settings)) {
    for (const detection::Detection& found : result.detections) {
      EXPECT_EQ(found.label, "boat");
    }
  }
  settings.classes = {"unicorn"};
  const auto sink = [](const ImageDetections&, const core::Photo&) -> core::Result<> { return {}; };
  const auto report = DetectImages(Load(), list, settings, core::ThreadPool(1), sink, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, core::ErrorKind::kUsage);
  EXPECT_THAT(report.error().message, HasSubstr("no class 'unicorn'"));
}

TEST_F(DetectImagesTest, WhatTheSinkCannotWriteIsAnErrorOfThePhoto) {
  const auto sink = [](const ImageDetections& result, const core::Photo&) -> core::Result<> {
    return core::Fail(core::ErrorKind::kInput, "{}: cannot be written", result.path.string());
  };
  const auto report =
      DetectImages(Load(), core::ListImages({folder_ / "photos/10.png"}), kSettings, core::ThreadPool(1), sink, {})
          .value();
  ASSERT_THAT(report.errors, SizeIs(1));
  EXPECT_THAT(report.errors[0].error, HasSubstr("cannot be written"));
}

TEST_F(DetectImagesTest, ASinkThatThrowsSparesTheOthers) {
  int calls = 0;
  const auto sink = [&](const ImageDetections&, const core::Photo&) -> core::Result<> {
    if (++calls == 2) {
      throw std::bad_alloc();
    }
    return {};
  };
  const auto report =
      DetectImages(Load(), core::ListImages({folder_ / "photos"}), kSettings, core::ThreadPool(2), sink, {}).value();
  EXPECT_EQ(calls, 12);
  EXPECT_FALSE(report.cancelled);
  ASSERT_THAT(report.errors, SizeIs(1));
  EXPECT_THAT(report.errors[0].error, HasSubstr("bad_alloc"));
}

TEST_F(DetectImagesTest, CopiesBesideTheOriginalsNeverReplaceOne) {
  WritePicture(folder_ / "album/a.jpg", 80, 60, 1);
  WritePicture(folder_ / "album/a_detections.jpg", 81, 60, 2);
  const std::string original = tests::ReadFile(folder_ / "album/a_detections.jpg");
  const core::ImageList list = core::ListImages({folder_ / "album"});
  Annotator annotator(folder_ / "album", list);
  const auto sink = [&](const ImageDetections& result, const core::Photo& photo) {
    return annotator.Write(result, photo);
  };
  const auto report = DetectImages(Load(), list, kSettings, core::ThreadPool(1), sink, {}).value();
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_EQ(tests::ReadFile(folder_ / "album/a_detections.jpg"), original);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "album/a-2_detections.jpg"));
}

TEST_F(DetectImagesTest, AnnotatedCopiesHaveTheFullSizeAndSpareTheOriginal) {
  WritePicture(folder_ / "large/photo.jpg", 900, 700, 3);  // decoded at a quarter for a 96 pixel network
  const std::string original = tests::ReadFile(folder_ / "large/photo.jpg");
  Annotator annotator(folder_ / "out", core::ListImages({folder_ / "large"}));
  const auto sink = [&](const ImageDetections& result, const core::Photo& photo) {
    EXPECT_LT(photo.image.width(), photo.width);
    return annotator.Write(result, photo);
  };
  const auto report =
      DetectImages(Load(), core::ListImages({folder_ / "large"}), kSettings, core::ThreadPool(1), sink, {}).value();
  EXPECT_THAT(report.errors, IsEmpty());
  core::Photo written;
  ASSERT_TRUE(core::DecodeImage(folder_ / "out/photo_detections.jpg", {}, written));
  EXPECT_EQ(written.width, 900);
  EXPECT_EQ(written.height, 700);
  EXPECT_EQ(tests::ReadFile(folder_ / "large/photo.jpg"), original);
}

}  // namespace
}  // namespace godwit::workflows
