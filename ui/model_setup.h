// What stands in the list's place while no model is installed: what is missing, and two ways to get it.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "ui/background_job.h"

namespace godwit::ui {

class ModelSetup : public QWidget {
  Q_OBJECT

 public:
  // Fetches and installs a model.
  using Fetch = BackgroundJob::Work;

  // `about` names the model and where it goes; `command` is the command line that does the same.
  ModelSetup(Fetch fetch, const QString& about, const QString& command, QWidget* parent = nullptr);

  // Why the model cannot be used.
  void SetReason(const QString& reason);
  // Whether a person may go on without.
  void SetOptional(bool optional) { later_->setVisible(optional); }

  void Start();
  void Cancel() { job_.Cancel(); }
  [[nodiscard]] bool is_running() const { return job_.is_running(); }
  [[nodiscard]] QString status() const { return status_->text(); }

 signals:
  void Fetched();
  void Declined();

 private:
  void OnProgress(qint64 done, qint64 total, const QString& item);
  void OnSucceeded();
  void OnFailed(const core::Error& error);
  void ShowRunning(bool running);

  Fetch fetch_;
  QLabel* reason_;
  QPushButton* button_;
  QPushButton* later_;
  QProgressBar* bar_;
  QPushButton* cancel_;
  QLabel* status_;
  BackgroundJob job_;
};

}  // namespace godwit::ui
