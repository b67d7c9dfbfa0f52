// Detections as rows, for the list and for the boxes on the photo alike.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QColor>

#include "detection/detector.h"

namespace godwit::ui {

// The same for the same class on every photo.
QColor ColorOfClass(int class_id);

class DetectionModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kObject, kScore, kSize, kColumns };
  enum Role {
    kBoxRole = Qt::UserRole,  // QRectF, pixels of the photo
    kScoreRole,               // float, 0 to 1
    kSortRole,                // what the column sorts by
    kDashedRole,              // bool, whether the box is drawn with a dashed line
  };

  using QAbstractTableModel::QAbstractTableModel;

  void SetDetections(std::vector<detection::Detection> detections);
  [[nodiscard]] const std::vector<detection::Detection>& detections() const { return detections_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<detection::Detection> detections_;
};

}  // namespace godwit::ui
