#include "ui/message_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>

#include "ui/line_icon.h"

namespace godwit::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), icon_(new QLabel(this)), label_(new QLabel(this)) {
  setAutoFillBackground(true);
  label_->setWordWrap(true);
  label_->setTextFormat(Qt::PlainText);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  label_->setAccessibleName(tr("Problem"));
  auto* close = new QToolButton(this);
  close->setIcon(LineIcon(Glyph::kClose));
  close->setAutoRaise(true);
  close->setToolTip(tr("Dismiss"));
  close->setAccessibleName(tr("Dismiss"));
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 6, 6, 6);
  layout->setSpacing(10);
  layout->addWidget(icon_);
  layout->addWidget(label_, 1);
  layout->addWidget(close, 0, Qt::AlignTop);
  FollowTheme();
  hide();
}

void MessageBar::ShowMessage(const QString& text) {
  label_->setText(text);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange) {
    FollowTheme();
  }
  QFrame::changeEvent(event);
}

void MessageBar::FollowTheme() {
  QPalette palette = QApplication::palette();
  const bool dark = palette.color(QPalette::Window).lightness() < 128;
  palette.setColor(QPalette::Window, dark ? QColor(0x55, 0x3a, 0x14) : QColor(0xff, 0xe9, 0xb8));
  palette.setColor(QPalette::WindowText, dark ? QColor(0xff, 0xee, 0xd0) : QColor(0x3d, 0x2a, 0x05));
  setPalette(palette);
  const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
  icon_->setPixmap(LineIcon(Glyph::kWarning).pixmap(QSize(side, side), devicePixelRatioF()));
}

}  // namespace godwit::ui
