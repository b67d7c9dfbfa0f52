// One detector's finds on a photo, of which some are not among the other's.
#pragma once

#include <vector>

#include "ui/detection_model.h"

namespace godwit::ui {

// What only this side has is dashed and says so.
class ComparedDetections : public DetectionModel {
  Q_OBJECT

 public:
  using DetectionModel::DetectionModel;

  // `only_here` are indices of `detections`, rising.
  void Set(std::vector<detection::Detection> detections, std::vector<std::size_t> only_here);
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<std::size_t> only_here_;
};

}  // namespace godwit::ui
