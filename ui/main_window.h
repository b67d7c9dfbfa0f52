// The window: a rail of pages, menus, and what all pages share. A page knows nothing of the others.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QActionGroup>
#include <QMainWindow>
#include <QSettings>
#include <QStackedWidget>
#include <QToolBar>

#include "ui/folder_job_page.h"
#include "ui/installed_models.h"
#include "ui/line_icon.h"
#include "ui/preferences.h"
#include "ui/recent_menu.h"
#include "ui/settings_page.h"
#include "ui/viewer_page.h"
#include "ui/window_actions.h"

namespace godwit::ui {

struct WindowSetup {
  std::filesystem::path models_folder;
  std::filesystem::path jobs_folder;  // for folder jobs; empty: none are kept
  ModelOffer offer;                   // the model that photos are looked at with
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  // `settings` keep what a person chose; they must outlive the window.
  MainWindow(const WindowSetup& setup, std::unique_ptr<PhotoSource> source, QSettings* settings,
             QWidget* parent = nullptr);
  ~MainWindow() override;

  void OpenPaths(const std::vector<std::filesystem::path>& paths);

  void ShowPage(QWidget* page);
  void ShowPageAt(int index) { ShowPage(pages_->widget(index)); }
  [[nodiscard]] int page_index() const { return pages_->currentIndex(); }
  [[nodiscard]] ViewerPage& viewer() { return *viewer_; }
  [[nodiscard]] FolderJobPage& folder_job() { return *folder_job_; }
  [[nodiscard]] SettingsPage& settings_page() { return *settings_page_; }
  [[nodiscard]] Preferences& preferences() { return preferences_; }
  [[nodiscard]] InstalledModels& models() { return models_; }
  [[nodiscard]] WindowActions& actions() { return *actions_; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void MakePages(const WindowSetup& setup, std::unique_ptr<PhotoSource> source);
  // Puts the page behind those there are, and a button for it on the rail.
  void AddPage(QWidget* page, Glyph glyph, const QString& name, const QString& tip);
  void ConnectActions();
  void RestoreGeometry();
  void ApplyPreferences();

  Preferences preferences_;
  InstalledModels models_;
  WindowActions* actions_;
  RecentMenu* recent_;
  QToolBar* rail_;
  QActionGroup* page_actions_;
  QStackedWidget* pages_;
  ViewerPage* viewer_ = nullptr;
  FolderJobPage* folder_job_ = nullptr;
  SettingsPage* settings_page_ = nullptr;
};

}  // namespace godwit::ui
