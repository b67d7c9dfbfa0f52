// One model: all that its card says, and its labels.
#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QWidget>

#include "ui/model_table.h"

namespace godwit::ui {

class ModelDetails : public QWidget {
  Q_OBJECT

 public:
  explicit ModelDetails(QWidget* parent = nullptr);

  // Null: nothing is selected.
  void ShowModel(const ModelTable::Row* row);

  [[nodiscard]] QString title() const { return title_->text(); }
  // What is said, a line each: "Licence: MIT".
  [[nodiscard]] QStringList facts() const;
  [[nodiscard]] QLineEdit& search() { return *search_; }
  [[nodiscard]] QListView& labels() { return *labels_; }

 private:
  void AddFact(const QString& name, const QString& value, bool fixed_width = false);
  void ClearFacts();
  void ShowInstalled(const workflows::InstalledModel& model);
  void ShowLabels(const std::vector<core::ClassLabel>& labels);

  QLabel* title_;
  QLabel* about_;
  QFormLayout* facts_;
  QLabel* label_count_;
  QLineEdit* search_;
  QListView* labels_;
  QStringListModel label_names_;
  QSortFilterProxyModel matching_;
};

}  // namespace godwit::ui
