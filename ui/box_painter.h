// Boxes with label chips, drawn in the window's own pixels so that they are crisp at any zoom.
#pragma once

#include <vector>

#include <QColor>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace godwit::ui {

struct ShownBox {
  QRectF rect;  // pixels of the photo
  QString caption;
  QColor color;
  bool dashed = false;
};

struct BoxEmphasis {
  int hovered = -1;   // index of a box
  int selected = -1;  // index of a box
  bool captions = true;
};

// Draws boxes, whose rects are in the painter's coordinates, last to first: of two at one place the first is on top.
// Chips stay within `area` and avoid each other where there is room. The hovered and the selected box stand out by a
// thicker line, the selected one by a white line around it as well; no tint spoils the photo.
void PaintBoxes(QPainter& painter, const std::vector<ShownBox>& boxes, const BoxEmphasis& emphasis, const QRectF& area);

}  // namespace godwit::ui
