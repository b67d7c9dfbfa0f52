// The classes found on a photo as rows to check: name with colour, and how many there are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "ui/detection_filter.h"

namespace godwit::ui {

// Rows follow detections, threshold and search, in order of name, with exact signals: a person who walks them by keys
// keeps the place. A class that was chosen or hidden keeps its row on photos without it, so that nothing is hidden in
// secret.
class ClassModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kName, kCount, kColumns };

  // Both must outlive it.
  ClassModel(const DetectionModel* detections, DetectionFilter* filter, QObject* parent = nullptr);

  // Shows or hides all classes; while something is searched for, those that are listed.
  void ShowAll(bool shown);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  struct Row {
    std::string label;
    int number = 0;  // of the class
    int count = 0;   // detections above the threshold, hidden ones included
    bool shown = true;
    bool operator==(const Row&) const = default;
  };

  [[nodiscard]] std::vector<Row> Count() const;
  void Update();

  const DetectionModel* detections_;
  DetectionFilter* filter_;
  std::vector<Row> rows_;
};

}  // namespace godwit::ui
