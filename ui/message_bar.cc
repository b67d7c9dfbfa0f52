#include "ui/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include "ui/line_icon.h"

namespace godwit::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), icon_(new QLabel(this)), label_(new QLabel(this)) {
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
  DrawIcon();
  hide();
}

void MessageBar::ShowMessage(const QString& text) {
  label_->setText(text);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

// A tint of the window's own colour is right in light and dark.
void MessageBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().window());
  painter.fillRect(rect(), QColor(0xff, 0xb0, 0x20, 70));
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    DrawIcon();
  }
  QFrame::changeEvent(event);
}

void MessageBar::DrawIcon() {
  const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
  icon_->setPixmap(LineIcon(Glyph::kWarning).pixmap(QSize(side, side), devicePixelRatioF()));
}

}  // namespace godwit::ui
