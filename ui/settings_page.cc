#include "ui/settings_page.h"

#include <QVBoxLayout>

namespace godwit::ui {

SettingsPage::SettingsPage(Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      tabs_(new QTabWidget(this)),
      preferences_(new PreferencesForm(preferences, models, this)),
      models_(new ModelsView(models, this)) {
  tabs_->setDocumentMode(true);
  tabs_->addTab(preferences_, tr("&Preferences"));
  tabs_->addTab(models_, tr("&Models"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(tabs_);
  connect(preferences_, &PreferencesForm::ModelsWanted, this, &SettingsPage::ShowModels);
}

void SettingsPage::ShowModels() { tabs_->setCurrentWidget(models_); }

}  // namespace godwit::ui
