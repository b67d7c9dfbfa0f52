#include "workflows/folder_job_run.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "tests/support/synthetic_classifier.h"
#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "workflows/detection_writer.h"

namespace godwit::workflows {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

constexpr int kPhotos = 12;

class FolderJobTest : public testing::Test {
 protected:
  FolderJobTest() {
    fs::create_directories(folder_ / "models");
    tests::WriteSyntheticDetector(folder_ / "models/finder.safetensors");
    tests::WriteSyntheticClassifier(folder_ / "models/namer.safetensors");
    for (int i = 0; i < kPhotos; ++i) {
      WritePicture(i, i);
    }
    tests::WriteFile(photos_ / "15b.jpg", "not a picture");
    job_.inputs = {photos_};
    job_.objects = ObjectsHead{.model = "finder", .settings = {.min_score = 0.01}};
    job_.output = folder_ / "found";
  }

  void WritePicture(int number, int seed) {
    core::Image image(40 + 7 * number, 33 + 5 * number);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::uint8_t>((i * 31 + static_cast<std::size_t>(seed) * 57 + i / 97 * 13) % 256);
    }
    fs::create_directories(photos_);
    ASSERT_TRUE(core::WriteImage(photos_ / (std::to_string(10 + number) + ".png"), image));
  }

  // Runs the job, and asks it to stop behind its n-th photo.
  core::Result<FolderJobReport> Run(int stop_after = 1000, bool retry_failed = false) {
    EXPECT_TRUE(WriteFolderJob(file_, job_));
    std::stop_source stop;
    failed_.clear();
    return RunFolderJob({.file = file_,
                         .models_folder = folder_ / "models",
                         .threads = 2,
                         .retry_failed = retry_failed,
                         .failed = [&](const core::InputError& error) { failed_.insert(error.path); }},
                        {.stop = stop.get_token(),
                         .progress =
                             [&, heard = 0](const core::Progress&) mutable {
                               if (heard++ == stop_after) {
                                 stop.request_stop();
                               }
                             },
                         .log = {}});
  }

  std::map<fs::path, std::string> Outputs() const {
    std::map<fs::path, std::string> outputs;
    for (const auto& entry : fs::recursive_directory_iterator(job_.output)) {
      if (entry.is_regular_file()) {
        outputs[entry.path().lexically_relative(job_.output)] = tests::ReadFile(entry.path());
      }
    }
    return outputs;
  }

  tests::TemporaryFolder folder_;
  fs::path photos_ = folder_ / "photos";
  fs::path file_ = folder_ / "job.json";
  FolderJob job_;
  std::set<std::string> failed_;
};

