// A piece of work and its course, to stand beside the button that starts it: a bar and a way out while it runs, then
// what came of it, in words.
#pragma once

#include <functional>

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "ui/background_job.h"

namespace godwit::ui {

// Takes no room while it has nothing to say.
class JobStrip : public QWidget {
  Q_OBJECT

 public:
  explicit JobStrip(QWidget* parent = nullptr);

  // Requires that nothing is running. `what` is shown until the work says something itself; `then` is called once it
  // succeeded.
  void Start(BackgroundJob::Work work, const QString& what, std::function<void()> then);
  void Cancel() { job_.Cancel(); }
  [[nodiscard]] bool is_running() const { return job_.is_running(); }

  // A result or a problem; nothing where it is empty.
  void ShowText(const QString& text);
  void ShowProblem(const QString& text);
  [[nodiscard]] const QString& text() const { return text_; }

 signals:
  void Started();
  void Ended();  // succeeded (`then` was called), failed or was cancelled

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void OnProgress(qint64 done, qint64 total, const QString& item);
  void Show(const QString& text, bool is_problem);
  void ShowRunning(bool running);
  void DrawIcon();

  QProgressBar* bar_;
  QPushButton* cancel_;
  QLabel* icon_;
  QLabel* status_;
  QString text_;
  std::function<void()> then_;
  BackgroundJob job_;
};

}  // namespace godwit::ui
