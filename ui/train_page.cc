#include "ui/train_page.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QSplitter>
#include <QStandardPaths>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/local_paths.h"
#include "ui/use_model_dialog.h"
#include "workflows/models.h"

namespace godwit::ui {
namespace {

QString OpenedKey() { return QStringLiteral("train/opened"); }

}  // namespace

std::filesystem::path RunsFolder() {
  return ToPath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)) / "godwit/runs";
}

TrainPage::TrainPage(Preferences* preferences, InstalledModels* models, std::filesystem::path runs_folder,
                     QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      runs_folder_(std::move(runs_folder)),
      message_bar_(new MessageBar(this)),
      list_(new RunList(this)),
      new_run_(new QPushButton(tr("&New run"), this)),
      stage_(new QStackedWidget(this)),
      form_(new NewRunForm(models, runs_folder_, this)),
      view_(new RunView(this)) {
  setAcceptDrops(true);
  stage_->addWidget(form_);
  stage_->addWidget(view_);
  auto* splitter = new QSplitter(this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(MakeSide());
  splitter->addWidget(stage_);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({16 * fontMetrics().height(), 60 * fontMetrics().height()});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_bar_);
  layout->addWidget(splitter, 1);
  ConnectSession();
  ConnectView();
  ShowForm();
  LoadRuns();
}

QWidget* TrainPage::MakeSide() {
  auto* side = new QWidget(this);
  auto* open = new QPushButton(tr("&Open run…"), side);
  open->setToolTip(tr("Show a run that lies elsewhere, for example one of the command line's"));
  connect(open, &QPushButton::clicked, this, &TrainPage::ChooseRun);
  connect(new_run_, &QPushButton::clicked, this, &TrainPage::ShowForm);
  connect(list_, &RunList::Chosen, this, [this](const QString& folder) { ShowRun(ToPath(folder)); });
  connect(list_, &RunList::Loaded, this, &TrainPage::OnRunsLoaded);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(new_run_);
  buttons->addWidget(open);
  const int line = fontMetrics().height();
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(line / 2, line, 0, line);
  layout->setSpacing(line / 2);
  layout->addLayout(buttons);
  layout->addWidget(list_, 1);
  return side;
}

void TrainPage::ConnectSession() {
  connect(&session_, &TrainingSession::Changed, this, &TrainPage::OnSessionChanged);
  connect(&session_, &TrainingSession::Logged, view_, &RunView::AddLine);
  connect(&session_, &TrainingSession::Finished, this, &TrainPage::OnSessionEnded);
  connect(&session_, &TrainingSession::Failed, this, &TrainPage::OnSessionFailed);
  connect(&install_, &BackgroundJob::Succeeded, this, [this] {
    models_->Refresh();
    const workflows::InstalledModel* model = models_->Find(installing_);
    if (model == nullptr) {
      return;
    }
    PreferenceValues values = preferences_->values();
    HeadChoice& head = model->card.task == "detect" ? values.objects : values.classes;
    head = {.on = true, .model = installing_};
    preferences_->Set(values);
    message_bar_->hide();
    view_->ShowNote(tr("Photos are looked at with “%1” from now on. It is installed as %2.")
                        .arg(ToQString(installing_), ToQString(model->file)));
  });
  connect(&install_, &BackgroundJob::Failed, this,
          [this](const core::Error& error) { message_bar_->ShowMessage(ToQString(error.message)); });
}

void TrainPage::ConnectView() {
  connect(form_, &NewRunForm::Started, this, &TrainPage::Start);
  connect(view_->pause(), &QPushButton::clicked, &session_, &TrainingSession::Stop);
  connect(view_->stop(), &QPushButton::clicked, this, [this] {
    stopped_for_good_ = true;
    session_.Stop();
  });
  connect(view_->resume(), &QPushButton::clicked, this, &TrainPage::Resume);
  connect(view_->use(), &QPushButton::clicked, this, &TrainPage::AskToUse);
  connect(view_->remove(), &QPushButton::clicked, this, &TrainPage::AskToRemove);
  connect(view_->open_folder(), &QPushButton::clicked, this,
          [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(ToQString(shown_))); });
}

void TrainPage::Choose(const std::filesystem::path& photos) {
  ShowForm();
  form_->picker().Choose(photos);
}

void TrainPage::dragEnterEvent(QDragEnterEvent* event) {
  if (LocalPaths(*event->mimeData()).size() == 1) {
    event->acceptProposedAction();
  }
}

void TrainPage::dropEvent(QDropEvent* event) {
  const std::filesystem::path path = LocalPaths(*event->mimeData()).front();
  if (training::HoldsRun(path)) {
    OpenRun(path);
  } else {
    Choose(path);
  }
  event->acceptProposedAction();
}

training::FindModelFile TrainPage::Find() const {
  return [folder = models_->folder()](const std::string& id) { return workflows::FindModel(folder, id); };
}

void TrainPage::Start() {
  message_bar_->hide();
  view_->ClearLog();
  stopped_for_good_ = false;
  live_config_ = form_->Config();
  const training::NetworkShape shape = form_->Shape();
  live_config_.settings.alpha = shape.alpha.value_or(form_->alpha()->value());
  live_config_.settings.input = *shape.input;
  const std::filesystem::path folder = form_->RunFolder();
  Remember(folder);
  session_.Begin(folder, live_config_, shape, Find(), preferences_->values().threads);
  ShowRun(folder);
}

