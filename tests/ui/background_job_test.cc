#include "ui/background_job.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>
#include <QSignalSpy>
#include <QTest>

namespace godwit::ui {
namespace {

using namespace std::chrono_literals;

core::Result<> UntilStopped(const core::JobContext& context) {
  while (!context.stop.stop_requested()) {
    std::this_thread::sleep_for(1ms);
  }
  return core::Fail(core::ErrorKind::kCancelled, "cancelled");
}

TEST(BackgroundJobTest, TellsTheNewestStateAllLinesAndThenTheEnd) {
  BackgroundJob job;
  std::vector<QString> heard;
  QObject::connect(&job, &BackgroundJob::Progressed, [&](qint64 done, qint64 total, const QString& item) {
    heard.push_back(QStringLiteral("%1/%2 %3").arg(done).arg(total).arg(item));
  });
  QObject::connect(&job, &BackgroundJob::Logged, [&](core::LogLevel, const QString& line) { heard.push_back(line); });
  QObject::connect(&job, &BackgroundJob::Succeeded, [&] {
    EXPECT_FALSE(job.is_running());
    heard.push_back("done");
  });
  std::atomic<bool> said = false;
  job.Start([&](const core::JobContext& context) -> core::Result<> {
    EXPECT_NE(QThread::currentThread(), QCoreApplication::instance()->thread());
    for (int i = 1; i <= 1000; ++i) {
      context.Report({.done = i, .total = 1000, .item = "ä"});
    }
    context.Log(core::LogLevel::kInfo, "one");
    context.Log(core::LogLevel::kInfo, "two");
    said = true;
    return {};
  });
  while (!said) {  // the window is busy
    std::this_thread::sleep_for(1ms);
  }
  ASSERT_TRUE(QTest::qWaitFor([&] { return !heard.empty() && heard.back() == "done"; }));
  EXPECT_EQ(heard, (std::vector<QString>{"one", "two", "1000/1000 ä", "done"}));
}

TEST(BackgroundJobTest, StopsAndMayStartAgain) {
  BackgroundJob job;
  QSignalSpy finished(&job, &BackgroundJob::Failed);
  for (int round = 1; round <= 2; ++round) {
    job.Start(UntilStopped);
    EXPECT_TRUE(job.is_running());
    EXPECT_FALSE(job.is_cancelling());
    job.Cancel();
    EXPECT_TRUE(job.is_cancelling());
    EXPECT_TRUE(finished.wait());
    EXPECT_EQ(finished.count(), round);
  }
}

TEST(BackgroundJobTest, StopsItsWorkWhenItIsDestroyed) {
  std::atomic<bool> stopped = false;
  {
    BackgroundJob job;
    job.Start([&](const core::JobContext& context) {
      auto result = UntilStopped(context);
      stopped = true;
      return result;
    });
  }
  EXPECT_TRUE(stopped);
  QCoreApplication::processEvents();
}

TEST(BackgroundJobTest, MakesAnErrorOfAnException) {
  BackgroundJob job;
  QString message;
  QObject::connect(&job, &BackgroundJob::Failed,
                   [&](const core::Error& error) { message = QString::fromStdString(error.message); });
  job.Start([](const core::JobContext&) -> core::Result<> { throw std::runtime_error("no memory"); });
  EXPECT_TRUE(QTest::qWaitFor([&] { return message == "no memory"; }));
}

}  // namespace
}  // namespace godwit::ui
