// Charts in the window's own colours and letters.
#pragma once

#include <vector>

#include <QColor>
#include <QWidget>
#include <QtCharts/QChart>

namespace godwit::ui {

// Background, text, legend and axes as `widget` has them. To be called again when its palette or font changes.
void StyleChart(QChart& chart, const QWidget& widget);

// Colours that also the colour-blind tell apart (Okabe and Ito 2008), made lighter or darker to be read on the widget's
// base. Marks of different series differ in shape as well.
std::vector<QColor> SeriesColors(const QWidget& widget);

}  // namespace godwit::ui
