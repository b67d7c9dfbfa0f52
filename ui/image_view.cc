#include "ui/image_view.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "core/base/check.h"
#include "ui/detection_model.h"

namespace godwit::ui {
namespace {

constexpr double kMaxZoom = 32;
constexpr double kMaxFitZoom = 8;  // a tiny icon is not blown up to a window of squares
constexpr double kZoomStep = 1.25;
constexpr double kPixelZoom = 3;  // who zooms in so far wants to see single pixels
constexpr double kPanStep = 60;

}  // namespace

ImageView::ImageView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Photo"));
  setBackgroundRole(QPalette::Dark);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(160, 120);
}

void ImageView::SetPicture(const Picture& picture) {
  picture_ = picture;
  fitted_ = true;
  centre_ = QRectF(QPointF(), picture_.size()).center();
  TransformChanged();
}

void ImageView::RefinePicture(const Picture& picture) {
  core::Check(picture.size() == picture_.size(), "a refined picture shows the same photo");
  picture_ = picture;
  rendered_ = {};
  update();
}

void ImageView::SetModel(QAbstractItemModel* model, QItemSelectionModel* selection) {
  model_ = model;
  selection_ = selection;
  const auto read = [this] { ReadBoxes(); };
  connect(model, &QAbstractItemModel::modelReset, this, read);
  connect(model, &QAbstractItemModel::rowsInserted, this, read);
  connect(model, &QAbstractItemModel::rowsRemoved, this, read);
  connect(model, &QAbstractItemModel::layoutChanged, this, read);
  connect(model, &QAbstractItemModel::dataChanged, this, read);
  connect(selection, &QItemSelectionModel::selectionChanged, this, qOverload<>(&QWidget::update));
  ReadBoxes();
}

void ImageView::ReadBoxes() {
  boxes_.clear();
  for (int row = 0; row < model_->rowCount(); ++row) {
    const QModelIndex object = model_->index(row, DetectionModel::kObject);
    const QModelIndex score = model_->index(row, DetectionModel::kScore);
    boxes_.push_back({object.data(DetectionModel::kBoxRole).toRectF(),
                      object.data().toString() + QLatin1Char(' ') + score.data().toString(),
                      object.data(Qt::DecorationRole).value<QColor>(),
                      object.data(DetectionModel::kDashedRole).toBool()});
  }
  update();
}

double ImageView::FitZoom() const {
  if (picture_.empty()) {
    return 1;
  }
  const QSizeF room = QSizeF(size()) * devicePixelRatioF();
  const QSizeF photo = picture_.size();
  return std::min({room.width() / photo.width(), room.height() / photo.height(), kMaxFitZoom});
}

double ImageView::zoom() const { return fitted_ ? FitZoom() : zoom_; }

QPointF ImageView::ViewFromPhoto(const QPointF& photo) const {
  return (photo - centre_) * LogicalZoom() + QRectF(rect()).center();
}

QPointF ImageView::PhotoFromView(const QPointF& view) const {
  return (view - QRectF(rect()).center()) / LogicalZoom() + centre_;
}

void ImageView::Fit() {
  fitted_ = true;
  centre_ = QRectF(QPointF(), picture_.size()).center();
  TransformChanged();
}

void ImageView::SetZoom(double zoom) { ZoomAt(QRectF(rect()).center(), zoom); }
void ImageView::ZoomIn() { SetZoom(zoom() * kZoomStep); }
void ImageView::ZoomOut() { SetZoom(zoom() / kZoomStep); }

void ImageView::ZoomAt(const QPointF& view, double zoom) {
  if (picture_.empty()) {
    return;
  }
  const QPointF photo = PhotoFromView(view);
  // Nobody needs less than the whole photo, but a photo smaller than the view may be shown at its own size.
  zoom_ = std::clamp(zoom, std::min(FitZoom(), 1.0), kMaxZoom);
  fitted_ = false;
  centre_ = photo - (view - QRectF(rect()).center()) / LogicalZoom();
  ClampCentre();
  TransformChanged();
}

void ImageView::PanBy(const QPointF& view_delta) {
  centre_ -= view_delta / LogicalZoom();
  ClampCentre();
  rendered_ = {};
  update();
  emit ViewChanged();
}

void ImageView::ShowLike(const ImageView& other) {
  fitted_ = other.fitted_;
  zoom_ = other.zoom_;
  centre_ = other.centre_;
  if (!fitted_) {
    ClampCentre();
  }
  TransformChanged();
}

// No empty room beside the photo where the photo could fill it.
void ImageView::ClampCentre() {
  const QSizeF photo = picture_.size();
  const QSizeF half_view = QSizeF(size()) / LogicalZoom() / 2;
  const auto clamp = [](double centre, double half, double side) {
    return 2 * half >= side ? side / 2 : std::clamp(centre, half, side - half);
  };
  centre_ = {clamp(centre_.x(), half_view.width(), photo.width()),
             clamp(centre_.y(), half_view.height(), photo.height())};
}

void ImageView::TransformChanged() {
  rendered_ = {};
  UpdateCursor();
  update();
  emit ZoomChanged();
  emit ViewChanged();
}

void ImageView::RenderPhoto() {
  const double ratio = devicePixelRatioF();
  rendered_ = QPixmap((QSizeF(size()) * ratio).toSize());
  rendered_.fill(palette().color(backgroundRole()));
  if (!picture_.empty()) {
    QPainter painter(&rendered_);
    const double scale = zoom();
    // Whole device pixels: at 100 percent the photo is shown unresampled.
    const QPoint origin = (ViewFromPhoto({0, 0}) * ratio).toPoint();
    const QImage level = picture_.LevelFor(scale);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, fitted_ || scale < kPixelZoom);
    painter.translate(origin);
    painter.scale(scale * picture_.size().width() / level.width(), scale * picture_.size().height() / level.height());
    painter.drawImage(QPointF(), level);
  }
  rendered_.setDevicePixelRatio(ratio);
}

