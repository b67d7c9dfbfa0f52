// The window: puts the parts together and passes on what they say.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QLabel>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTemporaryDir>

#include "ui/annotated_export.h"
#include "ui/detection_model.h"
#include "ui/detection_panel.h"
#include "ui/image_view.h"
#include "ui/message_bar.h"
#include "ui/model_setup.h"
#include "ui/photo_session.h"
#include "ui/recent_menu.h"
#include "ui/window_actions.h"

namespace godwit::ui {

struct WindowSetup {
  ModelChoice model;
  ModelSetup::Fetch fetch;  // installs that model
  QString fetch_about;      // for a person: what is fetched, from where, to where
  QString fetch_command;    // the command line that does the same
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  // `settings` keep geometry, theme, threshold and recent files; they must outlive the window.
  MainWindow(WindowSetup setup, std::unique_ptr<PhotoSource> source, QSettings* settings, QWidget* parent = nullptr);
  ~MainWindow() override;

  void OpenPaths(const std::vector<std::filesystem::path>& paths);

  [[nodiscard]] PhotoSession& session() { return session_; }
  [[nodiscard]] ImageView& view() { return *view_; }
  [[nodiscard]] DetectionPanel& panel() { return *panel_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }
  [[nodiscard]] ModelSetup& model_setup() { return *model_setup_; }
  [[nodiscard]] WindowActions& actions() { return *actions_; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void MakeLayout();
  void MakeStatusBar();
  void ConnectActions();
  void ConnectSession();
  void ConnectViews();
  void RestoreSettings();
  void SaveSettings();

  void ChooseFiles();
  void ChooseFolder();
  void ChooseAnnotatedFile();
  void Paste();
  void ApplyChosenTheme();

  void OnPhotoShown();
  void OnDetectionsChanged();
  void UpdatePending();
  void UpdateTimes();
  void UpdatePosition();
  void UpdateZoom();

  WindowSetup setup_;
  QSettings* settings_;
  PhotoSession session_;
  AnnotatedExport annotated_export_;
  DetectionModel model_;
  ThresholdFilter filter_;
  QTemporaryDir pasted_;  // pictures from the clipboard, gone when the window is
  int pasted_count_ = 0;

  WindowActions* actions_;
  RecentMenu* recent_;
  MessageBar* message_bar_;
  QSplitter* splitter_;
  QStackedWidget* stage_;  // welcome page or photo
  ImageView* view_;
  QStackedWidget* side_;  // detections or model setup
  DetectionPanel* panel_;
  ModelSetup* model_setup_;
  QLabel* photo_label_;
  QLabel* times_label_;
  QLabel* model_label_;
  QLabel* zoom_label_;
};

}  // namespace godwit::ui
