// What the window shows before the first photo: how to open some, those that were open last, and what will look at
// them.
#pragma once

#include <QAction>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/preferences.h"

namespace godwit::ui {

class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  // The actions become buttons. Preferences and models must outlive the page.
  WelcomePage(const QList<QAction*>& actions, Preferences* preferences, const InstalledModels* models,
              QWidget* parent = nullptr);

  // What is said about the detector in use, as rich text.
  [[nodiscard]] QString detector() const { return detector_->text(); }
  // The files and folders offered, the last first.
  [[nodiscard]] QStringList recent() const;

 signals:
  void Chosen(const QString& path);
  // A person wants to see the models.
  void ModelsWanted();

 protected:
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QLayout* MakeButtons(const QList<QAction*>& actions);
  void UpdateDetector();
  void UpdateRecent();

  Preferences* preferences_;
  const InstalledModels* models_;
  QLabel* detector_;
  QLabel* recent_title_;
  QVBoxLayout* recent_;
};

}  // namespace godwit::ui
