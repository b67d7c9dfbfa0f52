// What a benchmark measured as rows, for table and chart alike.
#pragma once

#include <QAbstractTableModel>

#include "ui/installed_models.h"
#include "workflows/benchmark.h"

namespace godwit::ui {

class BenchmarkModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    kAlpha,
    kInput,
    kRho,
    kMultiplyAdds,
    kParameters,
    kMedian,
    kMinimum,
    kImagesPerSecond,
    kPaperAccuracy,
    kInstalled,
    kColumns
  };
  static constexpr int kSortRole = Qt::UserRole;

  // `models` must outlive the model.
  explicit BenchmarkModel(const InstalledModels* models, QObject* parent = nullptr);

  // Rows stay where the report has the same settings and more.
  void SetReport(const workflows::BenchmarkReport& report);
  [[nodiscard]] const workflows::BenchmarkReport& report() const { return report_; }

  // All that is known of a row, a line each.
  [[nodiscard]] QString Describe(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString Installed(const workflows::BenchmarkResult& result) const;

  const InstalledModels* models_;
  workflows::BenchmarkReport report_;
};

// "0.75 MobileNet V1-192", as the paper names them.
QString SettingName(const workflows::BenchmarkResult& result);

}  // namespace godwit::ui
