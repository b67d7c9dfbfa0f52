#include "ui/speed_panel.h"

#include <mutex>
#include <optional>
#include <utility>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "workflows/benchmark_table.h"

namespace godwit::ui {

// What the worker measured and the window has not shown yet.
struct SpeedPanel::Live {
  std::mutex mutex;
  std::optional<workflows::BenchmarkReport> report;

  void Put(workflows::BenchmarkReport next) {
    const std::scoped_lock lock(mutex);
    report = std::move(next);
  }
  std::optional<workflows::BenchmarkReport> Take() {
    const std::scoped_lock lock(mutex);
    return std::exchange(report, std::nullopt);
  }
};

SpeedPanel::SpeedPanel(BenchmarkFunction benchmark, BenchmarkModel* model, Preferences* preferences,
                       InstalledModels* models, QWidget* parent)
    : QWidget(parent),
      benchmark_(std::move(benchmark)),
      model_(model),
      sorted_(new QSortFilterProxyModel(this)),
      live_(std::make_shared<Live>()),
      message_bar_(new MessageBar(this)),
      form_(new BenchmarkForm(preferences, models, this)),
      start_(new QPushButton(tr("&Start timing"), this)),
      stop_(new QPushButton(tr("St&op"), this)),
      bar_(new QProgressBar(this)),
      status_(new QLabel(this)),
      stage_(new QStackedWidget(this)),
      empty_(new QLabel(this)),
      note_(new QLabel(this)),
      copy_(new QPushButton(LineIcon(Glyph::kCopy), tr("&Copy as CSV"), this)),
      chart_(new BenchmarkChart(model, this)),
      table_(new QTableView(this)) {
  results_ = MakeResults();
  empty_->setText(tr(
      "Choose widths and input sizes, and start.\nEach is timed on this machine, in turns, and drawn here at once."));
  empty_->setForegroundRole(QPalette::PlaceholderText);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  stage_->addWidget(empty_);
  stage_->addWidget(results_);
  auto* columns = new QHBoxLayout;
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(0);
  columns->addWidget(MakeControls());
  columns->addWidget(stage_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_bar_);
  layout->addLayout(columns, 1);

  connect(start_, &QPushButton::clicked, this, &SpeedPanel::Start);
  connect(stop_, &QPushButton::clicked, this, &SpeedPanel::Stop);
  connect(copy_, &QPushButton::clicked, this, &SpeedPanel::CopyTable);
  connect(form_, &BenchmarkForm::Changed, this, &SpeedPanel::UpdateState);
  connect(&job_, &BackgroundJob::Progressed, this, &SpeedPanel::OnProgress);
  connect(&job_, &BackgroundJob::Succeeded, this, &SpeedPanel::OnEnded);
  connect(&job_, &BackgroundJob::Failed, this, &SpeedPanel::OnFailed);
  connect(chart_, &BenchmarkChart::Chosen, this, &SpeedPanel::SetCurrent);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    const int row = sorted_->mapToSource(current).row();
    chart_->SetCurrent(row);
    emit CurrentChanged(row);
  });
  UpdateState();
}

QWidget* SpeedPanel::MakeControls() {
  const int line = fontMetrics().height();
  auto* inside = new QWidget(this);
  auto* layout = new QVBoxLayout(inside);
  layout->setContentsMargins(line, line, line, line);
  layout->setSpacing(line / 2);
  start_->setDefault(true);
  start_->setMinimumHeight(2 * line);
  stop_->setMinimumHeight(2 * line);
  status_->setWordWrap(true);
  status_->setForegroundRole(QPalette::PlaceholderText);
  bar_->setAccessibleName(tr("Progress"));
  layout->addWidget(form_);
  layout->addSpacing(line / 2);
  layout->addWidget(start_);
  layout->addWidget(stop_);
  layout->addWidget(bar_);
  layout->addWidget(status_);
  layout->addStretch();
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(inside);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(17 * line);
  return scroll;
}

