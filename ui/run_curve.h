// What a chart of a training run shows, over epochs.
#pragma once

#include <vector>

#include <QList>
#include <QPointF>

#include "training/run/run_log.h"

namespace godwit::ui {

struct RunCurve {
  QList<QPointF> losses;     // of steps, or means of a few
  QList<QPointF> qualities;  // in [0, 1], on photos that are not learned from
};

RunCurve CurveOf(const std::vector<training::LogLine>& lines);

// The same points with the noise of single steps taken off: an exponential average over about a tenth of them.
QList<QPointF> Smoothed(const QList<QPointF>& points);

// At most about `most` points: means of neighbours.
QList<QPointF> Thinned(const QList<QPointF>& points, int most);

}  // namespace godwit::ui
