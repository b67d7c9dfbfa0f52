// What a person can choose, in sections. A choice applies at once and is kept.
#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/head_form.h"
#include "ui/installed_models.h"
#include "ui/preferences.h"

namespace godwit::ui {

class PreferencesForm : public QWidget {
  Q_OBJECT

 public:
  // Both must outlive the form.
  PreferencesForm(Preferences* preferences, const InstalledModels* models, QWidget* parent = nullptr);

  [[nodiscard]] QComboBox& theme() { return *theme_; }
  [[nodiscard]] QComboBox& language() { return *language_; }
  [[nodiscard]] QSpinBox& threads() { return *threads_; }
  [[nodiscard]] QComboBox& isa() { return *isa_; }
  [[nodiscard]] HeadForm& objects() { return *objects_; }
  [[nodiscard]] HeadForm& classes() { return *classes_; }
  [[nodiscard]] HeadForm& faces() { return *faces_; }

 signals:
  void ModelsWanted();

 private:
  // Rows that follow belong to it.
  void AddSection(const QString& title);
  void AddRow(const QString& name, QWidget* field, const QString& hint = {});
  void MakeGeneral();
  void MakeEngine();
  void MakeHeads();
  void Update();
  void AskToReset();

  Preferences* preferences_;
  const InstalledModels* models_;
  QVBoxLayout* column_;
  QGridLayout* rows_ = nullptr;  // of the last section
  QComboBox* theme_;
  QComboBox* language_;
  QSpinBox* threads_;
  QComboBox* isa_;
  HeadForm* objects_ = nullptr;
  HeadForm* classes_ = nullptr;
  HeadForm* faces_ = nullptr;
};

}  // namespace godwit::ui
