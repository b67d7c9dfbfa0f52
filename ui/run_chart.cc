#include "ui/run_chart.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>

#include "ui/chart_style.h"
#include "ui/format.h"

namespace godwit::ui {
namespace {

constexpr int kMostPoints = 600;

// A round number at or above `value`, so that the axis stays while the curve moves a little.
double RoundUp(double value) {
  const double unit = std::pow(10, std::floor(std::log10(std::max(value, 1e-6))));
  for (const double factor : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5}) {
    if (factor * unit >= value) {
      return factor * unit;
    }
  }
  return 10 * unit;
}

QString Capitalized(QString text) {
  if (!text.isEmpty()) {
    text.front() = text.front().toUpper();
  }
  return text;
}

double Largest(const QList<QPointF>& points) {
  double largest = 0;
  for (const QPointF& point : points) {
    largest = std::max(largest, point.y());
  }
  return largest;
}

}  // namespace

RunChart::RunChart(QWidget* parent)
    : QWidget(parent),
      losses_(MakePlot()),
      qualities_(MakePlot()),
      raw_(new QLineSeries(this)),
      smooth_(new QLineSeries(this)),
      quality_(new QLineSeries(this)),
      best_(new QScatterSeries(this)) {
  const auto add = [](const Plot& plot, QXYSeries* series) {
    plot.view->chart()->addSeries(series);
    series->attachAxis(plot.epochs);
    series->attachAxis(plot.values);
  };
  raw_->setName(tr("as it was"));
  smooth_->setName(tr("smoothed"));
  add(losses_, raw_);
  add(losses_, smooth_);
  add(qualities_, quality_);
  add(qualities_, best_);
  quality_->setPointsVisible(true);
  best_->setMarkerSize(fontMetrics().height() * 0.7);
  losses_.view->chart()->setTitle(tr("Loss"));
  losses_.view->setAccessibleName(tr("Curve of the loss"));
  qualities_.view->setAccessibleName(tr("Curve of the quality"));
  qualities_.values->setLabelFormat(QStringLiteral("%.0f %%"));
  qualities_.values->setRange(0, 100);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(fontMetrics().height() / 2);
  layout->addWidget(losses_.view, 1);
  layout->addWidget(qualities_.view, 1);
  setMinimumHeight(10 * fontMetrics().height());
  ApplyColors();
}

RunChart::Plot RunChart::MakePlot() {
  const Plot plot{new QChartView(this), new QValueAxis(this), new QValueAxis(this)};
  plot.view->setRenderHint(QPainter::Antialiasing);
  plot.view->setFrameShape(QFrame::NoFrame);
  QChart* chart = plot.view->chart();
  const int margin = fontMetrics().height() / 2;
  chart->setMargins({margin, margin, margin, margin});
  chart->layout()->setContentsMargins(0, 0, 0, 0);
  chart->legend()->setAlignment(Qt::AlignBottom);
  chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  chart->addAxis(plot.epochs, Qt::AlignBottom);
  chart->addAxis(plot.values, Qt::AlignLeft);
  plot.epochs->setLabelFormat(QStringLiteral("%g"));
  plot.epochs->setTitleText(tr("Epochs"));
  plot.values->setLabelFormat(QStringLiteral("%g"));
  return plot;
}

void RunChart::Show(const RunCurve& curve, const QString& quality, int epochs) {
  const QList<QPointF> smooth = Smoothed(curve.losses);
  raw_->replace(Thinned(curve.losses, kMostPoints));
  smooth_->replace(Thinned(smooth, kMostPoints));
  // Single steps may be far out; the axis follows what can be read.
  losses_.values->setRange(0, RoundUp(std::max(1.2 * Largest(smooth), 0.8 * Largest(raw_->points()))));

  QList<QPointF> percent;
  for (const QPointF& point : curve.qualities) {
    percent << QPointF(point.x(), 100 * point.y());
  }
  quality_->replace(percent);
  const auto best = std::ranges::max_element(percent, {}, &QPointF::y);
  best_->replace(best == percent.end() ? QList<QPointF>() : QList<QPointF>{*best});
  best_->setName(best == percent.end() ? tr("best") : tr("best: %1").arg(Percent(best->y() / 100)));
  quality_->setName(tr("each epoch"));
  qualities_.view->chart()->setTitle(tr("%1 on photos that are not learned from").arg(Capitalized(quality)));
  for (QValueAxis* axis : {losses_.epochs, qualities_.epochs}) {
    constexpr int kMostTicks = 6;
    axis->setRange(0, std::max(epochs, 1));
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTickInterval(std::ceil(RoundUp(static_cast<double>(epochs) / kMostTicks)));
  }
}

void RunChart::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    ApplyColors();
  }
  QWidget::changeEvent(event);
}

// Thin and thick, line and dot tell the curves apart without their colours.
void RunChart::ApplyColors() {
  const QColor text = palette().color(QPalette::Text);
  const QColor muted = palette().color(QPalette::PlaceholderText);
  for (const Plot& plot : {losses_, qualities_}) {
    StyleChart(*plot.view->chart(), *this);
  }
  const QColor accent = palette().color(QPalette::Link);
  QColor faint = muted;
  faint.setAlphaF(0.7F);
  raw_->setPen(QPen(faint, 1));
  smooth_->setPen(QPen(accent, 2.5));
  quality_->setPen(QPen(text, 1.5));
  best_->setColor(accent);
  best_->setBorderColor(palette().color(QPalette::Base));
}

}  // namespace godwit::ui
