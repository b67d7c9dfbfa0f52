// Which kinds of layers take the time here, beside where the paper says the work is.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QChartView>
#include <QtCharts/QHorizontalBarSeries>
#include <QtCharts/QValueAxis>

#include "ui/benchmark_model.h"

namespace godwit::ui {

class LayerSharePanel : public QWidget {
  Q_OBJECT

 public:
  // `model` must outlive the panel.
  explicit LayerSharePanel(BenchmarkModel* model, QWidget* parent = nullptr);

  // A row of the model; -1: none.
  void SetCurrent(int row);

  // For tests: bars by kind in the order of the axis, and the words below.
  [[nodiscard]] const QBarSet& measured() const { return *measured_; }
  [[nodiscard]] QStringList kinds() const { return kinds_->categories(); }
  [[nodiscard]] QString words() const { return words_->text(); }

 signals:
  void CurrentChanged(int row);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void ListSettings();
  void Update();
  void ApplyColors();

  BenchmarkModel* model_;
  QStackedWidget* stage_;  // what to do, or bars
  QWidget* bars_;
  QComboBox* setting_;
  QChartView* view_;
  QBarCategoryAxis* kinds_;
  QValueAxis* percent_;
  QBarSet* measured_;
  QBarSet* multiply_adds_;
  QBarSet* parameters_;
  QLabel* words_;
};

}  // namespace godwit::ui
