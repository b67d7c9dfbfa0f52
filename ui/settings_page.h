// What a person can choose, and the models.
#pragma once

#include <QTabWidget>
#include <QWidget>

#include "ui/models_view.h"
#include "ui/preferences_form.h"

namespace godwit::ui {

class SettingsPage : public QWidget {
  Q_OBJECT

 public:
  // Both must outlive the page.
  SettingsPage(Preferences* preferences, InstalledModels* models, QWidget* parent = nullptr);

  void ShowModels();

  [[nodiscard]] PreferencesForm& preferences() { return *preferences_; }
  [[nodiscard]] ModelsView& models() { return *models_; }

 private:
  QTabWidget* tabs_;
  PreferencesForm* preferences_;
  ModelsView* models_;
};

}  // namespace godwit::ui
