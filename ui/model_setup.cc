#include "ui/model_setup.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"

namespace godwit::ui {
namespace {

QLabel* MakeText(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QLayout* MakeCommand(const QString& command, QWidget* parent) {
  QLabel* text = MakeText(command, parent);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setAccessibleName(ModelSetup::tr("Command"));
  auto* copy = new QToolButton(parent);
  copy->setIcon(LineIcon(Glyph::kCopy));
  copy->setToolTip(ModelSetup::tr("Copy the command"));
  copy->setAccessibleName(copy->toolTip());
  QObject::connect(copy, &QToolButton::clicked, text, [text] { QGuiApplication::clipboard()->setText(text->text()); });
  auto* row = new QHBoxLayout;
  row->addWidget(text, 1);
  row->addWidget(copy, 0, Qt::AlignTop);
  return row;
}

}  // namespace

ModelSetup::ModelSetup(Fetch fetch, const QString& about, const QString& command, QWidget* parent)
    : QWidget(parent),
      fetch_(std::move(fetch)),
      reason_(MakeText({}, this)),
      button_(new QPushButton(LineIcon(Glyph::kDownload), tr("&Get the model"), this)),
      later_(new QPushButton(tr("&Not now"), this)),
      bar_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("&Cancel"), this)),
      status_(MakeText({}, this)) {
  auto* title = new QLabel(tr("A model is needed"), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  large.setBold(true);
  title->setFont(large);
  title->setWordWrap(true);
  reason_->setForegroundRole(QPalette::PlaceholderText);
  bar_->setAccessibleName(tr("Progress"));

  auto* running = new QHBoxLayout;
  running->addWidget(bar_, 1);
  running->addWidget(cancel_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 16, 12, 12);
  layout->setSpacing(10);
  layout->addWidget(title);
  layout->addWidget(MakeText(about, this));
  layout->addWidget(button_);
  layout->addLayout(running);
  layout->addWidget(status_);
  layout->addSpacing(8);
  layout->addWidget(MakeText(tr("Or in a terminal:"), this));
  layout->addLayout(MakeCommand(command, this));
  layout->addSpacing(8);
  layout->addWidget(reason_);
  layout->addWidget(later_, 0, Qt::AlignLeft);
  layout->addStretch();

  connect(button_, &QPushButton::clicked, this, &ModelSetup::Start);
  connect(later_, &QPushButton::clicked, this, &ModelSetup::Declined);
  connect(cancel_, &QPushButton::clicked, this, &ModelSetup::Cancel);
  connect(&job_, &BackgroundJob::Progressed, this, &ModelSetup::OnProgress);
  connect(&job_, &BackgroundJob::Succeeded, this, &ModelSetup::OnSucceeded);
  connect(&job_, &BackgroundJob::Failed, this, &ModelSetup::OnFailed);
  ShowRunning(false);
  status_->hide();
  later_->hide();
}

void ModelSetup::SetReason(const QString& reason) { reason_->setText(reason); }

void ModelSetup::Start() {
  if (is_running()) {
    return;
  }
  job_.Start(fetch_);
  ShowRunning(true);
  bar_->setRange(0, 0);
  status_->setText(tr("Starting…"));
  status_->show();
}

void ModelSetup::OnProgress(qint64 done, qint64 total, const QString& item) {
  constexpr int kSteps = 1000;
  bar_->setRange(0, total > 0 ? kSteps : 0);
  if (total > 0) {
    bar_->setValue(static_cast<int>(kSteps * done / total));
  }
  status_->setText(item);
}

void ModelSetup::OnSucceeded() {
  ShowRunning(false);
  status_->hide();
  emit Fetched();
}

void ModelSetup::OnFailed(const core::Error& error) {
  ShowRunning(false);
  status_->setText(error.kind == core::ErrorKind::kCancelled ? tr("Cancelled") : ToQString(error.message));
}

void ModelSetup::ShowRunning(bool running) {
  button_->setVisible(!running);
  bar_->setVisible(running);
  cancel_->setVisible(running);
  if (running) {
    cancel_->setFocus();
  }
}

}  // namespace godwit::ui
