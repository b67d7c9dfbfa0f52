// How fast widths and input sizes are on this machine: a form, a chart that grows while they are timed, a table.
#pragma once

#include <functional>
#include <memory>

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>

#include "ui/background_job.h"
#include "ui/benchmark_chart.h"
#include "ui/benchmark_form.h"
#include "ui/benchmark_model.h"
#include "ui/message_bar.h"

namespace godwit::ui {

// workflows::Benchmark, or what a test puts in its place.
using BenchmarkFunction = std::function<core::Result<workflows::BenchmarkReport>(
    const workflows::BenchmarkRequest&, const core::JobContext&, const workflows::BenchmarkSink&)>;

class SpeedPanel : public QWidget {
  Q_OBJECT

 public:
  // All must outlive the panel.
  SpeedPanel(BenchmarkFunction benchmark, BenchmarkModel* model, Preferences* preferences, InstalledModels* models,
             QWidget* parent = nullptr);

  void Start();
  void Stop();
  [[nodiscard]] bool is_running() const { return job_.is_running(); }

  // A row of the model; -1: none.
  void SetCurrent(int row);
  void CopyTable();

  [[nodiscard]] BenchmarkForm& form() { return *form_; }
  [[nodiscard]] BenchmarkChart& chart() { return *chart_; }
  [[nodiscard]] QTableView& table() { return *table_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }
  [[nodiscard]] QString status() const { return status_->text(); }
  [[nodiscard]] QString note() const { return note_->text(); }

 signals:
  void CurrentChanged(int row);

 private:
  struct Live;

  QWidget* MakeControls();
  QWidget* MakeResults();
  void OnProgress(qint64 done, qint64 total, const QString& item);
  void OnEnded();
  void OnFailed(const core::Error& error);
  void TakeResults();
  void UpdateState();
  void UpdateNote();

  BenchmarkFunction benchmark_;
  BenchmarkModel* model_;
  QSortFilterProxyModel* sorted_;
  std::shared_ptr<Live> live_;
  BackgroundJob job_;

  MessageBar* message_bar_;
  BenchmarkForm* form_;
  QPushButton* start_;
  QPushButton* stop_;
  QProgressBar* bar_;
  QLabel* status_;
  QStackedWidget* stage_;  // what to do, or results
  QLabel* empty_;
  QWidget* results_;
  QLabel* note_;
  QPushButton* copy_;
  BenchmarkChart* chart_;
  QTableView* table_;
};

}  // namespace godwit::ui
