// The page where a person trains a model on their own photos: a list of runs, and beside it one of them, or what a new
// one is to be.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/message_bar.h"
#include "ui/new_run_form.h"
#include "ui/preferences.h"
#include "ui/run_list.h"
#include "ui/run_view.h"
#include "ui/training_session.h"

namespace godwit::ui {

// Where runs go: "godwit/runs" in the user's data folder, beside the models.
std::filesystem::path RunsFolder();

// A window that closes stops the run at a checkpoint of its last step, so that nothing is lost and nobody need be
// asked.
class TrainPage : public QWidget {
  Q_OBJECT

 public:
  // `preferences` and `models` must outlive the page.
  TrainPage(Preferences* preferences, InstalledModels* models, std::filesystem::path runs_folder = RunsFolder(),
            QWidget* parent = nullptr);

  // What to learn from: as if it was dropped.
  void Choose(const std::filesystem::path& photos);
  void OpenRun(const std::filesystem::path& folder);
  // Installs the model of the run that is shown and looks at photos with it.
  void Use(const std::string& id, bool replace);
  // Deletes the run that is shown, without a question.
  void Remove();

  [[nodiscard]] NewRunForm& form() { return *form_; }
  [[nodiscard]] RunView& view() { return *view_; }
  [[nodiscard]] RunList& list() { return *list_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }
  [[nodiscard]] TrainingSession& session() { return session_; }
  [[nodiscard]] bool shows_form() const { return stage_->currentWidget() == form_; }

 protected:
  // A run is opened, anything else is what a new one is to learn from.
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* MakeSide();
  void ConnectSession();
  void ConnectView();

  void Start();
  void Resume();
  void ShowForm();
  void ShowRun(const std::filesystem::path& folder);
  void OnSessionChanged();
  void OnSessionFailed(const core::Error& error);
  void OnSessionEnded();
  void ChooseRun();
  void AskToUse();
  void AskToRemove();
  // A run that lies elsewhere than all others is listed from now on.
  void Remember(const std::filesystem::path& folder);
  void LoadRuns();
  void OnRunsLoaded();

  [[nodiscard]] bool IsLive(const std::filesystem::path& folder) const;
  [[nodiscard]] training::FindModelFile Find() const;
  [[nodiscard]] std::vector<std::filesystem::path> OpenedRuns() const;

  Preferences* preferences_;
  InstalledModels* models_;
  std::filesystem::path runs_folder_;
  std::filesystem::path shown_;  // the run that is shown; empty: the form
  training::TrainConfig live_config_;
  bool stopped_for_good_ = false;  // by Stop, not by Pause
  std::string installing_;         // id

  MessageBar* message_bar_;
  RunList* list_;
  QPushButton* new_run_;
  QStackedWidget* stage_;
  NewRunForm* form_;
  RunView* view_;
  BackgroundJob install_;
  TrainingSession session_;
};

}  // namespace godwit::ui
