#include "ui/model_setup.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/plain_label.h"

namespace godwit::ui {
namespace {

QLayout* MakeCommand(const QString& command, QWidget* parent) {
  QLabel* text = MakePlainLabel(command, parent);
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
      reason_(MakePlainLabel({}, this)),
      button_(new QPushButton(LineIcon(Glyph::kDownload), tr("&Get the model"), this)),
      later_(new QPushButton(tr("&Not now"), this)),
      strip_(new JobStrip(this)) {
  auto* title = new QLabel(tr("A model is needed"), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  large.setBold(true);
  title->setFont(large);
  title->setWordWrap(true);
  reason_->setForegroundRole(QPalette::PlaceholderText);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 16, 12, 12);
  layout->setSpacing(10);
  layout->addWidget(title);
  layout->addWidget(MakePlainLabel(about, this));
  layout->addWidget(button_);
  layout->addWidget(strip_);
  layout->addSpacing(8);
  layout->addWidget(MakePlainLabel(tr("Or in a terminal:"), this));
  layout->addLayout(MakeCommand(command, this));
  layout->addSpacing(8);
  layout->addWidget(reason_);
  layout->addWidget(later_, 0, Qt::AlignLeft);
  layout->addStretch();

  connect(button_, &QPushButton::clicked, this, &ModelSetup::Start);
  connect(later_, &QPushButton::clicked, this, &ModelSetup::Declined);
  connect(strip_, &JobStrip::Started, this, [this] {
    button_->hide();
    later_->hide();
  });
  connect(strip_, &JobStrip::Ended, this, [this] {
    button_->show();
    later_->setVisible(optional_);
  });
  later_->hide();
}

void ModelSetup::SetReason(const QString& reason) { reason_->setText(reason); }

void ModelSetup::Start() {
  if (!is_running()) {
    strip_->Start(fetch_, tr("Starting…"), [this] { emit Fetched(); });
  }
}

}  // namespace godwit::ui
