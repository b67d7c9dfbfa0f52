#include "ui/welcome_page.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include "ui/format.h"
#include "ui/line_icon.h"
#include "ui/model_words.h"
#include "ui/recent_menu.h"
#include "workflows/model_catalog.h"

namespace godwit::ui {
namespace {

constexpr int kMostRecent = 5;

QLabel* MakeText(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setForegroundRole(QPalette::PlaceholderText);
  label->setAlignment(Qt::AlignCenter);
  label->setWordWrap(true);
  return label;
}

// "Holiday — ~/Pictures"
QString RecentText(const QString& path) {
  const QFileInfo info(path);
  QString folder = info.absolutePath();
  if (folder.startsWith(QDir::homePath())) {
    folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
  }
  // An ampersand in a name is no mnemonic.
  return QStringLiteral("%1  —  %2").arg(QDir(path).dirName(), folder).replace('&', QStringLiteral("&&"));
}

}  // namespace

WelcomePage::WelcomePage(const QList<QAction*>& actions, Preferences* preferences, const InstalledModels* models,
                         QWidget* parent)
    : QWidget(parent),
      preferences_(preferences),
      models_(models),
      detector_(MakeText({}, this)),
      recent_title_(MakeText(tr("Open again"), this)),
      recent_(new QVBoxLayout) {
  const int line = fontMetrics().height();
  auto* title = new QLabel(tr("Drop photos or a folder here"), this);
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  title->setFont(large);
  title->setAlignment(Qt::AlignCenter);
  title->setWordWrap(true);
  detector_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  connect(detector_, &QLabel::linkActivated, this, &WelcomePage::ModelsWanted);
  recent_->setSpacing(0);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line, line, line, line);
  layout->setSpacing(line / 3);
  layout->addStretch(2);
  layout->addWidget(title);
  layout->addSpacing(line);
  layout->addLayout(MakeButtons(actions));
  layout->addSpacing(2 * line);
  layout->addWidget(recent_title_);
  layout->addLayout(recent_);
  layout->addStretch(2);
  layout->addWidget(detector_);
  layout->addWidget(MakeText(tr("Photos are looked at on this machine. Nothing leaves it, and originals are never "
                                "changed."),
                             this));

  connect(preferences_, &Preferences::Changed, this, &WelcomePage::UpdateDetector);
  connect(models_, &InstalledModels::Changed, this, &WelcomePage::UpdateDetector);
  UpdateDetector();
  UpdateRecent();
}

QLayout* WelcomePage::MakeButtons(const QList<QAction*>& actions) {
  const int line = fontMetrics().height();
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(line);
  buttons->addStretch();
  for (QAction* action : actions) {
    auto* button = new QPushButton(action->icon(), action->text(), this);
    button->setToolTip(action->toolTip());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    button->setMinimumSize(9 * line, 2 * line + line / 3);
    buttons->addWidget(button);
  }
  buttons->addStretch();
  return buttons;
}

void WelcomePage::UpdateDetector() {
  const workflows::InstalledModel* used = models_->Choose("detect", preferences_->values().objects.model);
  const bool best_is_there = models_->Find(std::string(workflows::kDefaultDetector)) != nullptr;
  if (used == nullptr) {
    detector_->setText(tr("No model that finds objects is installed. <a href=\"models\">Get one</a>"));
    return;
  }
  const QString name =
      QStringLiteral("%1 %2").arg(ArchitectureName(used->card.architecture), Number(used->card.alpha, 2));
  const QString who = used->bundled ? tr("Objects are found by %1, which comes with Godwit.").arg(name)
                                    : tr("Objects are found by %1.").arg(name);
  detector_->setText(QStringLiteral("%1 <a href=\"models\">%2</a>")
                         .arg(who.toHtmlEscaped(), best_is_there ? tr("See the models") : tr("Get a better one")));
}

QStringList WelcomePage::recent() const {
  QStringList there;
  for (const QString& path : RecentMenu::PathsIn(preferences_->settings())) {
    if (there.size() < kMostRecent && QFileInfo::exists(path)) {
      there << path;
    }
  }
  return there;
}

void WelcomePage::UpdateRecent() {
  while (const QLayoutItem* item = recent_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const QString& path : recent()) {
    auto* button = new QToolButton(this);
    button->setText(RecentText(path));
    button->setToolTip(path);
    button->setIcon(LineIcon(QFileInfo(path).isDir() ? Glyph::kFolder : Glyph::kOpen));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    connect(button, &QToolButton::clicked, this, [this, path] { emit Chosen(path); });
    recent_->addWidget(button, 0, Qt::AlignHCenter);
  }
  recent_title_->setVisible(recent_->count() > 0);
}

// Paths come and go while other pages are shown.
void WelcomePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  UpdateRecent();
}

// A link keeps the colour of the moment its text was set.
void WelcomePage::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    detector_->clear();  // the same text again would change nothing
    UpdateDetector();
  }
}

}  // namespace godwit::ui
