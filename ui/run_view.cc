#include "ui/run_view.h"

#include <algorithm>
#include <cmath>

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/plain_label.h"
#include "ui/run_list.h"

namespace godwit::ui {
namespace {

constexpr int kBarSteps = 1000;
constexpr int kMostLines = 500;

QString Duration(double seconds) {
  const auto minutes = std::lround(seconds / 60);
  if (seconds < 90) {
    return RunView::tr("%1 s").arg(std::lround(seconds));
  }
  return minutes < 120 ? RunView::tr("%1 min").arg(minutes) : RunView::tr("%1 h").arg(seconds / 3600, 0, 'f', 1);
}

QString ResultOf(const training::RunSummary& run) {
  if (!run.error.empty()) {
    return RunView::tr("This run cannot go on: %1").arg(ToQString(run.error));
  }
  if (!run.best || run.steps_per_epoch <= 0) {
    return run.has_model ? RunView::tr("No photo was kept aside to measure the model.") : QString();
  }
  return RunView::tr("The best model is that of epoch %1: %2 %3 on photos that were not learned from.")
      .arg(run.best->step / run.steps_per_epoch)
      .arg(QualityName(run.config), Percent(run.best->quality));
}

int ToBar(std::int64_t done, std::int64_t total) { return total > 0 ? static_cast<int>(kBarSteps * done / total) : 0; }

}  // namespace

QString StateOf(const TrainingSession& session) {
  using Phase = TrainingSession::Phase;
  const auto& plan = session.plan();
  const qint64 epoch = plan ? std::min(session.step(), plan->steps - 1) / plan->steps_per_epoch + 1 : 0;
  const qint64 epochs = plan ? plan->steps / plan->steps_per_epoch : 0;
  switch (session.phase()) {
    case Phase::kPreparing:
      return session.to_prepare() > 0
                 ? RunView::tr("Looking at the photos: %1 of %2").arg(session.prepared()).arg(session.to_prepare())
                 : RunView::tr("Preparing…");
    case Phase::kMeasuring:
      return RunView::tr("Measuring after epoch %1 of %2…").arg(session.step() / plan->steps_per_epoch).arg(epochs);
    case Phase::kStopping:
      return RunView::tr("Stopping: the step under way is finished and saved…");
    case Phase::kLearning:
      return RunView::tr("Epoch %1 of %2").arg(epoch).arg(epochs);
    case Phase::kIdle:
      break;
  }
  return {};
}

RunView::RunView(QWidget* parent)
    : QWidget(parent),
      name_(MakePlainLabel({}, this)),
      about_(MakePlainLabel({}, this)),
      state_(MakePlainLabel({}, this)),
      speed_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      result_(MakePlainLabel({}, this)),
      chart_(new RunChart(this)),
      log_(new QPlainTextEdit(this)),
      pause_(new QPushButton(tr("&Pause"), this)),
      resume_(new QPushButton(tr("&Resume"), this)),
      stop_(new QPushButton(tr("&Stop"), this)),
      use_(new QPushButton(tr("&Use this model…"), this)),
      open_folder_(new QPushButton(tr("Op&en folder"), this)),
      remove_(new QPushButton(tr("De&lete…"), this)) {
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.5);
  name_->setFont(large);
  about_->setForegroundRole(QPalette::PlaceholderText);
  speed_->setForegroundRole(QPalette::PlaceholderText);
  bar_->setAccessibleName(tr("Progress of the run"));
  bar_->setRange(0, kBarSteps);
  bar_->setTextVisible(false);
  bar_->setFixedHeight(fontMetrics().height() / 2);
  log_->setReadOnly(true);
  log_->setMaximumBlockCount(kMostLines);
  log_->setTabChangesFocus(true);
  log_->setFixedHeight(6 * fontMetrics().height());
  log_->setAccessibleName(tr("What the run says"));
  pause_->setToolTip(tr("Stop at a checkpoint and stay here"));
  stop_->setToolTip(tr("Stop at a checkpoint and make room for another run"));
  resume_->setToolTip(tr("Go on where the run was stopped"));
  use_->setToolTip(tr("Install the best model of this run and look at photos with it"));

