// A photo with the boxes of a detection model on it.
#pragma once

#include <QAbstractItemModel>
#include <QItemSelectionModel>
#include <QPersistentModelIndex>
#include <QPixmap>
#include <QPointer>
#include <QWidget>

#include "ui/box_painter.h"
#include "ui/picture.h"

namespace godwit::ui {

// Zooms at the pointer by wheel and at the middle by keys, pans by drag and by Shift+arrows, fits the photo into the
// window until a zoom is chosen. Boxes follow the model's rows and share a selection with other views of it.
class ImageView : public QWidget {
  Q_OBJECT

 public:
  explicit ImageView(QWidget* parent = nullptr);

  // Shows another photo, fitted.
  void SetPicture(const Picture& picture);
  // Shows the same photo with more pixels; zoom and place stay. Requires the same size.
  void RefinePicture(const Picture& picture);
  [[nodiscard]] const Picture& picture() const { return picture_; }

  // Rows give DetectionModel's roles. `selection` is one of `model`; both must outlive the view or be deleted by Qt.
  void SetModel(QAbstractItemModel* model, QItemSelectionModel* selection);

  // Device pixels per pixel of the photo: 1 is "100 percent".
  [[nodiscard]] double zoom() const;
  [[nodiscard]] bool is_fitted() const { return fitted_; }

  void Fit();
  void SetZoom(double zoom);  // the middle of the view stays where it is
  void ZoomIn();
  void ZoomOut();
  void SetBoxesVisible(bool visible);
  void SetCaptionsVisible(bool visible);

  // Shows the same part of the photo at the same zoom as another view of it.
  void ShowLike(const ImageView& other);

  // Emphasises the row's box; an invalid index none.
  void SetHovered(const QModelIndex& index);

  // From pixels of the photo to the widget's coordinates.
  [[nodiscard]] QPointF ViewFromPhoto(const QPointF& photo) const;
  [[nodiscard]] QPointF PhotoFromView(const QPointF& view) const;

  // The smallest visible box at a place of the widget, so that boxes within boxes can be reached; -1: none.
  [[nodiscard]] int RowAt(const QPointF& view) const;

  [[nodiscard]] QSize sizeHint() const override { return {800, 600}; }

 signals:
  void ZoomChanged();
  void ViewChanged();  // zoom or place did
  void Hovered(const QModelIndex& index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] double FitZoom() const;
  [[nodiscard]] double LogicalZoom() const { return zoom() / devicePixelRatioF(); }
  void ZoomAt(const QPointF& view, double zoom);
  void PanBy(const QPointF& view_delta);
  void ClampCentre();
  void TransformChanged();
  void RenderPhoto();
  void ReadBoxes();
  void SelectRow(int row);
  void HoverAt(const QPointF& view);
  void UpdateCursor();

  Picture picture_;
  bool fitted_ = true;
  double zoom_ = 1;   // where not fitted
  QPointF centre_;    // pixels of the photo, in the middle of the view
  QPixmap rendered_;  // the photo as the view shows it, without boxes; null: to be made

  QPointer<QAbstractItemModel> model_;
  QPointer<QItemSelectionModel> selection_;
  std::vector<ShownBox> boxes_;  // in pixels of the photo, by row
  QPersistentModelIndex hovered_;
  bool boxes_visible_ = true;
  bool captions_visible_ = true;

  QPointF press_;
  QPointF last_drag_;
  bool pressed_ = false;
  bool dragging_ = false;
};

}  // namespace godwit::ui
