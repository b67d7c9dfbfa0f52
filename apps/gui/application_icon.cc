#include "apps/gui/application_icon.h"

#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace godwit::gui {

QIcon ApplicationIcon() {
  QSvgRenderer svg(QStringLiteral(":/godwit.svg"));
  QIcon icon;
  for (const int side : {16, 22, 24, 32, 48, 64, 128, 256}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    svg.render(&painter);
    painter.end();
    icon.addPixmap(pixmap);
  }
  return icon;
}

}  // namespace godwit::gui
