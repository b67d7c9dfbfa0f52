#include "ui/model_table.h"

#include <algorithm>

#include <QGuiApplication>
#include <QPalette>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/model_words.h"

namespace godwit::ui {
namespace {

QString Text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString InstalledText(const workflows::InstalledModel& model, ModelTable::Column column) {
  const core::ModelCard& card = model.card;
  switch (column) {
    case ModelTable::kTask:
      return TaskName(card.task);
    case ModelTable::kArchitecture:
      return ArchitectureName(card.architecture);
    case ModelTable::kWidth:
      return Number(card.alpha, 2);
    case ModelTable::kInput:
      return QStringLiteral("%1 × %2").arg(card.input_width).arg(card.input_height);
    case ModelTable::kLicence:
      return ToQString(card.licence);
    default:
      return {};
  }
}

QString CellText(const ModelTable::Row& row, ModelTable::Column column) {
  if (column == ModelTable::kId) {
    return ToQString(row.id);
  }
  if (column == ModelTable::kState) {
    return StateName(row);
  }
  if (!row.installed) {
    return column == ModelTable::kLicence ? Text(row.catalog->licence) : QString();
  }
  if (column == ModelTable::kSize) {
    return Bytes(row.installed->bytes);
  }
  return row.IsDamaged() ? QString() : InstalledText(*row.installed, column);
}

QString ToolTip(const ModelTable::Row& row, ModelTable::Column column) {
  if (row.IsDamaged()) {
    return ToQString(row.installed->error);
  }
  if (!row.installed) {
    return Text(row.catalog->title);
  }
  return column == ModelTable::kId ? ToQString(row.installed->file) : QString();
}

}  // namespace

QString StateName(const ModelTable::Row& row) {
  if (!row.installed) {
    return ModelTable::tr("Can be fetched");
  }
  if (row.IsDamaged()) {
    return ModelTable::tr("Damaged");
  }
  return row.installed->bundled ? ModelTable::tr("With Godwit") : ModelTable::tr("Installed");
}

ModelTable::ModelTable(const InstalledModels* models, QObject* parent) : QAbstractTableModel(parent), models_(models) {
  Read();
  connect(models_, &InstalledModels::Changed, this, [this] {
    beginResetModel();
    Read();
    endResetModel();
  });
}

void ModelTable::Read() {
  rows_.clear();
  for (const workflows::InstalledModel& model : models_->all()) {
    rows_.push_back({.id = model.id, .installed = model, .catalog = workflows::FindInCatalog(model.id)});
  }
  for (const workflows::CatalogModel& model : workflows::ModelCatalog()) {
    if (models_->Find(std::string(model.id)) == nullptr) {
      rows_.push_back({.id = std::string(model.id), .installed = {}, .catalog = &model});
    }
  }
}

int ModelTable::IndexOf(const std::string& id) const {
  const auto found = std::ranges::find(rows_, id, &Row::id);
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int ModelTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ModelTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant ModelTable::data(const QModelIndex& index, int role) const {
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const auto column = static_cast<Column>(index.column());
  switch (role) {
    case Qt::DisplayRole:
      return CellText(row, column);
    case Qt::ToolTipRole:
      return ToolTip(row, column);
    case Qt::DecorationRole:
      if (column == kState && row.IsDamaged()) {
        return LineIcon(Glyph::kWarning);
      }
      return column == kState && !row.installed ? LineIcon(Glyph::kDownload) : QVariant();
    case Qt::ForegroundRole:
      return row.installed ? QVariant() : QGuiApplication::palette().brush(QPalette::PlaceholderText);
    case Qt::TextAlignmentRole:
      return column == kWidth || column == kInput || column == kSize ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                     : QVariant();
    case kSortRole:
      return SortKey(row, column);
    default:
      return {};
  }
}

QVariant ModelTable::SortKey(const Row& row, Column column) const {
  const bool has_card = row.installed && !row.IsDamaged();
  switch (column) {
    case kWidth:
      return has_card ? row.installed->card.alpha : 0;
    case kInput:
      return has_card ? row.installed->card.input_width : 0;
    case kSize:
      return row.installed ? static_cast<qulonglong>(row.installed->bytes) : 0ULL;
    default:
      return CellText(row, column);
  }
}

QVariant ModelTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::TextAlignmentRole)) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    const bool is_number = section == kWidth || section == kInput || section == kSize;
    return QVariant((is_number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  switch (section) {
    case kId:
      return tr("Model");
    case kTask:
      return tr("Finds");
    case kArchitecture:
      return tr("Architecture");
    case kWidth:
      return tr("Width");
    case kInput:
      return tr("Input");
    case kSize:
      return tr("Size");
    case kLicence:
      return tr("Licence");
    default:
      return tr("State");
  }
}

}  // namespace godwit::ui
