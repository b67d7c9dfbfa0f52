#include "ui/folder_job_view.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "ui/format.h"

namespace godwit::ui {
namespace {

QString Duration(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 60) {
    return FolderJobView::tr("%1 s").arg(whole);
  }
  const QChar zero('0');
  return whole < 3600 ? FolderJobView::tr("%1:%2 min").arg(whole / 60).arg(whole % 60, 2, 10, zero)
                      : FolderJobView::tr("%1:%2 h").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, zero);
}

RowModel::Row FailureRow(const core::InputError& failure) {
  const std::filesystem::path path = failure.path;
  std::string reason = failure.error;
  if (reason.starts_with(failure.path + ": ")) {
    reason.erase(0, failure.path.size() + 2);
  }
  return {ToQString(path.filename()), ToQString(reason), ToQString(path.parent_path())};
}

std::vector<RowModel::Row> FailureRows(const std::vector<core::InputError>& failures) {
  std::vector<RowModel::Row> rows;
  std::ranges::transform(failures, std::back_inserter(rows), FailureRow);
  return rows;
}

}  // namespace

FolderJobView::FolderJobView(QWidget* parent)
    : QWidget(parent),
      pause(new QPushButton(tr("&Pause"), this)),
      resume(new QPushButton(tr("&Resume"), this)),
      cancel(new QPushButton(tr("&Cancel"), this)),
      open_output(new QPushButton(tr("&Open output folder"), this)),
      show_failures(new QPushButton(tr("Show &failures"), this)),
      retry(new QPushButton(tr("&Try failed photos again"), this)),
      another(new QPushButton(tr("&New job"), this)),
      title_(new QLabel(this)),
      about_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      status_(new QLabel(this)),
      tabs_(new QTabWidget(this)),
      labels_({tr("Found"), tr("Count"), tr("Looked for")}),
      failures_({tr("Photo"), tr("Reason"), tr("Folder")}) {
  QFont large = title_->font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  large.setBold(true);
  title_->setFont(large);
  about_->setForegroundRole(QPalette::PlaceholderText);
  for (QLabel* label : {title_, about_, status_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  status_->setAccessibleName(tr("State of the job"));
  bar_->setAccessibleName(tr("Progress"));
  bar_->setTextVisible(false);
  labels_table_ = MakeTable(&labels_, tr("What was found"));
  failures_table_ = MakeTable(&failures_, tr("Photos that failed"));
  tabs_->addTab(labels_table_, tr("Found"));
  tabs_->addTab(failures_table_, QString());
  connect(show_failures, &QPushButton::clicked, this, [this] {
    tabs_->setCurrentWidget(failures_table_);
    failures_table_->setFocus();
  });

  auto* buttons = new QHBoxLayout;
  buttons->addWidget(status_, 1);
  for (QPushButton* button : {another, retry, show_failures, cancel, pause, resume, open_output}) {
    buttons->addWidget(button);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(fontMetrics().height() * 2 / 3);
  layout->addWidget(title_);
  layout->addWidget(about_);
  layout->addWidget(bar_);
  layout->addLayout(buttons);
  layout->addWidget(tabs_, 1);
}

// The tables read models that are members, so they go first.
FolderJobView::~FolderJobView() { delete tabs_; }

QTreeView* FolderJobView::MakeTable(RowModel* model, const QString& name) {
  auto* table = new QTreeView(this);
  auto* sorted = new QSortFilterProxyModel(table);
  sorted->setSourceModel(model);
  sorted->setSortRole(RowModel::kSortRole);
  table->setModel(sorted);
  table->setAccessibleName(name);
  table->setRootIsDecorated(false);
  table->setUniformRowHeights(true);
  table->setAlternatingRowColors(true);
  table->setSortingEnabled(true);
  table->sortByColumn(-1, Qt::AscendingOrder);  // as they come
  table->header()->setStretchLastSection(true);
  // Widths do not follow the contents: measuring thousands of rows at every change would hold the window up.
  const int line = fontMetrics().height();
  table->header()->resizeSection(0, 14 * line);
  table->header()->resizeSection(1, (model == &failures_ ? 26 : 8) * line);
  return table;
}

void FolderJobView::ShowButtons(std::initializer_list<QPushButton*> shown) {
  QPushButton* primary = *(shown.end() - 1);
  for (QPushButton* button : {another, retry, show_failures, cancel, pause, resume, open_output}) {
    button->setVisible(std::ranges::find(shown, button) != shown.end());
    button->setEnabled(true);
    button->setDefault(button == primary);
  }
}

void FolderJobView::NameFailures() {
  tabs_->setTabText(tabs_->indexOf(failures_table_), tr("Failures (%1)").arg(Number(failures_.rowCount())));
}

void FolderJobView::ShowRunning(const workflows::FolderJob& job) {
  before_ = -1;
  const std::filesystem::path& first = job.inputs.front();
  title_->setText(job.inputs.size() == 1
                      ? ToQString(first.filename())
                      : tr("%1 and %2 more").arg(ToQString(first.filename()), Number(std::ssize(job.inputs) - 1)));
  about_->setText(tr("Results go to %1").arg(ToQString(job.output)));
  bar_->setRange(0, 0);
  bar_->show();
  status_->setText(tr("Loading the model and listing photos…"));
  labels_.SetRows({});
  failures_.SetRows({});
  NameFailures();
  tabs_->setTabVisible(tabs_->indexOf(labels_table_), false);
  ShowButtons({cancel, pause});
}

void FolderJobView::ShowProgress(qint64 done, qint64 total) {
  if (before_ < 0) {
    before_ = done;
    clock_.start();
  }
  constexpr int kSteps = 1000;
  bar_->setRange(0, kSteps);
  bar_->setValue(total > 0 ? static_cast<int>(kSteps * done / total) : kSteps);
  const double rate = static_cast<double>(done - before_) * 1000 / std::max<double>(1, clock_.elapsed());
  const QString count = tr("%1 of %2 photos").arg(Number(done), Number(total));
  if (done == total) {
    status_->setText(tr("%1 – writing results…").arg(count));
  } else if (done == before_) {
    status_->setText(count);
  } else {
    status_->setText(
        tr("%1 – %2 a second, %3 left")
            .arg(count, QLocale().toString(rate, 'f', 1), Duration(static_cast<double>(total - done) / rate)));
  }
}

void FolderJobView::AddFailures(const std::vector<core::InputError>& failures) {
  failures_.Append(FailureRows(failures));
  NameFailures();
}

void FolderJobView::ShowStopping() {
  status_->setText(tr("Finishing the photos under way…"));
  pause->setEnabled(false);
  cancel->setEnabled(false);
}

void FolderJobView::ShowPaused(const QString& reason) {
  if (before_ < 0) {
    bar_->hide();  // it was not known yet how far it is
  }
  status_->setText(reason);
  ShowButtons({another, resume});
}

void FolderJobView::ShowDone(const workflows::FolderJobReport& report) {
  std::vector<RowModel::Row> labels;
  qint64 objects = 0;
  for (const workflows::JobHeadReport& head : report.heads) {
    const bool is_objects = head.head == "objects";
    for (const auto& [label, count] : head.labels) {
      labels.push_back(
          {ToQString(label), static_cast<qlonglong>(count), is_objects ? tr("Objects") : tr("Photos of a class")});
      objects += is_objects ? count : 0;
    }
  }
  const bool nothing_failed = report.errors.empty();
  QString status = tr("Done: %1 photos, %2 objects").arg(Number(report.photos), Number(objects));
  if (report.computed() > 0) {
    status += tr(", %1 photos a second").arg(QLocale().toString(report.photos_per_second(), 'f', 1));
  }
  status_->setText(nothing_failed ? status : tr("%1. Failed: %2").arg(status, Number(std::ssize(report.errors))));
  bar_->hide();
  labels_.SetRows(std::move(labels));
  failures_.SetRows(FailureRows(report.errors));
  NameFailures();
  tabs_->setTabVisible(tabs_->indexOf(labels_table_), true);
  tabs_->setCurrentWidget(labels_table_);
  if (nothing_failed) {
    ShowButtons({another, open_output});
  } else {
    ShowButtons({another, retry, show_failures, open_output});
  }
}

}  // namespace godwit::ui
