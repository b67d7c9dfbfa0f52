// The window stays awake and its memory small while a job looks at 2,000 photos.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <QElapsedTimer>
#include <QLocale>
#include <QTest>

#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/event_loop_watch.h"
#include "tests/ui/fake_photo_source.h"
#include "ui/format.h"
#include "ui/main_window.h"

namespace godwit::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kPhotos = 2000;
constexpr int kPatienceMs = 600'000;
constexpr double kLongestStallMs = 50;
constexpr double kLargestGrowthMb = 60;

double ResidentMb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  }
  return 0;
}

// The longest stall of an idle window, while as many threads as a job has compute and know nothing of it: what is due
// to the machine and whoever else uses it.
double StallUnderForeignLoad(int ms) {
  std::stop_source stop;
  std::vector<std::jthread> load;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    load.emplace_back([token = stop.get_token()] {
      for (volatile std::uint64_t work = 0; !token.stop_requested();) {
        work = work + 1;
      }
    });
  }
  tests::EventLoopWatch watch;
  watch.Start();
  QTest::qWait(ms);
  stop.request_stop();
  return watch.longest_ms();
}

class FolderJobSlowTest : public testing::Test {
 protected:
  FolderJobSlowTest() : settings_(ToQString(folder_ / "settings.ini"), QSettings::IniFormat) {
    fs::create_directories(folder_ / "models");
    fs::create_directories(folder_ / "photos");
    tests::WriteSyntheticDetector(folder_ / "models/a-finder.safetensors");
    const fs::path sample = fs::path("resources/photos/cat.jpg");
    fs::copy_file(sample, folder_ / "photos/0000.jpg");
    for (int i = 1; i < kPhotos; ++i) {
      const fs::path photo = folder_.path() / "photos" / fmt::format("{:04}.jpg", i);
      if (i % 100 == 50) {
        tests::WriteFile(photo, "damaged");
      } else {
        fs::create_hard_link(folder_ / "photos/0000.jpg", photo);
      }
    }
  }

  // Runs the job, and gives the longest stall of the window meanwhile.
  double Run(MainWindow& window, int round) {
    workflows::FolderJob job;
    job.inputs = {folder_ / "photos"};
    job.objects = workflows::ObjectsHead{.model = "a-finder", .settings = {.min_score = 0.02}};
    job.output = folder_ / fmt::format("found-{}", round);
    tests::EventLoopWatch watch;
    watch.Start();
    QElapsedTimer took;
    took.start();
    window.folder_job().Start(job);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !window.folder_job().is_running(); }, kPatienceMs));
    const qint64 took_ms = took.elapsed();
    QTest::qWait(200);  // the summary is shown
    EXPECT_TRUE(window.folder_job().view().status().startsWith("Done: 2,000 photos"))
        << window.folder_job().view().status().toStdString();
    EXPECT_EQ(window.folder_job().view().failures().rowCount(), kPhotos / 100);
    std::cout << fmt::format("the longest stall ended {} ms into {} ms\n", watch.longest_at_ms(), took_ms);
    return watch.longest_ms();
  }

  tests::TemporaryFolder folder_;
  QSettings settings_;
};

TEST_F(FolderJobSlowTest, TheWindowStaysAwakeAndMemoryBounded) {
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  MainWindow window(
      {.models_folder = folder_ / "models", .jobs_folder = folder_ / "jobs", .offer = {.model = "a-finder"}},
      std::make_unique<tests::FakePhotoSource>(), &settings_);
  window.resize(1280, 800);
  window.show();
  window.ShowPage(&window.folder_job());
  QTest::qWait(500);
  // A machine that others keep busy stalls any program: a job is held to 50 ms, or to three times what an idle window
  // sees beside a load of as many threads. The best of three counts.
  constexpr int kBaselineMs = 3000;
  const double before_mb = ResidentMb();
  double after_first_mb = 0;
  std::string told;
  bool awake = false;
  for (int round = 0; round < 3 && !awake; ++round) {
    const double baseline_ms = StallUnderForeignLoad(kBaselineMs);
    const double stall_ms = Run(window, round);
    told += fmt::format("longest stall {:.1f} ms, beside a foreign load {:.1f} ms\n", stall_ms, baseline_ms);
    awake = stall_ms < std::max(kLongestStallMs, 3 * baseline_ms);
    if (round == 0) {
      after_first_mb = ResidentMb();
    }
  }
  told += fmt::format("memory before {:.1f} MB, after 2,000 photos {:.1f} MB\n", before_mb, after_first_mb);
  std::cout << told;
  EXPECT_TRUE(awake) << told;
  EXPECT_LT(after_first_mb - before_mb, kLargestGrowthMb) << told;
}

}  // namespace
}  // namespace godwit::ui
