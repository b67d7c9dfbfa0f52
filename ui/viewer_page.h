// The page that people come for: a photo, and what the heads say of it.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QLabel>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QWidget>

#include "ui/annotated_export.h"
#include "ui/detection_export.h"
#include "ui/detection_filter.h"
#include "ui/detection_model.h"
#include "ui/detection_panel.h"
#include "ui/film_strip.h"
#include "ui/image_view.h"
#include "ui/installed_models.h"
#include "ui/message_bar.h"
#include "ui/model_setup.h"
#include "ui/photo_session.h"
#include "ui/preferences.h"
#include "ui/side_panel.h"
#include "ui/window_actions.h"

namespace godwit::ui {

// What a window without a model offers.
struct ModelOffer {
  std::string model;        // id
  ModelSetup::Fetch fetch;  // installs that model
  QString about;            // for a person: what is fetched, from where, to where
  QString command;          // the command line that does the same
};

class ViewerPage : public QWidget {
  Q_OBJECT

 public:
  // All must outlive the page or be deleted by Qt.
  ViewerPage(const ModelOffer& offer, std::unique_ptr<PhotoSource> source, WindowActions* actions,
             Preferences* preferences, InstalledModels* models, QWidget* parent = nullptr);
  ~ViewerPage() override;

  void OpenPaths(const std::vector<std::filesystem::path>& paths);

  [[nodiscard]] PhotoSession& session() { return session_; }
  [[nodiscard]] ImageView& view() { return *view_; }
  [[nodiscard]] DetectionPanel& panel() { return *panel_; }
  [[nodiscard]] FilmStrip& strip() { return *strip_; }
  [[nodiscard]] QSpinBox& number() { return *number_; }
  [[nodiscard]] DetectionExport& detection_export() { return detection_export_; }
  [[nodiscard]] SidePanel& side_panel() { return *side_panel_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }
  [[nodiscard]] ModelSetup& model_setup() { return *model_setup_; }
  [[nodiscard]] QStatusBar& status_bar() { return *status_bar_; }

  void RestoreSettings();
  void SaveSettings();

 signals:
  // The photo that is shown, for the window's title.
  void PhotoNamed(const QString& name);
  // Files or folders that were opened, for the list of recent ones.
  void Opened(const QString& path);
  // A person wants to see the models.
  void ModelsWanted();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void MakeLayout();
  void MakeStatusBar();
  void ConnectActions();
  void ConnectSession();
  void ConnectExports();
  void ConnectPosition();
  void ConnectViews();
  void OnModelsChanged();
  void OnModelFailed(Head head, const core::Error& error);
  void OfferModel(const QString& reason);

  void ChooseFiles();
  void ChooseFolder();
  void ChooseAnnotatedFile();
  void Paste();
  void Find();
  [[nodiscard]] ShownDetections Shown() const;

  void OnPhotoShown();
  void OnDetectionsChanged();
  void UpdateActions();
  void UpdatePending();
  void UpdateTimes();
  void UpdatePosition();
  void UpdateStrip();
  void UpdateZoom();

  ModelOffer offer_;
  WindowActions* actions_;
  Preferences* preferences_;
  InstalledModels* models_;
  PhotoSession session_;
  AnnotatedExport annotated_export_;
  DetectionExport detection_export_;
  DetectionModel model_;
  DetectionFilter filter_;
  FilmStripModel strip_model_;
  QTemporaryDir pasted_;  // pictures from the clipboard, gone when the window is
  int pasted_count_ = 0;

  MessageBar* message_bar_;
  QSplitter* splitter_;
  QStackedWidget* stage_;  // welcome page or photo
  ImageView* view_;
  FilmStrip* strip_;
  QStackedWidget* side_;  // heads and what they say, or model setup
  DetectionPanel* panel_;
  SidePanel* side_panel_;
  ModelSetup* model_setup_;
  QStatusBar* status_bar_;
  QLabel* photo_label_;
  QSpinBox* number_;  // of the photo, from 1
  QLabel* times_label_;
  QLabel* model_label_;
  QLabel* zoom_label_;
};

}  // namespace godwit::ui
