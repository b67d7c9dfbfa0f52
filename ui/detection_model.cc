#include "ui/detection_model.h"

#include <cmath>

#include <QRectF>

#include "core/image/encode.h"
#include "ui/format.h"

namespace godwit::ui {
namespace {

QString SizeText(const detection::PixelBox& box) {
  return QStringLiteral("%1 × %2").arg(std::lround(box.width)).arg(std::lround(box.height));
}

QVariant DisplayText(const detection::Detection& found, int column) {
  switch (column) {
    case DetectionModel::kObject:
      return ToQString(found.label);
    case DetectionModel::kScore:
      return Percent(found.score);
    case DetectionModel::kSize:
      return SizeText(found.box);
    default:
      return {};
  }
}

QVariant SortKey(const detection::Detection& found, int column) {
  switch (column) {
    case DetectionModel::kObject:
      return ToQString(found.label);
    case DetectionModel::kScore:
      return found.score;
    case DetectionModel::kSize:
      return found.box.width * found.box.height;
    default:
      return {};
  }
}

}  // namespace

QColor ColorOfClass(int class_id) {
  const auto rgb = core::ClassColor(class_id);
  return {rgb[0], rgb[1], rgb[2]};
}

void DetectionModel::SetDetections(std::vector<detection::Detection> detections) {
  beginResetModel();
  detections_ = std::move(detections);
  endResetModel();
}

int DetectionModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(detections_.size());
}

int DetectionModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant DetectionModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const detection::Detection& found = detections_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return DisplayText(found, index.column());
    case Qt::DecorationRole:
      return index.column() == kObject ? ColorOfClass(found.class_id) : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() == kObject ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
      return tr("%1, %2\nat %3, %4 · %5 pixels")
          .arg(ToQString(found.label), Percent(found.score))
          .arg(std::lround(found.box.x))
          .arg(std::lround(found.box.y))
          .arg(SizeText(found.box));
    case kBoxRole:
      return QRectF(found.box.x, found.box.y, found.box.width, found.box.height);
    case kScoreRole:
      return found.score;
    case kSortRole:
      return SortKey(found, index.column());
    default:
      return {};
  }
}

QVariant DetectionModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return section == kObject ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                              : QVariant(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case kObject:
      return tr("Object");
    case kScore:
      return tr("Score");
    case kSize:
      return tr("Size");
    default:
      return {};
  }
}

}  // namespace godwit::ui
