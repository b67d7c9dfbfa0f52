// Time against cost: one mark a setting, a series a width.
#pragma once

#include <map>
#include <vector>

#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QLogValueAxis>
#include <QtCharts/QScatterSeries>

#include "ui/benchmark_model.h"

namespace godwit::ui {

// Follows a model. Both axes are logarithmic, so that a straight line of slope 1 is time in proportion to
// multiply-adds.
class BenchmarkChart : public QChartView {
  Q_OBJECT

 public:
  // `model` must outlive the chart or be deleted by Qt.
  explicit BenchmarkChart(BenchmarkModel* model, QWidget* parent = nullptr);

  // Puts a ring around the row's mark; -1 around none.
  void SetCurrent(int row);

  // Series of marks by falling alpha, for tests.
  [[nodiscard]] std::vector<const QScatterSeries*> marks() const;
  // The row whose mark is there, in the plot's values; -1: none.
  [[nodiscard]] int RowAt(const QPointF& value) const;

 signals:
  void Chosen(int row);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Series {
    QScatterSeries* marks;
    QLineSeries* line;
  };

  void Update();
  void AddSeries(double alpha);
  void FitAxes(const std::vector<QPointF>& points);
  void ApplyColors();
  [[nodiscard]] QPointF PointOf(int row) const;

  BenchmarkModel* model_;
  QLogValueAxis* cost_;
  QLogValueAxis* time_;
  std::map<double, Series, std::greater<>> series_;
  QScatterSeries* ring_;
  int current_ = -1;
};

}  // namespace godwit::ui
