#include "ui/row_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QLocale>

namespace godwit::ui {
namespace {

bool IsNumber(const QVariant& cell) { return cell.typeId() == QMetaType::LongLong; }

}  // namespace

RowModel::RowModel(QStringList headers, QObject* parent) : QAbstractTableModel(parent), headers_(std::move(headers)) {}

void RowModel::SetRows(std::vector<Row> rows) {
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

void RowModel::Append(std::vector<Row> rows) {
  if (rows.empty()) {
    return;
  }
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
  std::ranges::move(rows, std::back_inserter(rows_));
  endInsertRows();
}

int RowModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RowModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(headers_.size());
}

QVariant RowModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const QVariant& cell = rows_[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
  if (role == kSortRole) {
    return cell;
  }
  if (role == Qt::DisplayRole) {
    return IsNumber(cell) ? QLocale().toString(cell.toLongLong()) : cell;
  }
  if (role == Qt::TextAlignmentRole && IsNumber(cell)) {
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  }
  return role == Qt::ToolTipRole && !IsNumber(cell) ? cell : QVariant();
}

QVariant RowModel::headerData(int section, Qt::Orientation orientation, int role) const {
  return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(headers_.value(section)) : QVariant();
}

}  // namespace godwit::ui
