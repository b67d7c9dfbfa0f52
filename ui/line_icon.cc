#include "ui/line_icon.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

namespace godwit::ui {
namespace {

constexpr double kGrid = 24;  // glyphs are drawn on a square of this side
constexpr double kLineWidth = 1.8;

void AddLine(QPainterPath& path, std::initializer_list<QPointF> points) {
  path.moveTo(*points.begin());
  std::for_each(points.begin() + 1, points.end(), [&](const QPointF& point) { path.lineTo(point); });
}

void AddMagnifier(QPainterPath& path) {
  path.addEllipse(QPointF(10.5, 10.5), 6.5, 6.5);
  AddLine(path, {{15.5, 15.5}, {20.5, 20.5}});
  AddLine(path, {{7.5, 10.5}, {13.5, 10.5}});
}

void AddCorners(QPainterPath& path, double low, double high, double arm) {
  AddLine(path, {{low, low + arm}, {low, low}, {low + arm, low}});
  AddLine(path, {{high - arm, low}, {high, low}, {high, low + arm}});
  AddLine(path, {{high, high - arm}, {high, high}, {high - arm, high}});
  AddLine(path, {{low + arm, high}, {low, high}, {low, high - arm}});
}

QPainterPath PathOf(Glyph glyph) {
  QPainterPath path;
  switch (glyph) {
    case Glyph::kOpen:
      path.addRoundedRect(QRectF(3, 5, 18, 14), 2, 2);
      path.addEllipse(QPointF(8, 9.5), 1.5, 1.5);
      AddLine(path, {{3.5, 17.5}, {9.5, 12.5}, {12.5, 15}, {16, 11}, {20.5, 15.5}});
      break;
    case Glyph::kFolder:
      AddLine(path, {{3, 18.5}, {3, 5.5}, {9, 5.5}, {11, 8}, {21, 8}, {21, 18.5}, {3, 18.5}});
      break;
    case Glyph::kPrevious:
      AddLine(path, {{14.5, 5}, {7.5, 12}, {14.5, 19}});
      break;
    case Glyph::kNext:
      AddLine(path, {{9.5, 5}, {16.5, 12}, {9.5, 19}});
      break;
    case Glyph::kFit:
      AddCorners(path, 4, 20, 5);
      break;
    case Glyph::kActualSize:
      AddLine(path, {{4.5, 9}, {7, 7}, {7, 17}});
      AddLine(path, {{16, 9}, {18.5, 7}, {18.5, 17}});
      AddLine(path, {{12, 9.9}, {12, 10.1}});
      AddLine(path, {{12, 14.9}, {12, 15.1}});
      break;
    case Glyph::kZoomIn:
      AddMagnifier(path);
      AddLine(path, {{10.5, 7.5}, {10.5, 13.5}});
      break;
    case Glyph::kZoomOut:
      AddMagnifier(path);
      break;
    case Glyph::kBoxes:
      path.addRect(QRectF(3.5, 9, 11, 11.5));
      path.addRect(QRectF(9.5, 3.5, 11, 11));
      break;
    case Glyph::kCaptions:
      AddLine(path, {{3.5, 4.5}, {12, 4.5}, {20.5, 13}, {13, 20.5}, {3.5, 11.5}, {3.5, 4.5}});
      path.addEllipse(QPointF(8, 9), 1, 1);
      break;
    case Glyph::kCopy:
      path.addRoundedRect(QRectF(8.5, 8.5, 12, 12), 2, 2);
      AddLine(path, {{5.5, 15.5}, {3.5, 15.5}, {3.5, 3.5}, {15.5, 3.5}, {15.5, 5.5}});
      break;
    case Glyph::kSave:
    case Glyph::kDownload:
      AddLine(path, {{12, 3.5}, {12, 15}});
      AddLine(path, {{7.5, 10.5}, {12, 15}, {16.5, 10.5}});
      AddLine(path, {{4, 16}, {4, 20.5}, {20, 20.5}, {20, 16}});
      break;
    case Glyph::kClose:
      AddLine(path, {{6, 6}, {18, 18}});
      AddLine(path, {{18, 6}, {6, 18}});
      break;
    case Glyph::kWarning:
      AddLine(path, {{12, 3.5}, {21.5, 20.5}, {2.5, 20.5}, {12, 3.5}});
      AddLine(path, {{12, 10}, {12, 14.5}});
      AddLine(path, {{12, 17.4}, {12, 17.6}});
      break;
    case Glyph::kPhotos:
      path.addRoundedRect(QRectF(6.5, 3.5, 14, 12), 2, 2);
      AddLine(path, {{7, 14.5}, {11, 10.5}, {13.5, 12.5}, {16.5, 9}, {20, 12.5}});
      AddLine(path, {{3.5, 7.5}, {3.5, 19.5}, {17.5, 19.5}});
      break;
    case Glyph::kJob:
      for (const double y : {6.0, 12.0, 18.0}) {
        AddLine(path, {{3.5, y}, {5, y + 1.5}, {8, y - 1.5}});
        AddLine(path, {{11.5, y}, {20.5, y}});
      }
      break;
    case Glyph::kCompare:
      AddLine(path, {{3.5, 3.5}, {3.5, 20.5}, {20.5, 20.5}});
      AddLine(path, {{8, 17}, {8, 12}});
      AddLine(path, {{12.5, 17}, {12.5, 8.5}});
      AddLine(path, {{17, 17}, {17, 5}});
      break;
    case Glyph::kTrain:
      AddLine(path, {{12, 5}, {22, 9.5}, {12, 14}, {2, 9.5}, {12, 5}});
      AddLine(path, {{6, 11.5}, {6, 16.5}, {12, 19.5}, {18, 16.5}, {18, 11.5}});
      break;
    case Glyph::kPlaces:
      path.moveTo(12, 21);
      path.cubicTo(QPointF(7, 14.5), QPointF(5, 12), QPointF(5, 9.5));
      path.arcTo(QRectF(5, 2.5, 14, 14), 180, -180);
      path.cubicTo(QPointF(19, 12), QPointF(17, 14.5), QPointF(12, 21));
      path.addEllipse(QPointF(12, 9.5), 2.5, 2.5);
      break;
    case Glyph::kSettings:
      for (const auto& [y, knob] : {std::pair(6.0, 15.0), std::pair(12.0, 8.0), std::pair(18.0, 13.0)}) {
        AddLine(path, {{3.5, y}, {knob - 2, y}});
        AddLine(path, {{knob + 2, y}, {20.5, y}});
        path.addEllipse(QPointF(knob, y), 2, 2);
      }
      break;
  }
  return path;
}

class LineIconEngine : public QIconEngine {
 public:
  explicit LineIconEngine(Glyph glyph) : glyph_(glyph) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette::ColorGroup group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor color = QGuiApplication::palette().color(group, QPalette::ButtonText);
    const double side = std::min(rect.width(), rect.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(QRectF(rect).center());
    painter->scale(side / kGrid, side / kGrid);
    painter->translate(-kGrid / 2, -kGrid / 2);
    painter->setPen(QPen(color, kLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(PathOf(glyph_));
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(glyph_); }

 private:
  Glyph glyph_;
};

}  // namespace

QIcon LineIcon(Glyph glyph) { return QIcon(new LineIconEngine(glyph)); }

}  // namespace godwit::ui
