// Which classes are shown: a field to search by name, all, none, and one by one.
#pragma once

#include <QLineEdit>
#include <QTreeView>
#include <QWidget>

#include "ui/class_model.h"

namespace godwit::ui {

class ClassPanel : public QWidget {
  Q_OBJECT

 public:
  // Both must outlive the panel or be deleted by Qt.
  ClassPanel(const DetectionModel* detections, DetectionFilter* filter, QWidget* parent = nullptr);

  void FocusSearch();

  [[nodiscard]] QLineEdit* search() { return search_; }
  [[nodiscard]] QTreeView* list() { return list_; }

 signals:
  void Left();  // by Return, or by Escape, which also empties the search

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void MakeList();

  ClassModel model_;
  QLineEdit* search_;
  QTreeView* list_;
};

}  // namespace godwit::ui