void TrainPage::Resume() {
  const training::RunSummary* run = list_->Find(shown_);
  if (run == nullptr || session_.is_running()) {
    return;
  }
  message_bar_->hide();
  view_->ClearLog();
  stopped_for_good_ = false;
  live_config_ = run->config;
  session_.Resume(shown_, Find(), preferences_->values().threads);
  ShowRun(shown_);
}

bool TrainPage::IsLive(const std::filesystem::path& folder) const {
  return session_.is_running() && session_.folder() == folder;
}

void TrainPage::ShowForm() {
  shown_.clear();
  list_->Select({});
  form_->SetBusy(session_.is_running());
  form_->ProposeFolder();
  stage_->setCurrentWidget(form_);
}

void TrainPage::ShowRun(const std::filesystem::path& folder) {
  const training::RunSummary* run = list_->Find(folder);
  if (IsLive(folder)) {
    list_->SetLive(folder, StateOf(session_));
    view_->ShowLive(session_, live_config_);
  } else if (run != nullptr) {
    const bool was_live = session_.folder() == folder && session_.plan();
    if (!was_live) {
      view_->ClearLog();  // of another run
    }
    view_->Show(*run, was_live ? session_.curve() : CurveOf(run->lines), !session_.is_running());
  } else {
    ShowForm();
    return;
  }
  shown_ = folder;
  list_->Select(folder);
  stage_->setCurrentWidget(view_);
}

void TrainPage::OnSessionChanged() {
  form_->SetBusy(session_.is_running());
  if (!session_.is_running()) {
    return;
  }
  list_->SetLive(session_.folder(), StateOf(session_));
  if (shown_ == session_.folder()) {
    view_->ShowLive(session_, live_config_);
  }
}

void TrainPage::OnSessionFailed(const core::Error& error) {
  if (error.kind != core::ErrorKind::kCancelled) {
    message_bar_->ShowMessage(ToQString(error.message));
  }
  OnSessionEnded();
}

// What is in the folder now is what there is to show.
void TrainPage::OnSessionEnded() {
  list_->ClearLive();
  LoadRuns();
}

void TrainPage::LoadRuns() { list_->Load(runs_folder_, OpenedRuns()); }

void TrainPage::OnRunsLoaded() {
  if (shown_.empty() || IsLive(shown_)) {
    return;
  }
  // A run that was stopped before its first step has left nothing.
  if (stopped_for_good_ && shown_ == session_.folder()) {
    stopped_for_good_ = false;
    ShowForm();
  } else {
    ShowRun(shown_);
  }
}

std::vector<std::filesystem::path> TrainPage::OpenedRuns() const {
  std::vector<std::filesystem::path> folders;
  for (const QString& folder : preferences_->settings().value(OpenedKey()).toStringList()) {
    folders.push_back(ToPath(folder));
  }
  return folders;
}

void TrainPage::Remember(const std::filesystem::path& folder) {
  if (folder.parent_path() != runs_folder_) {
    QStringList opened = preferences_->settings().value(OpenedKey()).toStringList();
    opened.removeAll(ToQString(folder));
    opened.prepend(ToQString(folder));
    preferences_->settings().setValue(OpenedKey(), opened);
  }
}

void TrainPage::OpenRun(const std::filesystem::path& folder) {
  if (!training::HoldsRun(folder)) {
    message_bar_->ShowMessage(tr("%1 holds no training run: there is no config.json in it.").arg(ToQString(folder)));
    return;
  }
  message_bar_->hide();
  Remember(folder);
  shown_ = folder;
  LoadRuns();
}

void TrainPage::ChooseRun() {
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("Folder of a training run"), ToQString(runs_folder_));
  if (!folder.isEmpty()) {
    OpenRun(ToPath(folder));
  }
}

void TrainPage::AskToUse() {
  UseModelDialog dialog(*models_, ProposedModelId(shown_), this);
  if (dialog.exec() == QDialog::Accepted) {
    Use(dialog.id(), dialog.replaces());
  }
}

void TrainPage::Use(const std::string& id, bool replace) {
  if (install_.is_running()) {
    return;
  }
  installing_ = id;
  workflows::ImportRequest request{.file = shown_ / training::kModelFile, .id = id, .replace = replace};
  install_.Start([folder = models_->folder(), request](const core::JobContext&) {
    return workflows::ImportModel(folder, request);
  });
}

void TrainPage::AskToRemove() {
  const auto answer = QMessageBox::question(
      this, tr("Delete the run"),
      tr("Delete “%1” with its checkpoint, curves and model?\n\nA model that was installed from it stays. This cannot "
         "be undone.")
          .arg(ToQString(shown_.filename())),
      QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
  if (answer == QMessageBox::Yes) {
    Remove();
  }
}

void TrainPage::Remove() {
  if (shown_.empty() || IsLive(shown_)) {
    return;
  }
  if (auto removed = training::RemoveRun(shown_); !removed) {
    message_bar_->ShowMessage(ToQString(removed.error().message));
  } else {
    ShowForm();
  }
  LoadRuns();
}

}  // namespace godwit::ui
