// Installs a model from a file of another program, or of Godwit.
#pragma once

#include <filesystem>

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/installed_models.h"
#include "ui/job_strip.h"

namespace godwit::ui {

class ImportDialog : public QDialog {
  Q_OBJECT

 public:
  // `file` may be empty: a person chooses. `models` must outlive the dialog, and is not read again by it.
  ImportDialog(const InstalledModels* models, const std::filesystem::path& file, QWidget* parent = nullptr);

  // Also proposes an id.
  void SetFile(const QString& file);

  [[nodiscard]] QLineEdit& id() { return *id_; }
  [[nodiscard]] QLineEdit& labels() { return *labels_; }
  [[nodiscard]] QComboBox& task() { return *task_; }
  [[nodiscard]] QCheckBox& half() { return *half_; }
  [[nodiscard]] QCheckBox& replace() { return *replace_; }
  [[nodiscard]] QPushButton& button() { return *import_; }
  [[nodiscard]] JobStrip& strip() { return *strip_; }

  // Does nothing while an import is running.
  void reject() override;

 signals:
  void Imported(const QString& id);

 private:
  void MakeLayout();
  void AddFileRow(QFormLayout* form, const QString& name, QLineEdit* field, const QString& filter);
  void Update();
  void Import();

  const InstalledModels* models_;
  QLineEdit* file_;
  QLineEdit* id_;
  QLabel* taken_;  // why the id cannot be taken as it is
  QLineEdit* labels_;
  QComboBox* task_;
  QLineEdit* licence_;
  QCheckBox* half_;
  QCheckBox* replace_;
  JobStrip* strip_;
  QPushButton* import_;
};

}  // namespace godwit::ui