QWidget* SpeedPanel::MakeResults() {
  const int line = fontMetrics().height();
  sorted_->setSourceModel(model_);
  sorted_->setSortRole(BenchmarkModel::kSortRole);
  table_->setModel(sorted_);
  table_->setSortingEnabled(true);
  table_->sortByColumn(-1, Qt::AscendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setAlternatingRowColors(true);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setTabKeyNavigation(false);
  table_->setAccessibleName(tr("Timed settings"));
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(line * 3 / 2);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setStretchLastSection(true);
  auto* copy = new QAction(tr("Copy as CSV"), table_);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  connect(copy, &QAction::triggered, this, &SpeedPanel::CopyTable);
  table_->addAction(copy);
  table_->setContextMenuPolicy(Qt::ActionsContextMenu);

  note_->setWordWrap(true);
  auto* results = new QWidget(this);
  auto* header = new QHBoxLayout;
  header->setContentsMargins(line / 2, line / 2, line / 2, line / 2);
  header->addWidget(note_, 1);
  header->addWidget(copy_);
  auto* splitter = new QSplitter(Qt::Vertical, results);
  splitter->addWidget(chart_);
  splitter->addWidget(table_);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  splitter->setChildrenCollapsible(false);
  splitter->setSizes({30 * line, 20 * line});
  auto* layout = new QVBoxLayout(results);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(header);
  layout->addWidget(splitter, 1);
  return results;
}

void SpeedPanel::Start() {
  if (is_running() || !form_->is_complete()) {
    return;
  }
  message_bar_->hide();
  model_->SetReport({});
  live_ = std::make_shared<Live>();
  job_.Start([benchmark = benchmark_, request = form_->request(),
              live = live_](const core::JobContext& context) -> core::Result<> {
    auto report = benchmark(request, context, [&](const workflows::BenchmarkReport& so_far) { live->Put(so_far); });
    if (!report) {
      return core::Forward(report);
    }
    live->Put(*std::move(report));
    return {};
  });
  bar_->setRange(0, 0);
  status_->setText(tr("Starting…"));
  UpdateState();
  stop_->setFocus();
}

void SpeedPanel::Stop() {
  job_.Cancel();
  UpdateState();
}

void SpeedPanel::OnProgress(qint64 done, qint64 total, const QString& item) {
  bar_->setRange(0, static_cast<int>(total));
  bar_->setValue(static_cast<int>(done));
  status_->setText(item);
  TakeResults();
}

void SpeedPanel::TakeResults() {
  if (const auto report = live_->Take()) {
    const bool first = model_->rowCount() == 0;
    model_->SetReport(*report);
    if (first && model_->rowCount() > 0) {
      SetCurrent(0);
    }
  }
  UpdateNote();
  stage_->setCurrentWidget(model_->rowCount() > 0 ? results_ : empty_);
}

void SpeedPanel::OnEnded() {
  TakeResults();
  status_->setText(tr("%n setting(s) timed", nullptr, model_->rowCount()));
  UpdateState();
}

void SpeedPanel::OnFailed(const core::Error& error) {
  TakeResults();
  if (error.kind == core::ErrorKind::kCancelled) {
    status_->setText(model_->rowCount() > 0
                         ? tr("Stopped. The medians are of fewer runs than asked for; the tooltips tell of how many.")
                         : tr("Stopped before anything was timed"));
  } else {
    status_->clear();
    message_bar_->ShowMessage(ToQString(error.message));
  }
  UpdateState();
}

void SpeedPanel::UpdateState() {
  const bool running = is_running();
  const bool had_focus = stop_->hasFocus();
  form_->setEnabled(!running);
  start_->setVisible(!running);
  start_->setEnabled(form_->is_complete());
  stop_->setVisible(running);
  stop_->setEnabled(!job_.is_cancelling());
  bar_->setVisible(running);
  copy_->setEnabled(model_->rowCount() > 0);
  if (!running && had_focus) {
    start_->setFocus();
  }
  if (job_.is_cancelling()) {
    status_->setText(tr("Stopping…"));
  } else if (!running && !form_->is_complete()) {
    status_->setText(tr("Choose at least one width and one input size."));
  } else if (!running && model_->rowCount() == 0) {
    status_->setText(tr("%n setting(s) to time", nullptr, form_->settings()));
  }
}

void SpeedPanel::UpdateNote() {
  const workflows::BenchmarkReport& report = model_->report();
  if (report.results.empty()) {
    note_->clear();
    return;
  }
  const QString machine = tr("%n thread(s), %1", nullptr, report.results.front().threads).arg(ToQString(report.isa));
  note_->setText(report.weights == "random"
                     ? tr("Random weights, which take the same time as trained ones · %1 · accuracies are the paper's")
                           .arg(machine)
                     : tr("Weights of %1 · %2").arg(ToQString(report.weights), machine));
}

void SpeedPanel::SetCurrent(int row) {
  const QModelIndex index = sorted_->mapFromSource(model_->index(row, 0));
  table_->setCurrentIndex(index);
  table_->scrollTo(index);
}

void SpeedPanel::CopyTable() {
  QApplication::clipboard()->setText(ToQString(workflows::BenchmarkCsv(model_->report())));
  status_->setText(tr("Copied %n line(s)", nullptr, model_->rowCount()));
}

}  // namespace godwit::ui