  const int line = fontMetrics().height();
  auto* states = new QHBoxLayout;
  states->addWidget(state_, 1);
  states->addWidget(speed_);
  auto* buttons = new QHBoxLayout;
  for (QPushButton* button : {pause_, resume_, stop_}) {
    buttons->addWidget(button);
  }
  buttons->addStretch();
  for (QPushButton* button : {open_folder_, remove_, use_}) {
    buttons->addWidget(button);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line, line, line, line);
  layout->setSpacing(line / 2);
  layout->addWidget(name_);
  layout->addWidget(about_);
  layout->addSpacing(line / 2);
  layout->addLayout(states);
  layout->addWidget(bar_);
  layout->addWidget(result_);
  layout->addWidget(chart_, 1);
  layout->addWidget(log_);
  layout->addLayout(buttons);
}

void RunView::ShowNames(const std::filesystem::path& folder, const training::TrainConfig& config) {
  name_->setText(ToQString(folder.filename()));
  if (config.data.empty()) {
    about_->setText(ToQString(folder));
    return;
  }
  const training::TrainSettings& settings = config.settings;
  const QString from = config.from.empty() ? tr("from nothing") : tr("from %1").arg(ToQString(config.from));
  const QString part = settings.train == "head" ? tr("last layer only") : tr("whole network");
  about_->setText(tr("%1 · %2, %3, width %4, input %5 × %5 pixels")
                      .arg(ToQString(config.data.front()), from, part)
                      .arg(settings.alpha)
                      .arg(settings.input));
}

void RunView::Show(const training::RunSummary& run, const RunCurve& curve, bool can_resume) {
  ShowNames(run.folder, run.config);
  state_->setText(StateOf(run));
  speed_->clear();
  bar_->setRange(0, kBarSteps);
  bar_->setValue(ToBar(run.step, run.steps_per_epoch * run.config.settings.epochs));
  bar_->setVisible(!run.finished());
  result_->setText(ResultOf(run));
  result_->setVisible(!result_->text().isEmpty());
  chart_->Show(curve, QualityName(run.config), run.config.settings.epochs);
  ShowButtons(false);
  resume_->setVisible(run.error.empty() && !run.finished());
  resume_->setEnabled(can_resume);
  use_->setVisible(run.has_model);
  use_->setDefault(run.finished());
  log_->setVisible(!log_->document()->isEmpty());
}

void RunView::ShowLive(const TrainingSession& session, const training::TrainConfig& config) {
  ShowNames(session.folder(), config);
  state_->setText(StateOf(session));
  const auto& plan = session.plan();
  const bool known = plan || session.to_prepare() > 0;
  bar_->setRange(0, known ? kBarSteps : 0);
  bar_->setValue(plan ? ToBar(session.step(), plan->steps) : ToBar(session.prepared(), session.to_prepare()));
  bar_->show();
  const auto left = session.seconds_left();
  speed_->setText(left ? tr("step %1 of %2 · %3 photos/s · about %4 left")
                             .arg(session.step())
                             .arg(plan->steps)
                             .arg(session.photos_per_s(), 0, 'f', 1)
                             .arg(Duration(*left))
                       : QString());
  result_->setText(
      plan ? tr("%1 %2").arg(tr("%n photo(s) to learn from,", nullptr, static_cast<int>(plan->train_photos)),
                             tr("%n to measure with.", nullptr, static_cast<int>(plan->validation_photos)))
           : QString());
  result_->setVisible(plan.has_value());
  chart_->Show(session.curve(), QualityName(config), config.settings.epochs);
  ShowButtons(true);
  const bool stopping = session.phase() == TrainingSession::Phase::kStopping;
  pause_->setEnabled(!stopping);
  stop_->setEnabled(!stopping);
  log_->show();
}

void RunView::ShowButtons(bool live) {
  pause_->setVisible(live);
  stop_->setVisible(live);
  remove_->setVisible(!live);
  if (live) {
    resume_->hide();
    use_->hide();
  }
}

}  // namespace godwit::ui
