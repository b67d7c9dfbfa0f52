#include "ui/recent_menu.h"

#include <QDir>

namespace godwit::ui {
namespace {

constexpr int kMaxPaths = 10;
const QString kKey = QStringLiteral("recent");

}  // namespace

RecentMenu::RecentMenu(QSettings* settings, QWidget* parent) : QMenu(tr("Open &Recent"), parent), settings_(settings) {
  setToolTipsVisible(true);
  Rebuild();
}

QStringList RecentMenu::PathsIn(const QSettings& settings) { return settings.value(kKey).toStringList(); }

void RecentMenu::Add(const QString& path) {
  QStringList recent = paths();
  recent.removeAll(path);
  recent.prepend(path);
  Store(recent.mid(0, kMaxPaths));
}

void RecentMenu::Clear() { Store({}); }

void RecentMenu::Store(const QStringList& paths) {
  settings_->setValue(kKey, paths);
  Rebuild();
}

void RecentMenu::Rebuild() {
  clear();
  for (const QString& path : paths()) {
    // An ampersand in a name is no mnemonic.
    QAction* action = addAction(QDir(path).dirName().replace('&', QStringLiteral("&&")));
    action->setToolTip(path);
    connect(action, &QAction::triggered, this, [this, path] { emit Chosen(path); });
  }
  setEnabled(!isEmpty());
  addSeparator();
  connect(addAction(tr("&Clear the List")), &QAction::triggered, this, &RecentMenu::Clear);
}

}  // namespace godwit::ui
