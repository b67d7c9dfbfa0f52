#include "ui/run_curve.h"

#include <algorithm>
#include <cmath>

namespace godwit::ui {

RunCurve CurveOf(const std::vector<training::LogLine>& lines) {
  RunCurve curve;
  for (const training::LogLine& line : lines) {
    if (std::isfinite(line.loss)) {
      curve.losses << QPointF(line.epoch, line.loss);
    }
    if (line.quality && std::isfinite(*line.quality)) {
      curve.qualities << QPointF(line.epoch, *line.quality);
    }
  }
  return curve;
}

QList<QPointF> Smoothed(const QList<QPointF>& points) {
  constexpr double kFewest = 1;
  constexpr double kMost = 200;
  const double keep = 1 - 1 / std::clamp(static_cast<double>(points.size()) / 10, kFewest, kMost);
  QList<QPointF> smooth;
  smooth.reserve(points.size());
  double sum = 0;
  double weight = 0;
  for (const QPointF& point : points) {
    sum = keep * sum + point.y();
    weight = keep * weight + 1;
    smooth << QPointF(point.x(), sum / weight);
  }
  return smooth;
}

QList<QPointF> Thinned(const QList<QPointF>& points, int most) {
  const qsizetype group = (points.size() + most - 1) / std::max(most, 1);
  if (group <= 1) {
    return points;
  }
  QList<QPointF> thin;
  for (qsizetype begin = 0; begin < points.size(); begin += group) {
    const qsizetype end = std::min(begin + group, points.size());
    QPointF sum;
    for (qsizetype i = begin; i < end; ++i) {
      sum += points[i];
    }
    thin << sum / static_cast<double>(end - begin);
  }
  return thin;
}

}  // namespace godwit::ui
