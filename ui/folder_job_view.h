// A job that runs, rests or is done: how far it is, what failed, what came of it.
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeView>
#include <QWidget>

#include "ui/row_model.h"
#include "workflows/folder_job_run.h"

namespace godwit::ui {

class FolderJobView : public QWidget {
  Q_OBJECT

 public:
  explicit FolderJobView(QWidget* parent = nullptr);
  ~FolderJobView() override;

  void ShowRunning(const workflows::FolderJob& job);
  void ShowProgress(qint64 done, qint64 total);
  void AddFailures(const std::vector<core::InputError>& failures);
  void ShowStopping();
  void ShowPaused(const QString& reason);
  void ShowDone(const workflows::FolderJobReport& report);

  [[nodiscard]] QString status() const { return status_->text(); }
  [[nodiscard]] RowModel& failures() { return failures_; }
  [[nodiscard]] RowModel& labels() { return labels_; }

  // One of them at most has the place of the primary action, the others are hidden as the state has it.
  QPushButton* pause;
  QPushButton* resume;
  QPushButton* cancel;
  QPushButton* open_output;
  QPushButton* show_failures;
  QPushButton* retry;
  QPushButton* another;

 private:
  QTreeView* MakeTable(RowModel* model, const QString& name);
  void ShowButtons(std::initializer_list<QPushButton*> shown);
  void NameFailures();

  QLabel* title_;
  QLabel* about_;
  QProgressBar* bar_;
  QLabel* status_;
  QTabWidget* tabs_;
  RowModel labels_;
  RowModel failures_;
  QTreeView* labels_table_;
  QTreeView* failures_table_;
  QElapsedTimer clock_;
  qint64 before_ = -1;  // done in earlier runs, which is no part of the rate; -1: not known yet
};

}  // namespace godwit::ui
