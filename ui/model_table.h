// Models as rows: those that are installed, and those that can be fetched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "ui/installed_models.h"
#include "workflows/model_catalog.h"

namespace godwit::ui {

class ModelTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kId, kTask, kArchitecture, kWidth, kInput, kSize, kLicence, kState, kColumns };
  static constexpr int kSortRole = Qt::UserRole;

  struct Row {
    std::string id;
    std::optional<workflows::InstalledModel> installed;
    const workflows::CatalogModel* catalog = nullptr;  // where it can be fetched

    [[nodiscard]] bool IsDamaged() const { return installed && !installed->error.empty(); }
  };

  // `models` must outlive it.
  explicit ModelTable(const InstalledModels* models, QObject* parent = nullptr);

  [[nodiscard]] const Row& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  // -1 where there is none.
  [[nodiscard]] int IndexOf(const std::string& id) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void Read();
  [[nodiscard]] QVariant SortKey(const Row& row, Column column) const;

  const InstalledModels* models_;
  std::vector<Row> rows_;
};

// "Installed", "With Godwit", "Damaged", "Can be fetched"
QString StateName(const ModelTable::Row& row);

}  // namespace godwit::ui
