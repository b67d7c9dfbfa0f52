#include "ui/benchmark_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCursor>
#include <QEvent>
#include <QToolTip>
#include <QtCharts/QLegendMarker>

#include "ui/chart_style.h"

namespace godwit::ui {
namespace {

constexpr std::array kShapes{QScatterSeries::MarkerShapeCircle, QScatterSeries::MarkerShapeRectangle,
                             QScatterSeries::MarkerShapeTriangle, QScatterSeries::MarkerShapeRotatedRectangle};

QLogValueAxis* MakeAxis(const QString& title, QChart* chart, Qt::Alignment side) {
  auto* axis = new QLogValueAxis(chart);
  axis->setBase(2);
  axis->setLabelFormat(QStringLiteral("%g"));
  axis->setTitleText(title);
  axis->setRange(1, 2);
  chart->addAxis(axis, side);
  return axis;
}

// Powers of 2 around all values, and not a value on the edge.
void Fit(QLogValueAxis* axis, const std::vector<double>& values) {
  constexpr double kRoom = 1.1;
  const auto [least, most] = std::ranges::minmax(values);
  axis->setRange(std::exp2(std::floor(std::log2(least / kRoom))), std::exp2(std::ceil(std::log2(most * kRoom))));
}

}  // namespace

BenchmarkChart::BenchmarkChart(BenchmarkModel* model, QWidget* parent)
    : QChartView(parent),
      model_(model),
      cost_(MakeAxis(tr("Million multiply-adds"), chart(), Qt::AlignBottom)),
      time_(MakeAxis(tr("Milliseconds for one image (median)"), chart(), Qt::AlignLeft)),
      ring_(new QScatterSeries(chart())) {
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Time against multiply-adds"));
  setAccessibleDescription(tr("The table below has the same numbers"));
  setFocusPolicy(Qt::NoFocus);  // the table is for keys
  chart()->legend()->setAlignment(Qt::AlignTop);
  chart()->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  chart()->addSeries(ring_);
  ring_->attachAxis(cost_);
  ring_->attachAxis(time_);
  chart()->legend()->markers(ring_).front()->setVisible(false);
  connect(model_, &QAbstractItemModel::rowsInserted, this, &BenchmarkChart::Update);
  connect(model_, &QAbstractItemModel::modelReset, this, &BenchmarkChart::Update);
  connect(model_, &QAbstractItemModel::dataChanged, this, &BenchmarkChart::Update);
  Update();
}

QPointF BenchmarkChart::PointOf(int row) const {
  const workflows::BenchmarkResult& result = model_->report().results[static_cast<std::size_t>(row)];
  return {static_cast<double>(result.multiply_adds) / 1e6, result.median_ms};
}

void BenchmarkChart::AddSeries(double alpha) {
  Series added{new QScatterSeries(chart()), new QLineSeries(chart())};
  added.marks->setName(tr("α %1").arg(alpha));
  added.marks->setMarkerSize(fontMetrics().height() * 0.75);
  chart()->addSeries(added.line);
  chart()->addSeries(added.marks);
  for (QXYSeries* series : {static_cast<QXYSeries*>(added.line), static_cast<QXYSeries*>(added.marks)}) {
    series->attachAxis(cost_);
    series->attachAxis(time_);
  }
  chart()->legend()->markers(added.line).front()->setVisible(false);
  connect(added.marks, &QScatterSeries::hovered, this, [this](const QPointF& value, bool entered) {
    const int row = entered ? RowAt(value) : -1;
    QToolTip::showText(QCursor::pos(), row < 0 ? QString() : model_->Describe(row), this);
  });
  connect(added.marks, &QScatterSeries::clicked, this, [this](const QPointF& value) { emit Chosen(RowAt(value)); });
  series_.emplace(alpha, added);
}

void BenchmarkChart::Update() {
  std::map<double, QList<QPointF>> points;
  std::vector<QPointF> all;
  for (int row = 0; row < model_->rowCount(); ++row) {
    all.push_back(PointOf(row));
    points[model_->report().results[static_cast<std::size_t>(row)].alpha] << all.back();
  }
  std::erase_if(series_, [&](const auto& entry) {
    if (points.contains(entry.first)) {
      return false;
    }
    delete entry.second.marks;
    delete entry.second.line;
    return true;
  });
  for (auto& [alpha, values] : points) {
    if (!series_.contains(alpha)) {
      AddSeries(alpha);
    }
    series_.at(alpha).marks->replace(values);
    std::ranges::sort(values, {}, &QPointF::x);
    series_.at(alpha).line->replace(values);
  }
  FitAxes(all);
  SetCurrent(current_);
  ApplyColors();
}

void BenchmarkChart::FitAxes(const std::vector<QPointF>& points) {
  if (points.empty()) {
    return;
  }
  std::vector<double> costs;
  std::vector<double> times;
  for (const QPointF& point : points) {
    costs.push_back(point.x());
    times.push_back(point.y());
  }
  Fit(cost_, costs);
  Fit(time_, times);
}

void BenchmarkChart::SetCurrent(int row) {
  current_ = row;
  ring_->replace(row < 0 || row >= model_->rowCount() ? QList<QPointF>() : QList<QPointF>{PointOf(row)});
}

int BenchmarkChart::RowAt(const QPointF& value) const {
  for (int row = 0; row < model_->rowCount(); ++row) {
    if (PointOf(row) == value) {
      return row;
    }
  }
  return -1;
}

std::vector<const QScatterSeries*> BenchmarkChart::marks() const {
  std::vector<const QScatterSeries*> marks;
  for (const auto& [alpha, series] : series_) {
    marks.push_back(series.marks);
  }
  return marks;
}

void BenchmarkChart::changeEvent(QEvent* event) {
  QChartView::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    ApplyColors();
  }
}

void BenchmarkChart::ApplyColors() {
  StyleChart(*chart(), *this);
  setBackgroundBrush(palette().base());
  const std::vector<QColor> colors = SeriesColors(*this);
  std::size_t index = 0;
  for (const auto& [alpha, series] : series_) {
    const QColor color = colors[index % colors.size()];
    series.marks->setMarkerShape(kShapes[index % kShapes.size()]);
    ++index;
    series.marks->setColor(color);
    series.marks->setBorderColor(palette().color(QPalette::Base));
    QColor faint = color;
    faint.setAlphaF(0.45F);
    series.line->setPen(QPen(faint, 1.5));
  }
  ring_->setMarkerSize(fontMetrics().height() * 1.25);
  ring_->setBrush(Qt::NoBrush);
  ring_->setPen(QPen(palette().color(QPalette::Text), 2));
}

}  // namespace godwit::ui
