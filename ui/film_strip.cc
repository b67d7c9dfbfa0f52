#include "ui/film_strip.h"

#include <chrono>

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/line_icon.h"

namespace godwit::ui {
namespace {

// Long enough that a wheel's many steps make one question, too short to be seen.
constexpr std::chrono::milliseconds kAskAfter(40);

constexpr int kMargin = 4;  // around a thumbnail; the frame of the current one is drawn in it
constexpr int kFrame = 2;

QSize ThumbnailSize(const QFontMetrics& metrics) { return {metrics.height() * 6, metrics.height() * 4}; }

// Thumbnails in cells of one size. The current one has a frame and stands on a bar: no meaning by colour alone.
class ThumbnailDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return ThumbnailSize(option.fontMetrics) + QSize(2 * kMargin, 2 * kMargin + BarHeight(option.fontMetrics));
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    const int bar = BarHeight(option.fontMetrics);
    const QRect room = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin - bar);
    const QRect shown = PaintThumbnail(*painter, room, option, index);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view != nullptr && view->currentIndex() == index) {
      const QColor color = option.palette.color(QPalette::Highlight);
      painter->setPen(QPen(color, kFrame, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
      painter->setBrush(Qt::NoBrush);
      painter->drawRect(QRectF(shown).adjusted(-1.5, -1.5, 1.5, 1.5));
      painter->fillRect(QRect(room.left(), option.rect.bottom() - bar + 1, room.width(), bar - 1), color);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
      painter->setPen(option.palette.color(QPalette::PlaceholderText));
      painter->setBrush(Qt::NoBrush);
      painter->drawRect(shown.adjusted(-1, -1, 0, 0));
    }
    painter->restore();
  }

 private:
  static int BarHeight(const QFontMetrics& metrics) { return std::max(3, metrics.height() / 4); }

  // Draws the thumbnail, a sign that there is none, or the place where it will be; returns what it covers.
  static QRect PaintThumbnail(QPainter& painter, const QRect& room, const QStyleOptionViewItem& option,
                              const QModelIndex& index) {
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (!image.isNull()) {
      const QSize size = image.size().scaled(room.size(), Qt::KeepAspectRatio).boundedTo(image.size());
      QRect shown(QPoint(), size);
      shown.moveCenter(room.center());
      painter.setRenderHint(QPainter::SmoothPixmapTransform);
      painter.drawImage(shown, image);
      return shown;
    }
    painter.fillRect(room, option.palette.color(QPalette::Mid));
    if (index.data(FilmStripModel::kUnreadableRole).toBool()) {
      const int side = 2 * option.fontMetrics.height();
      QRect sign(0, 0, side, side);
      sign.moveCenter(room.center());
      LineIcon(Glyph::kWarning).paint(&painter, sign);
    }
    return room;
  }
};

}  // namespace

FilmStrip::FilmStrip(FilmStripModel* model, QWidget* parent) : QListView(parent), strip_(model) {
  setFlow(QListView::LeftToRight);
  setWrapping(false);
  setUniformItemSizes(true);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // a strip that changes its height would move the photo
  setSelectionMode(QAbstractItemView::NoSelection);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setItemDelegate(new ThumbnailDelegate(this));
  setAccessibleName(tr("Film strip: the opened photos"));
  viewport()->setBackgroundRole(QPalette::Window);
  ask_.setSingleShot(true);
  ask_.setInterval(kAskAfter);
  connect(&ask_, &QTimer::timeout, this, &FilmStrip::AskForVisible);
  const auto ask = [this] {
    if (!ask_.isActive()) {
      ask_.start();
    }
  };
  connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, ask);
  connect(model, &QAbstractItemModel::modelReset, this, ask);
  setModel(model);
  FitHeight();
}

QSize FilmStrip::thumbnail_size() const { return ThumbnailSize(fontMetrics()); }

QSize FilmStrip::sizeHint() const { return {10 * thumbnail_size().width(), minimumSizeHint().height()}; }

QSize FilmStrip::minimumSizeHint() const {
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  const int cell = itemDelegate()->sizeHint(option, {}).height();
  return {2 * thumbnail_size().width(), cell + horizontalScrollBar()->sizeHint().height() + 2 * frameWidth()};
}

void FilmStrip::FitHeight() { setFixedHeight(minimumSizeHint().height()); }

void FilmStrip::SetCurrent(int row) {
  const QModelIndex current = strip_->index(row);
  if (current == currentIndex()) {
    return;
  }
  {
    const QSignalBlocker blocker(this);  // nobody chose it
    setCurrentIndex(current);
  }
  if (current.isValid()) {
    scrollTo(current, QAbstractItemView::PositionAtCenter);
  }
}

void FilmStrip::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  viewport()->update();
  if (current.isValid()) {
    emit Chosen(current.row());
  }
}

void FilmStrip::resizeEvent(QResizeEvent* event) {
  QListView::resizeEvent(event);
  ask_.start();
}

void FilmStrip::showEvent(QShowEvent* event) {
  QListView::showEvent(event);
  ask_.start();
}

void FilmStrip::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
    FitHeight();
    ask_.start();
  }
}

void FilmStrip::AskForVisible() {
  if (!isVisible() || strip_->rowCount() == 0) {
    return;
  }
  const QRect area = viewport()->rect();
  const QModelIndex first = indexAt({area.left() + kMargin, area.center().y()});
  const QModelIndex last = indexAt({area.right(), area.center().y()});
  strip_->SetVisible(first.isValid() ? first.row() : 0, last.isValid() ? last.row() : strip_->rowCount() - 1,
                     thumbnail_size() * devicePixelRatioF());
}

}  // namespace godwit::ui
