#include "ui/model_setup.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

namespace godwit::ui {
namespace {

using namespace std::chrono_literals;

TEST(ModelSetupTest, FetchesOnAWorkerAndTellsWhenDone) {
  std::atomic<QThread*> worker = nullptr;
  ModelSetup setup(
      [&](const core::JobContext& context) -> core::Result<> {
        worker = QThread::currentThread();
        context.Report({.done = 1, .total = 2, .item = "half"});
        return {};
      },
      "about", "command");
  QSignalSpy fetched(&setup, &ModelSetup::Fetched);
  QTest::mouseClick(setup.findChild<QPushButton*>(), Qt::LeftButton);
  EXPECT_TRUE(fetched.wait());
  EXPECT_NE(worker.load(), QThread::currentThread());
}

TEST(ModelSetupTest, StopsWhenCancelled) {
  ModelSetup setup(
      [](const core::JobContext& context) -> core::Result<> {
        while (!context.stop.stop_requested()) {
          std::this_thread::sleep_for(1ms);
        }
        return core::Fail(core::ErrorKind::kCancelled, "cancelled");
      },
      "about", "command");
  QSignalSpy fetched(&setup, &ModelSetup::Fetched);
  setup.Start();
  EXPECT_TRUE(setup.is_running());
  setup.Cancel();
  EXPECT_TRUE(QTest::qWaitFor([&] { return setup.status() == "Cancelled"; }));
  EXPECT_EQ(fetched.count(), 0);
}

TEST(ModelSetupTest, SaysWhyAFetchFailed) {
  ModelSetup setup(
      [](const core::JobContext&) -> core::Result<> {
        return core::Fail(core::ErrorKind::kModel, "npm: is not installed; install it");
      },
      "about", "command");
  setup.Start();
  EXPECT_TRUE(QTest::qWaitFor([&] { return setup.status() == "npm: is not installed; install it"; }));
}

TEST(ModelSetupTest, StopsARunningFetchWhenTheWindowCloses) {
  std::atomic<bool> stopped = false;
  {
    ModelSetup setup(
        [&](const core::JobContext& context) -> core::Result<> {
          while (!context.stop.stop_requested()) {
            std::this_thread::sleep_for(1ms);
          }
          stopped = true;
          return core::Fail(core::ErrorKind::kCancelled, "cancelled");
        },
        "about", "command");
    setup.Start();
  }
  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace godwit::ui
