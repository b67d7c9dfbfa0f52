#include "ui/compared_detections.h"

#include <algorithm>
#include <utility>

namespace godwit::ui {

void ComparedDetections::Set(std::vector<detection::Detection> detections, std::vector<std::size_t> only_here) {
  only_here_ = std::move(only_here);
  SetDetections(std::move(detections));
}

QVariant ComparedDetections::data(const QModelIndex& index, int role) const {
  const bool alone = index.isValid() && std::ranges::binary_search(only_here_, static_cast<std::size_t>(index.row()));
  const QVariant value = DetectionModel::data(index, role);
  if (role == kDashedRole) {
    return alone;
  }
  const bool is_text = role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole ||
                       (role == Qt::DisplayRole && index.column() == kScore);
  return alone && is_text ? tr("%1 · only here").arg(value.toString()) : value;
}

}  // namespace godwit::ui
