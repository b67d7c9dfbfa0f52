#include "ui/chart_style.h"

#include <QtCharts/QAbstractAxis>
#include <QtCharts/QLegend>

namespace godwit::ui {

void StyleChart(QChart& chart, const QWidget& widget) {
  const QPalette& palette = widget.palette();
  const QColor text = palette.color(QPalette::Text);
  QColor grid = palette.color(QPalette::PlaceholderText);
  const QColor line = grid;
  grid.setAlphaF(0.25F);
  chart.setBackgroundBrush(palette.base());
  chart.setBackgroundPen(Qt::NoPen);
  chart.setBackgroundRoundness(0);
  chart.setTitleBrush(text);
  chart.setTitleFont(widget.font());
  chart.legend()->setLabelColor(text);
  chart.legend()->setFont(widget.font());
  for (QAbstractAxis* axis : chart.axes()) {
    axis->setLabelsColor(text);
    axis->setLabelsFont(widget.font());
    axis->setTitleBrush(text);
    axis->setTitleFont(widget.font());
    axis->setLinePenColor(line);
    axis->setGridLineColor(grid);
  }
}

std::vector<QColor> SeriesColors(const QWidget& widget) {
  const bool dark = widget.palette().color(QPalette::Base).lightness() < 128;
  return dark ? std::vector<QColor>{{0x6c, 0xb8, 0xee}, {0xf0, 0xa4, 0x3c}, {0x3c, 0xc9, 0x9e}, {0xe6, 0xa6, 0xcd}}
              : std::vector<QColor>{{0x00, 0x65, 0xa8}, {0xc4, 0x4f, 0x00}, {0x00, 0x80, 0x5e}, {0xa8, 0x4f, 0x86}};
}

}  // namespace godwit::ui
