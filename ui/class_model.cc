#include "ui/class_model.h"

#include <algorithm>
#include <utility>

#include "ui/format.h"

namespace godwit::ui {

ClassModel::ClassModel(const DetectionModel* detections, DetectionFilter* filter, QObject* parent)
    : QAbstractTableModel(parent), detections_(detections), filter_(filter), rows_(Count()) {
  connect(detections, &QAbstractItemModel::modelReset, this, &ClassModel::Update);
  connect(filter, &DetectionFilter::Changed, this, &ClassModel::Update);
}

std::vector<ClassModel::Row> ClassModel::Count() const {
  std::map<std::string, Row> by_label;
  const auto row_of = [&](const std::string& label, int number) -> Row& {
    return by_label.try_emplace(label, Row{label, number, 0, filter_->classes().Shows(label)}).first->second;
  };
  for (const auto& [label, number] : filter_->classes().except) {
    row_of(label, number);
  }
  for (const detection::Detection& found : detections_->detections()) {
    if (filter_->IsCertain(found)) {
      Row& row = row_of(found.label, found.class_id);
      row.number = found.class_id;
      ++row.count;
    }
  }
  std::vector<Row> rows;
  for (auto& [label, row] : by_label) {
    if (filter_->IsSearched(label)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// Old and new rows are both in order of label: one walk finds what came, went and changed.
void ClassModel::Update() {
  const std::vector<Row> now = Count();
  std::size_t at = 0;
  for (std::size_t next = 0; next < now.size() || at < rows_.size();) {
    const int row = static_cast<int>(at);
    if (next == now.size() || (at < rows_.size() && rows_[at].label < now[next].label)) {
      beginRemoveRows({}, row, row);
      rows_.erase(rows_.begin() + row);
      endRemoveRows();
      continue;
    }
    if (at == rows_.size() || now[next].label < rows_[at].label) {
      beginInsertRows({}, row, row);
      rows_.insert(rows_.begin() + row, now[next]);
      endInsertRows();
    } else if (rows_[at] != now[next]) {
      rows_[at] = now[next];
      emit dataChanged(index(row, 0), index(row, kColumns - 1));
    }
    ++at;
    ++next;
  }
}

void ClassModel::ShowAll(bool shown) {
  if (filter_->search().isEmpty()) {
    filter_->ShowAllClasses(shown);
    return;
  }
  std::map<std::string, int> listed;
  for (const Row& row : rows_) {
    listed.emplace(row.label, row.number);
  }
  filter_->ShowClasses(listed, shown);
}

int ClassModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ClassModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant ClassModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const bool is_name = index.column() == kName;
  switch (role) {
    case Qt::DisplayRole:
      return is_name ? QVariant(ToQString(row.label)) : QVariant(row.count);
    case Qt::DecorationRole:
      return is_name ? QVariant(ColorOfClass(row.number)) : QVariant();
    case Qt::CheckStateRole:
      return is_name ? QVariant(row.shown ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
      return is_name ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
      return tr("%1: %2 on this photo above the threshold").arg(ToQString(row.label)).arg(row.count);
    default:
      return {};
  }
}

bool ClassModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || index.column() != kName || role != Qt::CheckStateRole) {
    return false;
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  filter_->ShowClasses({{row.label, row.number}}, value.toInt() == Qt::Checked);
  return true;
}

Qt::ItemFlags ClassModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) {
    return Qt::NoItemFlags;
  }
  const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  return index.column() == kName ? flags | Qt::ItemIsUserCheckable : flags;
}

}  // namespace godwit::ui
