#include "ui/folder_job_page.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <utility>

#include <QDateTime>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLocale>
#include <QUrl>

#include "ui/format.h"

namespace godwit::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kRefreshMs = 150;  // often enough to look alive; what happens in between is shown together

QString NameOf(const workflows::FolderJob& job) { return ToQString(job.inputs.front().filename()); }

// A job counts its photos once for each head, a person once.
qint64 PhotosOf(const workflows::FolderJob& job, qint64 count) {
  return job.objects && job.classes ? count / 2 : count;
}

}  // namespace

// What the worker has for the window.
struct FolderJobPage::Shared {
  std::mutex mutex;
  std::vector<core::InputError> failures;  // that the window has not shown yet
  workflows::FolderJobReport report;       // once the job ended
};

// A job that is not done.
struct FolderJobPage::Found {
  fs::path file;
  workflows::FolderJob job;
  workflows::FolderJobStatus status;
};

FolderJobPage::FolderJobPage(fs::path jobs_folder, Preferences* preferences, InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      jobs_folder_(std::move(jobs_folder)),
      preferences_(preferences),
      models_(models),
      message_bar_(new MessageBar(this)),
      stack_(new QStackedWidget(this)),
      unfinished_(new QVBoxLayout),
      form_(new FolderJobForm(preferences, models, this)),
      view_(new FolderJobView(this)) {
  const int line = fontMetrics().height();
  stack_->addWidget(MakeSetup());
  stack_->addWidget(view_);
  auto* middle = new QHBoxLayout;  // lines of text longer than this are hard to read
  stack_->setMaximumWidth(80 * line);
  middle->setContentsMargins(2 * line, 3 * line / 2, 2 * line, 3 * line / 2);
  middle->addStretch(1);
  middle->addWidget(stack_, 1000);
  middle->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(message_bar_);
  layout->addLayout(middle, 1);

  refresh_.setInterval(kRefreshMs);
  connect(&refresh_, &QTimer::timeout, this, &FolderJobPage::Refresh);
  connect(form_, &FolderJobForm::Started, this, &FolderJobPage::Start);
  connect(&job_, &BackgroundJob::Progressed, this, [this](qint64 done, qint64 total) {
    done_ = PhotosOf(shown_, done);
    total_ = PhotosOf(shown_, total);
  });
  connect(&job_, &BackgroundJob::Succeeded, this, &FolderJobPage::OnSucceeded);
  connect(&job_, &BackgroundJob::Failed, this, [this](const core::Error& error) {
    refresh_.stop();
    Refresh();
    message_bar_->ShowMessage(ToQString(error.message));
    view_->ShowPaused(tr("The job stopped. What was done is kept."));
    emit Finished();
  });
  connect(&scan_, &BackgroundJob::Succeeded, this, &FolderJobPage::ListUnfinished);
  ConnectView();
  Scan();
}

FolderJobPage::~FolderJobPage() = default;

QWidget* FolderJobPage::MakeSetup() {
  setup_ = new QWidget(this);
  auto* title = new QLabel(tr("Look at folders of photos"), setup_);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  large.setBold(true);
  title->setFont(large);
  auto* layout = new QVBoxLayout(setup_);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(fontMetrics().height());
  layout->addWidget(title);
  layout->addLayout(unfinished_);
  layout->addWidget(form_, 1);
  return setup_;
}

void FolderJobPage::ConnectView() {
  connect(view_->pause, &QPushButton::clicked, this, &FolderJobPage::Pause);
  connect(view_->cancel, &QPushButton::clicked, this, &FolderJobPage::Cancel);
  connect(view_->resume, &QPushButton::clicked, this, [this] { Resume(); });
  connect(view_->retry, &QPushButton::clicked, this, [this] { Resume(true); });
  connect(view_->another, &QPushButton::clicked, this, &FolderJobPage::ShowForm);
  connect(view_->open_output, &QPushButton::clicked, this,
          [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(ToQString(shown_.output))); });
}

void FolderJobPage::Start(const workflows::FolderJob& job) {
  const std::string time = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-hhmmss")).toStdString();
  fs::path file = jobs_folder_ / (time + ".json");
  std::error_code ignored;
  for (int number = 2; fs::exists(file, ignored); ++number) {
    file = jobs_folder_ / (time + '-' + std::to_string(number) + ".json");
  }
  Open(file, job);
}

void FolderJobPage::Open(const fs::path& file, const workflows::FolderJob& job) {
  file_ = file;
  shown_ = job;
  Resume();
}

