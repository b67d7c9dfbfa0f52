// What stands in the list's place while no model is installed: what is missing, and two ways to get it.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/job_strip.h"

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
  void SetOptional(bool optional) {
    optional_ = optional;
    later_->setVisible(optional);
  }

  void Start();
  void Cancel() { strip_->Cancel(); }
  [[nodiscard]] bool is_running() const { return strip_->is_running(); }
  [[nodiscard]] QString status() const { return strip_->text(); }

 signals:
  void Fetched();
  void Declined();

 private:
  Fetch fetch_;
  QLabel* reason_;
  QPushButton* button_;
  QPushButton* later_;
  bool optional_ = false;
  JobStrip* strip_;
};

}  // namespace godwit::ui
