// Loss and quality of a training run, side by side, over epochs.
#pragma once

#include <QWidget>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QValueAxis>

#include "ui/run_curve.h"

namespace godwit::ui {

class RunChart : public QWidget {
  Q_OBJECT

 public:
  explicit RunChart(QWidget* parent = nullptr);

  // `quality` names what is measured: "accuracy". `epochs` are those of the whole run.
  void Show(const RunCurve& curve, const QString& quality, int epochs);

  // What the charts show, for tests: points of the thin line of losses and of the qualities.
  [[nodiscard]] qsizetype loss_points() const { return raw_->count(); }
  [[nodiscard]] qsizetype quality_points() const { return quality_->count(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Plot {
    QChartView* view;
    QValueAxis* epochs;
    QValueAxis* values;
  };

  Plot MakePlot();
  void ApplyColors();

  Plot losses_;
  Plot qualities_;
  QLineSeries* raw_;
  QLineSeries* smooth_;
  QLineSeries* quality_;
  QScatterSeries* best_;
};

}  // namespace godwit::ui