void FolderJobPage::Resume(bool retry_failed) {
  message_bar_->hide();
  cancelled_ = false;
  total_ = 0;
  shared_ = std::make_shared<Shared>();
  view_->ShowRunning(shown_);
  stack_->setCurrentWidget(view_);
  const workflows::FolderJobRun run{.file = file_,
                                    .models_folder = models_->folder(),
                                    .threads = preferences_->values().threads,
                                    .retry_failed = retry_failed,
                                    .failed = [shared = shared_](const core::InputError& failure) {
                                      const std::scoped_lock lock(shared->mutex);
                                      shared->failures.push_back(failure);
                                    }};
  job_.Start([run, job = shown_, shared = shared_](const core::JobContext& context) -> core::Result<> {
    // Here and not in the window's thread, which a slow disk would hold up: the file is flushed.
    if (std::error_code ignored; !fs::exists(run.file, ignored)) {
      if (auto written = workflows::WriteFolderJob(run.file, job); !written) {
        return written;
      }
    }
    auto report = workflows::RunFolderJob(run, context);
    if (!report) {
      return core::Forward(report);
    }
    const std::scoped_lock lock(shared->mutex);
    shared->report = *std::move(report);
    return {};
  });
  refresh_.start();
}

void FolderJobPage::Pause() {
  job_.Cancel();
  view_->ShowStopping();
}

void FolderJobPage::Cancel() {
  cancelled_ = true;
  Pause();
}

void FolderJobPage::Refresh() {
  std::vector<core::InputError> failures;
  {
    const std::scoped_lock lock(shared_->mutex);
    failures = std::exchange(shared_->failures, {});
  }
  if (!failures.empty()) {
    view_->AddFailures(failures);
  }
  if (total_ > 0 && !job_.is_cancelling()) {
    view_->ShowProgress(done_, total_);
  }
}

void FolderJobPage::OnSucceeded() {
  refresh_.stop();
  Refresh();
  const workflows::FolderJobReport& report = shared_->report;  // the worker is gone
  if (!report.cancelled) {
    view_->ShowDone(report);
  } else if (cancelled_) {
    ShowForm();
  } else {
    view_->ShowPaused(tr("Paused at %1 of %2 photos. What was done is kept, also when the window is closed.")
                          .arg(QLocale().toString(done_), QLocale().toString(total_)));
  }
  emit Finished();
}

void FolderJobPage::ShowForm() {
  message_bar_->hide();
  stack_->setCurrentWidget(setup_);
  Scan();
}

// Journals are looked over for damage, which takes a moment where they are large. Those of finished jobs have served.
void FolderJobPage::Scan() {
  if (scan_.is_running() || jobs_folder_.empty()) {
    return;
  }
  found_ = std::make_shared<std::vector<Found>>();
  scan_.Start([folder = jobs_folder_, found = found_](const core::JobContext&) -> core::Result<> {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() != ".json") {
        continue;  // a journal
      }
      auto job = workflows::ReadFolderJob(entry.path());
      const auto status = workflows::ReadJobStatus(entry.path());
      if (job && status && status->finished) {
        workflows::RemoveFolderJob(entry.path());
      } else if (job) {
        found->push_back({entry.path(), *std::move(job), status ? *status : workflows::FolderJobStatus()});
      }
    }
    std::ranges::sort(*found, std::ranges::greater(), &Found::file);  // the newest first
    return {};
  });
}

void FolderJobPage::ListUnfinished() {
  while (QLayoutItem* item = unfinished_->takeAt(0)) {
    item->widget()->deleteLater();
    delete item;
  }
  for (const Found& found : *found_) {
    unfinished_->addWidget(MakeUnfinished(found));
  }
}

QWidget* FolderJobPage::MakeUnfinished(const Found& found) {
  auto* row = new QFrame(setup_);
  row->setFrameShape(QFrame::StyledPanel);
  const QString state = found.status.total > 0
                            ? tr("%1: stopped at %2 of %3 photos")
                                  .arg(NameOf(found.job), QLocale().toString(PhotosOf(found.job, found.status.done)),
                                       QLocale().toString(PhotosOf(found.job, found.status.total)))
                            : tr("%1: stopped before the first photo").arg(NameOf(found.job));
  auto* label = new QLabel(state, row);
  label->setToolTip(tr("Results go to %1").arg(ToQString(found.job.output)));
  auto* discard = new QPushButton(tr("Discard"), row);
  discard->setToolTip(tr("Forget this job and what it did so far"));
  discard->setAccessibleName(tr("Discard the job %1").arg(NameOf(found.job)));
  auto* resume = new QPushButton(tr("Resume"), row);
  resume->setAccessibleName(tr("Resume the job %1").arg(NameOf(found.job)));
  connect(resume, &QPushButton::clicked, this, [this, found] { Open(found.file, found.job); });
  connect(discard, &QPushButton::clicked, this, [this, file = found.file] {
    workflows::RemoveFolderJob(file);
    Scan();
  });
  auto* layout = new QHBoxLayout(row);
  layout->addWidget(label, 1);
  layout->addWidget(discard);
  layout->addWidget(resume);
  return row;
}

}  // namespace godwit::ui
