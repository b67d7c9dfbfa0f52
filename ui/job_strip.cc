#include "ui/job_strip.h"

#include <utility>

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"

namespace godwit::ui {

JobStrip::JobStrip(QWidget* parent)
    : QWidget(parent),
      bar_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("&Cancel"), this)),
      icon_(new QLabel(this)),
      status_(new QLabel(this)) {
  bar_->setAccessibleName(tr("Progress"));
  status_->setWordWrap(true);
  status_->setTextFormat(Qt::PlainText);
  status_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* running = new QHBoxLayout;
  running->addWidget(bar_, 1);
  running->addWidget(cancel_);
  auto* words = new QHBoxLayout;
  words->addWidget(icon_, 0, Qt::AlignTop);
  words->addWidget(status_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(running);
  layout->addLayout(words);

  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    job_.Cancel();
  });
  connect(&job_, &BackgroundJob::Progressed, this, &JobStrip::OnProgress);
  connect(&job_, &BackgroundJob::Logged, this,
          [this](core::LogLevel level, const QString& line) { Show(line, level == core::LogLevel::kWarning); });
  connect(&job_, &BackgroundJob::Succeeded, this, [this] {
    ShowRunning(false);
    ShowText({});
    then_();
    emit Ended();
  });
  connect(&job_, &BackgroundJob::Failed, this, [this](const core::Error& error) {
    ShowRunning(false);
    if (error.kind == core::ErrorKind::kCancelled) {
      ShowText(tr("Cancelled"));
    } else {
      ShowProblem(ToQString(error.message));
    }
    emit Ended();
  });
  DrawIcon();
  ShowRunning(false);
  ShowText({});
}

void JobStrip::Start(BackgroundJob::Work work, const QString& what, std::function<void()> then) {
  then_ = std::move(then);
  job_.Start(std::move(work));
  bar_->setRange(0, 0);
  ShowRunning(true);
  ShowText(what);
  emit Started();
}

void JobStrip::ShowText(const QString& text) { Show(text, false); }

void JobStrip::ShowProblem(const QString& text) { Show(text, true); }

void JobStrip::Show(const QString& text, bool is_problem) {
  text_ = text;
  status_->setText(Breakable(text));
  status_->setVisible(!text.isEmpty());
  icon_->setVisible(is_problem && !text.isEmpty());
  setVisible(!text.isEmpty() || is_running());
  if (is_problem) {
    status_->setAccessibleName(tr("Problem"));
    QAccessibleEvent alert(status_, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
  } else {
    status_->setAccessibleName({});
  }
}

void JobStrip::OnProgress(qint64 done, qint64 total, const QString& item) {
  constexpr int kSteps = 1000;
  bar_->setRange(0, total > 0 ? kSteps : 0);
  if (total > 0) {
    bar_->setValue(static_cast<int>(kSteps * done / total));
  }
  ShowText(item);
}

void JobStrip::ShowRunning(bool running) {
  bar_->setVisible(running);
  cancel_->setVisible(running);
  cancel_->setEnabled(running);
}

void JobStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    DrawIcon();
  }
  QWidget::changeEvent(event);
}

void JobStrip::DrawIcon() {
  const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
  icon_->setPixmap(LineIcon(Glyph::kWarning).pixmap(QSize(side, side), devicePixelRatioF()));
}

}  // namespace godwit::ui