TEST_F(FolderJobTest, ComesBackFromItsFileAsItWas) {
  job_.inputs.emplace_back("/photos/\xff");
  job_.objects->settings = {.min_score = 0.25, .nms_per_class = true, .classes = {"apple"}};
  job_.classes = ClassesHead{.model = "namer", .input = 96, .settings = {.top = 3}};
  job_.formats = {"csv", "voc"};
  job_.annotate = true;
  job_.redo = true;
  ASSERT_TRUE(WriteFolderJob(file_, job_));
  const auto read = ReadFolderJob(file_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(ToText(*read), ToText(job_));
  EXPECT_EQ(read->inputs, job_.inputs);
}

TEST_F(FolderJobTest, TakesRelativePathsFromItsFolder) {
  job_.inputs = {"photos/", "."};
  job_.output = "../found";
  ASSERT_TRUE(WriteFolderJob(file_, job_));
  const FolderJob read = ReadFolderJob(file_).value();
  EXPECT_EQ(read.inputs, (std::vector<fs::path>{folder_.path() / "photos", folder_.path()}));
  EXPECT_EQ(read.output, folder_.path().parent_path() / "found");
}

TEST_F(FolderJobTest, ItsFileIsReadStrictly) {
  const std::string text = ToText(job_);
  const auto error_of = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t place = changed.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    tests::WriteFile(file_, changed.replace(place, from.size(), to));
    const auto read = ReadFolderJob(file_);
    EXPECT_FALSE(read) << to;
    EXPECT_TRUE(read || read.error().message.starts_with(file_.string() + ": ")) << read.error().message;
    return read ? "" : read.error().message;
  };
  EXPECT_THAT(error_of("\"version\": 1", "\"version\": 2"), HasSubstr("no job of this version"));
  EXPECT_THAT(error_of("\"iou\": 0.5", "\"iou\": 1.5"), HasSubstr("objects.iou is not between 0 and 1"));
  EXPECT_THAT(error_of("\"iou\": 0.5", "\"iuo\": 0.5"), HasSubstr("objects.iou is missing"));
  EXPECT_THAT(error_of("\"iou\": 0.5", "\"iou\": 0.5, \"iuo\": 1"), HasSubstr("objects.iuo is not known"));
  EXPECT_THAT(error_of("\"max\": 100", "\"max\": -1"), HasSubstr("objects.max is out of bounds"));
  EXPECT_THAT(error_of("\"input\": 0", "\"input\": 5000"), HasSubstr("objects.input is not between 0 and 2048"));
  EXPECT_THAT(error_of("\"annotate\": false", "\"annotate\": 0"), HasSubstr("annotate is of another kind"));
  EXPECT_THAT(error_of("\"classes\": null", "\"classes\": 7"), HasSubstr("classes is of another kind"));
  EXPECT_THAT(error_of("\"json\"", "\"xml\""), HasSubstr("formats has xml, which is none of json"));
  EXPECT_THAT(error_of("\"json\"", "\"json\", \"json\""), HasSubstr("formats has json twice"));
  EXPECT_THAT(error_of("\"redo\": false", "\"redo\": false, \"undo\": true"), HasSubstr("undo is not known"));
  EXPECT_THAT(error_of("\"model\": \"finder\"", "\"model\": \"\""), HasSubstr("a model is not named"));
  EXPECT_THAT(error_of(text, "["), HasSubstr("not valid JSON"));
  EXPECT_THAT(error_of(text, "[]"), HasSubstr("no job of this version"));
  EXPECT_FALSE(ReadFolderJob(folder_.path())) << "a folder";
}

TEST_F(FolderJobTest, GivesWhatDetectGives) {
  const auto report = Run();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->photos, kPhotos + 1);
  EXPECT_THAT(report->errors, SizeIs(1));
  const Json job = Json::parse(tests::ReadFile(job_.output / "objects.json"));

  const auto detector = detection::Detector::Load(folder_ / "models/finder.safetensors").value();
  std::vector<Json> expected;
  std::int64_t objects = 0;
  const auto sink = [&](const ImageDetections& result, const core::Photo&) -> core::Result<> {
    if (result.error.empty()) {
      expected.push_back(ImageLine(result, TimesInFile::kNo));
      objects += std::ssize(result.detections);
    }
    return {};
  };
  ASSERT_TRUE(
      DetectImages(detector, core::ListImages({photos_}), job_.objects->settings, core::ThreadPool(2), sink, {}));
  EXPECT_EQ(job["images"], Json(expected));
  EXPECT_THAT(job["errors"], SizeIs(1));
  EXPECT_GT(objects, kPhotos);
  std::int64_t counted = 0;
  for (const auto& [label, count] : report->heads.front().labels) {
    counted += count;
  }
  EXPECT_EQ(counted, objects);
}

TEST_F(FolderJobTest, GoesOnAfterEveryStopToTheSameBytes) {
  job_.classes = ClassesHead{.model = "namer"};
  job_.formats = {"json", "jsonl", "csv", "coco", "voc", "yolo"};
  job_.annotate = true;
  ASSERT_TRUE(Run());
  const auto whole = Outputs();
  EXPECT_TRUE(whole.contains("classes.csv") && whole.contains("objects.coco.json"));
  fs::remove(JournalOf(file_));
  fs::remove_all(job_.output);

  std::int64_t computed = 0;
  for (int round = 0; round < 100; ++round) {
    const auto report = Run(2);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->heads.front().reused, std::min<std::int64_t>(computed, kPhotos + 1));
    computed += report->computed();
    if (!report->cancelled) {
      break;
    }
    EXPECT_FALSE(fs::exists(job_.output / "objects.json")) << "results appear at the end";
    EXPECT_FALSE(ReadJobStatus(file_)->finished);
  }
  EXPECT_EQ(computed, 2 * (kPhotos + 1)) << "nothing twice";
  EXPECT_EQ(Outputs(), whole);
  EXPECT_TRUE(ReadJobStatus(file_)->finished);
}

