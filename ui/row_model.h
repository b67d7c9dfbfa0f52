// A table whose cells are ready to show: of failures, of counts.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QStringList>
#include <QVariant>

namespace godwit::ui {

// Numbers are shown as the language has them, at the right; texts have themselves as tool tip. Cells sort by value
// (kSortRole).
class RowModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  using Row = std::vector<QVariant>;
  static constexpr int kSortRole = Qt::UserRole;

  explicit RowModel(QStringList headers, QObject* parent = nullptr);

  // Rows have a cell for each header.
  void SetRows(std::vector<Row> rows);
  void Append(std::vector<Row> rows);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QStringList headers_;
  std::vector<Row> rows_;
};

}  // namespace godwit::ui