void ImageView::paintEvent(QPaintEvent*) {
  if (rendered_.isNull()) {
    RenderPhoto();
  }
  QPainter painter(this);
  painter.drawPixmap(0, 0, rendered_);
  if (!boxes_visible_ || picture_.empty()) {
    return;
  }
  std::vector<ShownBox> boxes = boxes_;
  for (ShownBox& box : boxes) {
    box.rect = QRectF(ViewFromPhoto(box.rect.topLeft()), ViewFromPhoto(box.rect.bottomRight())).toRect();
  }
  const QModelIndexList selected = selection_ != nullptr ? selection_->selectedRows() : QModelIndexList();
  PaintBoxes(painter, boxes,
             {.hovered = hovered_.row(),
              .selected = selected.isEmpty() ? -1 : selected.front().row(),
              .captions = captions_visible_},
             QRectF(rect()).adjusted(2, 2, -2, -2));
}

void ImageView::resizeEvent(QResizeEvent*) {
  if (!fitted_) {
    ClampCentre();
  }
  TransformChanged();
}

void ImageView::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  if (steps != 0) {
    ZoomAt(event->position(), zoom() * std::pow(kZoomStep, steps));
  }
  event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    pressed_ = true;
    dragging_ = false;
    press_ = last_drag_ = event->position();
  }
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_) {
    HoverAt(event->position());
    return;
  }
  if (!dragging_ && (event->position() - press_).manhattanLength() >= QApplication::startDragDistance()) {
    dragging_ = true;
    UpdateCursor();
  }
  if (dragging_) {
    PanBy(event->position() - last_drag_);
    last_drag_ = event->position();
  }
}

void ImageView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !pressed_) {
    return;
  }
  if (!dragging_) {
    SelectRow(RowAt(event->position()));
  }
  pressed_ = dragging_ = false;
  UpdateCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (fitted_) {
    ZoomAt(event->position(), 1);
  } else {
    Fit();
  }
}

void ImageView::leaveEvent(QEvent*) {
  SetHovered({});
  emit Hovered({});
}

void ImageView::keyPressEvent(QKeyEvent* event) {
  const bool pan = event->modifiers().testFlag(Qt::ShiftModifier);
  const int selected =
      selection_ != nullptr && selection_->hasSelection() ? selection_->selectedRows().front().row() : -1;
  const int last = static_cast<int>(boxes_.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      if (pan) {
        PanBy(event->key() == Qt::Key_Left ? QPointF(kPanStep, 0) : QPointF(-kPanStep, 0));
        return;
      }
      break;
    case Qt::Key_Up:
      pan ? PanBy({0, kPanStep}) : SelectRow(selected < 0 ? last : std::max(selected - 1, 0));
      return;
    case Qt::Key_Down:
      pan ? PanBy({0, -kPanStep}) : SelectRow(std::min(selected + 1, last));
      return;
    case Qt::Key_Escape:
      SelectRow(-1);
      return;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void ImageView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    rendered_ = {};
    update();
  }
  QWidget::changeEvent(event);
}

bool ImageView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = RowAt(help->pos());
    QToolTip::showText(help->globalPos(), row < 0 ? QString() : model_->index(row, 0).data(Qt::ToolTipRole).toString(),
                       this);
    return true;
  }
  return QWidget::event(event);
}

void ImageView::SetBoxesVisible(bool visible) {
  boxes_visible_ = visible;
  update();
}

void ImageView::SetCaptionsVisible(bool visible) {
  captions_visible_ = visible;
  update();
}

void ImageView::SetHovered(const QModelIndex& index) {
  if (hovered_.row() != index.row()) {
    hovered_ = index;
    update();
  }
}

int ImageView::RowAt(const QPointF& view) const {
  const QPointF photo = PhotoFromView(view);
  int best = -1;
  double best_area = 0;
  for (std::size_t row = 0; boxes_visible_ && row < boxes_.size(); ++row) {
    const QRectF& rect = boxes_[row].rect;
    const double area = rect.width() * rect.height();
    if (rect.contains(photo) && (best < 0 || area < best_area)) {
      best = static_cast<int>(row);
      best_area = area;
    }
  }
  return best;
}

void ImageView::SelectRow(int row) {
  if (selection_ == nullptr) {
    return;
  }
  if (row < 0) {
    selection_->clear();
  } else {
    selection_->setCurrentIndex(model_->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  }
}

void ImageView::HoverAt(const QPointF& view) {
  const int row = RowAt(view);
  if (row != hovered_.row()) {
    const QModelIndex index = row < 0 ? QModelIndex() : model_->index(row, 0);
    SetHovered(index);
    emit Hovered(index);
  }
  UpdateCursor();
}

void ImageView::UpdateCursor() {
  const bool can_pan = !picture_.empty() && zoom() > FitZoom() * 1.001;
  if (dragging_ && can_pan) {
    setCursor(Qt::ClosedHandCursor);
  } else if (hovered_.isValid()) {
    setCursor(Qt::PointingHandCursor);
  } else if (can_pan) {
    setCursor(Qt::OpenHandCursor);
  } else {
    unsetCursor();
  }
}

}  // namespace godwit::ui