TEST_F(FolderJobTest, LooksAgainAtWhatChangedAndAtFailuresWhereAsked) {
  ASSERT_TRUE(Run());
  EXPECT_EQ(failed_.size(), 1U);
  EXPECT_EQ(Run()->computed(), 0);
  EXPECT_TRUE(failed_.empty()) << "an old failure is no news";
  EXPECT_EQ(Run()->errors.size(), 1U) << "but is reported";
  EXPECT_EQ(Run(1000, true)->computed(), 1);
  const std::string before = tests::ReadFile(job_.output / "objects.json");
  WritePicture(3, 99);
  fs::last_write_time(photos_ / "13.png", fs::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(Run()->computed(), 1);
  EXPECT_NE(tests::ReadFile(job_.output / "objects.json"), before);
  fs::remove(photos_ / "14.png");
  const auto fewer = Run();
  EXPECT_EQ(fewer->computed(), 0);
  EXPECT_EQ(fewer->photos, kPhotos);
  EXPECT_THAT(tests::ReadFile(job_.output / "objects.json"), Not(HasSubstr("14.png")));
}

TEST_F(FolderJobTest, LooksAtAllAgainWithOtherSettingsOrAnotherModel) {
  ASSERT_TRUE(Run());
  job_.objects->settings.min_score = 0.02;
  EXPECT_EQ(Run()->computed(), kPhotos + 1);
  const auto report = Run();
  EXPECT_EQ(report->computed(), 0);
  tests::WriteSyntheticDetector(folder_ / "models/finder.safetensors");
  EXPECT_EQ(Run()->computed(), 0) << "the same model in a new file";
  job_.redo = true;
  EXPECT_EQ(Run()->computed(), kPhotos + 1);
  job_.objects->model = "unicorn";
  const auto missing = Run();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, core::ErrorKind::kModel);
}

TEST_F(FolderJobTest, CopiesAmongThePhotosAreNoPhotos) {
  job_.output = photos_;
  job_.annotate = true;
  const auto first = Run(4);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->cancelled);
  const auto second = Run();
  EXPECT_EQ(second->photos, kPhotos + 1);
  EXPECT_EQ(first->computed() + second->computed(), kPhotos + 1);
  fs::remove(photos_ / "annotated/12_detections.jpg");
  EXPECT_EQ(Run()->computed(), 1) << "a copy that is gone is drawn again";
  EXPECT_TRUE(fs::exists(photos_ / "annotated/12_detections.jpg"));
}

TEST_F(FolderJobTest, PhotosWhereCopiesGoAreNotWrittenOver) {
  job_.output = photos_;
  job_.annotate = true;
  fs::create_directories(photos_ / "annotated");
  fs::copy_file(photos_ / "10.png", photos_ / "annotated/11_detections.jpg");
  const auto refused = Run();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kUsage);
}

TEST_F(FolderJobTest, AnOutputThatCannotBeIsToldBeforeThePhotosAreLookedAt) {
  tests::WriteFile(job_.output, "a file");
  const auto report = Run();
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("found"));
  EXPECT_FALSE(fs::exists(JournalOf(file_)));
}

TEST_F(FolderJobTest, AnInputThatIsMissingIsReportedAndTheOthersAreDone) {
  job_.inputs.push_back(folder_ / "gone");
  const auto report = Run();
  ASSERT_TRUE(report);
  ASSERT_THAT(report->errors, SizeIs(2));
  EXPECT_THAT(report->errors.front().error, HasSubstr("gone: there is no such file or folder"));
  EXPECT_EQ(report->photos, kPhotos + 1);
}

}  // namespace
}  // namespace godwit::workflows
