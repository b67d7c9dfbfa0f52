// The opened photos in a row of thumbnails below the shown one, to go to any of them.
#pragma once

#include <QListView>
#include <QTimer>

#include "ui/film_strip_model.h"

namespace godwit::ui {

// The view's current index is the photo that is shown or will be next. Asks its model for what is visible, soon after
// that changed.
class FilmStrip : public QListView {
  Q_OBJECT

 public:
  // `model` must outlive the strip or be deleted by Qt.
  explicit FilmStrip(FilmStripModel* model, QWidget* parent = nullptr);

  // Marks the photo and scrolls it into view; -1: none.
  void SetCurrent(int row);

  // Room for the thumbnail in a cell, in the widget's coordinates.
  [[nodiscard]] QSize thumbnail_size() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  void Chosen(int row);  // by a person

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void AskForVisible();
  void FitHeight();

  FilmStripModel* strip_;
  QTimer ask_;
};

}  // namespace godwit::ui
