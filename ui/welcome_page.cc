#include "ui/welcome_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace godwit::ui {

WelcomePage::WelcomePage(const QList<QAction*>& actions, QWidget* parent) : QWidget(parent) {
  auto* title = new QLabel(tr("Drop photos or a folder here"), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  title->setFont(large);
  title->setAlignment(Qt::AlignCenter);
  auto* promise = new QLabel(tr("Objects are found on this machine. No photo leaves it."), this);
  promise->setForegroundRole(QPalette::PlaceholderText);
  promise->setAlignment(Qt::AlignCenter);
  promise->setWordWrap(true);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(12);
  buttons->addStretch();
  for (QAction* action : actions) {
    auto* button = new QPushButton(action->icon(), action->text(), this);
    button->setToolTip(action->toolTip());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    const int line = button->fontMetrics().height();
    button->setMinimumSize(9 * line, 2 * line + 4);
    buttons->addWidget(button);
  }
  buttons->addStretch();

  auto* layout = new QVBoxLayout(this);
  layout->addStretch(2);
  layout->addWidget(title);
  layout->addSpacing(4);
  layout->addWidget(promise);
  layout->addSpacing(20);
  layout->addLayout(buttons);
  layout->addStretch(3);
}

}  // namespace godwit::ui
