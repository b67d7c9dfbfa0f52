// A workflow on a thread of its own, and what it says as signals in the window's thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QObject>
#include <QString>
#include <QThread>

#include "core/base/job_context.h"
#include "core/base/result.h"

namespace godwit::ui {

// Lives in the window's thread and never blocks it, but when it is destroyed: it stops its work and waits for it. One
// piece of work at a time.
class BackgroundJob : public QObject {
  Q_OBJECT

 public:
  // Called on another thread. An exception becomes an error.
  using Work = std::function<core::Result<>(const core::JobContext&)>;

  explicit BackgroundJob(QObject* parent = nullptr);
  ~BackgroundJob() override;

  // Requires that nothing is running.
  void Start(Work work);
  // Asks the work to stop; Succeeded or Failed comes once it did.
  void Cancel() { stop_.request_stop(); }
  [[nodiscard]] bool is_running() const { return thread_ != nullptr; }
  // How many of them are running in this program.
  [[nodiscard]] static int count_running() { return count_running_; }
  [[nodiscard]] bool is_cancelling() const { return is_running() && stop_.stop_requested(); }

 signals:
  // The newest state; those in between are left out where the window is busy. `total` is 0 where it is not known.
  void Progressed(qint64 done, qint64 total, const QString& item);
  void Logged(godwit::core::LogLevel level, const QString& line);
  // One of these comes after all of the above; is_running() is false then.
  void Succeeded();
  void Failed(const godwit::core::Error& error);  // kCancelled where the work stopped because it was asked to

 private:
  struct Outbox;

  void Deliver();

  void Join();

  static int count_running_;
  std::shared_ptr<Outbox> outbox_;
  std::stop_source stop_;
  std::unique_ptr<QThread> thread_;
};

}  // namespace godwit::ui
