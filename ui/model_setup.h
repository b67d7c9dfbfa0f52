// What stands in the list's place while no model is installed: what is missing, and two ways to get it.
#pragma once

#include <functional>
#include <stop_token>

#include <QFutureWatcher>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "core/base/job_context.h"
#include "core/base/result.h"

namespace godwit::ui {

class ModelSetup : public QWidget {
  Q_OBJECT

 public:
  // Fetches and installs a model; called on a worker thread.
  using Fetch = std::function<core::Result<>(const core::JobContext&)>;

  // `about` names the model and where it goes; `command` is the command line that does the same.
  ModelSetup(Fetch fetch, const QString& about, const QString& command, QWidget* parent = nullptr);
  // Asks a running fetch to stop and waits for it.
  ~ModelSetup() override;

  // Why the model cannot be used.
  void SetReason(const QString& reason);

  void Start();
  void Cancel();
  [[nodiscard]] bool is_running() const { return watcher_.isRunning(); }
  [[nodiscard]] QString status() const { return status_->text(); }

 signals:
  void Fetched();

 private:
  void OnProgress(qint64 done, qint64 total, const QString& item);
  void OnFinished();
  void ShowRunning(bool running);

  Fetch fetch_;
  QLabel* reason_;
  QPushButton* button_;
  QProgressBar* bar_;
  QPushButton* cancel_;
  QLabel* status_;
  std::stop_source stop_;
  QFutureWatcher<core::Result<>> watcher_;
};

}  // namespace godwit::ui
