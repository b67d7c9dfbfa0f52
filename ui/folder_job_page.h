// The page for jobs over folders of photos: starts, pauses and resumes what `godwit run` runs as well.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/background_job.h"
#include "ui/folder_job_form.h"
#include "ui/folder_job_view.h"
#include "ui/message_bar.h"

namespace godwit::ui {

class FolderJobPage : public QWidget {
  Q_OBJECT

 public:
  // Files and journals of jobs are kept in `jobs_folder`; jobs there that are not done are offered for resuming. Both
  // pointers must outlive the page.
  FolderJobPage(std::filesystem::path jobs_folder, Preferences* preferences, InstalledModels* models,
                QWidget* parent = nullptr);
  ~FolderJobPage() override;

  void Start(const workflows::FolderJob& job);
  void Pause();   // the job stays on the page
  void Cancel();  // it goes to those that are offered for resuming
  void Resume(bool retry_failed = false);

  [[nodiscard]] bool is_running() const { return job_.is_running(); }
  [[nodiscard]] FolderJobForm& form() { return *form_; }
  [[nodiscard]] FolderJobView& view() { return *view_; }
  [[nodiscard]] MessageBar& message_bar() { return *message_bar_; }
  [[nodiscard]] int unfinished() const { return unfinished_->count(); }

 signals:
  void Finished();

 private:
  struct Shared;
  struct Found;

  QWidget* MakeSetup();
  void ConnectView();
  void Open(const std::filesystem::path& file, const workflows::FolderJob& job);
  void ShowForm();
  void Scan();
  void ListUnfinished();
  QWidget* MakeUnfinished(const Found& found);
  void Refresh();
  void OnSucceeded();

  std::filesystem::path jobs_folder_;
  Preferences* preferences_;
  InstalledModels* models_;
  MessageBar* message_bar_;
  QStackedWidget* stack_;
  QWidget* setup_ = nullptr;
  QVBoxLayout* unfinished_;
  FolderJobForm* form_;
  FolderJobView* view_;
  QTimer refresh_;
  bool cancelled_ = false;  // as opposed to paused
  qint64 done_ = 0;
  qint64 total_ = 0;  // 0: not known yet

  std::filesystem::path file_;  // of the job on the page
  workflows::FolderJob shown_;
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<std::vector<Found>> found_;
  BackgroundJob job_;
  BackgroundJob scan_;
};

}  // namespace godwit::ui
