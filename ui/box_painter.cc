#include "ui/box_painter.h"

#include <algorithm>
#include <array>

#include <QFontMetricsF>

namespace godwit::ui {
namespace {

// Relative luminance of WCAG 2.1, of which black text needs a share above 0.179 to read better than white.
QColor TextColorOn(const QColor& background) {
  const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  const double luminance =
      0.2126 * linear(background.redF()) + 0.7152 * linear(background.greenF()) + 0.0722 * linear(background.blueF());
  return luminance > 0.179 ? Qt::black : Qt::white;
}

void PaintFrame(QPainter& painter, const ShownBox& box, bool emphasised, bool selected) {
  const double width = emphasised ? 3 : 2;
  // A dark line around the coloured one: it shows on any photo.
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 130), width + 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(box.rect);
  if (selected) {
    painter.setPen(QPen(Qt::white, width + 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(box.rect);
  }
  const Qt::PenStyle style = box.dashed ? Qt::DashLine : Qt::SolidLine;
  painter.setPen(QPen(box.color, width, style, box.dashed ? Qt::FlatCap : Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(box.rect);
}

QRectF MovedInto(QRectF chip, const QRectF& area) {
  chip.moveLeft(std::clamp(chip.left(), area.left(), std::max(area.left(), area.right() - chip.width())));
  chip.moveTop(std::clamp(chip.top(), area.top(), std::max(area.top(), area.bottom() - chip.height())));
  return chip;
}

// Above the box where there is room, else inside, else below; the first place where no earlier chip is.
QRectF PlaceChip(const QRectF& box, const QSizeF& size, const QRectF& area, const std::vector<QRectF>& taken) {
  const double left = box.left() - 1;
  const double right = box.right() + 1 - size.width();
  const std::array<QPointF, 5> corners{QPointF(left, box.top() - size.height()), QPointF(left, box.top()),
                                       QPointF(right, box.top() - size.height()),
                                       QPointF(left, box.bottom() - size.height()), QPointF(left, box.bottom())};
  for (const QPointF& corner : corners) {
    const QRectF chip = MovedInto(QRectF(corner, size), area);
    const bool moved_over = chip.top() != corner.y();
    if (!moved_over && std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(chip); })) {
      return chip;
    }
  }
  return MovedInto(QRectF(corners[0], size), area);
}

}  // namespace

void PaintBoxes(QPainter& painter, const std::vector<ShownBox>& boxes, const BoxEmphasis& emphasis,
                const QRectF& area) {
  const auto index_of = [&](const ShownBox& box) { return static_cast<int>(&box - boxes.data()); };
  const auto is_emphasised = [&](int index) { return index == emphasis.hovered || index == emphasis.selected; };
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (auto box = boxes.rbegin(); box != boxes.rend(); ++box) {
    if (!is_emphasised(index_of(*box))) {
      PaintFrame(painter, *box, false, false);
    }
  }
  for (const ShownBox& box : boxes) {
    if (is_emphasised(index_of(box))) {
      PaintFrame(painter, box, true, index_of(box) == emphasis.selected);
    }
  }
  if (!emphasis.captions) {
    return;
  }
  painter.setRenderHint(QPainter::Antialiasing, true);
  const QFontMetricsF metrics(painter.font(), painter.device());
  const double padding = metrics.height() * 0.3;
  std::vector<QRectF> taken;
  for (const ShownBox& box : boxes) {
    if (!box.rect.intersects(area)) {
      continue;
    }
    const QSizeF size(metrics.horizontalAdvance(box.caption) + 2 * padding, metrics.height() + padding);
    const QRectF chip = PlaceChip(box.rect, size, area, taken);
    taken.push_back(chip);
    painter.setPen(is_emphasised(index_of(box)) ? QPen(Qt::white, 1.5) : QPen(QColor(0, 0, 0, 130), 1));
    painter.setBrush(box.color);
    painter.drawRoundedRect(chip, 3, 3);
    painter.setPen(TextColorOn(box.color));
    painter.drawText(chip, Qt::AlignCenter, box.caption);
  }
}

}  // namespace godwit::ui
