// One training run: what it learns, how far it is, its curves, and what can be done with it.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "training/run/run_folder.h"
#include "ui/run_chart.h"
#include "ui/training_session.h"

namespace godwit::ui {

// "Epoch 2 of 20", "Preparing: 40 of 750 photos": what a session is at.
QString StateOf(const TrainingSession& session);

class RunView : public QWidget {
  Q_OBJECT

 public:
  explicit RunView(QWidget* parent = nullptr);

  // A run that nobody has under way, with the curve of its log or one that knows more.
  void Show(const training::RunSummary& run, const RunCurve& curve, bool can_resume);
  // The one that is under way; to be called again when it changed.
  void ShowLive(const TrainingSession& session, const training::TrainConfig& config);
  // Said below the state until another run is shown.
  void ShowNote(const QString& note) {
    result_->setText(note);
    result_->show();
  }
  void ClearLog() { log_->clear(); }
  void AddLine(const QString& line) { log_->appendPlainText(line); }

  [[nodiscard]] QString state() const { return state_->text(); }
  [[nodiscard]] QString result() const { return result_->text(); }
  [[nodiscard]] const RunChart& chart() const { return *chart_; }
  [[nodiscard]] QPushButton* pause() const { return pause_; }
  [[nodiscard]] QPushButton* resume() const { return resume_; }
  [[nodiscard]] QPushButton* stop() const { return stop_; }
  [[nodiscard]] QPushButton* use() const { return use_; }
  [[nodiscard]] QPushButton* remove() const { return remove_; }
  [[nodiscard]] QPushButton* open_folder() const { return open_folder_; }

 private:
  void ShowNames(const std::filesystem::path& folder, const training::TrainConfig& config);
  void ShowButtons(bool live);

  QLabel* name_;
  QLabel* about_;
  QLabel* state_;
  QLabel* speed_;
  QProgressBar* bar_;
  QLabel* result_;
  RunChart* chart_;
  QPlainTextEdit* log_;
  QPushButton* pause_;
  QPushButton* resume_;
  QPushButton* stop_;
  QPushButton* use_;
  QPushButton* open_folder_;
  QPushButton* remove_;
};

}  // namespace godwit::ui
