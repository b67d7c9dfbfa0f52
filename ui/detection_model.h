// Detections as rows, for the list and for the boxes on the photo alike.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "detection/detector.h"

namespace godwit::ui {

class DetectionModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kObject, kScore, kSize, kColumns };
  enum Role {
    kBoxRole = Qt::UserRole,  // QRectF, pixels of the photo
    kScoreRole,               // float, 0 to 1
    kSortRole,                // what the column sorts by
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

// The rows that score above a threshold, as a detector with that threshold would give them.
class ThresholdFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit ThresholdFilter(DetectionModel* source, QObject* parent = nullptr);

  void SetThreshold(double threshold);
  [[nodiscard]] double threshold() const { return threshold_; }

  // The detections that pass, best first.
  [[nodiscard]] std::vector<detection::Detection> Passing() const;

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  [[nodiscard]] bool Passes(const detection::Detection& found) const;

  DetectionModel* source_;
  double threshold_ = 0.5;
};

}  // namespace godwit::ui
